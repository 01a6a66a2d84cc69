import { arrayOnTheWay, type FieldModel } from "../../log-sources/field";
import { columnNamed, type SentinelTable } from "../../log-sources/sentinel-table";
import type { BoundExpression } from "../ast";
import { unwrap, type Value } from "../values/value";

/** What an expression says about an event, as far as a lift needs to know. */
export type Term =
  /** The value at a path: `text` as text, `""` without one; `dynamic` as JSON has it. */
  | { readonly kind: "path"; readonly path: string; readonly as: "text" | "dynamic" | "bool" }
  /** The JSON text of an object or array. */
  | { readonly kind: "json"; readonly path: string }
  | { readonly kind: "time" }
  | { readonly kind: "constant"; readonly value: Value }
  | { readonly kind: "list"; readonly values: readonly Value[] }
  /** Bool, or anything else that is not followed: the expression, and what its columns mean. */
  | { readonly kind: "expression"; readonly expression: BoundExpression; readonly scope: TermScope }
  | CountTerm
  | { readonly kind: "unknown"; readonly why: string };

/** How many events, or distinct values, a row of `summarize` stands for. */
export interface CountTerm {
  readonly kind: "count";
  readonly counts: "events" | "values";
  /** The aggregate. */
  readonly written: string;
  /** What it groups by. @default - nothing */
  readonly by?: string;
  /** Why there are more events than it counts. @default - there are not */
  readonly lost?: string;
  /** Whether it is an estimate. */
  readonly estimated: boolean;
}

export interface TermScope {
  readonly column: (name: string) => Term;
  readonly variable: (name: string) => Term;
}

export function unknown(why: string): Term {
  return { kind: "unknown", why };
}

/** A column of a table, before anything is done to it. */
export function columnTerm(table: SentinelTable, name: string): Term {
  const column = columnNamed(table, name);
  if (column === undefined) return unknown(`the table has no column \`${name}\``);
  const { holds, type } = column;
  switch (holds.kind) {
    case "unknown":
      return unknown(`an event alone does not tell what \`${name}\` holds`);
    case "constant":
      return { kind: "constant", value: holds.value };
    case "json":
      return type === "dynamic"
        ? { kind: "path", path: holds.path, as: "dynamic" }
        : { kind: "json", path: holds.path };
    case "value":
      switch (type) {
        case "string":
          return { kind: "path", path: holds.path, as: "text" };
        case "bool":
          return { kind: "path", path: holds.path, as: "bool" };
        case "datetime":
          return name === "TimeGenerated"
            ? { kind: "time" }
            : unknown(`\`${name}\` is a time, which is not translated`);
        case "int":
        case "long":
        case "real":
          return unknown(`\`${name}\` is a number, which is not translated`);
        case "dynamic":
          return { kind: "path", path: holds.path, as: "dynamic" };
      }
  }
}

/** What an expression is, in the scope of a stage. */
export function termOf(expression: BoundExpression, scope: TermScope): Term {
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      const plain = unwrap(value);
      if (typeof plain !== "object" || plain === null || plain.kind !== "dynamic") {
        return { kind: "constant", value: plain };
      }
      const { json } = plain;
      if (!Array.isArray(json)) return unknown("a constant object is not translated");
      const isScalar = (item: unknown): item is string => typeof item === "string";
      return json.every(isScalar)
        ? { kind: "list", values: json }
        : unknown("a list that holds other than texts is not translated");
    }
    case "column":
      return scope.column(expression.name);
    case "variable":
      return scope.variable(expression.name);
    case "member":
      return memberTerm(termOf(expression.of, scope), expression.name);
    case "element": {
      const selector = termOf(expression.selector, scope);
      if (selector.kind === "constant" && typeof selector.value === "string") {
        return memberTerm(termOf(expression.of, scope), selector.value);
      }
      return unknown("an element of an array is not translated");
    }
    case "call":
      return callTerm(expression, scope);
    case "binary":
    case "set":
    case "between":
      return { kind: "expression", expression, scope };
    case "negative":
    case "aggregate":
    case "state":
    case "window":
    case "toscalar":
      return unknown(`${MORE_THAN_A_FIELD[expression.kind]} is not translated`);
  }
}

/** What no field of one event holds, in words. */
export const MORE_THAN_A_FIELD = {
  negative: "a number that is calculated",
  aggregate: "an aggregate",
  state: "a state of `scan`",
  window: "a function of neighbouring rows",
  toscalar: "the result of `toscalar`",
} as const;

function callTerm(expression: Extract<BoundExpression, { kind: "call" }>, scope: TermScope): Term {
  const [first] = expression.arguments;
  const of =
    first === undefined
      ? unknown("a function without arguments is not translated")
      : termOf(first, scope);
  switch (expression.name) {
    case "parse_json":
    case "todynamic":
    case "toobject":
      if (of.kind === "json") return { kind: "path", path: of.path, as: "dynamic" };
      // A dynamic is parsed already.
      if (of.kind === "path" && of.as === "dynamic") return of;
      return of.kind === "unknown" ? of : unknown("JSON inside a text is not parsed");
    case "tostring":
      if (of.kind === "path" && of.as === "dynamic") return { ...of, as: "text" };
      if (of.kind === "path" && of.as === "text") return of;
      if (of.kind === "constant" && typeof of.value === "string") return of;
      return of.kind === "json" || of.kind === "unknown"
        ? of
        : unknown(`the text of ${TEXT_OF[of.kind]} is not translated`);
    case "isempty":
    case "isnotempty":
    case "isnull":
    case "isnotnull":
    case "notempty":
    case "notnull":
    case "not":
      return { kind: "expression", expression, scope };
    default:
      return unknown(`the function \`${expression.name}\` is not translated`);
  }
}

const TEXT_OF = {
  path: "a boolean",
  time: "a time",
  constant: "a constant that is no text",
  list: "a list",
  expression: "a calculated value",
  count: "a number",
} as const;

/** Keys with a dot, or none, have no path. */
function memberTerm(of: Term, name: string): Term {
  if (of.kind === "unknown") return of;
  if (of.kind !== "path" || of.as !== "dynamic") {
    return unknown(`\`${name}\` is read from what is not parsed JSON`);
  }
  if (name === "") return unknown("an empty key is not translated");
  if (name.includes(".")) return unknown(`the key \`${name}\` has a dot in it`);
  return { kind: "path", path: `${of.path}.${name}`, as: "dynamic" };
}

/** Whether a path leads through an array that the model lists: the clouds read those differently. */
export function isThroughArray(path: string, model: FieldModel): boolean {
  return arrayOnTheWay(path, model) !== undefined;
}
