import type { JsonObject } from "../../compiler/core/json";
import { CloudWatchDetection, DetectionPack, packageRules } from "../../constructs";
import { ruleText } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { ALARM, FILTER } from "./packs";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a50";
const TRAIL = ruleText({
  id: ID,
  controls: { "cis-aws-5.0": "4.5" },
  detection: {
    selection: {
      eventSource: "cloudtrail.amazonaws.com",
      eventName: ["CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"],
    },
    condition: "selection",
  },
});
const TOPIC = "arn:aws:sns:us-east-1:111122223333:security";
const AUDITORS_TOPIC = "arn:aws:sns:us-east-1:111122223333:audit";

const keyOf = (filter: JsonObject) =>
  `${String(filter["name"])} ${String(filter["log_group_name"])}`;
const deployed = (props: Readonly<Record<string, unknown>>) => {
  const stack = synthesise((scope) => {
    new CloudWatchDetection(scope, "Trail", { rule: TRAIL, logGroupName: "trail", ...props });
  });
  const filters = [...resources(stack, FILTER)].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { filters, alarms: resources(stack, ALARM) };
};

test("an auditor that takes what the rule counts reads the rule's own filter", () => {
  const { filters, alarms } = deployed({ auditor: "prowler" });
  expect(filters).toEqual([
    expect.objectContaining({
      name: ID,
      pattern: expect.stringMatching(/^\{ \(\$\.eventSource = cloudtrail\.amazonaws\.com\) && /),
    }),
  ]);
  expect(alarms).toHaveLength(1);
  expect(alarms[0]!["alarm_description"]).toContain("Verdict: exact");
});

test("an auditor that takes its own text alone is given a copy beside the detection", () => {
  const { filters, alarms } = deployed({ auditor: "security-hub", alarmActions: [TOPIC] });
  expect(filters.map((each) => each["name"])).toEqual([ID, `${ID}-auditor`]);
  expect(filters[1]).toMatchObject({
    pattern:
      "{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}",
    metric_transformation: { name: `${ID}-auditor`, namespace: "Detections" },
  });
  const [detects, copy] = alarms;
  expect(detects).toMatchObject({ alarm_name: "A trail was stopped 7c6f2c0e" });
  expect(copy).toMatchObject({
    alarm_name: "A trail was stopped (auditor's copy, Security Hub CloudWatch.5) 7c6f2c0e",
    alarm_description:
      "Auditor's copy, without a verdict; what detects is the alarm A trail was stopped 7c6f2c0e. Security Hub CloudWatch.5 passes by an auditor's copy beside the detection, without a verdict: it also counts events with `eventSource` another than is asked for.",
    alarm_actions: [TOPIC],
    comparison_operator: "GreaterThanThreshold",
    threshold: 0,
    tags: expect.objectContaining({ "detection:rule-id": ID }),
  });
  expect(copy!["metric_name"]).toContain("AuditorFilter");
});

test("a copy tells whom `auditorActions` says, and nobody in shadow mode", () => {
  const actions = { alarmActions: [TOPIC], auditorActions: [AUDITORS_TOPIC] };
  const { alarms } = deployed({ auditor: "security-hub", ...actions });
  expect(alarms.map((each) => each["alarm_actions"])).toEqual([[TOPIC], [AUDITORS_TOPIC]]);
  const shadow = deployed({ auditor: "security-hub", shadow: true, ...actions }).alarms;
  expect(shadow.map((each) => each["actions_enabled"])).toEqual([false, false]);
});

test("a copy stands on every log group, and its filters count", () => {
  const furtherLogGroups = { other: "other-trail" };
  const { filters, alarms } = deployed({ auditor: "security-hub", furtherLogGroups });
  expect(filters.map((each) => [each["name"], each["log_group_name"]])).toEqual([
    [ID, "other-trail"],
    [ID, "trail"],
    [`${ID}-auditor`, "other-trail"],
    [`${ID}-auditor`, "trail"],
  ]);
  expect(alarms).toHaveLength(2);
});

test("an auditor that is not known is refused", () => {
  expect(() => deployed({ auditor: "prowlr" })).toThrow(
    /DET937 `auditor` is `'prowlr'`; allowed: `security-hub`, `prowler`, `steampipe`/,
  );
  expect(() => deployed({ auditorActions: ["arn:aws:s3:::bucket"] })).toThrow(
    /DET922 `auditorActions`/,
  );
});

test("the whole pack fits a log group with every copy", () => {
  const stack = synthesise((scope) => {
    new DetectionPack(scope, "Cis", {
      rules: [packageRules("cis")],
      logGroupName: "trail",
      auditor: "security-hub",
    });
  });
  // Fifteen rules, one of which is divided, and thirteen copies: Security Hub reads the rule on root itself.
  expect(resources(stack, FILTER)).toHaveLength(16 + 13);
  expect(resources(stack, ALARM)).toHaveLength(15 + 13);
});
