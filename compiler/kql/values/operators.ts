import { unsupported } from "./error";
import { regexOf } from "./regex";
import { fold, hasTerm } from "./text";
import { datetime, timespan } from "./time";
import { describe, isDynamic, textOf, unwrap, type ScalarType, type Value } from "./value";

export const BINARY_OPERATORS = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "==",
  "!=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "=~",
  "!~",
  "and",
  "or",
  "contains",
  "!contains",
  "contains_cs",
  "!contains_cs",
  "startswith",
  "!startswith",
  "startswith_cs",
  "!startswith_cs",
  "endswith",
  "!endswith",
  "endswith_cs",
  "!endswith_cs",
  "has",
  "!has",
  "has_cs",
  "!has_cs",
  "hasprefix",
  "!hasprefix",
  "hasprefix_cs",
  "!hasprefix_cs",
  "hassuffix",
  "!hassuffix",
  "hassuffix_cs",
  "!hassuffix_cs",
  "matches regex",
] as const;
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

export const SET_OPERATORS = ["in", "!in", "in~", "!in~", "has_any", "has_all"] as const;
export type SetOperator = (typeof SET_OPERATORS)[number];

/** An operator on two values, all but `and` and `or`, which may not look at the second. */
export function applyBinary(
  operator: Exclude<BinaryOperator, "and" | "or">,
  left: Value,
  right: Value,
  type: ScalarType,
): Value {
  switch (operator) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      // The engine refuses a dynamic here, whatever it holds (dynamic-json-0033, rejected).
      if (isDynamic(left) || isDynamic(right)) {
        throw unsupported(`${operator} of a dynamic, not cast,`);
      }
      return arithmetic(operator, left, right, type);
    case "==":
      return equal(left, right);
    case "!=":
    case "<>":
      return negate(equal(left, right));
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const order = compare(unwrap(left), unwrap(right));
      return order === null ? null : inOrder(operator, order);
    }
    case "matches regex":
      return regexOf(textOf(right)).matches(textOf(left));
    default:
      return textPredicate(operator)(textOf(left), textOf(right));
  }
}

/** What an operator on texts asks of two. */
export function textPredicate(operator: string): TextPredicate {
  const [, not = "", name = ""] = /^(!?)(.*)$/.exec(operator) ?? [];
  const test = TEXT_TESTS.get(name === "~" ? "=~" : name);
  if (test === undefined) throw unsupported(operator);
  return not === "" ? test : (text, other) => !test(text, other);
}

export function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

type TextPredicate = (text: string, other: string) => boolean;

const folded =
  (test: TextPredicate): TextPredicate =>
  (text, other) =>
    test(fold(text), fold(other));

const hasPrefix: TextPredicate = (text, other) => hasTermAt(text, other, "start");
const hasSuffix: TextPredicate = (text, other) => hasTermAt(text, other, "end");
const contains: TextPredicate = (text, other) => text.includes(other);
const startsWith: TextPredicate = (text, other) => text.startsWith(other);
const endsWith: TextPredicate = (text, other) => text.endsWith(other);

const TEXT_TESTS: ReadonlyMap<string, TextPredicate> = new Map([
  ["=~", folded((text, other) => text === other)],
  ["contains", folded(contains)],
  ["contains_cs", contains],
  ["startswith", folded(startsWith)],
  ["startswith_cs", startsWith],
  ["endswith", folded(endsWith)],
  ["endswith_cs", endsWith],
  ["has", folded(hasTerm)],
  ["has_cs", hasTerm],
  ["hasprefix", folded(hasPrefix)],
  ["hasprefix_cs", hasPrefix],
  ["hassuffix", folded(hasSuffix)],
  ["hassuffix_cs", hasSuffix],
]);

const ALPHANUMERIC = /[\p{L}\p{N}]/u;

/** Whether a term of the text begins, or ends, with the other text. */
function hasTermAt(text: string, part: string, edge: "start" | "end"): boolean {
  if (part === "") return true;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const [neighbour, own] =
      edge === "start"
        ? [text.charAt(at - 1), part.charAt(0)]
        : [text.charAt(at + part.length), part.charAt(part.length - 1)];
    if (!(ALPHANUMERIC.test(own) && ALPHANUMERIC.test(neighbour))) return true;
  }
  return false;
}

/**
 * `==`: a null equals no value, and that is false; two nulls compare to null. A dynamic compares with
 * a string by its text, with a bool or a number where it holds one.
 */
