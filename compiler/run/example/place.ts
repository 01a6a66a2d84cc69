import { isObject, member, withMember, type Json, type JsonObject } from "../../core/json";
import type { FieldModel } from "../../log-sources/field";
import { stepOf, stepsOf } from "../../log-sources/path";
import type { Placed } from "./values";

/** The event with values at their paths, inside arrays where the model has such, or without them. */
export function place(event: JsonObject, placed: readonly Placed[], model: FieldModel): JsonObject {
  return placed.reduce((all, { path, value }) => put(all, stepsOf(path), 0, value, model), event);
}

function put(
  parent: JsonObject,
  steps: readonly string[],
  at: number,
  value: Json | undefined,
  model: FieldModel,
): JsonObject {
  const { key: step, where } = stepOf(steps[at]!);
  if (at === steps.length - 1) return withMember(parent, step, value);
  const before = member(parent, step);
  // There is nothing to take away.
  if (value === undefined && !isObject(before) && !Array.isArray(before)) return parent;
  const inArray =
    where !== undefined ||
    Array.isArray(before) ||
    model.field(steps.slice(0, at + 1).join(".")).many === "many";
  const elements: readonly Json[] = Array.isArray(before) ? before : [];
  const inner = Array.isArray(before)
    ? elements.find((each) => where === undefined || member(each, where.member) === where.text)
    : before;
  const asked = where === undefined ? {} : { [where.member]: where.text };
  const object = inner !== undefined && isObject(inner) ? inner : asked;
  const changed = put(object, steps, at + 1, value, model);
  return withMember(parent, step, inArray ? [changed] : changed);
}
