import type { BoundExpression, Table } from "../ast";
import { scalarFunction } from "../functions/functions";
import { isArray } from "../values/dynamic";
import { KqlError, unsupported } from "../values/error";
import { applyBinary, compare, equal, negate } from "../values/operators";
import { boolOf, conform, dynamic, elementOf, jsonOf, memberOf, unwrap } from "../values/value";
import type { Row, Value } from "../values/value";
import { aggregate } from "./aggregate";
import { applyWindow } from "./window";

/** What the whole query shares. */
export interface Scope {
  /** The value of a `let`, in a query that the service has bound. */
  readonly variable: (name: string) => Value;
  readonly rowsOf: (table: Table) => readonly Row[];
  /** The same query's scope inside `mv-apply`, over these rows. */
  readonly over: (elements: readonly Row[]) => Scope;
  readonly elements: readonly Row[];
  /** Ticks since year 1. */
  readonly now: () => bigint;
  readonly ingested: (row: Row) => Value;
}

/** Where an expression is evaluated: at a row, among others; for an aggregate these are its group. */
export interface RowContext {
  readonly rows: readonly Row[];
  readonly index: number;
  /** What a step of `scan` last made. */
  readonly state?: Row;
}

/** The value of an expression, in the form of its type. Throws a `KqlError`. */
export function evaluate(expression: BoundExpression, place: RowContext, scope: Scope): Value {
  return conform(expression.type, valueOf(expression, place, scope));
}

function valueOf(expression: BoundExpression, place: RowContext, scope: Scope): Value {
  const inner = (child: BoundExpression): Value => evaluate(child, place, scope);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "column": {
      const row = place.rows[place.index];
      if (row?.has(expression.name) === false) throw unknown(expression.name);
      return row?.get(expression.name) ?? null;
    }
    case "state":
      return place.state?.get(expression.name) ?? null;
    case "variable":
      return scope.variable(expression.name);
    case "member":
      return memberOf(inner(expression.of), expression.name);
    case "element": {
      const selector = unwrap(inner(expression.selector));
      const of = inner(expression.of);
      if (typeof selector === "string") return memberOf(of, selector);
      return typeof selector === "bigint" ? elementOf(of, Number(selector)) : null;
    }
    case "binary":
      return expression.operator === "and" || expression.operator === "or"
        ? decide(expression.operator, expression, inner)
        : applyBinary(
            expression.operator,
            inner(expression.left),
            inner(expression.right),
            expression.type,
          );
    case "negative":
      return negative(inner(expression.operand));
    case "set":
      return isInSet(expression, place, scope);
    case "between": {
      const [value, from, to] = [expression.value, expression.from, expression.to].map(inner);
      return between(value ?? null, from ?? null, to ?? null, expression.negated);
    }
    case "call":
      return scalarFunction(expression.name)(expression.arguments.map(inner), {
        type: expression.type,
        of: expression.arguments[0]?.type,
        folded: () => expression.arguments.every(isFolded),
        now: scope.now,
        ingested: () => {
          const row = place.rows[place.index];
          return row === undefined ? null : scope.ingested(row);
        },
      });
    case "aggregate": {
      const rows = place.rows.map((_, index) =>
        expression.arguments.map((argument) =>
          evaluate(argument, { rows: place.rows, index }, scope),
        ),
      );
      return aggregate(expression.name)(rows, expression.type, expression.arguments[0]?.type);
    }
    case "window":
      return applyWindow(expression.name, {
        index: place.index,
        size: place.rows.length,
        at: (index) =>
          expression.arguments.map((argument) =>
            evaluate(argument, { rows: place.rows, index }, scope),
          ),
      });
    case "toscalar": {
      const [first] = scope.rowsOf(expression.table);
      return first === undefined ? null : ([...first.values()][0] ?? null);
    }
  }
}

/** Whether an expression is made of literals alone. */
function isFolded(expression: BoundExpression): boolean {
  switch (expression.kind) {
    case "literal":
      return true;
    case "negative":
      return isFolded(expression.operand);
    case "binary":
      return isFolded(expression.left) && isFolded(expression.right);
    case "call":
      return expression.arguments.length > 0 && expression.arguments.every(isFolded);
    case "column":
    case "variable":
    case "member":
    case "element":
    case "set":
    case "between":
    case "aggregate":
    case "state":
    case "window":
    case "toscalar":
      return false;
  }
}

/** A column that the table has and no event tells: a row does not hold it. */
function unknown(name: string): KqlError {
  const what = `what ${name} holds is not known from an event alone`;
  return new KqlError("unsupported", what);
}

/** The deciding value wins over null, null over the other. */
function decide(
  operator: "and" | "or",
  { left, right }: { readonly left: BoundExpression; readonly right: BoundExpression },
  inner: (child: BoundExpression) => Value,
): boolean | null {
  const deciding = operator === "or";
  const one = boolOf(inner(left));
  if (one === deciding) return deciding;
  const other = boolOf(inner(right));
  if (other === deciding) return deciding;
  return one === null || other === null ? null : !deciding;
}

function negative(value: Value): Value {
  const plain = unwrap(value);
  if (plain === null) return null;
  if (typeof plain === "bigint") return -plain;
  // Never -0 (type-casts-coercion-0012#2).
  if (typeof plain === "number") return 0 - plain;
  if (typeof plain === "object" && plain.kind === "timespan") {
    return { kind: "timespan", ticks: -plain.ticks };
  }
  throw unsupported("a minus before that");
}

function between(value: Value, from: Value, to: Value, negated: boolean): Value {
  const [one, low, high] = [value, from, to].map(unwrap);
  let top = high ?? null;
  // `datetime .. timespan` is a length from the start.
  if (typeof low === "object" && low?.kind === "datetime") {
    if (typeof top === "object" && top?.kind === "timespan") {
      top = { kind: "datetime", ticks: low.ticks + top.ticks };
    }
  }
  const [above, below] = [compare(one ?? null, low ?? null), compare(one ?? null, top)];
  if (above === null || below === null) return null;
  const inside = above >= 0 && below <= 0;
  return negated ? !inside : inside;
}

function isInSet(
  { operator, value, list }: Extract<BoundExpression, { kind: "set" }>,
  place: RowContext,
  scope: Scope,
): Value {
  const one = evaluate(value, place, scope);
  const items =
    "kind" in list
      ? scope.rowsOf(list).map((row) => [...row.values()][0] ?? null)
      : list.flatMap((item) => elements(evaluate(item, place, scope)));
  switch (operator) {
    case "in":
    case "!in": {
      const found = items.some((item) => equal(one, item) === true);
      return operator === "in" ? found : negate(found);
    }
    case "in~":
    case "!in~": {
      const found = items.some((item) => applyBinary("=~", one, item, "bool") === true);
      return operator === "in~" ? found : negate(found);
    }
    case "has_any":
      return items.some((item) => applyBinary("has", one, item, "bool") === true);
    case "has_all":
      return items.every((item) => applyBinary("has", one, item, "bool") === true);
  }
}

/** A list's dynamic array stands for its elements. */
function elements(value: Value): readonly Value[] {
  const json = jsonOf(value);
  return isArray(json) ? json.map((item) => unwrap(dynamic(item))) : [value];
}
