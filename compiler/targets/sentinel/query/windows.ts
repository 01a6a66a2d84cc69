import type { CountOperator } from "../../../ir/count";
import type { Correlation } from "../../../ir/rule";
import { UNIT_SECONDS, type Seconds } from "../../../rule/duration";
import {
  allOf,
  anyOf,
  STATE,
  type ArithmeticOperator,
  type CompareOperator,
  type KqlExpression,
  type KqlStage,
  type NamedExpression,
  type NonEmpty,
  type SortKey,
  type WindowFunctionName,
} from "../ast";
import { call, column, compare, isFilled, number, string } from "./build";
import { TIME, type WindowColumns } from "./window-columns";

/**
 * The stages that keep the rows at which a correlation holds, of rows that have a time, whether they are
 * new, what groups them, and what the type asks for (decision 0011). Each row is where its window begins,
 * where it is looked at and where it ends: a sum that runs over these steps is, at each look, one over
 * the closed window that ends there.
 */
export function windowStages(
  { type, timespan, condition, rules }: Correlation,
  groups: readonly string[],
  columns: WindowColumns,
): readonly KqlStage[] {
  const { value, valueCount, rule, result, step } = columns;
  const sweep = (change: KqlExpression, more: readonly NamedExpression[] = []) =>
    sweepStages(timespan, groups, columns, [{ name: result, value: change }, ...more]);
  const holds = where([isLook(columns), ...boundsOn(column(result), condition)]);
  switch (type) {
    case "event_count":
      return [...sweep(column(step)), holds];
    case "value_sum":
      return [...sweep(times(column(step), column(value))), holds];
    case "value_avg": {
      const average = arithmetic("/", column(result), column(valueCount));
      return [
        ...sweep(times(column(step), column(value)), [{ name: valueCount, value: column(step) }]),
        where([isLook(columns)]),
        { kind: "extend", columns: [{ name: result, value: average }] },
        where(boundsOn(column(result), condition)),
      ];
    }
    case "value_count":
      return [...runStages(value, timespan, groups, columns), ...sweep(runChange(columns)), holds];
    case "temporal":
      return [...runStages(rule, timespan, groups, columns), ...sweep(runChange(columns)), holds];
    case "temporal_ordered":
      return [
        ...sweepStages(timespan, groups, columns, [], [{ column: rule, order: "asc" }]),
        where([isLook(columns)]),
        ...chainStages(rules.length, timespan, groups, columns),
      ];
  }
}

/** Whether a row's window holds a row that is new. */
export function isFresh({ newCount }: WindowColumns): KqlExpression {
  return compare(">", column(newCount), number(0));
}

/**
 * The running sums over the steps of all rows, and over those of rows that are new. At one time what
 * begins comes first, then what is looked at, then what ends: the window is closed at both ends.
 */
function sweepStages(
  timespan: Seconds,
  groups: readonly string[],
  columns: WindowColumns,
  sums: readonly NamedExpression[],
  ties: readonly SortKey[] = [],
): readonly KqlStage[] {
  const { step, at, isNew, newCount } = columns;
  const ends = compare("==", column(step), number(-1));
  const end = arithmetic("+", column(TIME), duration(timespan));
  const restart = groups.map((name) => compare("!=", column(name), over("prev", column(name))));
  const running = ({ name, value }: NamedExpression) => ({
    name,
    value: over("row_cumsum", value, ...(isFilled(restart) ? [anyOf(restart)] : [])),
  });
  const [first, ...others] = [
    ...sums,
    { name: newCount, value: times(column(step), column(isNew)) },
  ].map(running);
  return [
    { kind: "steps", name: step, numbers: [1, 0, -1] },
    { kind: "extend", columns: [{ name: at, value: call("iff", ends, end, column(TIME)) }] },
    { kind: "sort", by: sortKeys(groups, [rising(at), { column: step, order: "desc" }, ...ties]) },
    ...(first === undefined ? [] : [{ kind: "extend", columns: [first, ...others] } as const]),
  ];
}

/**
 * Whether a row opens or closes a run of its value: rows of one value in one group no further apart than
 * the timespan. Where a run is open, the value is in the window, and counts once.
 */
