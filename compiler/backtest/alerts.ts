import type { Schedule } from "../ir/detection";
import type { Seconds } from "../rule/duration";
import type { TriggerOperator } from "../rule/schema";

/** How a schedule looks at counts of matches. */
export type Rhythm =
  /** Sentinel: a run every `queryFrequency`, at its multiples since 1970; each that triggers alerts. */
  | "runs"
  /** CloudWatch: a look every minute; a change to ALARM alerts. */
  | "alarm";

/** Counts of matches by the second that a span of `bucketOf` begins at. */
export type Counts = ReadonlyMap<Seconds, number>;

/** The first and the last second that the history knows of; silence outside it means nothing. */
export interface History {
  readonly from: Seconds;
  readonly to: Seconds;
}

export interface Alerts {
  readonly alerts: number;
  /** When the first of them came, at most `TIMES`. */
  readonly times: readonly Seconds[];
}

const TIMES = 100;
const MINUTE: Seconds = 60;

/** The span that matches are counted by: every window of the schedule is made of whole ones. */
export function bucketOf(schedule: Schedule, rhythm: Rhythm): Seconds {
  return gcd(gcd(MINUTE, schedule.queryPeriod), stepOf(schedule, rhythm));
}

/**
 * The alerts that a schedule would have raised. A look at time t sees the matches of
 * `[t - queryPeriod, t)`, by event time. Where zero matches trigger, only windows that lie wholly in
 * the history are looked at; else every window that holds a match is.
 */
export function alertsOf(
  schedule: Schedule,
  rhythm: Rhythm,
  counts: Counts,
  history: History | undefined,
): Alerts {
  const { queryPeriod, triggerOperator, triggerThreshold } = schedule;
  const step = stepOf(schedule, rhythm);
  const bucket = bucketOf(schedule, rhythm);
  const triggers = (count: number) => satisfies(triggerOperator, count, triggerThreshold);
  const whole = triggers(0);
  if (history === undefined) return { alerts: 0, times: [] };
  const lowest = whole ? floorTo(history.from, bucket) + queryPeriod : -Infinity;
  const highest = whole ? floorTo(history.to, bucket) + bucket : Infinity;

  // The count changes only where a bucket enters or leaves the window.
  const changes = new Map<Seconds, number>();
  const change = (time: Seconds, by: number) => changes.set(time, (changes.get(time) ?? 0) + by);
  for (const [start, count] of counts) {
    change(start + bucket, count);
    change(start + queryPeriod + bucket, -count);
  }
  if (whole) {
    change(lowest, 0);
    change(highest + bucket, 0);
  }
  const times = [...changes.keys()].sort((a, b) => a - b);

  let count = 0;
  let alerts = 0;
  let ringing = false;
  const when: Seconds[] = [];
  for (const [index, from] of times.entries()) {
    count += changes.get(from) ?? 0;
    const first = ceilTo(Math.max(from, lowest), step);
    const until = Math.min(times[index + 1] ?? from, highest + bucket);
    const looks = first < until ? Math.ceil((until - first) / step) : 0;
    if (looks === 0) continue;
    const triggered = triggers(count);
    const raised = !triggered ? 0 : rhythm === "runs" ? looks : ringing ? 0 : 1;
    ringing = triggered;
    alerts += raised;
    for (let nth = 0; nth < raised && when.length < TIMES; nth += 1) when.push(first + nth * step);
  }
  return { alerts, times: when };
}

function satisfies(operator: TriggerOperator, count: number, threshold: number): boolean {
  switch (operator) {
    case "gt":
      return count > threshold;
    case "lt":
      return count < threshold;
    case "eq":
      return count === threshold;
    case "ne":
      return count !== threshold;
  }
}

function stepOf({ queryFrequency }: Schedule, rhythm: Rhythm): Seconds {
  return rhythm === "runs" && queryFrequency > 0 ? queryFrequency : MINUTE;
}

function floorTo(time: Seconds, unit: Seconds): Seconds {
  return Math.floor(time / unit) * unit;
}

function ceilTo(time: Seconds, unit: Seconds): Seconds {
  return Math.ceil(time / unit) * unit;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
