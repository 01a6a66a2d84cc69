import type { CompiledRule } from "../../compile";
import type { ResolvedRule } from "../../ir/rule";
import type { Verdict } from "../../targets/verdict";
import { backtest } from "../backtest/backtest";
import { overTime } from "../backtest/over-time";
import type { Engine, EngineName } from "../engine";
import type { HistoryTest } from "./load-tests";
import { alertsInRuns, isMet, type Alerted, type OfHistory } from "./outcome";
import { alertsOfQuery } from "./run-query";

/** What an engine alerts on in a history, or why it has no answer. */
export function alertsOn(
  rule: CompiledRule,
  engine: EngineName,
  test: HistoryTest,
): Alerted | string | Promise<Alerted | string> {
  const { events } = test;
  const isWritten = engine === "sentinel" && rule.detection.document.query !== undefined;
  const whole = isWritten ? alertsOfQuery(rule, test) : undefined;
  if (whole !== undefined) return whole;
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
 * Holds what an engine alerts on to the test and to the verdict. `exact` does what the reference does.
 * `wider` does what that would do without what is left out, where its runs count as the rule does; else it
 * alerts where the reference does, and may alert more.
 */
export function judgeHistory(
  test: HistoryTest,
  { detection }: CompiledRule,
  ran: Extract<Engine, { readonly kind: "ready" }>,
  found: Alerted,
  reference: Alerted | undefined,
): OfHistory & { readonly kind: "passed" | "promised" | "failed" } {
  const { name: engine, verdict } = ran;
  const { alert } = test;
  const promised =
    verdict === "wider"
      ? (alertsPromised(test, detection, ran) ?? promisedBy(engine, verdict, reference))
      : promisedBy(engine, verdict, reference);
  const isAsExpected = isMet(engine, alert, found.alerts);
  // Of a query there is no reference to say that nothing is missed.
  const mayBeMore =
    verdict === "wider" && promised === null && (reference !== undefined || Number(alert) === 0);
  const isAsPromised =
    promised === null ? mayBeMore || isAsExpected : isMet(engine, promised, found.alerts);
  const kind = !isAsPromised ? "failed" : isAsExpected ? "passed" : "promised";
  return { kind, ...found, expected: alert, promised };
}

/** The alerts of a rule that counts, without what its printed text leaves out; undefined of other rules. */
function alertsPromised(
  { events }: HistoryTest,
  detection: ResolvedRule,
  engine: Extract<Engine, { readonly kind: "ready" }>,
): number | undefined {
  const { promisedLeaves } = engine;
  if (promisedLeaves === undefined) return undefined;
  const lax = { ...engine, leaves: promisedLeaves };
  const counted = overTime(detection, lax, { byArrival: true });
  if (counted === undefined) return undefined;
  for (const { event, at, arrived } of events) {
    const matched = promisedLeaves.map((matches) => matches(event));
    if (matched.includes(true)) counted.take(event, matched, at, arrived);
  }
  return counted.results().alerts;
}

function promisedBy(
  engine: EngineName,
  verdict: Verdict | null,
  reference: Alerted | undefined,
): boolean | number | null {
  if (engine === "reference" || reference === undefined) return null;
  if (verdict === "exact") return alertsInRuns(engine) ? reference.alerts : reference.alerts > 0;
  return verdict === "wider" && reference.alerts > 0 ? true : null;
}
