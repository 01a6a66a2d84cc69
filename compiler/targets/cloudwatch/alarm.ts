import { countFacts, type Bound } from "../../ir/count";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { Reason } from "../verdict";
import { ALARM_PERIODS } from "./limits";
import { reasons } from "./reasons";
import type { Trigger } from "./trigger";

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

/** The count, or the expression over it that the alarm compares. */
type MetricQuery =
  | {
      readonly id: string;
      readonly metric: {
        readonly name: string;
        readonly namespace: string;
        readonly periodSeconds: Seconds;
        readonly statistic: "Sum";
      };
      readonly returnData: false;
    }
  | { readonly id: string; readonly expression: string; readonly returnData: true };

/**
 * The alarm for a trigger: it counts over the period and compares once a minute, where Sentinel looks
 * every `queryFrequency`. That difference is CloudWatch's, not part of a verdict.
 */
export function lowerAlarm(
  { period, path, bounds }: Pick<Trigger, "period" | "path" | "bounds">,
  metric: { readonly name: string; readonly namespace: string },
): Alarm | Reason {
  const { step, window } = ALARM_PERIODS;
  if (period < step.value || period % step.value !== 0 || period > window.value) {
    const allowed = `whole minutes from 1 minute to ${durationInWords(window.value)}`;
    return reasons.period(period, allowed, path);
  }
  const facts = countFacts(bounds);
  if (!facts.some || facts.all) return reasons.constantTrigger(facts.all, path);
  const alarm = {
    periodSeconds: period,
    statistic: "Sum",
    evaluationPeriods: 1,
    treatMissingData: facts.zero ? "breaching" : "notBreaching",
  } as const;
  const [only] = bounds;
  const simple = bounds.length === 1 && only !== undefined ? comparison(only) : undefined;
  if (simple !== undefined) return { ...alarm, ...simple };
  const condition = bounds.map((bound) => `matches ${SYMBOLS[bound.operator]} ${bound.count}`);
  return {
    ...alarm,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    metricQueries: [
      {
        id: "matches",
        metric: { ...metric, periodSeconds: period, statistic: "Sum" },
        returnData: false,
      },
      { id: "alerts", expression: `IF(${condition.join(" AND ")}, 1, 0)`, returnData: true },
    ],
  };
}

const SYMBOLS = { gt: ">", gte: ">=", lt: "<", lte: "<=", eq: "==", neq: "!=" } as const;

/** A bound that an alarm has an operator for; counts are whole numbers. */
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
      return undefined;
  }
}
