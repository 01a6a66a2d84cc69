import { KqlError } from "../../../kql/values/error";
import type { Regex } from "../../../kql/values/regex";
import type { Row } from "../../../kql/values/row";
import { fold, hasTerm } from "../../../kql/values/text";
import type { CompareOperator } from "../ast";
import { textOf, typeError } from "./typed";
import type { OfType, Typed } from "./typed";

type Test = (row: Row) => boolean | null;
type Order = "<" | "<=" | ">" | ">=";
type Equality = "==" | "!=";

/** What a comparison does, given its compiled operands and, for a pattern, its compiled form. */
export function compileCompare(
  operator: CompareOperator,
  left: Typed,
  right: Typed,
  pattern?: Regex,
): Test {
  switch (operator) {
    case "==":
    case "!=":
      return equality(operator, left, right);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return order(operator, left, right);
    case "matches regex": {
      if (pattern === undefined) {
        throw new KqlError("unsupported", "matches regex takes a literal pattern here");
      }
      const text = textOf(left, operator);
      return (row) => pattern.matches(text(row));
    }
    case "=~":
      return strings(operator, left, right, (text, other) => fold(text) === fold(other));
    case "!~":
      return strings(operator, left, right, (text, other) => fold(text) !== fold(other));
    case "contains":
      return strings(operator, left, right, (text, part) => fold(text).includes(fold(part)));
    case "contains_cs":
      return strings(operator, left, right, (text, part) => text.includes(part));
    case "startswith":
      return strings(operator, left, right, (text, part) => fold(text).startsWith(fold(part)));
    case "startswith_cs":
      return strings(operator, left, right, (text, part) => text.startsWith(part));
    case "endswith":
      return strings(operator, left, right, (text, part) => fold(text).endsWith(fold(part)));
    case "endswith_cs":
      return strings(operator, left, right, (text, part) => text.endsWith(part));
    case "has":
      return strings(operator, left, right, (text, term) => hasTerm(fold(text), fold(term)));
    case "has_cs":
      return strings(operator, left, right, hasTerm);
  }
}

function strings(
  operator: CompareOperator,
  left: Typed,
  right: Typed,
  holds: (left: string, right: string) => boolean,
): (row: Row) => boolean {
  const text = textOf(left, operator);
  const other = textOf(right, operator);
  return (row) => holds(text(row), other(row));
}

/**
 * `==` and `!=`. A null equals no value, and that is false, not null; two nulls compare to null (KQL
 * reference, null values; null-and-edge-0008#3, null-and-edge-0004#1). NaN equals nothing
 * (type-casts-coercion-0011#2). Strings compare by UTF-16 unit.
 */
function equality(operator: Equality, left: Typed, right: Typed): Test {
  if (left.type === "dynamic") return dynamicEquality(operator, left, right);
  if (right.type === "dynamic") return dynamicEquality(operator, right, left);
  if (left.type === "string" && right.type === "string") {
    return equalValues(operator, left.run, right.run);
  }
  if (left.type === "bool" && right.type === "bool") {
    return equalValues(operator, left.run, right.run);
  }
  const [one, other] = quantities(operator, left, right);
  return equalValues(operator, one, other, (a, b) => a >= b && a <= b);
}

function equalValues<T>(
  operator: Equality,
  one: (row: Row) => T | null,
  other: (row: Row) => T | null,
  same: (a: T, b: T) => boolean = (a, b) => a === b,
): Test {
  const whenEqual = operator === "==";
  return (row) => {
    const [a, b] = [one(row), other(row)];
    if (a === null && b === null) return null;
    return (a !== null && b !== null && same(a, b)) === whenEqual;
  };
}

/**
 * A dynamic compares with a string by its text, and with a bool or number only where it holds one.
 * Neither is recorded nor documented: a generated query casts first. Two dynamics the engine refuses
 * (rejected aggregation-0025, aggregation-0041).
 */
function dynamicEquality(operator: Equality, left: OfType<"dynamic">, right: Typed): Test {
  switch (right.type) {
    case "string":
      return equality(operator, { type: "string", run: textOf(left, operator) }, right);
    case "bool":
      return equalValues(operator, right.run, (row) => {
        const json = left.run(row);
        return typeof json === "boolean" ? json : null;
      });
    case "long":
    case "real": {
      const run = (row: Row): number | null => {
        const json = left.run(row);
        return typeof json === "number" ? json : null;
      };
      return equality(operator, { type: "real", run }, right);
    }
    case "dynamic":
    case "datetime":
    case "timespan":
      throw typeError(`${operator} does not compare a dynamic with a ${right.type}`);
  }
}

/** `<` and its kin: null with a null on either side (null-and-edge-0001#1 to -0003#1). */
function order(operator: Order, left: Typed, right: Typed): Test {
  const [one, other] = quantities(operator, left, right);
  return (row) => {
    const [a, b] = [one(row), other(row)];
    return a === null || b === null ? null : inOrder(operator, a, b);
  };
}

function inOrder(operator: Order, a: Quantity, b: Quantity): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

type Quantity = number | bigint;
type Quantities = (row: Row) => Quantity | null;

/** Two numbers of either type (JavaScript compares those exactly), two datetimes or two timespans. */
function quantities(
  operator: CompareOperator,
  left: Typed,
  right: Typed,
): readonly [Quantities, Quantities] {
  if (isNumber(left) && isNumber(right)) return [left.run, right.run];
  if (left.type === "datetime" && right.type === "datetime") return [left.run, right.run];
  if (left.type === "timespan" && right.type === "timespan") return [left.run, right.run];
  throw typeError(`${operator} does not compare a ${left.type} with a ${right.type}`);
}

function isNumber(value: Typed): value is OfType<"long"> | OfType<"real"> {
  return value.type === "long" || value.type === "real";
}

/**
 * `in` and `in~`: whether the value equals one of the list. Never null: a null is in no list
 * (null-and-edge-0010#3).
 */
export function compileIn(
  operator: "in" | "in~",
  value: Typed,
  list: readonly Typed[],
): (row: Row) => boolean {
  const tests = list.map((item) => compileCompare(operator === "in" ? "==" : "=~", value, item));
  return (row) => tests.some((test) => test(row) === true);
}