function runStages(
  value: string,
  timespan: Seconds,
  groups: readonly string[],
  { opens, closes }: WindowColumns,
): readonly KqlStage[] {
  const near = (side: "prev" | "next") => {
    const other = over(side, column(TIME));
    const apart =
      side === "prev" ? arithmetic("-", column(TIME), other) : arithmetic("-", other, column(TIME));
    return allOf([
      ...[...groups, value].map((name) => compare("==", column(name), over(side, column(name)))),
      compare("<=", apart, duration(timespan)),
    ]);
  };
  // What is null for want of a neighbour is no neighbour: `iff` takes its last.
  const mark = (side: "prev" | "next") => call("iff", near(side), number(0), number(1));
  return [
    { kind: "sort", by: sortKeys(groups, [rising(value), rising(TIME)]) },
    {
      kind: "extend",
      columns: [
        { name: opens, value: mark("prev") },
        { name: closes, value: mark("next") },
      ],
    },
  ];
}

function runChange({ step, opens, closes }: WindowColumns): KqlExpression {
  const begins = compare("==", column(step), number(1));
  return times(column(step), call("iff", begins, column(opens), column(closes)));
}

/**
 * Carries, for each rule of the order, the latest time at which a chain of matches that leads to it has
 * begun: the latest leaves most time. What holds is a match of the last rule whose chain is short enough.
 */
function chainStages(
  length: number,
  timespan: Seconds,
  groups: readonly string[],
  columns: WindowColumns,
): readonly KqlStage[] {
  const none = call("todatetime", string(""));
  const before = (name: string): KqlExpression => ({ kind: "member", of: column(STATE), name });
  const start = (rule: number) => `${columns.result}${rule}`;
  const isRule = (rule: number) => compare("==", column(columns.rule), number(rule));
  const sameGroup = groups.map((name) => compare("==", column(name), before(name)));
  const carried = (value: KqlExpression) =>
    isFilled(sameGroup) ? call("iff", allOf(sameGroup), value, none) : value;
  const numbers = Array.from({ length }, (_, index) => index + 1);
  const [first, ...others] = numbers.map((rule): NamedExpression => {
    const name = start(rule);
    const kept = before(name);
    const value =
      rule === 1
        ? call("iff", isRule(rule), column(TIME), carried(kept))
        : carried(call("iff", isRule(rule), before(start(rule - 1)), kept));
    return { name, value };
  });
  if (first === undefined) throw new Error("an order has a rule");
  const took = arithmetic("-", column(TIME), column(start(length)));
  return [
    { kind: "scan", assign: [first, ...others] },
    where([isRule(length), compare("<=", took, duration(timespan))]),
  ];
}

const OPERATORS: Readonly<Record<CountOperator, CompareOperator>> = {
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  eq: "==",
  neq: "!=",
};

function boundsOn(
  of: KqlExpression,
  condition: Correlation["condition"],
): readonly KqlExpression[] {
  return condition.map(({ operator, count }) => compare(OPERATORS[operator], of, number(count)));
}

function isLook({ step }: WindowColumns): KqlExpression {
  return compare("==", column(step), number(0));
}

export function where(predicates: readonly KqlExpression[]): KqlStage {
  return { kind: "where", predicate: allOf(predicates) };
}

function sortKeys(groups: readonly string[], more: NonEmpty<SortKey>): NonEmpty<SortKey> {
  const [first, ...others] = [...groups.map(rising), ...more];
  return first === undefined ? more : [first, ...others];
}

function rising(name: string): SortKey {
  return { column: name, order: "asc" };
}

function times(left: KqlExpression, right: KqlExpression): KqlExpression {
  return arithmetic("*", left, right);
}

function arithmetic(
  operator: ArithmeticOperator,
  left: KqlExpression,
  right: KqlExpression,
): KqlExpression {
  return { kind: "arithmetic", operator, left, right };
}

function over(name: WindowFunctionName, ...operands: readonly KqlExpression[]): KqlExpression {
  return { kind: "call", function: name, arguments: operands };
}

/** In the largest unit that divides it. */
export function duration(seconds: Seconds): KqlExpression {
  const unit = (["d", "h", "m"] as const).find((each) => seconds % UNIT_SECONDS[each] === 0) ?? "s";
  return { kind: "timespan", amount: seconds / UNIT_SECONDS[unit], unit };
}
