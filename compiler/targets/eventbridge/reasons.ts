import type { CodeTable } from "../../core/code";
import { beside, kql } from "../../core/example";
import type { Limit } from "../../core/limit";
import { few, quote } from "../../core/message";
import type { Predicate } from "../../ir/expression";
import type { SharedBudget } from "../cloudwatch/limits";
import { about, because, FIXES, onTarget } from "../reason";
import { DEPTH } from "./jsonata/depth";
import { BUS_LIMITS, MACHINE_LIMITS } from "./limits";

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
  leftToCondition: (test: Predicate, why: string) =>
    about(test, "DET556", `the event pattern leaves it to the condition: ${why}`),
  notSaid: (test: Predicate, why: string) =>
    about(test, "DET554", `Step Functions' JSONata does not say it: ${why}`),
  tooDeep: (depth: number, { value, unit, source }: Limit) =>
    because(
      "DET555",
      `the condition is ${depth} ${unit} deep, of at most ${value} (${source})`,
      "detection.condition",
    ),
  tooLong: (length: number, { value, unit, source }: Limit) =>
    because(
      "DET559",
      `the condition alone is ${length} ${unit}, of at most ${value} (${source})`,
      "detection",
    ),
  sharedRules: (budget: SharedBudget) =>
    because(
      "DET557",
      `${shares(budget)}. Ways out: deploy some as metric filters, forward events to a bus of another account, or have the quota raised`,
      "detection",
    ),
  sharedWildcards: (budget: SharedBudget) =>
    because(
      "DET558",
      `${shares(budget)}. Ways out: deploy some as metric filters, or forward events to a bus of another account`,
      "detection",
    ),
} as const;

/** Each rule takes of a bus, so the message names the largest. */
const MOST_COMPETING = 10;

function shares({ limit, needs, rules }: SharedBudget): string {
  const competing = few(
    rules.map((rule) => `${quote(rule.name)} (${rule.needs})`),
    MOST_COMPETING,
  );
  return `${limit.value} ${limit.unit}, but these ${rules.length} rules need ${needs}: ${competing}`;
}

const onEventBridge = onTarget("eventbridge");

const COMPETING = {
  needs: 302,
  existing: 0,
  rules: [
    { name: "one", needs: 300 },
    { name: "other", needs: 2 },
  ],
};

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
    example: onEventBridge(beside("readOnly: maybe")),
    fix: FIXES.contradiction,
  },
  DET554: {
    meaning:
      "A test that JSONata does not say as the rule means it: engines may read it differently.",
    example: onEventBridge(
      String.raw`detection:
  s:
    eventName: CreateUser
    userAgent|re|m: 'a\n^b'
  condition: s`,
    ),
    fix: "Write the regular expression without what the message names.",
  },
  DET555: {
    meaning: "A rule whose condition nests deeper than Step Functions evaluates.",
    example: reasons.tooDeep(61, DEPTH),
    fix: "Take nots and parentheses out of the condition, or divide the rule into several.",
  },
  DET556: {
    meaning: "A test that an event pattern cannot say, and that a condition decides.",
    example: {
      code: "DET556",
      message:
        "`userAgent|re: curl`: the event pattern leaves it to the condition: a pattern has no regular expressions",
    },
    fix: "Nothing has to be done: the rule is exact.",
  },
  DET557: {
    meaning: "Rules that together need more rules of an event bus than it has.",
    example: reasons.sharedRules({ limit: BUS_LIMITS.rules, ...COMPETING }),
    fix: FIXES.chooseWay,
  },
  DET558: {
    meaning: "Rules that together need more event patterns with wildcards than a bus takes.",
    example: reasons.sharedWildcards({ limit: BUS_LIMITS.wildcardRules, ...COMPETING }),
    fix: FIXES.chooseWay,
  },
  DET559: {
    meaning: "A rule whose condition is longer than the definition of a state machine may be.",
    example: reasons.tooLong(1_200_000, MACHINE_LIMITS.definition),
    fix: "Divide the rule into several, each with some of its values.",
  },
};
