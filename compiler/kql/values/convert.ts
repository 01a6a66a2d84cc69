import type { ScalarFunction } from "../functions/scalar-function";
import { dynamicType, isArray, isBag, jsonText, parseDynamic, type DynamicJson } from "./dynamic";
import { unsupported } from "./error";
import { isNumber } from "./operators";
import { boolOfText, longOfReal, longOfText, realOfText } from "./scalars";
import { datetime, isIsoDate, parseDatetime, parseTimespan, timespan } from "./time";
import { boolOf, conform, describe, dynamic, jsonOf, textOf, unwrap } from "./value";
import type { ScalarType, Value } from "./value";

/** Conversions between types, and choices between values. */
export const CONVERSIONS = {
  tostring: ([value = null]) => textOf(value),
  tolong: ([value = null], { folded }) => (folded() ? foldedLong(value) : toLong(value)),
  toint: ([value = null], { folded }) => (folded() ? foldedInt(value) : toInt(value)),
  toreal: ([value = null]) => toReal(value),
  todouble: ([value = null]) => toReal(value),
  tobool: ([value = null]) => toBool(value),
  toboolean: ([value = null]) => toBool(value),
  todatetime: ([value = null]) => {
    const plain = unwrap(value);
    if (plain === null || (typeof plain === "object" && plain.kind === "datetime")) return plain;
    if (isNumber(plain)) return atTicks(plain, datetime);
    return typeof plain === "string" ? datetimeOfText(plain) : refuse("todatetime", plain);
  },
  totimespan: ([value = null]) => {
    const plain = unwrap(value);
    if (plain === null || (typeof plain === "object" && plain.kind === "timespan")) return plain;
    if (isNumber(plain)) return atTicks(plain, timespan);
    return typeof plain === "string" ? parseTimespan(plain) : refuse("totimespan", plain);
  },
  parse_json: ([value = null]) => parseJson(value),
  todynamic: ([value = null]) => parseJson(value),
  toobject: ([value = null]) => parseJson(value),
  dynamic_to_json: ([value = null]) => sortedText(value),
  gettype: ([value = null], { of }) => (of === "dynamic" ? dynamicType(jsonOf(value)) : (of ?? "")),
  isnull: ([value = null]) => value === null,
  isnotnull: ([value = null]) => value !== null,
  isempty: ([value = null]) => isEmpty(value),
  isnotempty: ([value = null]) => !isEmpty(value),
  notempty: ([value = null]) => !isEmpty(value),
  notnull: ([value = null]) => value !== null,
  not: ([value = null]) => {
    const bool = boolOf(value);
    return bool === null ? null : !bool;
  },
  iff: choose,
  iif: choose,
  case: (args) => {
    for (let at = 0; at + 1 < args.length; at += 2) {
      if (boolOf(args[at] ?? null) === true) return args[at + 1] ?? null;
    }
    return args.at(-1) ?? null;
  },
  coalesce: (args, { type }) =>
    args.find((value) => (type === "string" ? !isEmpty(value) : value !== null)) ?? null,
} as const satisfies Readonly<Record<string, ScalarFunction>>;

/** What a piece of text is as a value of a type; null where it is none. */
export function valueOfText(type: ScalarType, text: string): Value {
  switch (type) {
    case "string":
      return text;
    case "dynamic":
      return dynamic(parseDynamic(text));
    case "bool":
      return boolOfText(text);
    case "int":
    case "long":
      return conform(type, longOfText(text));
    case "real":
      return realOfText(text);
    case "datetime":
      return datetimeOfText(text);
    case "timespan":
      return parseTimespan(text);
  }
}

function choose([condition = null, yes = null, no = null]: readonly Value[]): Value {
  return boolOf(condition) === true ? yes : no;
}

function parseJson(value: Value): Value {
  return typeof value === "string" ? dynamic(parseDynamic(value)) : value;
}

function isEmpty(value: Value): boolean {
  return value === null || unwrap(value) === "";
}

/** `dynamic_to_json`: JSON text with keys in order, at every depth (dynamic-json-0018#1). */
function sortedText(value: Value): Value {
  return value === null ? "" : jsonText(sortedKeys(jsonOf(value)));
}

