import type { Limit, NameRule } from "../../core/limit";
import { conditionsOf, isRegexTest, isWildcard } from "./ast";
import type { Pattern } from "./ast";
import type { Refused } from "./escape";
import { printPattern } from "./print";

/*
 * What CloudWatch allows. Sources: "Logs API" and "CloudWatch API" are the service models
 * logs/2014-03-28 and cloudwatch/2010-08-01 (botocore); "Logs guide" is "Filter pattern syntax";
 * "provider" is the argument validation of the AWS provider of Terraform.
 */

export const PATTERN_LIMITS = {
  length: { value: 1024, unit: "UTF-8 bytes", source: "Logs API: 1024; provider counts bytes" },
  regexes: { value: 2, unit: "regexes a pattern", source: "Logs guide" },
  wildcardSelectors: { value: 3, unit: "wildcard selectors a pattern", source: "Logs guide" },
  wildcardsPerSelector: { value: 1, unit: "wildcards a selector", source: "Logs guide" },
} as const satisfies Record<string, Limit>;

export const LOG_GROUP_LIMITS = {
  metricFilters: { value: 100, unit: "metric filters a log group", source: "Logs API" },
  regexes: {
    value: 5,
    unit: "regexes a log group, subscription filters included",
    source: "Logs API; the guide counts the patterns that hold one, the stricter reading is taken",
  },
} as const satisfies Record<string, Limit>;

/** One budget of a log group, and the rules that take of it. */
export interface SharedBudget {
  readonly limit: Limit;
  readonly needs: number;
  /** What other filters of the log group take of it already. */
  readonly existing: number;
  /** By title, or by metric name where none is told; the largest share first. */
  readonly rules: readonly { readonly name: string; readonly needs: number }[];
}

export const ALARM_LIMITS = {
  description: { value: 1024, unit: "characters", source: "CloudWatch API" },
  actionsPerState: { value: 5, unit: "actions a state", source: "CloudWatch API" },
  tags: { value: 50, unit: "tags an alarm", source: "CloudWatch API" },
} as const satisfies Record<string, Limit>;

export const NAME_RULES = {
  logGroup: {
    value: 512,
    unit: "characters",
    allowed: /^[A-Za-z0-9._/#-]+$/,
    source: "Logs API: CreateLogGroup",
  },
  filter: {
    value: 512,
    unit: "characters",
    allowed: /^[^:*]+$/,
    source: "Logs API; provider",
  },
  alarm: {
    value: 255,
    unit: "characters",
    // eslint-disable-next-line no-control-regex
    allowed: /^[^\u0000-\u001f\u007f]+$/,
    source: "CloudWatch API",
  },
  metricNamespace: {
    value: 255,
    unit: "characters",
    allowed: /^[0-9A-Za-z.\-_/#]+$/,
    source: "Logs API without the colon, which the provider rejects",
  },
} as const satisfies Record<string, NameRule>;

/** The periods of an alarm, in seconds. */
export const ALARM_PERIODS = {
  /** Any multiple of this. */
  step: { value: 60, unit: "seconds", source: "CloudWatch API" },
  /** The other periods there are; no metric filter publishes as often. */
  highResolution: [10, 20, 30],
  /** Period times evaluation periods; a day for periods below an hour, which one never reaches. */
  window: { value: 604_800, unit: "seconds", source: "CloudWatch API: PutMetricAlarm, Period" },
  /** Looked at every minute, over the minutes that are over. */
  minute: { value: 60, unit: "seconds", source: "CloudWatch guide, alarm evaluation" },
  /** What is longer than that is looked at every hour, and over whole hours. */
  day: { value: 86_400, unit: "seconds", source: "CloudWatch guide, multi-day alarms" },
  hour: { value: 3_600, unit: "seconds", source: "CloudWatch guide, multi-day alarms" },
} as const;

export const METRIC_MATH_LIMITS = {
  metrics: {
    value: 10,
    unit: "metrics an alarm",
    source: "CloudWatch guide, alarms on metric math; as many expressions stand beside them",
  },
  expression: { value: 2048, unit: "characters an expression", source: "CloudWatch API" },
} as const satisfies Record<string, Limit>;

/** What a pattern takes of the budgets in `PATTERN_LIMITS` and `LOG_GROUP_LIMITS`. */
export interface Measure {
  readonly kind: "measure";
  /** Length of the printed pattern, in UTF-8 bytes: never less than its characters. */
  readonly chars: number;
  readonly regexes: number;
  readonly wildcardSelectors: number;
}

/** Measures a pattern as it would be printed; refuses what `printPattern` refuses. */
export function measure(pattern: Pattern): Measure | Refused {
  const printed = printPattern(pattern);
  if (printed.kind === "refused") return printed;
  const conditions = conditionsOf(pattern);
  return {
    kind: "measure",
    chars: Buffer.byteLength(printed.text),
    regexes: conditions.filter(isRegexTest).length,
    wildcardSelectors: conditions.filter(({ selector }) => selector.steps.some(isWildcard)).length,
  };
}
