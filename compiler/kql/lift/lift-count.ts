import { meets, type Bound, type CountOperator } from "../../ir/count";
import type { BoundExpression, NamedExpression } from "../ast";
import type { AggregateName } from "../evaluate/aggregate";
import { termOf, unknown, type CountTerm, type Term, type TermScope } from "./lift-term";

/** What a query asks of a count of its rows. */
export interface LiftedCount {
  readonly term: CountTerm;
  /** All have to hold. */
  readonly bounds: readonly Bound[];
}

/** What the counting aggregates count, never more than there are rows. */
const COUNTS: Partial<Record<AggregateName, Pick<CountTerm, "counts" | "lost" | "estimated">>> = {
  count: { counts: "events", estimated: false },
  countif: { counts: "events", estimated: false, lost: "its condition is not applied" },
  count_distinct: { counts: "values", estimated: false },
  count_distinctif: { counts: "values", estimated: false, lost: "its condition is not applied" },
  dcount: { counts: "values", estimated: true },
  dcountif: { counts: "values", estimated: true, lost: "its condition is not applied" },
};

/** How the rows that are counted are made. */
export interface CountedRows {
  readonly written: (expression: BoundExpression) => string;
  readonly by: readonly NamedExpression[];
  /** By which operator a row is no event any more. @default - it is one */
  readonly regrouped: string | undefined;
}

/**
 * An aggregate as a count. A row of `summarize` or `distinct` stands for events that no other row stands
 * for, so there are no more rows than events; of `mv-expand` there are.
 */
export function countTerm(
  { value }: NamedExpression,
  { written, by, regrouped }: CountedRows,
): Term {
  if (value.kind !== "aggregate") return unknown("a calculation over many rows is not translated");
  const known = COUNTS[value.name];
  if (known === undefined) {
    return unknown(`what \`${value.name}\` comes to over many rows is not translated`);
  }
  if (regrouped === "mv-expand") {
    return unknown("after `mv-expand` there may be several rows of one event");
  }
  const groups = by.map((each) => written(each.value) || each.name).join(", ");
  return {
    kind: "count",
    ...known,
    ...(regrouped === undefined || regrouped === "take" ? {} : { counts: "values" }),
    written: written(value) || `${value.name}()`,
    ...(groups === "" ? {} : { by: `by ${groups}` }),
  };
}

/** The number of rows, which `count` makes a row of. */
export function rowCount(regrouped: string | undefined): Term {
  const value = { kind: "aggregate", name: "count", arguments: [], type: "long" } as const;
  const rows = { written: () => "count", by: [], regrouped };
  return countTerm({ name: "Count", type: "long", value }, rows);
}

const OPERATORS: Readonly<Record<string, CountOperator>> = {
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
  "==": "eq",
  "!=": "neq",
  "<>": "neq",
};

const MIRRORED: Readonly<Record<string, string>> = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" };

/** What a condition asks of a count and of nothing else; undefined where it asks for something else. */
export function countCondition(
  expression: BoundExpression,
  scope: TermScope,
): LiftedCount | undefined {
  switch (expression.kind) {
    case "binary": {
      const { operator } = expression;
      const [left, right] = [termOf(expression.left, scope), termOf(expression.right, scope)];
      return (
        bounded(left, [[operator, right]]) ??
        bounded(right, [[MIRRORED[operator] ?? operator, left]])
      );
    }
    case "between": {
      if (expression.negated) return undefined;
      const { value, from, to } = expression;
      return bounded(termOf(value, scope), [
        [">=", termOf(from, scope)],
        ["<=", termOf(to, scope)],
      ]);
    }
    case "column":
    case "variable": {
      const term = termOf(expression, scope);
      return term.kind === "expression" ? countCondition(term.expression, term.scope) : undefined;
    }
    default:
      return undefined;
  }
}

function bounded(
  term: Term,
  limits: readonly (readonly [operator: string, limit: Term])[],
): LiftedCount | undefined {
  if (term.kind !== "count") return undefined;
  const bounds = limits.flatMap(([written, limit]): readonly Bound[] => {
    const operator = OPERATORS[written];
    const count = limit.kind === "constant" ? limit.value : undefined;
    const isNumber = typeof count === "bigint" || typeof count === "number";
    return operator !== undefined && isNumber && Number.isFinite(Number(count))
      ? [{ operator, count: Number(count) }]
      : [];
  });
  return bounds.length < limits.length ? undefined : { term, bounds };
}

/** The parts of a condition that must all hold. */
export function conjunctsOf(expression: BoundExpression): readonly BoundExpression[] {
  return expression.kind === "binary" && expression.operator === "and"
    ? [...conjunctsOf(expression.left), ...conjunctsOf(expression.right)]
    : [expression];
}

/** All that is asked of one count together. */
export function oncePerCount(counts: readonly LiftedCount[]): readonly LiftedCount[] {
  return [...new Set(counts.map(({ term }) => term))].map((term) => ({
    term,
    bounds: counts.flatMap((each) => (each.term === term ? each.bounds : [])),
  }));
}

/** Whether one of the terms has to be more than none. */
export function asksForSome(counts: readonly LiftedCount[], terms: readonly Term[]): boolean {
  return counts.some(({ term, bounds }) => terms.includes(term) && !meets(bounds, 0));
}