function sortedKeys(json: DynamicJson): DynamicJson {
  if (isArray(json)) return json.map(sortedKeys);
  if (!isBag(json)) return json;
  const keys = [...json.keys()].sort();
  return new Map(keys.map((key) => [key, sortedKeys(json.get(key) ?? null)]));
}

/**
 * `todatetime` of text. The engine reads other forms than ISO 8601 too, which are not known here: text
 * with digits that has not that form is refused, and a day that is none is null.
 */
function datetimeOfText(text: string): Value {
  if (/\d/.test(text) && !isIsoDate(text)) return refuse("todatetime", text);
  return parseDatetime(text);
}

/** A number of ticks as a time (type-casts-coercion-0017#2, -0047#2). */
function atTicks(number: number | bigint, of: (ticks: bigint) => Value): Value {
  const ticks = typeof number === "bigint" ? number : longOfReal(number);
  return ticks === null ? null : of(ticks);
}

function refuse(name: string, value: Value): never {
  throw unsupported(`${name} of ${describe(value)}`);
}

function toLong(value: Value): Value {
  const plain = unwrap(value);
  if (plain === null) return null;
  switch (typeof plain) {
    case "string":
      return longOfText(plain);
    case "boolean":
      return plain ? 1n : 0n;
    case "bigint":
      return plain;
    case "number":
      return longOfReal(plain);
    case "object":
      if (plain.kind === "dynamic") return null;
      return plain.ticks;
  }
}

/**
 * Beyond 32 bits a real is held at the ends, a whole number loses its upper bits, and text is null
 * (type-casts-coercion-0014#2, -0017#2, -0043#2, -0007#1).
 */
function toInt(value: Value): Value {
  const plain = unwrap(value);
  if (typeof plain === "number") return intOfReal(plain);
  const long = toLong(value);
  return typeof plain !== "string" && typeof long === "bigint" ? BigInt.asIntN(32, long) : long;
}

/**
 * What the engine computes beforehand it converts otherwise: a real beyond 64 bits becomes the least
 * long (type-casts-coercion-0033#2). Of hexadecimal text nothing is known there.
 */
function foldedLong(value: Value): Value {
  const plain = unwrap(value);
  if (isHexadecimal(plain)) return refuse("tolong", plain);
  if (typeof plain !== "number") return toLong(value);
  if (Number.isNaN(plain)) return refuse("tolong", plain);
  return Math.abs(plain) >= 2 ** 63 ? -(2n ** 63n) : toLong(value);
}

/** As `foldedLong`; of a real beyond 32 bits nothing is known. */
function foldedInt(value: Value): Value {
  const plain = unwrap(value);
  const isBeyond = typeof plain === "number" && !(Math.abs(plain) < 2 ** 31);
  return isBeyond || isHexadecimal(plain) ? refuse("toint", plain) : toInt(value);
}

function isHexadecimal(value: Value): value is string {
  return typeof value === "string" && /^\s*0x/i.test(value);
}

function intOfReal(real: number): bigint | null {
  if (Number.isNaN(real)) return null;
  return BigInt(Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(real))));
}

function toReal(value: Value): Value {
  const plain = unwrap(value);
  if (plain === null) return null;
  switch (typeof plain) {
    case "string":
      return infiniteText(plain) ? refuse("toreal", plain) : realOfText(plain);
    case "boolean":
    case "bigint":
    case "number":
      return Number(plain);
    case "object":
      return plain.kind === "dynamic" ? null : Number(plain.ticks);
  }
}

/** Spellings that were recorded: null-and-edge-0033#1, type-casts-coercion-0006#3, -0028#1. */
const INFINITIES = ["inf", "Inf", "-inf", "Infinity"];

/** A spelling of infinity that no recorded answer has: whether the engine knows it is not known. */
function infiniteText(text: string): boolean {
  return /^[+-]?inf(inity)?$/i.test(text.trim()) && !INFINITIES.includes(text.trim());
}

function toBool(value: Value): Value {
  const plain = unwrap(value);
  if (plain === null) return null;
  switch (typeof plain) {
    case "string":
      return boolOfText(plain);
    case "boolean":
      return plain;
    case "bigint":
    case "number":
      return Number(plain) !== 0;
    case "object":
      return plain.kind === "dynamic" ? null : refuse("tobool", plain);
  }
}
