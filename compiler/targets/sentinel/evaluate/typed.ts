import { KqlError } from "../../../kql/values/error";
import type { Row } from "../../../kql/values/row";
import type { ScalarType, Value } from "../../../kql/values/value";

/** An expression made ready: its type, and its value for a row, in the form of that type. */
export interface Typed {
  readonly type: ScalarType;
  readonly run: (row: Row) => Value;
}

export function typeError(what: string): KqlError {
  return new KqlError("type", what);
}

/** What an operator or a function takes: a type, or `text` for a string or a dynamic, read as its text. */
export type Taken = ScalarType | "text";

/** The value, held to be of a type; throws a `KqlError`, `type`, for one of another. */
export function taking(taken: Taken, value: Typed, what: string): Typed {
  const fits =
    value.type === taken || (taken === "text" && ["string", "dynamic"].includes(value.type));
  if (fits) return value;
  throw typeError(`${what} takes a ${taken === "text" ? "string" : taken}, not a ${value.type}`);
}
