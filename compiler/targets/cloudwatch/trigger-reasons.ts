import type { CodeTable } from "../../core/code";
import { beside, correlation, count, ONE, OTHER } from "../../core/example";
import type { Limit } from "../../core/limit";
import { quote } from "../../core/message";
import type { Bound } from "../../ir/count";
import type { CorrelationType } from "../../ir/rule";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { LogSource } from "../../log-sources/log-source";
import { because, FIXES, onTarget, twoTriggers } from "../reason";
import { lookEvery } from "./period";

/** The key of a document that says what is counted. */
export type TriggerPath = "queryPeriod" | "correlation" | "query";

/** Why an alarm counts more than a rule, or cannot count it; one function each, codes never change meaning. */
export const triggerReasons = {
  silences: ({ operator, count: number }: Bound, path: TriggerPath) =>
    because(
      "DET511",
      `more matches could silence an alert on counts ${operator} ${number}; only a lower bound may be wider`,
      path === "queryPeriod" ? "triggerOperator" : path,
    ),
  correlatedRule: () =>
    because(
      "DET516",
      "a metric counts what rules with a `detection` match, and does not tell where another correlation holds",
      "correlation",
    ),
  severalLogs: (sources: readonly Pick<LogSource, "product" | "service">[]) =>
    because(
      "DET538",
      `an alarm counts what one log group holds, and the rules read ${sources.map(({ product, service }) => `${product}/${service}`).join(" and ")}`,
      "correlation.rules",
    ),
  noLowerBound: (type: CorrelationType, path: TriggerPath) =>
    because(
      "DET523",
      `\`${type}\`: an alarm counts over more than one window or group, so no more than a lower bound can be asked of it; \`gt\` and \`gte\` are such bounds`,
      path,
    ),
  totalOfGroups: (groups: string, counts: "events" | "rules", path: TriggerPath) =>
    because(
      "DET524",
      counts === "events"
        ? `${quote(groups, Infinity)}: the alarm counts the events of all groups together, so a few in each of many groups raise it too`
        : `${quote(groups, Infinity)}: the alarm does not tell groups apart, so rules that match in different groups raise it too`,
      path,
    ),
  totalOfValues: (values: string, path: TriggerPath) =>
    because(
      "DET525",
      `${quote(values)}: the alarm counts events, not distinct values, so one value that comes often raises it too`,
      path,
    ),
  severalValues: (values: string, path: TriggerPath) =>
    because(
      "DET537",
      `${quote(values)}: one event may hold several values, so any match raises the alarm`,
      path,
    ),
  upperBound: (path: TriggerPath) =>
    because(
      "DET526",
      "the upper bound: what the alarm counts may exceed it where no group and no window does, so it has a lower bound alone",
      path,
    ),
  longerPeriod: (timespan: Seconds, period: Seconds, path: TriggerPath) =>
    because(
      "DET533",
      `${durationInWords(timespan)} exactly: they can lie in ${period / lookEvery(period)} ${lookEvery(period) === 60 ? "minutes" : "hours"} of the clock, so the alarm counts over ${durationInWords(period)}, and events that are further apart raise it too`,
      path,
    ),
  withoutOrder: (path: TriggerPath) =>
    because(
      "DET534",
      "the order of the rules: a metric does not tell which event came first, so the alarm asks only whether all of them match",
      path,
    ),
  noSum: (type: "value_sum" | "value_avg") =>
    because(
      "DET535",
      type === "value_sum"
        ? "an alarm on `value_sum` could miss: it sums over more than one window and group, and negative values among the rest make the sum less"
        : "an alarm on `value_avg` could miss: it takes the average over more than one window and group, which can lie on either side of that of one",
      "correlation",
    ),
  tooManyMetrics: (used: number, { value, unit }: Limit) =>
    because(
      "DET536",
      `the alarm needs a metric for each of ${used} rules; allowed: ${value} ${unit}`,
      "correlation",
    ),
  twoTriggers,
  constantTrigger: (always: boolean, path: TriggerPath) =>
    because(
      "DET803",
      always ? "every count satisfies the trigger" : "no count satisfies the trigger",
      path === "queryPeriod" ? "triggerThreshold" : path,
    ),
  period: (period: Seconds, allowed: string, path: TriggerPath) =>
    because(
      "DET802",
      `an alarm cannot look at ${durationInWords(period)}; allowed: ${allowed}`,
      path,
    ),
  countedTooLong: (timespan: Seconds, longest: Seconds, path: TriggerPath) =>
    because(
      "DET802",
      `an alarm cannot count over ${durationInWords(timespan)}; allowed: at most ${durationInWords(longest)}, an hour less than its longest period`,
      path,
    ),
} as const;

