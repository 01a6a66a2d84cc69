import type { CompiledRule } from "../../compile";
import type { Verdict } from "../../targets/verdict";
import { backtest } from "../backtest/backtest";
import type { EngineName } from "../engine";
import type { HistoryTest } from "./load-tests";
import { isMet, type Alerted, type OfHistory } from "./outcome";

/** What an engine alerts on in a history, or why it has no answer. */
export function alertsOn(
  rule: CompiledRule,
  engine: EngineName,
  { events }: HistoryTest,
): Alerted | string | Promise<Alerted | string> {
  const arrivals = new Map(events.map(({ event, arrived }) => [event, arrived]));
  const run = backtest([rule], engine, { arrival: (event) => arrivals.get(event) });
  for (const { event } of events) run.add(event);
  const result = (): Alerted | string => {
    const { engine: ran, alerts, alertTimes, groups, matches } = run.results()[0]!;
    if (ran.kind === "unreadable") return ran.message;
    return {
      alerts: alerts ?? 0,
      alertTimes,
      groups: groups.map(({ group }) => group),
      matches: matches ?? 0,
    };
  };
  return run.settled()?.then(result) ?? result();
}

/**
 * Holds what an engine alerts on to the test and to the verdict. `exact` does what the reference does;
 * `wider` alerts where that does, and may alert more.
 */
export function judgeHistory(
  { alert }: HistoryTest,
  engine: EngineName,
  verdict: Verdict | null,
  found: Alerted,
  reference: Alerted | undefined,
): OfHistory & { readonly kind: "passed" | "promised" | "failed" } {
  const promised = promisedBy(engine, verdict, reference);
  const isAsExpected = isMet(engine, alert, found.alerts);
  const mayBeMore = verdict === "wider" && promised === null && reference !== undefined;
  const isAsPromised =
    promised === null ? mayBeMore || isAsExpected : isMet(engine, promised, found.alerts);
  const kind = !isAsPromised ? "failed" : isAsExpected ? "passed" : "promised";
  return { kind, ...found, expected: alert, promised };
}

function promisedBy(
  engine: EngineName,
  verdict: Verdict | null,
  reference: Alerted | undefined,
): boolean | number | null {
  if (engine === "reference" || reference === undefined) return null;
  if (verdict === "exact") return engine === "cloudwatch" ? reference.alerts > 0 : reference.alerts;
  return verdict === "wider" && reference.alerts > 0 ? true : null;
}
