import type { CompiledRule } from "../../compile";
import { holds } from "../../ir/count";
import { boundOf } from "../../ir/rule";
import { lazyKql } from "../../kql/lazy";
import { KqlError } from "../../kql/values/error";
import { runAfter } from "../../reference/history/alerts";
import type { Seconds } from "../../rule/duration";
import { windowOf } from "../../targets/sentinel/rule/window";
import { isoTime } from "../backtest/event-time";
import type { HistoryTest } from "./load-tests";
import type { Alerted } from "./outcome";

/**
 * What a query that somebody wrote alerts on in a history: it is run whole, at each run over the rows that
 * have arrived of the time that it looks back. A message where the evaluator does not know it; undefined
 * where nothing is installed that could read it.
 */
export function alertsOfQuery(
  { detection, compiled }: CompiledRule,
  { events }: HistoryTest,
): Alerted | string | undefined {
  const { output } = compiled("sentinel", { accept: "wider" });
  if (output === null) return undefined;
  const { frequency, lookBack } = windowOf(detection);
  const bound = boundOf(detection.schedule);
  const arrivals = new Map(events.map(({ event, arrived }) => [event, arrived * 1000]));
  try {
    const query = lazyKql.run().handWrittenQuery(output.query);
    const alerts = runsOver(events, frequency, lookBack).filter((run) => {
      const seen = events.filter(
        ({ at, arrived }) => arrived < run && at < run && at >= run - lookBack,
      );
      const { rows } = query(
        seen.map(({ event }) => event),
        { now: run * 1000, ingested: (event) => arrivals.get(event) ?? 0 },
      );
      return holds(bound, rows.length);
    });
    return { alerts: alerts.length, alertTimes: alerts.map(isoTime), groups: [], matches: null };
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    return error.code === "service" ? undefined : error.message;
  }
}

/** The runs that see some event, in their order. */
function runsOver(
  events: HistoryTest["events"],
  frequency: Seconds,
  lookBack: Seconds,
): readonly Seconds[] {
  const runs = new Set<Seconds>();
  for (const { at, arrived } of events) {
    const first = runAfter(arrived, { frequency });
    for (let run = first; run <= at + lookBack; run += frequency) runs.add(run);
  }
  return [...runs].sort((one, other) => one - other);
}
