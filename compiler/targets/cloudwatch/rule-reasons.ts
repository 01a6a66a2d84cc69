import type { CodeTable } from "../../core/code";
import { beside, item, kql, values } from "../../core/example";
import type { Limit } from "../../core/limit";
import { few, quote } from "../../core/message";
import type { Span } from "../../core/source";
import { because, FIXES, onTarget } from "../reason";
import { noLogGroup } from "../../log-sources/log-group";
import type { LogSource } from "../../log-sources/log-source";
import type { SharedBudget } from "./limits";

/** Where log groups are named by log source. */
const NAMED_BY = "`logGroupNames`, or `--log-group` of the command line";

/** The code of a refusal that ends where the language service is installed. */
export const NOT_READ = "DET529";

/** Why an alarm says less than a rule, or cannot be; one function each, codes never change meaning. */
export const ruleReasons = {
  unbounded: (bounding: readonly string[]) =>
    because(
      "DET510",
      `without the dropped conditions some alternative says nothing of ${bounding.join(" or ")}`,
      "detection",
    ),
  neverMatches: () => because("DET512", "no event can match the rule", "detection.condition"),
  overBudget: ({ used, limit }: { readonly used: number; readonly limit: Limit }) =>
    because(
      "DET513",
      `the filter pattern needs ${used} ${limit.unit}; at most ${limit.value} are allowed, and its parts cannot be divided: shorten its lists, use \`cased\`, or do without regexes`,
      "detection",
    ),
  notPrintable: (why: string) =>
    because("DET514", `the filter pattern cannot be written: ${why}`, "detection"),
  queryNotLifted: (why: string, at?: Span) =>
    because(
      "DET515",
      `the rule has only a KQL \`query\`, and a metric filter cannot take its place: ${why}; add a \`detection\`, or deploy it to Sentinel alone`,
      at === undefined ? "query" : `query[${at.start}]`,
    ),
  queryNotRead: (why: string) =>
    because(
      NOT_READ,
      `whether a metric filter can take the place of the KQL \`query\` is not known: ${why}`,
      "query",
    ),
  otherTables: (tables: readonly string[]) =>
    because(
      "DET528",
      `the KQL \`query\` does not read ${tables.join(" or ")}, the only tables whose queries a metric filter is proven from`,
      "query",
    ),
  otherLogs: (logSource: LogSource) =>
    because("DET528", `${noLogGroup(logSource)}: name one with ${NAMED_BY}`, "logsource"),
  queryCondition: (condition: string) => because("DET527", `KQL ${condition}`, "query"),
  countedTwice: () =>
    because(
      "DET522",
      "the rule needs several filters, an event could match two of them, and its count matters; use `triggerOperator: gt` with 0, or shorten the rule",
      "detection",
    ),
  sharedRegexes: (budget: SharedBudget) =>
    because(
      "DET530",
      `${shares(budget)}. Ways out: compile one of them without regexes and accept \`wider\`, write \`|cased\` where the spelling is known, move rules to another log group, or exclude some`,
      "detection",
    ),
  sharedFilters: (budget: SharedBudget) =>
    because(
      "DET531",
      `${shares(budget)}. Ways out: shorten long rules, move rules to another log group, or exclude some`,
      "detection",
    ),
} as const;

/** Each rule that competes for a regex has a finding of its own, so the message names the largest. */
const MOST_COMPETING = 10;

function shares({ limit, needs, existing, rules }: SharedBudget): string {
  const competing = few(
    rules.map((rule) => `${quote(rule.name)} (${rule.needs})`),
    MOST_COMPETING,
  );
  const these = rules.length === 1 ? "this rule needs" : `these ${rules.length} rules need`;
  const all = existing === 0 ? these : `with what is there already (${existing}) ${these}`;
  return `${limit.value} ${limit.unit}, but ${all} ${needs}: ${competing}`;
}

const onCloudWatch = onTarget("cloudwatch");
const budget = (unit: string, max: number) => ({
  limit: { value: max, unit, source: "" },
  needs: max + 2,
  existing: 0,
  rules: [
    { name: "one", needs: 2 },
    { name: "other", needs: max },
  ],
});

export const ruleCodes: CodeTable<typeof ruleReasons> = {
  DET510: {
    meaning: "Without what CloudWatch cannot say, the rule would match nearly every call.",
    example: onCloudWatch(item("userIdentity.userName|fieldref: requestParameters.userName")),
    fix: FIXES.bound,
  },
  DET512: {
    meaning: "A rule that no event can match, on CloudWatch.",
    example: onCloudWatch(beside("readOnly: maybe")),
    fix: FIXES.contradiction,
  },
  DET513: {
    meaning:
      "A filter pattern over its limits, which cannot be divided, and has nothing that it may leave out.",
    example: onCloudWatch(
      item(`userAgent|all: [${values(9, (nth) => `"*${"z".repeat(90)}${nth}*"`)}]`),
    ),
    fix: FIXES.shorten,
  },
  DET514: {
    meaning: "A filter pattern that cannot be written.",
    example: ruleReasons.notPrintable("conditions nest deeper than 100 parentheses"),
    fix: FIXES.shorten,
  },
  DET515: {
    meaning: "A rule with KQL alone, of which a metric filter can prove nothing.",
    example: onCloudWatch(kql("AWSCloudTrail\n| join kind=inner (AWSCloudTrail) on EventName")),
    fix: "Add a `detection`, or deploy the rule to Sentinel alone.",
  },
  DET522: {
    meaning: "A rule divided into several filters, whose count would be wrong.",
    example: onCloudWatch(
      `${item(`eventName: A, userAgent|contains: [${values(60, (nth) => `agent-of-${nth}`)}]`)}\ntriggerOperator: eq\ntriggerThreshold: 5`,
    ),
    fix: "Use `triggerOperator: gt` with 0, or shorten the lists.",
  },
  DET527: {
    meaning: "A part of a KQL query that a metric filter leaves out.",
    example: onCloudWatch(
      kql('AWSCloudTrail\n| where EventName == "CreateUser"\n| where strlen(UserAgent) > 9'),
    ),
  },
  DET528: {
    meaning:
      "A rule of a log whose log group is not named, or with KQL over another table than CloudTrail's.",
    example: onCloudWatch(kql("SigninLogs\n| where ResultType == 50126")),
    fix: "Nothing has to be done: the rule is deployed to Sentinel alone. Where a log group holds the raw events of a rule with a `detection`, name it with `logGroupNames`.",
  },
  DET529: {
    meaning:
      "A rule with KQL alone, which nothing reads because the language service is not installed.",
    example: ruleReasons.queryNotRead("Kusto's language service is not installed"),
    fix: "Install @kusto/language-service-next.",
  },
  DET530: {
    meaning: "Rules that together need more regexes than their log group has.",
    example: ruleReasons.sharedRegexes(budget("regexes a log group", 5)),
    fix: FIXES.chooseWay,
  },
  DET531: {
    meaning: "Rules that together need more metric filters than their log group has.",
    example: ruleReasons.sharedFilters(budget("metric filters a log group", 100)),
    fix: FIXES.chooseWay,
  },
};
