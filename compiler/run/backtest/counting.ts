import type { Json } from "../../core/json";
import type { Bound } from "../../ir/count";
import { boundOf, type ResolvedRule, type Schedule } from "../../ir/rule";
import type { Seconds } from "../../rule/duration";
import { lookEvery } from "../../targets/cloudwatch/period";
import { triggerOf } from "../../targets/cloudwatch/trigger";
import type { Engine } from "../engine";

/** How a schedule looks at counts of matches. */
export type Rhythm =
  /** Sentinel: a run every `queryFrequency`, at its multiples since 1970; each that triggers alerts. */
  | "runs"
  /** CloudWatch: a look every minute; a change to ALARM alerts. */
  | "alarm"
  /** EventBridge: each match alerts when it comes. */
  | "matches";

export const MINUTE: Seconds = 60;

/** How matches are counted by the minute, when the counts are looked at, and which alert. */
export interface Counting {
  readonly rhythm: Rhythm;
  /** A look at time t sees `[t - period, t)`. */
  readonly period: Seconds;
  /** Between two looks. */
  readonly step: Seconds;
  /** All have to hold. */
  readonly bounds: readonly Bound[];
  /**
   * What an event adds to the distinct values, which are then what is counted.
   * @default - events are counted
   */
  readonly values?: (event: Json) => readonly string[];
}

/**
 * How an engine counts what is asked at each look: a rule that any match alerts, a trigger that is no
 * lower bound, and every alarm.
 */
export function countingOf(detection: ResolvedRule, engine: Engine): Counting {
  const { schedule } = detection;
  if (engine.name === "eventbridge") {
    return { rhythm: "matches", period: 1, step: 1, bounds: [boundOf(schedule)] };
  }
  if (engine.name !== "cloudwatch") return countEvents(schedule, "runs");
  const trigger = triggerOf(detection);
  // What cannot be an alarm is refused by the engine too, and never counted.
  if ("code" in trigger) return countEvents(schedule, "alarm");
  const { period, bound } = trigger;
  // Where each rule has a metric, the alarm counts how many of them have a match.
  const leaves = engine.kind === "ready" ? engine.leaves : undefined;
  return {
    ...countEvents(schedule, "alarm"),
    period,
    step: lookEvery(period),
    bounds: [bound],
    ...(leaves === undefined
      ? {}
      : {
          values: (event) =>
            leaves.flatMap((matches, index) => (matches(event) === true ? [String(index)] : [])),
        }),
  };
}

/** Counts events by a schedule. */
export function countEvents(schedule: Schedule, rhythm: Rhythm): Counting {
  const { queryFrequency, queryPeriod } = schedule;
  return {
    rhythm,
    period: queryPeriod,
    step: rhythm === "runs" && queryFrequency > 0 ? queryFrequency : MINUTE,
    bounds: [boundOf(schedule)],
  };
}
