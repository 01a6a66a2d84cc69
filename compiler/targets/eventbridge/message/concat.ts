import { binary, text, type Jsonata } from "../jsonata/ast";

/** Parts in a row, as a balanced tree; nothing is added for a part that is nothing. */
export function concat(parts: readonly Jsonata[]): Jsonata {
  const [first, second] = parts;
  if (first === undefined) return text("");
  if (second === undefined) return first;
  const middle = Math.ceil(parts.length / 2);
  return binary(concat(parts.slice(0, middle)), "&", concat(parts.slice(middle)));
}
