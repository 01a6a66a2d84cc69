import * as rules from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

/** A rule that no lint has a word about. */
const ruleText = (keys: Readonly<Record<string, unknown>> = {}) =>
  rules.ruleText({ tags: ["attack.impact"], ...keys });

describe("check --target eventbridge", () => {
  const check = (root: string, ...args: readonly string[]) =>
    detections(root, "check", ".", "--target", "eventbridge", ...args);

  test("tells what rules need of trails and Regions", async () => {
    const root = folder({ "a.yml": ruleText() });
    const { code, stdout } = await check(root);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "eventbridge: 1 exact\neventbridge needs (1 rule): a trail of the account",
    );
    const { rules } = JSON.parse((await check(root, "--format", "json")).stdout);
    expect(rules[0].verdicts).toMatchObject([
      { target: "eventbridge", verdict: "exact", needs: expect.any(Array) },
    ]);
  });

  test("a rule that counts fails there, and nowhere else", async () => {
    const counts = { triggerOperator: "eq", triggerThreshold: 0 };
    const root = folder({ "a.yml": ruleText(counts) });
    const asked = await check(root);
    expect(asked.code).toBe(1);
    expect(asked.stderr).toMatch(/^a\.yml:\d+:\d+ DET550 EventBridge: unsupported/m);
    const usual = await detections(root, "check", ".");
    expect([usual.code, usual.stdout.includes("eventbridge")]).toEqual([0, false]);
  });

  test("is what a rule's own `awsTarget` asks for, where no target is named", async () => {
    const own = ruleText({ awsTarget: "eventbridge" });
    const { code, stdout } = await detections(folder({ "a.yml": own }), "check", ".");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^eventbridge: 1 exact$/m);
    expect(stdout).not.toMatch(/^cloudwatch:/m);
    const first = ruleText({ awsTarget: "exact-first" });
    const exact = await detections(folder({ "a.yml": first }), "check", ".");
    expect(exact.stdout).toMatch(/^cloudwatch: 1 exact$/m);
    const counts = ruleText({
      awsTarget: "eventbridge",
      triggerOperator: "eq",
      triggerThreshold: 0,
    });
    const never = await detections(folder({ "a.yml": counts }), "check", ".");
    expect([never.code, /DET550 EventBridge: unsupported/.test(never.stderr)]).toEqual([1, true]);
    const asked = await detections(
      folder({ "a.yml": counts }),
      "check",
      ".",
      "--target",
      "cloudwatch",
    );
    expect(asked.code).toBe(0);
  });

  test("rules compete for the wildcards that a bus takes", async () => {
    const rule = (nth: number) =>
      ruleText({
        id: `0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7${100 + nth}`,
        title: `Rule ${nth}`,
        detection: {
          selection: {
            eventSource: "iam.amazonaws.com",
            eventName: "CreateUser",
            "userAgent|contains|cased": `agent${nth}`,
          },
          condition: "selection",
        },
      });
    const rules = Array.from({ length: 31 }, (_, nth) => [`${nth}.yml`, rule(nth)]);
    const root = folder(Object.fromEntries(rules));
    const { code, stderr } = await check(root);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /DET558 EventBridge: 30 rules with wildcards an event bus, but these 31/,
    );
    expect((await check(root, "--no-quotas")).stderr).not.toContain("DET558");
  });
});
