import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";

import { compiledRule } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadRules } from "../../compiler/rule-set/load-rules";
import { DetectionPack, DetectionReview } from "../../constructs";
import { reviewFiles } from "../../review/review-files";
import { idOf, stackIn } from "../constructs/packs";
import { ruleObject, ruleText, WIDER_DETECTION } from "../support/rules";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";
const [EXACT, WIDER] = [idOf(1), idOf(2)];

describe("the review of an app that deploys to EventBridge", () => {
  const outdir = mkdtempSync(join(tmpdir(), "detections-review-"));
  const read = (path: string) => readFileSync(join(outdir, "review", path), "utf8");

  beforeAll(() => {
    const app = new App({ outdir, stackTraces: false });
    const stack = stackIn(app, "prod", { allowedAccountIds: ["111122223333"] });
    new DetectionReview(stack, "review");
    new DetectionPack(stack, "detections", {
      rules: [
        ruleText({ id: EXACT, title: "Exact" }),
        JSON.stringify(ruleObject({ id: WIDER, title: "Wider", detection: WIDER_DETECTION })),
      ],
      logGroupName: "trail",
      alarmActions: [TOPIC],
      awsTarget: "exact-first",
    });
    app.synth();
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  test("has every rule, those that become event rules too", () => {
    const { rules } = JSON.parse(read("review.json"));
    expect(rules.map(({ id }: { id: string }) => id).sort()).toEqual([EXACT, WIDER]);
  });

  test("says where such a rule goes, what it becomes, and what it needs", () => {
    const { rules, budgets } = JSON.parse(read("review.json"));
    const rule = rules.find(({ id }: { id: string }) => id === WIDER);
    expect(rule.cloudwatch.verdict).toBeNull();
    expect(rule.eventbridge).toMatchObject({
      compiled: { verdict: "exact", output: { rules: [{ name: WIDER, state: "ENABLED" }] } },
      subject: "Wider",
    });
    expect(rule.deployments).toMatchObject([
      {
        cloud: "eventbridge",
        bus: "default",
        account: "111122223333",
        region: "us-east-1",
        rules: [WIDER],
        machine: WIDER,
        alarms: ["Wider 00000002 (not told)"],
        metric: null,
        topics: [TOPIC],
      },
    ]);
    expect(rule.cost.billed).toMatchObject({ metrics: 0, alarmMetrics: 4, filters: 0 });
    expect(budgets).toContainEqual(
      expect.objectContaining({ per: "event bus", name: "event rules", used: 1, limit: 300 }),
    );
  });

  test.each(["html", "md"])("its %s shows verdict, pattern, condition and needs", (format) => {
    const page = read(`rules/${WIDER}.${format}`);
    for (const text of ["EventBridge", "CreateAccessKey", "$states.input", "at least once"]) {
      expect(page).toContain(text);
    }
    expect(page).toContain("come to us-east-1 alone");
    expect(page).toContain("event bus default");
    expect(page).not.toContain("Alarm name");
  });

  test("its index counts them", () => {
    expect(read("index.html")).toContain("1 alarm and 1 detection on EventBridge");
    expect(read("index.md")).toContain("1 alarm and 1 detection on EventBridge");
  });
});

test("without an app, a rule goes the way that its own `awsTarget` says", () => {
  const rule = ruleText({ awsTarget: "eventbridge", detection: WIDER_DETECTION });
  const files = reviewFiles(
    loadRules([rule], new Diagnostics()).map(({ detection }) => compiledRule(detection)),
  );
  const json = files.find(({ path }) => path === "review.json")?.text ?? "";
  const [only] = JSON.parse(json).rules;
  expect([only.cloudwatch.verdict, only.eventbridge.compiled.verdict]).toEqual([null, "exact"]);
});
