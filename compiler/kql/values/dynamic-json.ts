import { isObject, member } from "../../core/json";
import type { Json } from "../../core/json";
import { realText } from "./scalars";

type Pending = { readonly text: string } | { readonly value: Json };

/** Compact JSON text, keys in their own order. Does not recurse: any depth is written. */
export function compactJson(root: Json): string {
  let json = "";
  const pending: Pending[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) {
      json += next.text;
      continue;
    }
    const { value } = next;
    if (isObject(value)) {
      const parts = Object.entries(value).flatMap(([key, inner], index): Pending[] => [
        { text: `${index === 0 ? "" : ","}${JSON.stringify(key)}:` },
        { value: inner },
      ]);
      pushReversed(pending, [{ text: "{" }, ...parts, { text: "}" }]);
    } else if (typeof value === "object" && value !== null) {
      const parts = value.flatMap((inner, index): Pending[] =>
        index === 0 ? [{ value: inner }] : [{ text: "," }, { value: inner }],
      );
      pushReversed(pending, [{ text: "[" }, ...parts, { text: "]" }]);
    } else {
      json += JSON.stringify(value);
    }
  }
  return json;
}

function pushReversed(pending: Pending[], parts: readonly Pending[]): void {
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    if (part !== undefined) pending.push(part);
  }
}

/**
 * `parse_json`: the JSON value; null of the empty string; a text that is not JSON stays the string it
 * is (kusto cases dynamic-json-0014#1, dynamic-json-0014#3, dynamic-json-0022#1).
 */
export function parseDynamic(text: string): Json {
  if (text === "") return null;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** `tostring` of a dynamic: `""` of null, a string itself, anything else its JSON text. */
export function dynamicText(value: Json): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" && !Number.isInteger(value)) return realText(value);
  return compactJson(value);
}

/** A property: null where there is none (t1-dynamic-json-0002, null-and-edge-0024#2). */
export function dynamicMember(value: Json, name: string): Json {
  return member(value, name) ?? null;
}

/** `bag_has_key`: whether the object has the key; null of anything but an object (KQL reference). */
export function dynamicHasKey(value: Json, key: string): boolean | null {
  return isObject(value) ? Object.hasOwn(value, key) : null;
}

/** An element; negative counts from the end, null outside (dynamic-json-0040#1, t1-dynamic-json-0001). */
export function dynamicElement(value: Json, index: number): Json {
  if (typeof value !== "object" || value === null || isObject(value)) return null;
  return value.at(index) ?? null;
}

/** `array_length`: null of anything but an array (t1-dynamic-json-0000). */
export function dynamicLength(value: Json): bigint | null {
  if (typeof value !== "object" || value === null || isObject(value)) return null;
  return BigInt(value.length);
}

/** `gettype` of a dynamic (null-and-edge-0024#2, b-gettype-scalar, dynamic-json-0024#1). */
export function dynamicType(value: Json): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) ? "long" : "double";
    case "object":
      return isObject(value) ? "dictionary" : "array";
  }
}
