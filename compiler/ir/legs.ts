import type { LogSource } from "../log-sources/log-source";
import type { Seconds } from "../rule/duration";
import { or, type Expression } from "./expression";
import type { Correlation, ResolvedRule } from "./rule";

/** What a correlation looks at: matches that count alike and are grouped by the same fields. */
export interface Leg {
  readonly of: LegEvents;
  /** Whose events these are. */
  readonly logSource: LogSource;
  /** The fields that group, in the order of `groupBy`, as the events of this leg have them. */
  readonly by: readonly string[];
}

export type LegEvents =
  | { readonly kind: "events"; readonly expression: Expression }
  /** The events at which another correlation holds, whatever that groups by. */
  | { readonly kind: "correlation"; readonly correlation: Correlation };

/**
 * The legs of a correlation: one for each rule where it matters which rule matched, in their order; else
 * one for all rules that are grouped by the same fields, so that an event which several match counts once.
 */
export function legsOf(correlation: Correlation): readonly Leg[] {
  const legs = correlation.rules.map((rule, index) => ({
    of: eventsOf(rule),
    logSource: logSourceIn(rule),
    by: fieldsOf(correlation, index),
  }));
  if (tellsRulesApart(correlation)) return legs;
  const counted = legs.flatMap(({ of, by, logSource }) =>
    of.kind === "events" ? [{ logSource, by, expression: of.expression }] : [],
  );
  const isLike = (one: Counted) => (other: Counted) =>
    one.logSource === other.logSource && JSON.stringify(one.by) === JSON.stringify(other.by);
  const firsts = counted.filter((each, index) => counted.findIndex(isLike(each)) === index);
  return [
    ...firsts.map((first) => {
      const alike = counted.filter(isLike(first)).map(({ expression }) => expression);
      const { logSource, by } = first;
      return { of: { kind: "events", expression: or(alike) } as const, logSource, by };
    }),
    ...legs.filter(({ of }) => of.kind === "correlation"),
  ];
}

interface Counted extends Omit<Leg, "of"> {
  readonly expression: Expression;
}

function logSourceIn({ matches }: ResolvedRule): LogSource {
  if (matches.kind === "query") throw new Error("a query written by hand is not correlated");
  return matches.logSource;
}

/** Whether it matters which rule matched. */
export function tellsRulesApart({ type }: Correlation): boolean {
  return type === "temporal" || type === "temporal_ordered";
}

/** What the rules match, of a correlation and of those that it looks at, in the order of their legs. */
export function leavesOf(correlation: Correlation): readonly Expression[] {
  return leafLegsOf(correlation).map(({ expression }) => expression);
}

/** The same, with the log source of each. */
export function leafLegsOf(
  correlation: Correlation,
): readonly { readonly expression: Expression; readonly logSource: LogSource }[] {
  return legsOf(correlation).flatMap(({ of, logSource }) =>
    of.kind === "events" ? [{ expression: of.expression, logSource }] : leafLegsOf(of.correlation),
  );
}

/** Whether its rules read several log sources: each is then asked of the events of its own alone. */
export function readsSeveral(correlation: Correlation): boolean {
  return new Set(legsOf(correlation).map(({ logSource }) => logSource)).size > 1;
}

/** Every event that takes part: what any of the rules behind a correlation matches. */
export function countedExpression(correlation: Correlation): Expression {
  return or(leavesOf(correlation));
}

/** How far back the first event may lie that takes part in what holds now. */
export function reachOf(correlation: Correlation): Seconds {
  const inner = legsOf(correlation).map(({ of }) =>
    of.kind === "events" ? 0 : reachOf(of.correlation),
  );
  return correlation.timespan + Math.max(0, ...inner);
}

function fieldsOf({ groupBy, aliases = {} }: Correlation, rule: number): readonly string[] {
  return groupBy.map(
    (name) => (Object.hasOwn(aliases, name) ? aliases[name]?.[rule] : null) ?? name,
  );
}

function eventsOf({ matches }: ResolvedRule): LegEvents {
  switch (matches.kind) {
    case "expression":
      return { kind: "events", expression: matches.expression };
    case "correlation":
      return matches;
    case "query":
      throw new Error("a query written by hand is not correlated");
  }
}
