import { modelOfMatches } from "../../ir/calls";
import { countFacts, leastOf, meets, type Bound } from "../../ir/count";
import type { Expression } from "../../ir/expression";
import { countedExpression, leavesOf, tellsRulesApart } from "../../ir/legs";
import { boundOf, type Correlation, type CorrelationType, type Schedule } from "../../ir/rule";
import type { FieldModel } from "../../log-sources/field";
import type { Seconds } from "../../rule/duration";
import type { Reason } from "../verdict";
import { assumptions } from "./assumptions";
import { METRIC_MATH_LIMITS } from "./limits";
import { countingPeriod, LONGEST_COUNTED, wholeMinutes } from "./period";
import { reasons, type TriggerPath } from "./reasons";

/** What is counted over a time, as far as an alarm can say something of it. */
export interface Counted {
  readonly type: Exclude<CorrelationType, "value_sum" | "value_avg">;
  /** Of `temporal` and `temporal_ordered` what each rule matches; of the others one. */
  readonly expressions: readonly Expression[];
  readonly timespan: Seconds;
  readonly condition: readonly Bound[];
  /** How the rule writes that it groups. @default - it does not */
  readonly groups?: string;
  /** How the rule writes whose distinct values it counts. @default - none */
  readonly values?: string;
  /** Whether one event may hold several of the values. @default false */
  readonly several?: boolean;
  readonly path: TriggerPath;
}

/** What is counted, over which time, and which counts alert. */
export interface CountTrigger {
  /** What the metrics count: one, or where the alarm asks how many rules match, one for each. */
  readonly expressions: readonly Expression[];
  /** What the bound is on: the events, or how many of the expressions match an event. */
  readonly counts: "events" | "rules";
  /** Of the alarm: longer than what a rule counts over, so that some look sees each window whole. */
  readonly period: Seconds;
  /** The document's key that says so, for reasons. */
  readonly path: TriggerPath;
  readonly bound: Bound;
  /** Why it alerts on more than the rule says, though the same events are counted. */
  readonly wider: readonly Reason[];
  /** What counting rests on. */
  readonly assumptions: readonly string[];
}

/** What an alarm is on, of events of which `model` is known. */
export interface Trigger extends CountTrigger {
  readonly model: FieldModel;
}

/** Sentinel's own words: the count of the period. */
export function eventTrigger(expression: Expression, schedule: Schedule): CountTrigger {
  return {
    expressions: [expression],
    counts: "events",
    period: schedule.queryPeriod,
    path: "queryPeriod",
    bound: boundOf(schedule),
    wider: [],
    assumptions: [],
  };
}

/** The trigger of a correlation, or of a rule's own count. */
export function correlationTrigger(
  correlation: Correlation,
  model: FieldModel,
  path: TriggerPath,
): CountTrigger | Reason {
  const { type, rules, timespan, condition, groupBy, field } = correlation;
  if (rules.length === 0 || rules.some(({ matches }) => matches.kind !== "expression")) {
    return reasons.correlatedRule();
  }
  if (type === "value_sum" || type === "value_avg") return reasons.noSum(type);
  const counted = countedExpression(correlation);
  return countTrigger({
    type,
    expressions: tellsRulesApart(correlation) ? leavesOf(correlation) : [counted],
    timespan,
    condition,
    ...(groupBy.length === 0 ? {} : { groups: `group-by: ${groupBy.join(", ")}` }),
    ...(field === undefined
      ? {}
      : {
          values: `field: ${field}`,
          several: modelOfMatches(counted, model).field(field).many !== "one",
        }),
    path,
  });
}

/**
 * The trigger of a count. What a window, a group or distinct values come to is no more than the events
 * of all groups in the longer period, so a lower bound on it is one on them too, and they may reach it
 * alone; an upper bound is not. One that any event reaches is the same everywhere. Of values that one
 * event may hold several of, any match may reach every bound.
 */
export function countTrigger(counted: Counted): CountTrigger | Reason {
  const { type, expressions, timespan, condition, groups, values, several, path } = counted;
  const counts = type === "temporal" || type === "temporal_ordered" ? "rules" : "events";
  const most = counts === "rules" ? expressions.length : Infinity;
  const { all, upward } = countFacts(condition);
  const asked = leastOf(condition);
  if (asked === undefined || all || asked > most) return reasons.constantTrigger(all, path);
  if (asked === 0) return reasons.noLowerBound(type, path);
  const anyMatch = several === true && asked > 1;
  const least = anyMatch ? 1 : asked;
  const { metrics } = METRIC_MATH_LIMITS;
  if (counts === "rules" && most > metrics.value) return reasons.tooManyMetrics(most, metrics);
  if (least > 1 && timespan > LONGEST_COUNTED) {
    return reasons.countedTooLong(timespan, LONGEST_COUNTED, path);
  }
  const period = least > 1 ? countingPeriod(timespan) : wholeMinutes(timespan);
  const isMet = (count: number) => meets(condition, count);
  const upper = counts === "rules" ? !range(least, most).every(isMet) : !upward;
  return {
    expressions,
    counts,
    period,
    path,
    bound: { operator: "gte", count: least },
    wider: [
      ...(values === undefined || anyMatch ? [] : [reasons.totalOfValues(values, path)]),
      ...(values !== undefined && anyMatch ? [reasons.severalValues(values, path)] : []),
      ...(least > 1 && groups !== undefined ? [reasons.totalOfGroups(groups, counts, path)] : []),
      ...(type === "temporal_ordered" && least > 1 ? [reasons.withoutOrder(path)] : []),
      ...(upper ? [reasons.upperBound(path)] : []),
      ...(least > 1 ? [reasons.longerPeriod(timespan, period, path)] : []),
    ],
    assumptions: least > 1 ? [assumptions.onTime()] : [],
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
