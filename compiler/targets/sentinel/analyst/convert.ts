import { KqlError } from "../error";
import { boolOfText, longOfReal, longOfText, realOfText } from "../scalars";
import { dynamicType, parseDynamic } from "./dynamic";
import type { ScalarFunction } from "./functions";
import { parseDatetime, parseTimespan } from "./time";
import { boolOf, describe, dynamic, jsonOf, textOf, unwrap, type Value } from "./value";

/** Conversions between types, and choices between values. */
export const CONVERSIONS = {
  tostring: ([value = null]) => textOf(value),
  tolong: ([value = null]) => toLong(value),
  toint: ([value = null]) => toInt(value),
  toreal: ([value = null]) => toReal(value),
  todouble: ([value = null]) => toReal(value),
  tobool: ([value = null]) => toBool(value),
  toboolean: ([value = null]) => toBool(value),
  todatetime: ([value = null]) => {
    const plain = unwrap(value);
    if (plain === null || (typeof plain === "object" && plain.kind === "datetime")) return plain;
    return typeof plain === "string" ? parseDatetime(plain) : refuse("todatetime", plain);
  },
  totimespan: ([value = null]) => {
    const plain = unwrap(value);
    if (plain === null || (typeof plain === "object" && plain.kind === "timespan")) return plain;
    return typeof plain === "string" ? parseTimespan(plain) : refuse("totimespan", plain);
  },
  parse_json: ([value = null]) => parseJson(value),
  todynamic: ([value = null]) => parseJson(value),
  toobject: ([value = null]) => parseJson(value),
  dynamic_to_json: ([value = null]) => sortedText(value),
  gettype: ([value = null], { arguments: [argument] }) => {
    if (argument?.type === "dynamic") return dynamicType(jsonOf(value));
    // Of a null scalar nothing is recorded.
    return value === null ? refuse("gettype", value) : (argument?.type ?? "");
  },
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

function choose([condition = null, yes = null, no = null]: readonly Value[]): Value {
  return boolOf(condition) === true ? yes : no;
}

function parseJson(value: Value): Value {
  return typeof value === "string" ? dynamic(parseDynamic(value)) : value;
}

function isEmpty(value: Value): boolean {
  return value === null || unwrap(value) === "";
}

function sortedText(value: Value): Value {
  const json = jsonOf(value);
  if (json !== null && typeof json === "object") return refuse("dynamic_to_json", value);
  return typeof json === "string" ? JSON.stringify(json) : textOf(value);
}

function refuse(name: string, value: Value): never {
  throw new KqlError("unsupported", `${name} of ${describe(value)} is not evaluated here`);
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

function toInt(value: Value): Value {
  const long = toLong(value);
  // What a real or a dynamic becomes that does not fit 32 bits differs by where it stands.
  const isSure = typeof value === "string" || typeof value === "bigint";
  const fits = typeof long !== "bigint" || BigInt.asIntN(32, long) === long;
  return fits || isSure ? long : refuse("toint", value);
}

function toReal(value: Value): Value {
  const plain = unwrap(value);
  if (plain === null) return null;
  switch (typeof plain) {
    case "string":
      return realOfText(plain);
    case "boolean":
    case "bigint":
    case "number":
      return Number(plain);
    case "object":
      return plain.kind === "dynamic" ? null : refuse("toreal", plain);
  }
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
