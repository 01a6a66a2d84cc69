import type { Columns, PairSyntax } from "../ast";
import { valueOfText } from "../values/convert";
import { unsupported } from "../values/error";
import type { Value } from "../values/value";

/** `parse-kv`: the values of the keys that are asked for; of a key that comes twice the first. */
export function parsePairs(
  text: string,
  columns: Columns,
  syntax: PairSyntax,
): ReadonlyMap<string, Value> {
  const { pairDelimiter, kvDelimiter } = syntax;
  const found = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const middle = text.indexOf(kvDelimiter, at);
    if (middle === -1) break;
    // Blanks around a key are none of it, nor is what stands before the last delimiter.
    const before = text.slice(at, middle).trim();
    const cut = before.lastIndexOf(pairDelimiter);
    const key = (cut === -1 ? before : before.slice(cut + pairDelimiter.length)).trim();
    const value = valueAt(text, middle + kvDelimiter.length, syntax);
    if (!found.has(key)) found.set(key, value.text);
    at = value.end;
  }
  return new Map(
    columns.map(({ name, type }) => {
      const value = found.get(name);
      if (value === undefined) return [name, null];
      if (type === "string" && value !== value.trimEnd()) {
        const what = "a value of parse-kv that ends in blanks";
        throw unsupported(what);
      }
      return [name, valueOfText(type, value)];
    }),
  );
}

/** The value that begins there, blanks before it left out, and where the next pair begins. */
function valueAt(
  text: string,
  from: number,
  { pairDelimiter, quotes, escape }: PairSyntax,
): { readonly text: string; readonly end: number } {
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  if (quotes !== undefined && text.startsWith(quotes[0], start)) {
    let value = "";
    for (let at = start + 1; at < text.length; at += 1) {
      if (escape !== undefined && text.startsWith(escape, at)) {
        at += escape.length;
        value += text.charAt(at);
      } else if (text.startsWith(quotes[1], at)) return { text: value, end: at + 1 };
      else value += text.charAt(at);
    }
  }
  const end = text.indexOf(pairDelimiter, start);
  return end === -1
    ? { text: text.slice(start), end: text.length }
    : { text: text.slice(start, end), end: end + pairDelimiter.length };
}
