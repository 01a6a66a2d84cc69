/** A JSON value, as `JSON.parse` reads it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The value of an own property; `undefined` where it is missing. Inherited names such as
 * `constructor` are missing, unless the document holds them.
 */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (!isObject(value)) return undefined;
  // Most keys that are asked for are missing, which is quicker to see so than by `hasOwn`.
  const found = value[key];
  return found !== undefined && Object.hasOwn(value, key) ? found : undefined;
}

/** Reads the value at a dotted path through objects; `undefined` where it is missing. */
export function readerOf(path: string): (value: Json | undefined) => Json | undefined {
  const steps = path.split(".");
  const [step = ""] = steps;
  return steps.length === 1
    ? (value) => member(value, step)
    : (value) => steps.reduce<Json | undefined>(member, value);
}

/** A copy with another member, or without it: `__proto__` is a name like any other. */
export function withMember(parent: JsonObject, key: string, value: Json | undefined): JsonObject {
  const entries = Object.entries(parent);
  const isThere = Object.hasOwn(parent, key);
  const changed = entries.flatMap(([name, each]): [string, Json][] =>
    name !== key ? [[name, each]] : value === undefined ? [] : [[name, value]],
  );
  const added: [string, Json][] = isThere || value === undefined ? [] : [[key, value]];
  return Object.fromEntries([...changed, ...added]);
}
