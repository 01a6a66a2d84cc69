import { countFacts, leastOf, type Bound } from "../../ir/count";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { Reason } from "../verdict";
import { ALARM_PERIODS } from "./limits";
import { reasons } from "./reasons";
import type { Trigger } from "./count-trigger";

/** An alarm on the count of matches, in the words of CloudWatch's API. */
export interface Alarm {
  readonly periodSeconds: Seconds;
  readonly comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
  /** What the count compares with, or where there are `metricQueries`, the expression's value. */
  readonly threshold: number;
  readonly statistic: "Sum";
  readonly evaluationPeriods: number;
  /** `breaching` where silence is what triggers: zero events, and also no logs at all. */
  readonly treatMissingData: "notBreaching" | "breaching";
  /** Metric math, where one comparison cannot say which counts alert. */
  readonly metricQueries?: readonly MetricQuery[];
}

/** The count of a metric, or the expression over them that the alarm compares. */
type MetricQuery =
  | {
      readonly id: string;
      readonly metric: Metric & { readonly periodSeconds: Seconds; readonly statistic: "Sum" };
      readonly returnData: false;
    }
  | { readonly id: string; readonly expression: string; readonly returnData: true };

export interface Metric {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The alarm for a trigger: it counts over the period and compares once a minute, where Sentinel looks
 * every `queryFrequency`. That difference is CloudWatch's, not part of a verdict. `metrics`: of each of
 * the trigger's expressions.
 */
export function lowerAlarm(
  { period, path, bound, counts }: Pick<Trigger, "period" | "path" | "bound" | "counts">,
  metrics: readonly Metric[],
): Alarm | Reason {
  const { step, window } = ALARM_PERIODS;
  if (period < step.value || period % step.value !== 0 || period > window.value) {
    const allowed = `whole minutes from 1 minute to ${durationInWords(window.value)}`;
    return reasons.period(period, allowed, path);
  }
  const facts = countFacts([bound]);
  if (!facts.some || facts.all) return reasons.constantTrigger(facts.all, path);
  const alarm = {
    periodSeconds: period,
    statistic: "Sum",
    evaluationPeriods: 1,
    treatMissingData: facts.zero ? "breaching" : "notBreaching",
  } as const;
  const math = mathOf(bound, counts, metrics.length);
  if (math === undefined) return { ...alarm, ...comparison(bound) };
  const queries = metrics.map((metric, index) => ({
    id: math.ids[index] ?? "",
    metric: { ...metric, periodSeconds: period, statistic: "Sum" } as const,
    returnData: false as const,
  }));
  return {
    ...alarm,
    ...comparison(bound),
    metricQueries: [...queries, { ...math.result, returnData: true }],
  };
}

/** The metric math of an alarm; undefined where it compares its one metric. */
function mathOf(bound: Bound, counts: Trigger["counts"], metrics: number) {
  if (counts === "rules") {
    const ids = Array.from({ length: metrics }, (_, index) => `part${index + 1}`);
    const expression = matchingParts(ids, leastOf([bound]) === metrics);
    return { ids, result: { id: "matching", expression } };
  }
  if (bound.operator !== "eq" && bound.operator !== "neq") return undefined;
  const symbol = bound.operator === "eq" ? "==" : "!=";
  const expression = `IF(matches ${symbol} ${bound.count}, 1, 0)`;
  return { ids: ["matches"], result: { id: "alerts", expression } };
}

/**
 * How many metrics have a match. One without data leaves the expression without data, which is right
 * where all must match; else it counts as none (CloudWatch guide, metric math: `FILL`).
 */
function matchingParts(ids: readonly string[], all: boolean): string {
  const count = (id: string) => (all ? id : `FILL(${id}, 0)`);
  return ids.map((id) => `IF(${count(id)} > 0, 1, 0)`).join(" + ");
}

/** How the alarm compares the count, or what metric math makes of it; counts are whole numbers. */
function comparison({ operator, count }: Bound) {
  switch (operator) {
    case "gt":
      return { comparisonOperator: "GreaterThanThreshold", threshold: count } as const;
    case "gte":
      return { comparisonOperator: "GreaterThanThreshold", threshold: count - 1 } as const;
    case "lt":
      return { comparisonOperator: "LessThanThreshold", threshold: count } as const;
    case "lte":
      return { comparisonOperator: "LessThanThreshold", threshold: count + 1 } as const;
    case "eq":
    case "neq":
      return { comparisonOperator: "GreaterThanThreshold", threshold: 0 } as const;
  }
}
