import type { CodeTable } from "../../core/code";
import { kql } from "../../core/example";
import { because, FIXES, onTarget } from "../reason";

/** Why a rule is no alert of EventBridge's; one function each, codes never change meaning. */
export const reasons = {
  counts: (path: "triggerOperator" | "triggerThreshold" | "correlation") =>
    because(
      "DET550",
      "EventBridge tells of each event by itself and counts none; a metric filter and its alarm count: deploy this rule to CloudWatch",
      path,
    ),
  queryAlone: () =>
    because(
      "DET551",
      "the rule has only a KQL `query`, which no event pattern is made from; add a `detection`, or deploy it as a metric filter",
      "query",
    ),
  otherLogs: (logSource: string) =>
    because("DET552", `events of ${logSource} do not come to an event bus`, "logsource"),
  neverMatches: () => because("DET553", "no event can match the rule", "detection.condition"),
  noCondition: () =>
    because(
      "DET554",
      "an event pattern cannot say all of the rule, and what decides the rest is not there yet; deploy this rule to CloudWatch",
      "detection",
    ),
} as const;

const onEventBridge = onTarget("eventbridge");

/** What the codes of EventBridge mean. */
export const eventBridgeCodes: CodeTable<typeof reasons> = {
  DET550: {
    meaning: "A rule that counts over a time, which EventBridge does not.",
    example: onEventBridge("triggerOperator: gt\ntriggerThreshold: 5"),
    fix: "Deploy the rule to CloudWatch, whose alarm counts.",
  },
  DET551: {
    meaning: "A rule with KQL alone, which no event pattern is made from.",
    example: onEventBridge(kql("AWSCloudTrail\n| where EventName == 'CreateUser'")),
    fix: "Add a `detection`, or deploy the rule as a metric filter.",
  },
  DET552: {
    meaning: "A rule of a log source whose events do not come to an event bus.",
    example: reasons.otherLogs("okta/okta"),
    fix: "Nothing has to be done: the rule is deployed elsewhere.",
  },
  DET553: {
    meaning: "A rule that no event can match, on EventBridge.",
    example: reasons.neverMatches(),
    fix: FIXES.contradiction,
  },
  DET554: {
    meaning: "A rule that an event pattern alone does not say.",
    example: reasons.noCondition(),
    fix: "Deploy the rule to CloudWatch.",
  },
};
