import type { Json } from "../../core/json";
import { reachOf } from "../../ir/legs";
import type { Correlation } from "../../ir/rule";
import type { FieldModel } from "../../log-sources/field";
import type { Seconds } from "../../rule/duration";
import {
  correlationHistory,
  type CorrelationHistory,
  type HistoryOptions,
  type Holding,
} from "./correlation-history";
import type { Group } from "./look";

/** When a rule is run. */
export interface Runs {
  readonly frequency: Seconds;
  /**
   * How long after a multiple of `frequency`, reckoned from 1970, the runs are.
   * @default 0
   */
  readonly phase?: Seconds;
  /**
   * How far back a run sees events, by their own time.
   * @default - as far as there are some
   */
  readonly lookBack?: Seconds;
}

/** That a run alerts for a group. */
export interface Alert {
  readonly run: Seconds;
  readonly group: Group;
}

/** An event of a history, and which of `leavesOf` match it. */
export interface Arrival {
  readonly event: Json;
  readonly matched: readonly boolean[];
  readonly time: Seconds;
  readonly arrived: Seconds;
}

/** The first run that sees what arrives at a time: the next, also on the stroke of one. */
export function runAfter(
  time: Seconds,
  { frequency, phase = 0 }: Pick<Runs, "frequency" | "phase">,
): Seconds {
  return (Math.floor((time - phase) / frequency) + 1) * frequency + phase;
}

/**
 * What alerts in a history whose events arrive as they happen: a run alerts for a group if the
 * correlation holds at an event that is new since the run before.
 */
export function alertsInOrder(
  history: CorrelationHistory,
  runs: Runs,
  each: (alert: Alert) => void,
): Pick<CorrelationHistory, "take" | "end"> {
  let run = -Infinity;
  const alerted = new Set<string>();
  const tell = (held: readonly Holding[]): readonly Holding[] => {
    for (const { time, group } of held) {
      const next = runAfter(time, runs);
      if (next > run) alerted.clear();
      run = next;
      const key = JSON.stringify(group);
      if (alerted.has(key)) continue;
      alerted.add(key);
      each({ run, group });
    }
    return held;
  };
  return {
    take: (...next) => tell(history.take(...next)),
    end: () => tell(history.end()),
  };
}

/**
 * The same where events arrive in another order than they happen: a run sees what has arrived before it,
 * and alerts for a group if the correlation holds at an event whose window has one that arrived since the
 * run before (decision 0011). Each run looks anew at what may have changed.
 */
export function* alertsByArrival(
  correlation: Correlation,
  model: FieldModel,
  events: readonly Arrival[],
  runs: Runs,
  options: HistoryOptions = {},
): Generator<Alert> {
  const reach = reachOf(correlation);
  const { lookBack = Infinity, frequency } = runs;
  const sorted = [...events].sort((a, b) => a.time - b.time);
  for (const [run, { from, to }] of newByRun(sorted, runs)) {
    const oldest = Math.max(from - reach, run - lookBack);
    const history = correlationHistory(correlation, model, options);
    const alerted = new Set<string>();
    const alerts: Alert[] = [];
    const tell = (held: readonly Holding[]) => {
      for (const { group, latest } of held) {
        const key = JSON.stringify(group);
        if (latest < run - frequency || alerted.has(key)) continue;
        alerted.add(key);
        alerts.push({ run, group });
      }
    };
    for (let at = firstFrom(sorted, oldest); at < sorted.length; at += 1) {
      const { event, matched, time, arrived } = sorted[at]!;
      if (time > to + reach) break;
      if (arrived < run) tell(history.take(event, matched, time, arrived));
    }
    tell(history.end());
    yield* alerts;
  }
}

/** The runs that see something new, in their order, and between which times that lies. */
function newByRun(
  events: readonly Arrival[],
  runs: Runs,
): readonly (readonly [Seconds, { from: Seconds; to: Seconds }])[] {
  const found = new Map<Seconds, { from: Seconds; to: Seconds }>();
  for (const { time, arrived } of events) {
    const run = runAfter(Math.max(time, arrived), runs);
    const known = found.get(run);
    if (known === undefined) found.set(run, { from: time, to: time });
    else known.to = time;
  }
  return [...found].sort(([a], [b]) => a - b);
}

/** The place of the first event that is no earlier. */
function firstFrom(sorted: readonly Arrival[], time: Seconds): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
