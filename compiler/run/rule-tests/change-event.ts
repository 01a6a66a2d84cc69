import { isObject, member, withMember, type Json, type JsonObject } from "../../core/json";

/**
 * The event with `value` at a path such as `userIdentity.userName`, whatever was there; objects on the way
 * are made. Undefined where something on the way is there and is no object.
 */
export function withValue(event: JsonObject, path: string, value: Json): JsonObject | undefined {
  return changed(event, path.split("."), (parent, key) => withMember(parent, key, value));
}

/** The event without what is at a path; undefined where nothing is. */
export function withoutValue(event: JsonObject, path: string): JsonObject | undefined {
  return changed(event, path.split("."), (parent, key) =>
    Object.hasOwn(parent, key) ? withMember(parent, key, undefined) : undefined,
  );
}

function changed(
  parent: JsonObject,
  [key = "", ...rest]: readonly string[],
  change: (parent: JsonObject, key: string) => JsonObject | undefined,
): JsonObject | undefined {
  if (rest.length === 0) return change(parent, key);
  const child = member(parent, key) ?? (Object.hasOwn(parent, key) ? null : {});
  const made = isObject(child) ? changed(child, rest, change) : undefined;
  return made && withMember(parent, key, made);
}
