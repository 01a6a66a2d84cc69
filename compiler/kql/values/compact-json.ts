import { isObject } from "../../core/json";
import type { Json } from "../../core/json";

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
