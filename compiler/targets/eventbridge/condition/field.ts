import type { FieldModel } from "../../../log-sources/field";
import { stepOf, stepsOf, type Step } from "../../../log-sources/path";
import {
  NULL,
  binary,
  boolean,
  call,
  choice,
  flat,
  joined,
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

/** The record in its envelope; a list of records is none, nor is what the engine takes for a function. */
export const RECORD_LET: Let = {
  name: "d",
  value: choice(
    call("odd", flat(INPUT)),
    text(""),
    choice(binary(call("type", INPUT), "=", text("object")), INPUT),
  ),
};

/** What comes as a record, a list of records gone through. */
export const RECORDS: Jsonata = flat(INPUT);

/** Names that every object of JavaScript answers to, its own or not. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** What a path reaches, arrays among it, as the engine's own paths go through them. */
function reached(field: string): Jsonata {
  return stepsOf(field).map(stepOf).reduce(through, RECORD);
}

function through(of: Jsonata, { key, where }: Step): Jsonata {
  const found = memberOf(of, key);
  if (where === undefined) return found;
  const object = lambda(["e"], binary(call("type", e), "=", text("object")));
  const objects = call("filter", call("plain", flat(found)), object);
  return call("filter", objects, lambda(["e"], isAsked(where)));
}

/** Whether a member of `$e` has a text; no function is called with it, which may be taken for one itself. */
function isAsked({ member, text: wanted }: NonNullable<Step["where"]>): Jsonata {
  const has = (value: Jsonata) =>
    joined("and", [
      binary(binary(text(""), "&", value), "=", text(wanted)),
      binary(value, "!=", NULL),
    ]);
  if (!INHERITED.has(member)) return has(path(e, member));
  const [value, name] = [variable("v"), variable("n")];
  const asked = joined("and", [binary(name, "=", text(member)), has(value)]);
  return call("exists", call("each", e, lambda(["v", "n"], choice(asked, boolean(true)))));
}

function memberOf(of: Jsonata, key: string): Jsonata {
  if (INHERITED.has(key)) return call("own", flat(of), text(key));
  return of.kind === "path" ? path(of.of, ...of.names, key) : path(of, key);
}

/** All values of a field, arrays gone through. */
export function valuesOf(field: string): Jsonata {
  return flat(reached(field));
}

/** The texts that stand for a field: an object's is its JSON where the model knows one there. */
export function textsOf(field: string, model: FieldModel): Jsonata {
  return call(model.field(field).type === "object" ? "wholes" : "texts", valuesOf(field));
}

/** The texts of all scalars of the record, however deep; a list of records has such too. */
export const EVERY_TEXT: Jsonata = call("texts", { kind: "descendants", of: INPUT });
