import { plural } from "../../core/message";
import type { Verdict } from "../../targets/verdict";
import type { AlertedGroup } from "../backtest/over-time";
import type { EngineName } from "../engine";
import type { Explanation } from "../explain";
import type { RuleTest } from "./load-tests";

/** What one engine makes of one test. */
export type Outcome = {
  readonly engine: EngineName;
  readonly verdict: Verdict | null;
} & (
  | (Judged & (OfEvent | OfHistory))
  /** Nothing is deployed there, so nothing can fail. */
  | { readonly kind: "skipped"; readonly why: string }
  /** Something is deployed that cannot be run here. */
  | { readonly kind: "not-run"; readonly why: string; readonly installable: boolean }
);

interface Judged {
  /**
   * `passed`: as expected. `promised`: not as expected, but as the verdict promises, which is no
   * fault. `failed`: not as expected, or against what the verdict promises.
   */
  readonly kind: "passed" | "promised" | "failed";
}

export interface OfEvent {
  readonly matches: boolean;
  /** What the test says. */
  readonly expected: boolean;
  /** What the verdict promises; null where there is none, or it promises nothing. */
  readonly promised: boolean | null;
  /** Why it came out so; where the test failed on some engine. */
  readonly explanation?: Explanation;
}

export interface OfHistory extends Alerted {
  /** What the test says: whether there is an alert, or how many. */
  readonly expected: boolean | number;
  /** The same of the verdict; null where there is none, or it promises nothing. */
  readonly promised: boolean | number | null;
}

/** What an engine makes of a history. */
export interface Alerted {
  /** Runs that alert, changes to ALARM, or matches. */
  readonly alerts: number;
  readonly alertTimes: readonly string[];
  /** The groups for which runs alerted. */
  readonly groups: readonly AlertedGroup["group"][];
  /** Events that match, or count; null of a query that was asked of all of them together. */
  readonly matches: number | null;
}

/** An outcome of an engine that ran. */
export type Ran = Extract<Outcome, Judged>;

export function hasRun(outcome: Outcome): outcome is Ran {
  return outcome.kind !== "skipped" && outcome.kind !== "not-run";
}

/** What an engine found, in the terms of what the test says. */
export function foundBy(outcome: OfEvent | OfHistory): boolean | number {
  return "alerts" in outcome ? outcome.alerts : outcome.matches;
}

/** Whether the engine did what the test says, whatever its verdict promises. */
export function isExpected(outcome: Ran): boolean {
  return "alerts" in outcome
    ? outcome.kind === "passed" || isMet(outcome.engine, outcome.expected, outcome.alerts)
    : outcome.matches === outcome.expected;
}

/**
 * Whether an engine's alerts are runs, as those that a test counts. An alarm alerts when it changes, and
 * EventBridge at each match: how often is no matter there.
 */
export function alertsInRuns(engine: EngineName): boolean {
  return engine !== "cloudwatch" && engine !== "eventbridge";
}

export function isMet(engine: EngineName, wanted: boolean | number, alerts: number): boolean {
  return typeof wanted === "number" && alertsInRuns(engine)
    ? alerts === wanted
    : alerts > 0 === Number(wanted) > 0;
}

/** How a test's events are spoken of. */
export interface Spoken {
  readonly test: RuleTest;
  /** Whether the rule counts over a time, so that an event by itself counts, and does not match. */
  readonly counts: boolean;
}

/** What a test expects, or an engine found: `a match`, `an event that counts`, `2 alerts`. */
export function outcomeWords({ test, counts }: Spoken, found: boolean | number): string {
  if (test.kind === "history") {
    if (found === true) return "an alert";
    return Number(found) === 0 ? "no alert" : plural(Number(found), "alert");
  }
  if (!counts) return found ? "a match" : "no match";
  return found ? "an event that counts" : "an event that does not count";
}

/** What was expected, and what was got. */
export function contrastWords(
  of: Spoken,
  expected: boolean | number,
  found: boolean | number,
): string {
  const wanted = outcomeWords(of, expected);
  if (of.test.kind === "history") return `${wanted}, got ${found === 0 ? "none" : String(found)}`;
  if (of.counts) return `${wanted}, got one that ${found ? "does" : "does not"}`;
  return `${wanted}, got ${found ? "one" : "none"}`;
}