export function equal(left: Value, right: Value): boolean | null {
  const [one, other] = [unwrap(left), unwrap(right)];
  if (one === null && other === null) return null;
  if (one === null || other === null) {
    // A dynamic null's text is empty, and a string is never null.
    const text = one ?? other;
    return text === "";
  }
  if (typeof one === "string" || typeof other === "string") {
    return textOf(left) === textOf(right);
  }
  if (typeof one === "boolean" || typeof other === "boolean") return one === other;
  return compare(one, other) === 0;
}

/** Negative, zero or positive; null where a side is null; NaN where there is no order. */
export function compare(one: Value, other: Value): number | null {
  if (one === null || other === null) return null;
  if (isNumber(one) && isNumber(other)) {
    return one < other ? -1 : one > other ? 1 : one >= other ? 0 : NaN;
  }
  if (typeof one === "boolean" && typeof other === "boolean") return Number(one) - Number(other);
  if (typeof one === "string" && typeof other === "string") {
    return one < other ? -1 : one > other ? 1 : 0;
  }
  if (typeof one === "object" && typeof other === "object") {
    if (one.kind !== "dynamic" && other.kind !== "dynamic" && one.kind === other.kind) {
      return one.ticks < other.ticks ? -1 : one.ticks > other.ticks ? 1 : 0;
    }
  }
  const what = `a comparison of ${describe(one)} with ${describe(other)}`;
  throw unsupported(what);
}

export function inOrder(operator: "<" | "<=" | ">" | ">=", order: number): boolean {
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

type Arithmetic = "+" | "-" | "*" | "/" | "%";

function arithmetic(operator: Arithmetic, left: Value, right: Value, type: ScalarType): Value {
  if (left === null || right === null) return null;
  if (isNumber(left) && isNumber(right)) {
    return type === "real" || typeof left === "number" || typeof right === "number"
      ? onReals(operator, Number(left), Number(right))
      : onLongs(operator, left, right);
  }
  if (typeof left === "object" && typeof right === "object") {
    if (left.kind !== "dynamic" && right.kind !== "dynamic") {
      return onTimes(operator, left, right);
    }
  }
  if (typeof left === "object" && left.kind === "timespan" && isNumber(right)) {
    return scaled(operator, left.ticks, right);
  }
  if (typeof right === "object" && right.kind === "timespan" && isNumber(left)) {
    if (operator === "*") return scaled(operator, right.ticks, left);
  }
  const what = `${describe(left)} ${operator} ${describe(right)}`;
  throw unsupported(what);
}

/** A remainder is never negative, here and below (type-casts-coercion-0028#2). */
function onReals(operator: Arithmetic, left: number, right: number): number | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%": {
      const size = Math.abs(right);
      return ((left % size) + size) % size;
    }
  }
}

/** A division by zero is null. */
function onLongs(operator: Arithmetic, left: bigint, right: bigint): bigint | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? null : left / right;
    case "%": {
      if (right === 0n) return null;
      const size = right < 0n ? -right : right;
      return ((left % size) + size) % size;
    }
  }
}

interface Time {
  readonly kind: "datetime" | "timespan";
  readonly ticks: bigint;
}

function onTimes(operator: Arithmetic, left: Time, right: Time): Value {
  const kinds = `${left.kind} ${operator} ${right.kind}`;
  switch (kinds) {
    case "datetime - datetime":
    case "timespan - timespan":
      return timespan(left.ticks - right.ticks);
    case "timespan + timespan":
      return timespan(left.ticks + right.ticks);
    case "datetime + timespan":
    case "timespan + datetime":
      return datetime(left.ticks + right.ticks);
    case "datetime - timespan":
      return datetime(left.ticks - right.ticks);
    case "timespan / timespan":
      return Number(left.ticks) / Number(right.ticks);
    case "timespan % timespan":
      return right.ticks === 0n ? null : timespan(left.ticks % right.ticks);
  }
  throw unsupported(`${kinds}`);
}

function scaled(operator: Arithmetic, ticks: bigint, by: number | bigint): Value {
  if (operator === "*" && typeof by === "bigint") return timespan(ticks * by);
  if (operator === "/" && typeof by === "bigint") return by === 0n ? null : timespan(ticks / by);
  const result = operator === "*" ? Number(ticks) * Number(by) : Number(ticks) / Number(by);
  if ((operator !== "*" && operator !== "/") || !Number.isFinite(result)) {
    throw unsupported(`a timespan ${operator} a number`);
  }
  return timespan(BigInt(Math.trunc(result)));
}
