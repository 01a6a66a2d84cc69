import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ruleText } from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const trail = (names: readonly string[]) =>
  ruleText({
    controls: { "cis-aws-5.0": "4.5" },
    tags: ["attack.t1685.002"],
    detection: {
      selection: { eventSource: "cloudtrail.amazonaws.com", eventName: names },
      condition: "selection",
    },
  });
const ALL = ["CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"];

test("compile prints the pattern that the auditor accepts, where it counts the same", async () => {
  const root = folder({ "a.yml": trail([...ALL, "PutEventSelectors"]) });
  const args = ["compile", "a.yml", "--target", "cloudwatch", "--auditor"];
  const { stdout, code } = await detections(root, ...args, "steampipe");
  expect(code).toBe(0);
  expect(stdout).toContain(
    "{ ($.eventSource = cloudtrail.amazonaws.com) && ($.eventName = CreateTrail || $.eventName = UpdateTrail || $.eventName = DeleteTrail || $.eventName = StartLogging || $.eventName = StopLogging || $.eventName = PutEventSelectors) }\n",
  );
  expect(stdout).toContain("# Steampipe 4.5 passes by the detection's own pattern");
});

test("compile prints an auditor's copy beside the detection, where it counts something else", async () => {
  const root = folder({ "a.yml": trail(["StopLogging", "Put) || ($.eventName = *"]) });
  const args = ["compile", "a.yml", "--target", "cloudwatch", "--auditor"];
  const { stdout } = await detections(root, ...args, "prowler");
  const [own, copy] = stdout.split("# Prowler 4.5 passes by an auditor's copy");
  expect(own).toContain(String.raw`$.eventName = "StopLogging"`);
  expect(copy).toContain("beside the detection, without a verdict: ");
  expect(copy).toContain(
    "\n{ ($.eventSource = cloudtrail.amazonaws.com) && ($.eventName = CreateTrail ||",
  );
  expect(copy).toMatch(/\nmetric Detections \S+-auditor\nalarm /);
  // No value of a rule becomes syntax.
  expect(copy).not.toContain("Put)");
});

test("check says how many controls pass by what", async () => {
  const root = folder({ "a.yml": trail(ALL) });
  const text = await detections(root, "check", "a.yml", "--auditor", "security-hub");
  expect(text.stdout).toContain(
    "Security Hub: 0 controls by the detection's own pattern, 1 by an auditor's copy",
  );
  const json = await detections(root, "check", "a.yml", "--auditor", "prowler", "--format", "json");
  expect(JSON.parse(json.stdout).rules[0].audits).toEqual([
    expect.objectContaining({ auditor: "prowler", control: "4.5", relation: "equal" }),
  ]);
  const none = await detections(root, "check", "a.yml");
  expect(none.stdout).not.toContain("auditor");
});

test("review shows what passes the check and what it counts", async () => {
  const root = folder({ "a.yml": trail(ALL) });
  const args = ["review", "a.yml", "--out", "out", "--auditor", "security-hub", "--format", "json"];
  const { stdout } = await detections(root, ...args);
  const page = JSON.parse(stdout).files.find((name: string) => /^rules\/.*\.html$/.test(name));
  const text = (path: string) => readFileSync(join(root, "out", path), "utf8");
  expect(text(page)).toContain("Auditor: Security Hub CloudWatch.5");
  expect(text(page)).toContain("without a verdict: it also counts events with");
  expect(text(page.replace(/html$/, "md"))).toContain("## Auditor: Security Hub CloudWatch.5");
  const [rule] = JSON.parse(text("review.json")).rules;
  expect(rule.cost.billed).toMatchObject({ metrics: 2, alarmMetrics: 2, filters: 2 });
});

test("an auditor that is not known is wrong usage", async () => {
  const root = folder({ "a.yml": trail(ALL) });
  const { code, stderr } = await detections(root, "check", "a.yml", "--auditor", "prowlr");
  expect(code).toBe(2);
  expect(stderr).toContain(
    "Allowed choices are security-hub, prowler, steampipe. (Did you mean prowler?)",
  );
});