const onCloudWatch = onTarget("cloudwatch");
const counted = (more: string) => onCloudWatch(count(more));
const ofTwo = (type: string, more = "") =>
  onCloudWatch(
    `${correlation(`type: ${type}, rules: [one, other], timespan: 5m${more}`)}\n---\n${OTHER}`,
  );
const manyRules = (rules: number) =>
  Array.from({ length: rules }, (_, nth) => ONE.replaceAll(/\bone\b/gi, `one${nth}`));

export const triggerCodes: CodeTable<typeof triggerReasons> = {
  DET511: {
    meaning: "A rule that could only be wider, with a trigger that more matches could silence.",
    example: onCloudWatch(
      `${beside("userIdentity.userName|fieldref: requestParameters.userName")}\ntriggerOperator: lt\ntriggerThreshold: 3`,
    ),
    fix: FIXES.countUp,
  },
  DET516: {
    meaning: "A correlation over a correlation, or over no rule with a detection, on CloudWatch.",
    example: triggerReasons.correlatedRule(),
    fix: FIXES.detection,
  },
  DET538: {
    meaning: "A correlation over rules of several log sources, on CloudWatch.",
    example: triggerReasons.severalLogs([
      { product: "aws", service: "cloudtrail" },
      { product: "kubernetes", service: "audit" },
    ]),
    fix: "Deploy it to Sentinel alone, which reads the tables of both.",
  },
  DET523: {
    meaning:
      "A count that no lower bound is on: an alarm counts over more than one window, and all groups together.",
    example: counted("group-by: [awsRegion], condition: {lt: 3}"),
    fix: "Ask for more than a number, or deploy the rule to Sentinel alone.",
  },
  DET524: {
    meaning:
      "A count by group; a metric counts all groups together. CloudWatch's counter by group, Contributor Insights, will be used once it is known how it counts over several minutes; until then it is unsupported.",
    example: counted("group-by: [awsRegion], condition: {gte: 3}"),
  },
  DET525: {
    meaning: "A count of distinct values; a metric counts events.",
    example: onCloudWatch(
      correlation(
        "type: value_count, rules: [one], timespan: 5m, condition: {field: awsRegion, gte: 3}",
      ),
    ),
  },
  DET526: {
    meaning: "An upper bound beside a lower one, on a count over more than one window or group.",
    example: counted("group-by: [awsRegion], condition: {gte: 3, lt: 9}"),
  },
  DET533: {
    meaning:
      "A count over a time. An alarm counts whole minutes, or where it looks back over a day whole hours, and its period is one of them longer than the time, so that it misses nothing.",
    example: counted("condition: {gte: 3}"),
  },
  DET534: {
    meaning: "An order of events; a metric does not tell it.",
    example: ofTwo("temporal_ordered"),
  },
  DET535: {
    meaning: "A sum or an average, of which an alarm could miss some.",
    example: onCloudWatch(
      correlation(
        "type: value_sum, rules: [one], timespan: 5m, condition: {field: requestParameters.maxItems, gte: 3}",
      ),
    ),
    fix: "Deploy the rule to Sentinel alone.",
  },
  DET536: {
    meaning: "More rules in a `temporal` correlation than an alarm can have metrics.",
    example: onCloudWatch(
      [
        `title: Many\nname: many\ncorrelation: {type: temporal, timespan: 5m, rules: [${manyRules(
          11,
        )
          .map((_, nth) => `one${nth}`)
          .join(", ")}]}`,
        ...manyRules(11),
      ].join("\n---\n"),
    ),
    fix: "Write rules that belong together as one, with a condition that has `or`.",
  },
  DET537: {
    meaning:
      "A count of distinct values, of which one event may hold several; a metric counts events.",
    example: onCloudWatch(
      correlation(
        "type: value_count, rules: [one], timespan: 5m, condition: {field: requestParameters.layers, gte: 3}",
      ),
    ),
  },
  DET801: {
    meaning: "A correlation that has a trigger besides its own condition.",
    example: onCloudWatch(count("condition: {gte: 3}", "triggerThreshold: 3\n")),
    fix: "Leave triggerOperator and triggerThreshold out.",
  },
  DET802: {
    meaning: "A period that an alarm cannot look at.",
    example: onCloudWatch("queryPeriod: 30d\nqueryFrequency: 1d"),
    fix: "Shorten queryPeriod, or the correlation's timespan.",
  },
  DET803: {
    meaning: "An alarm on every count, or on none.",
    example: onCloudWatch("triggerOperator: lt\ntriggerThreshold: 0"),
    fix: "Correct triggerOperator or triggerThreshold.",
  },
};
