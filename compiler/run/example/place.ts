import { isObject, member, withMember, type Json, type JsonObject } from "../../core/json";
import type { FieldModel } from "../../log-sources/field";
import type { Placed } from "./values";

/** The event with values at their paths, inside arrays where the model has such, or without them. */
export function place(event: JsonObject, placed: readonly Placed[], model: FieldModel): JsonObject {
  return placed.reduce((all, { path, value }) => put(all, path.split("."), 0, value, model), event);
}

function put(
  parent: JsonObject,
  steps: readonly string[],
  at: number,
  value: Json | undefined,
  model: FieldModel,
): JsonObject {
  const step = steps[at]!;
  if (at === steps.length - 1) return withMember(parent, step, value);
  const before = member(parent, step);
  // There is nothing to take away.
  if (value === undefined && !isObject(before) && !Array.isArray(before)) return parent;
  const inArray =
    Array.isArray(before) || model.field(steps.slice(0, at + 1).join(".")).many === "many";
  const inner = Array.isArray(before) ? (before as Json[])[0] : before;
  const object = inner !== undefined && isObject(inner) ? inner : {};
  const changed = put(object, steps, at + 1, value, model);
  return withMember(parent, step, inArray ? [changed] : changed);
}
