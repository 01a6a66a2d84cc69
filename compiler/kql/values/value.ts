import { dynamicText, isArray, isBag, type DynamicJson } from "./dynamic";
import { KqlError } from "./error";
import { boolText, realText } from "./scalars";
import { datetimeText, timespanText, type Datetime, type Timespan } from "./time";

/** KQL's scalar types, as far as they are evaluated here. */
export const SCALAR_TYPES = [
  "bool",
  "int",
  "long",
  "real",
  "string",
  "datetime",
  "timespan",
  "dynamic",
] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];

/** A dynamic value that is not null: a null one is null. */
export interface Dynamic {
  readonly kind: "dynamic";
  readonly json: Exclude<DynamicJson, null>;
}

/**
 * What a cell holds. A whole number is a bigint, a real a number. A string is never null: the one
 * place that sees to it is `conform`.
 */
export type Value = null | boolean | bigint | number | string | Datetime | Timespan | Dynamic;

/** A row of a table, by column name: names are unique in a table. */
export type Row = ReadonlyMap<string, Value>;

export function dynamic(json: DynamicJson): Dynamic | null {
  return json === null ? null : { kind: "dynamic", json };
}

/** What a value is inside a dynamic one. */
export function jsonOf(value: Value): DynamicJson {
  return isDynamic(value) ? value.json : value;
}

export function isDynamic(value: Value): value is Dynamic {
  return typeof value === "object" && value !== null && value.kind === "dynamic";
}

/** A dynamic that holds a scalar, as that scalar; everything else as it is. */
export function unwrap(value: Value): Value {
  if (!isDynamic(value)) return value;
  const { json } = value;
  return isArray(json) || isBag(json) ? value : json;
}

const INT_MAX = 2n ** 31n - 1n;

/** A computed value as its type writes it: no null strings, whole numbers within their bits. */
export function conform(type: ScalarType, value: Value): Value {
  switch (type) {
    case "string":
      return value === null ? "" : value;
    case "dynamic":
      return dynamic(jsonOf(value));
    case "real":
      return typeof value === "bigint" ? Number(value) : value;
    case "long":
      return typeof value === "bigint" ? BigInt.asIntN(64, value) : value;
    case "int":
      // Beyond 32 bits there is no int: null (type-casts-coercion-0005#1).
      return typeof value === "bigint" && (value > INT_MAX || value < -INT_MAX - 1n) ? null : value;
    case "bool":
    case "datetime":
    case "timespan":
      return value;
  }
}

/** `tostring`: the text of any value. */
export function textOf(value: Value): string {
  if (value === null) return "";
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return boolText(value);
    case "bigint":
      return value.toString();
    case "number":
      return realText(value);
    case "object":
      switch (value.kind) {
        case "datetime":
          return datetimeText(value);
        case "timespan":
          return timespanText(value);
        case "dynamic":
          return dynamicText(value.json);
      }
  }
}

export function longOf(value: Value): bigint | null {
  const plain = unwrap(value);
  if (plain === null) return null;
  if (typeof plain === "bigint") return plain;
  throw new KqlError("unsupported", `a whole number is needed, not ${describe(plain)}`);
}

export function realOf(value: Value): number | null {
  const plain = unwrap(value);
  if (plain === null) return null;
  if (typeof plain === "number" || typeof plain === "bigint") return Number(plain);
  throw new KqlError("unsupported", `a number is needed, not ${describe(plain)}`);
}

export function boolOf(value: Value): boolean | null {
  const plain = unwrap(value);
  if (plain === null || typeof plain === "boolean") return plain;
  throw new KqlError("unsupported", `a bool is needed, not ${describe(plain)}`);
}

/** The elements of a dynamic array; null for anything else. */
export function arrayOf(value: Value): readonly DynamicJson[] | null {
  const json = jsonOf(value);
  return isArray(json) ? json : null;
}

/** The entries of a dynamic object; null for anything else. */
export function bagOf(value: Value): ReadonlyMap<string, DynamicJson> | null {
  const json = jsonOf(value);
  return isBag(json) ? json : null;
}

/** What a value is expanded to: a null or a scalar to itself (null-and-edge-0026#2). */
export function itemsOf(value: Value, bags: "bag" | "array"): readonly Value[] {
  const array = arrayOf(value);
  if (array !== null) return array.map(dynamic);
  const bag = bagOf(value);
  if (bag !== null) {
    return [...bag].map(([key, item]) =>
      dynamic(bags === "array" ? [key, item] : new Map([[key, item]])),
    );
  }
  return [value];
}

/** A property; null where there is none (t1-dynamic-json-0002, null-and-edge-0024#2). */
export function memberOf(of: Value, name: string): Value {
  const json = jsonOf(of);
  return isBag(json) ? dynamic(json.get(name) ?? null) : null;
}

/** An element; negative counts from the end, null outside (dynamic-json-0040#1, t1-dynamic-json-0001). */
export function elementOf(of: Value, index: number): Value {
  const json = jsonOf(of);
  return isArray(json) ? dynamic(json.at(index) ?? null) : null;
}

export function describe(value: Value): string {
  if (value === null) return "null";
  return typeof value === "object" ? `a ${value.kind}` : `a ${typeof value}`;
}

/** A text that only equal values share: what groups, sets and joins are keyed by. */
export function keyOf(values: readonly Value[]): string {
  return JSON.stringify(
    values.map((value) => {
      if (value === null) return null;
      const plain = unwrap(value);
      if (typeof plain === "number" && Number.isInteger(plain)) return ["bigint", `${plain}`];
      return [typeof plain, textOf(plain)];
    }),
  );
}
