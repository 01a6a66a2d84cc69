import type { Json } from "../../../core/json";
import { dynamicText } from "../../../kql/values/dynamic-json";
import { KqlError, unsupported } from "../../../kql/values/error";
import type { Row } from "../../../kql/values/row";
import {
  boolOfText,
  boolText,
  longOfReal,
  longOfText,
  realOfText,
  realText,
} from "../../../kql/values/scalars";

/**
 * A compiled expression: its type, and its value for a row. Strings are never null; every other type
 * may be. A datetime is milliseconds since 1970, a timespan milliseconds; a null dynamic is JSON null.
 */
export type Typed =
  | { readonly type: "string"; readonly run: (row: Row) => string }
  | { readonly type: "bool"; readonly run: (row: Row) => boolean | null }
  | { readonly type: "long"; readonly run: (row: Row) => bigint | null }
  | { readonly type: "real"; readonly run: (row: Row) => number | null }
  | { readonly type: "dynamic"; readonly run: (row: Row) => Json }
  | { readonly type: "datetime"; readonly run: (row: Row) => number | null }
  | { readonly type: "timespan"; readonly run: (row: Row) => number | null };

export type TypeName = Typed["type"];
export type OfType<T extends TypeName> = Extract<Typed, { readonly type: T }>;

export function typeError(what: string): KqlError {
  return new KqlError("type", what);
}

/** The text of a string or of a dynamic: what the string operators and functions work on. */
export function textOf(value: Typed, what: string): (row: Row) => string {
  if (value.type === "string") return value.run;
  if (value.type === "dynamic") return (row) => dynamicText(value.run(row));
  throw typeError(`${what} takes a string, not a ${value.type}`);
}

export function boolOf(value: Typed, what: string): (row: Row) => boolean | null {
  if (value.type !== "bool") throw typeError(`${what} takes a bool, not a ${value.type}`);
  return value.run;
}

export function longOf(value: Typed, what: string): (row: Row) => bigint | null {
  if (value.type !== "long") throw typeError(`${what} takes a long, not a ${value.type}`);
  return value.run;
}

export function dynamicOf(value: Typed, what: string): (row: Row) => Json {
  if (value.type !== "dynamic") throw typeError(`${what} takes a dynamic, not a ${value.type}`);
  return value.run;
}

/** Applies a function to what may be null: null in, null out. */
function lift<A, B>(run: (row: Row) => A | null, apply: (value: A) => B | null) {
  return (row: Row): B | null => {
    const value = run(row);
    return value === null ? null : apply(value);
  };
}

/** `tostring`: `""` of null (b-tostring-null, null-and-edge-0006#3); dynamics keep JSON's spelling. */
export function toText(value: Typed): (row: Row) => string {
  switch (value.type) {
    case "string":
    case "dynamic":
      return textOf(value, "tostring");
    case "bool": {
      const text = lift(value.run, boolText);
      return (row) => text(row) ?? "";
    }
    case "long": {
      const text = lift(value.run, String);
      return (row) => text(row) ?? "";
    }
    case "real": {
      const text = lift(value.run, realText);
      return (row) => text(row) ?? "";
    }
    case "datetime":
    case "timespan":
      throw unsupported(`tostring of a ${value.type}`);
  }
}

/** `tolong` (type-casts-coercion-0014#2 and -0043#3 for dynamics). */
export function toLong(value: Typed): (row: Row) => bigint | null {
  switch (value.type) {
    case "string":
      return lift(value.run, longOfText);
    case "bool":
      return lift(value.run, (bool) => (bool ? 1n : 0n));
    case "long":
      return value.run;
    case "real":
      return lift(value.run, longOfReal);
    case "dynamic":
      return lift(value.run, (json) => {
        if (typeof json === "string") return longOfText(json);
        if (typeof json === "boolean") return json ? 1n : 0n;
        return typeof json === "number" ? longOfReal(json) : null;
      });
    case "datetime":
    case "timespan":
      throw unsupported(`tolong of a ${value.type}`);
  }
}

/** `toreal` (type-casts-coercion-0014#2 and -0043#3 for dynamics). */
export function toReal(value: Typed): (row: Row) => number | null {
  switch (value.type) {
    case "string":
      return lift(value.run, realOfText);
    case "bool":
      return lift(value.run, Number);
    case "long":
      return lift(value.run, Number);
    case "real":
      return value.run;
    case "dynamic":
      return lift(value.run, (json) => {
        if (typeof json === "string") return realOfText(json);
        return typeof json === "number" || typeof json === "boolean" ? Number(json) : null;
      });
    case "datetime":
    case "timespan":
      throw unsupported(`toreal of a ${value.type}`);
  }
}

/** `tobool` (type-casts-coercion-0018#2, -0014#2, -0043#3, dynamic-json-0040#2). */
export function toBool(value: Typed): (row: Row) => boolean | null {
  switch (value.type) {
    case "string":
      return lift(value.run, boolOfText);
    case "bool":
      return value.run;
    case "long":
      return lift(value.run, (long) => long !== 0n);
    case "real":
      return lift(value.run, (real) => real !== 0);
    case "dynamic":
      return lift(value.run, (json) => {
        if (typeof json === "string") return boolOfText(json);
        if (typeof json === "number") return json !== 0;
        return typeof json === "boolean" ? json : null;
      });
    case "datetime":
    case "timespan":
      throw typeError(`tobool does not take a ${value.type}`);
  }
}
