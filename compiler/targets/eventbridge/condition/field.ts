import type { FieldModel } from "../../../log-sources/field";
import { stepOf, stepsOf, type Step } from "../../../log-sources/path";
import {
  binary,
  call,
  choice,
  lambda,
  path,
  text,
  variable,
  type Jsonata,
  type Let,
} from "../jsonata/ast";

const INPUT = path(variable("states"), "input", "detail");
const RECORD = variable("d");
const e = variable("e");

/** The record in its envelope; a list of records is none. */
export const RECORD_LET: Let = {
  name: "d",
  value: choice(binary(call("type", INPUT), "=", text("object")), INPUT),
};

/** Names that every object of JavaScript answers to, its own or not. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** What a path reaches, arrays among it, as the engine's own paths go through them. */
export function reached(field: string): Jsonata {
  return stepsOf(field).map(stepOf).reduce(through, RECORD);
}

function through(of: Jsonata, { key, where }: Step): Jsonata {
  const found = memberOf(of, key);
  if (where === undefined) return found;
  const asked = lambda(
    ["e"],
    binary(call("textOf", memberOf(e, where.member)), "=", text(where.text)),
  );
  const object = lambda(["e"], binary(call("type", e), "=", text("object")));
  return call("filter", call("filter", call("values", found), object), asked);
}

function memberOf(of: Jsonata, key: string): Jsonata {
  if (INHERITED.has(key)) return call("own", of, text(key));
  return of.kind === "path" ? path(of.of, ...of.names, key) : path(of, key);
}

/** All values of a field, arrays gone through. */
export function valuesOf(field: string): Jsonata {
  return call("values", reached(field));
}

/** The texts that stand for a field: an object's is its JSON where the model knows one there. */
export function textsOf(field: string, model: FieldModel): Jsonata {
  return call(model.field(field).type === "object" ? "wholes" : "texts", reached(field));
}

/** The texts of all scalars of the record, however deep; a list of records has such too. */
export const EVERY_TEXT: Jsonata = call(
  "map",
  { kind: "descendants", of: INPUT },
  variable("textOf"),
);
