import type { JsonObject } from "../../core/json";
import { reachOf } from "../../ir/legs";
import { countingOf, type Correlation, type ResolvedRule } from "../../ir/rule";
import type { FieldModel } from "../../log-sources/field";
import {
  alertsByArrival,
  alertsInOrder,
  type Alert,
  type Arrival,
  type Runs,
} from "../../reference/history/alerts";
import {
  correlationHistory,
  leafMatchers,
  type HistoryOptions,
} from "../../reference/history/correlation-history";
import type { Seconds } from "../../rule/duration";
import { windowOf } from "../../targets/sentinel/rule/window";
import type { Engine } from "../engine";

/** Groups that are told of. */
const GROUPS = 100;
const TIMES = 100;

/** A group for which runs alerted. */
export interface AlertedGroup {
  /** The texts of the fields that group, by the names that `group-by` has; null where there is none. */
  readonly group: Readonly<Record<string, string | null>>;
  /** The runs that alerted for it. */
  readonly alerts: number;
  /** The first of them. */
  readonly first: Seconds;
}

/** What a rule that counts over a time alerts on. */
export interface AlertsOverTime {
  /** Runs that alert, one for all its groups. */
  readonly alerts: number;
  /** The first of them. */
  readonly times: readonly Seconds[];
  /** The groups for which the first alerted; none where nothing groups. */
  readonly groups: readonly AlertedGroup[];
  /** Events that came after later ones, and are in no window. */
  readonly unordered: number;
}

type LeafMatcher = (event: JsonObject) => boolean | Promise<boolean>;

/** A rule that counts over a time, on an engine whose alerts are runs. */
export interface OverTime {
  /** What decides which of the rules behind it match an event. */
  readonly leaves: readonly LeafMatcher[];
  /** Takes an event that some leaf matches. `arrived`: where that is not when it happened. */
  take(event: JsonObject, matched: readonly boolean[], time: Seconds, arrived?: Seconds): void;
  /** Of all that were taken. */
  results(): AlertsOverTime;
}

/**
 * Counts by decision 0011; undefined of a rule that does not count over a time, and of alarms. Events that
 * arrive as they happen must come in their order, of which windows alone are kept. `byArrival`: they
 * arrive otherwise, and all that match are kept until the end.
 */
export function overTime(
  detection: ResolvedRule,
  engine: Engine,
  { byArrival = false }: { readonly byArrival?: boolean } = {},
): OverTime | undefined {
  const correlation = countingOf(detection);
  if (correlation === undefined || engine.name === "cloudwatch") return undefined;
  if (detection.matches.kind === "query") return undefined;
  const model = detection.matches.logSource.fields;
  // Sentinel cannot tell an empty text from a missing one.
  const options: HistoryOptions = { emptyIsMissing: engine.name === "sentinel" };
  const runs = runsOf(detection, engine, correlation, byArrival);
  const report = alertReport(correlation);
  const leaves = leavesOn(engine, correlation, model);
  if (byArrival || runs.lookBack !== undefined) {
    const arrivals: Arrival[] = [];
    return {
      leaves,
      take: (event, matched, time, arrived = time) =>
        void arrivals.push({ event, matched, time, arrived }),
      results: () => {
        for (const alert of alertsByArrival(correlation, model, arrivals, runs, options)) {
          report.add(alert);
        }
        return report.result(0);
      },
    };
  }
  let last = -Infinity;
  let unordered = 0;
  const history = alertsInOrder(correlationHistory(correlation, model, options), runs, report.add);
  return {
    leaves,
    take: (event, matched, time) => {
      if (time < last) {
        unordered += 1;
        return;
      }
      last = time;
      history.take(event, matched, time);
    },
    results: () => {
      history.end();
      return report.result(unordered);
    },
  };
}

/** Where a run sees every window whole, how far it looks back is no matter to events that are not late. */
function runsOf(
  detection: ResolvedRule,
  { name }: Engine,
  correlation: Correlation,
  byArrival: boolean,
): Runs {
  const { queryFrequency: frequency } = detection.schedule;
  if (name !== "sentinel") return { frequency };
  const { lookBack } = windowOf(detection);
  const isWhole = lookBack >= reachOf(correlation) + frequency;
  return isWhole && !byArrival ? { frequency } : { frequency, lookBack };
}

/**
 * What an engine asks of each leaf. Where its text does not tell them apart, it says which events take
 * part, and the reference by which rules.
 */
function leavesOn(
  engine: Engine,
  correlation: Correlation,
  model: FieldModel,
): readonly LeafMatcher[] {
  const own = leafMatchers(correlation, model);
  if (engine.name === "reference" || engine.kind !== "ready") return own;
  if (engine.leaves !== undefined) return engine.leaves;
  const { matches } = engine;
  if (own.length === 1) return [matches];
  return own.map(
    (leaf): LeafMatcher =>
      (event) =>
        leaf(event) && matches(event),
  );
}

/** Counts alerts, which come in the order of their runs. */
function alertReport({ groupBy }: Correlation) {
  let alerts = 0;
  let last = -Infinity;
  const times: Seconds[] = [];
  const groups = new Map<
    string,
    { group: AlertedGroup["group"]; alerts: number; first: Seconds }
  >();
  return {
    add: ({ run, group }: Alert): void => {
      if (run > last) {
        alerts += 1;
        if (times.length < TIMES) times.push(run);
      }
      last = run;
      if (groupBy.length === 0) return;
      const key = JSON.stringify(group);
      const known = groups.get(key);
      if (known !== undefined) known.alerts += 1;
      else if (groups.size < GROUPS) {
        const named = groupBy.map((name, index) => [name, group[index] ?? null] as const);
        groups.set(key, { group: Object.fromEntries(named), alerts: 1, first: run });
      }
    },
    result: (unordered: number): AlertsOverTime => ({
      alerts,
      times,
      groups: [...groups.values()],
      unordered,
    }),
  };
}
