import { isAscii } from "../../core/fold-case";

/**
 * The string operators of KQL. A character is a Unicode code point (string-ops-0009#1: one emoji has
 * length 1).
 */

/** A character mapped alone; kept where that would give several, or ASCII out of non-ASCII. */
function simpleCase(char: string, mapped: string): string {
  if ([...mapped].length !== 1) return char;
  return isAscii(mapped) && !isAscii(char) ? char : mapped;
}

function mapCase(text: string, map: (text: string) => string): string {
  // Most text of a log: mapped in one go.
  if (isAscii(text)) return map(text);
  let result = "";
  for (const char of text) result += simpleCase(char, map(char));
  return result;
}

/** `toupper`: character by character, so `ß` stays (string-ops-0009#2, -0027#1, -0042#2). */
export function upper(text: string): string {
  return mapCase(text, (char) => char.toUpperCase());
}

/** `tolower`, likewise (string-ops-0005#3). */
export function lower(text: string): string {
  return mapCase(text, (char) => char.toLowerCase());
}

/**
 * What two strings must share to be equal under `=~`, `in~` and the operators without `_cs`: .NET's
 * OrdinalIgnoreCase, the simple upper case of each character. `Straße` equals `straße` and not
 * `STRASSE` (string-ops-0008#1); full-width and composed letters keep apart from ASCII ones
 * (string-ops-0033#2, string-ops-0006#1); dotless `ı` and long `ſ` do not fold to `I` and `S`.
 * @alias
 */
export const fold = upper;

const ALPHANUMERIC = /[\p{L}\p{N}]/u;

/**
 * `has`: the needle occurs where its outer characters, if alphanumeric, do not run on into
 * alphanumeric neighbours (string-ops-0002#2, -0003#1, -0005#1). Every text has the empty needle
 * (t1-string-ops-0022).
 */
export function hasTerm(text: string, needle: string): boolean {
  if (needle === "") return true;
  const chars = [...text];
  const wanted = [...needle];
  const isWord = (char: string | undefined) => char !== undefined && ALPHANUMERIC.test(char);
  const opens = isWord(wanted[0]);
  const closes = isWord(wanted.at(-1));
  for (let start = 0; start + wanted.length <= chars.length; start++) {
    const end = start + wanted.length;
    if (
      !(opens && isWord(chars[start - 1])) &&
      !(closes && isWord(chars[end])) &&
      wanted.every((char, index) => chars[start + index] === char)
    ) {
      return true;
    }
  }
  return false;
}

export function length(text: string): bigint {
  return BigInt([...text].length);
}

/**
 * `substring`: a negative start counts from the end, and gives nothing where it reaches beyond the
 * beginning; so does a negative length (string-ops-0023#2, -0018#1, null-and-edge-0036#2).
 */
export function substring(text: string, start: bigint, count: bigint | undefined): string {
  const chars = [...text];
  const size = BigInt(chars.length);
  const from = start < 0n ? size + start : start;
  const to = count === undefined || from + count > size ? size : from + count;
  return from < 0n || from >= to ? "" : chars.slice(Number(from), Number(to)).join("");
}

/**
 * `translate`: each character of `search` becomes the one at its place in `replacement`, whose last
 * stands for all that lack one; with no replacement they go (KQL reference, translate()).
 */
export function translate(search: string, replacement: string, text: string): string {
  const targets = [...replacement];
  const map = new Map<string, string>();
  [...search].forEach((char, index) => {
    if (!map.has(char)) map.set(char, targets[index] ?? targets.at(-1) ?? "");
  });
  let result = "";
  for (const char of text) result += map.get(char) ?? char;
  return result;
}
