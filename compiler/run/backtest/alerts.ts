import { holds } from "../../ir/count";
import type { Seconds } from "../../rule/duration";
import { MINUTE, type Counting } from "./counting";
import type { History } from "./event-time";

/** How many there were, by the second that a span of `bucketOf` begins at. */
export type Series = Map<Seconds, number>;

/** Matches, and of each distinct value those that have it. */
export interface Counts {
  readonly events: Series;
  readonly values: Map<string, Series>;
}

export interface Alerts {
  readonly alerts: number;
  /** When the first of them came, at most `TIMES`. */
  readonly times: readonly Seconds[];
}

const TIMES = 100;

/** The span that matches are counted by: every window is made of whole ones. */
export function bucketOf({ period, step }: Counting): Seconds {
  return gcd(gcd(MINUTE, period), step);
}

/** Counts one more in the span that a time lies in. `bucket`: what `bucketOf` says. */
export function increase(series: Series, time: Seconds, bucket: Seconds): void {
  const start = floorTo(time, bucket);
  series.set(start, (series.get(start) ?? 0) + 1);
}

export function noCounts(): Counts {
  return { events: new Map(), values: new Map() };
}

/** Counts a match with the values that it has. `bucket`: what `bucketOf` says. */
export function addTo(
  counts: Counts,
  values: readonly string[],
  time: Seconds,
  bucket: Seconds,
): void {
  increase(counts.events, time, bucket);
  for (const value of values) {
    const series = counts.values.get(value) ?? new Map();
    counts.values.set(value, series);
    increase(series, time, bucket);
  }
}

/** The alerts that would have been raised. */
export function alertsOf(counting: Counting, counts: Counts, history: History | undefined): Alerts {
  const { rhythm, step } = counting;
  if (rhythm === "matches") return alertOfEach(counts);
  let alerts = 0;
  let ringing = false;
  const when: Seconds[] = [];
  for (const { first, looks, triggered } of looksOf(counting, counts, history)) {
    const raised = !triggered ? 0 : rhythm === "runs" ? looks : ringing ? 0 : 1;
    ringing = triggered;
    alerts += raised;
    for (let nth = 0; nth < raised && when.length < TIMES; nth += 1) when.push(first + nth * step);
  }
  return { alerts, times: when };
}

function alertOfEach({ events }: Counts): Alerts {
  const times = [...events].sort(([one], [other]) => one - other);
  return {
    alerts: times.reduce((sum, [, count]) => sum + count, 0),
    times: times
      .slice(0, TIMES)
      .flatMap(([time, count]) => Array.from({ length: Math.min(count, TIMES) }, () => time))
      .slice(0, TIMES),
  };
}

/** Looks, one after the other, between which nothing changes: `step` apart. */
export interface Looks {
  readonly first: Seconds;
  readonly looks: number;
  readonly triggered: boolean;
}

/** The first and the last look that count: where silence triggers, those that see the history alone. */
export function rangeOf(
  counting: Counting,
  history: History,
): { readonly lowest: Seconds; readonly highest: Seconds } {
  const bucket = bucketOf(counting);
  const from = floorTo(history.from, bucket);
  return {
    lowest: triggersBySilence(counting) ? from + counting.period : from + bucket,
    highest: floorTo(history.to, bucket) + bucket,
  };
}

/** Whether no match at all is what triggers. */
export function triggersBySilence({ bounds }: Counting): boolean {
  return bounds.every((bound) => holds(bound, 0));
}

/**
 * The looks at a history, by event time. Where zero matches trigger, only windows that lie wholly in
 * the history are looked at; else every window that holds a match is.
 */
export function* looksOf(
  counting: Counting,
  counts: Counts,
  history: History | undefined,
): Generator<Looks> {
  if (history === undefined) return;
  const { step } = counting;
  const bucket = bucketOf(counting);
  const whole = triggersBySilence(counting);
  const { lowest, highest } = whole
    ? rangeOf(counting, history)
    : { lowest: -Infinity, highest: Infinity };

  const { changes, triggers } = changesOf(counting, counts, bucket);
  if (whole) {
    changes.set(lowest, changes.get(lowest) ?? []);
    changes.set(highest + bucket, changes.get(highest + bucket) ?? []);
  }
  const times = [...changes.keys()].sort((a, b) => a - b);
  for (const [index, from] of times.entries()) {
    for (const change of changes.get(from) ?? []) change();
    const first = ceilTo(Math.max(from, lowest), step);
    const until = Math.min(times[index + 1] ?? from, highest + bucket);
    const looks = first < until ? Math.ceil((until - first) / step) : 0;
    if (looks > 0) yield { first, looks, triggered: triggers() };
  }
}

type Change = () => void;

/**
 * What happens to the window as it slides, by time: its counts change only where a bucket enters or
 * leaves. `triggers`: whether what has happened so far triggers.
 */
function changesOf(
  { period, bounds, values }: Counting,
  counts: Counts,
  bucket: Seconds,
): { readonly changes: Map<Seconds, Change[]>; readonly triggers: () => boolean } {
  const changes = new Map<Seconds, Change[]>();
  const at = (time: Seconds, change: Change) => {
    const others = changes.get(time);
    if (others === undefined) changes.set(time, [change]);
    else others.push(change);
  };
  const slide = (series: Series, change: (by: number) => void) => {
    for (const [start, count] of series) {
      at(start + bucket, () => change(count));
      at(start + period + bucket, () => change(-count));
    }
  };
  let seen = 0;
  if (values === undefined) slide(counts.events, (by) => void (seen += by));
  for (const series of values === undefined ? [] : counts.values.values()) {
    let held = 0;
    slide(series, (by) => {
      const before = held > 0;
      held += by;
      seen += Number(held > 0) - Number(before);
    });
  }
  return { changes, triggers: () => bounds.every((bound) => holds(bound, seen)) };
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
