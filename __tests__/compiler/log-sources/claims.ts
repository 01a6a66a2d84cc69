import { isIP } from "node:net";

import { foldCase } from "../../../compiler/core/fold-case";
import { isObject, member, type Json } from "../../../compiler/core/json";
import { listed } from "../../../compiler/log-sources/calls";
import type { Field, FieldModel, Spelling } from "../../../compiler/log-sources/field";
import { datePart } from "../../../compiler/reference/date-part";

/** A claim of the field model that an event contradicts, as `path: claim (what was found)`. */
export type Contradiction = string;

/** Every claim of the model that the event contradicts, in the order of the model's paths. */
export function contradictions(event: Json, model: FieldModel): readonly Contradiction[] {
  return model.paths.flatMap((path) => {
    const field = model.field(path);
    const values = valuesAt(event, path.split("."));
    const missing = values.length === 0 && field.presence === "always";
    const found = values.flatMap((value) => contradicted(field, value));
    return [...(missing ? ["always (missing)"] : []), ...new Set(found)].map(
      (claim) => `${path}: ${claim}`,
    );
  });
}

/** What the model of the event's own call says against the values at paths, and at what holds them. */
export function callContradictions(
  event: Json,
  paths: readonly string[],
  model: FieldModel,
): readonly Contradiction[] {
  const { byCall } = model;
  if (byCall === undefined) return [];
  const textAt = (path: string) => {
    const text = member(event, path);
    return typeof text === "string" ? listed([foldCase(text)]) : listed([]);
  };
  const given = byCall.given([{ service: textAt(byCall.service), name: textAt(byCall.name) }]);
  const prefixes = paths.flatMap((path) => {
    const steps = path.split(".");
    return steps.map((_, index) => steps.slice(0, index + 1).join("."));
  });
  return [...new Set(prefixes)].flatMap((path) => {
    const field = given.field(path);
    if (field.ground !== "documented") return [];
    return valuesAt(event, path.split(".")).flatMap((value) =>
      contradicted(field, value).map((claim) => `${path}: ${claim}`),
    );
  });
}

/** The values at a path, through whatever arrays are on the way; without the model's help. */
function valuesAt(value: Json, [step, ...rest]: readonly string[]): readonly Json[] {
  if (step === undefined) return [value];
  if (Array.isArray(value)) {
    return value.flatMap((each: Json) => valuesAt(each, [step, ...rest]));
  }
  const next = member(value, step);
  return next === undefined ? [] : valuesAt(next, rest);
}

/** What the facts of a field say against a value at its path. */
export function contradicted(field: Field, value: Json): readonly string[] {
  if (value === null) return field.nullable ? [] : ["not nullable (null)"];
  if (!hasType(field, value)) {
    const kind = field.many === "many" ? `${field.type}s` : field.type;
    return [`${kind} (${JSON.stringify(value).slice(0, 24)})`];
  }
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
  return texts.flatMap((text) => [
    ...(text === "" && !field.empty ? ["not empty (empty)"] : []),
    // eslint-disable-next-line no-control-regex
    ...(field.ascii && /[^\x00-\x7f]/.test(text) ? [`ascii (${text})`] : []),
    ...(text === "" || isHeld(field.holds, text) ? [] : [`${field.holds} (${text})`]),
    ...(text === "" || isSpelled(field.spelling, text) ? [] : [`${field.spelling.kind} (${text})`]),
  ]);
}

/** Whether a value is of the type that the facts tell, one or many as they tell. */
export function hasType(field: Field, value: Json): boolean {
  if (Array.isArray(value)) {
    return field.many !== "one" && value.every((each: Json) => isOfType(field, each));
  }
  return field.many !== "many" && isOfType(field, value);
}

function isOfType({ type }: Field, value: Json): boolean {
  switch (type) {
    case "string":
    case "boolean":
    case "number":
      return typeof value === type;
    case "object":
      return isObject(value);
    case "scalar":
      return typeof value !== "object";
    case "mixed":
    case "unknown":
      return true;
  }
}

/**
 * Whether AWS's spelling is what the model says. Of an identifier it says that one value has one
 * spelling: what has the shape in another case only is a contradiction, what is nothing like it
 * (`redacted`, a region that an anonymiser made up) is not.
 */
function isSpelled(spelling: Spelling, text: string): boolean {
  switch (spelling.kind) {
    case "free":
      return true;
    case "lower":
      return text === text.toLowerCase();
    case "identifier":
      return spelling.shape.test(text) || !new RegExp(spelling.shape.source, "i").test(text);
    case "closed":
      return spelling.values.includes(text);
  }
}

/**
 * Whether the text is what the field holds. Four numbers with dots pass for an address: one of the
 * anonymisers writes numbers that no address has.
 */
function isHeld(holds: Field["holds"], text: string): boolean {
  switch (holds) {
    case undefined:
      return true;
    case "address":
      return isIP(text) !== 0 || /^(\d+\.){3}\d+$/.test(text) || !/^\d+\.|^[\da-f]*:/i.test(text);
    case "time":
      return datePart(text, "year") !== undefined;
  }
}
