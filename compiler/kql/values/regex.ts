import { RE2JS, RE2JSSyntaxException } from "re2js";

import { KqlError, unsupported } from "./error";

/** A compiled pattern of `matches regex`, `extract` or `indexof_regex`. */
export interface Regex {
  /** Whether it matches anywhere: patterns are not anchored. */
  readonly matches: (text: string) => boolean;
  /** The text of a group, `""` without a match or a part in it (string-ops-0031#1, -0009#3). */
  readonly extract: (group: number, text: string) => string;
  /** Where the first match starts, in characters; -1 without one. */
  readonly indexIn: (text: string) => bigint;
}

/** The Unicode classes that the engine gives its Perl classes, as the inside of a bracket. */
const PERL_CLASSES: ReadonlyMap<string, string> = new Map([
  ["d", "\\p{Nd}"],
  ["w", "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\\x{24b6}-\\x{24e9}\\x{200c}\\x{200d}"],
  ["s", "\\t\\n\\x{0b}\\f\\r\\x{85}\\p{Z}"],
]);

/**
 * Compiles a KQL regular expression for RE2, with two differences of the engine made up for: `\d`,
 * `\w` and `\s` are Unicode classes (string-ops-0026#3: `\d` matches a full-width digit), and a
 * bracket may hold another. Throws a `KqlError`: `type` for a pattern that is none, `unsupported` for
 * brackets in brackets, set operations and `\Q`, where RE2 would read something else. `\b` knows
 * ASCII letters only.
 */
export function regexOf(pattern: string): Regex {
  const compiled = re2Of(pattern);
  return {
    matches: (text) => compiled.matcher(text).find(),
    extract: (group, text) => {
      const matcher = compiled.matcher(text);
      if (!matcher.find() || group > matcher.groupCount()) return "";
      return matcher.group(group) ?? "";
    },
    indexIn: (text) => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? BigInt([...text.slice(0, matcher.start())].length) : -1n;
    },
  };
}

/** The same for RE2 itself: for what asks for every match. */
export function re2Of(pattern: string): RE2JS {
  try {
    return RE2JS.compile(toRe2(pattern));
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw new KqlError("type", error.message);
    throw error;
  }
}

const NAMED_CLASS = /\[:\^?[a-z]+:\]/y;
const BRACKET_START = /\[\^?\]?/y;
const SET_OPERATION = /&&|--|~~/y;

function toRe2(pattern: string): string {
  let re2 = "";
  let inBracket = false;
  let position = 0;
  const take = (regex: RegExp): string | undefined => {
    regex.lastIndex = position;
    return regex.exec(pattern)?.[0];
  };
  while (position < pattern.length) {
    const char = pattern.charAt(position);
    let taken = char;
    let written = char;
    if (char === "\\") {
      taken = pattern.slice(position, position + 2);
      written = escapeToRe2(taken, inBracket);
    } else if (!inBracket && char === "[") {
      taken = written = take(BRACKET_START) ?? char;
      inBracket = true;
    } else if (inBracket && char === "[") {
      const named = take(NAMED_CLASS);
      if (named === undefined) throw refused("a bracket in a bracket");
      taken = written = named;
    } else if (inBracket && char === "]") {
      inBracket = false;
    } else if (inBracket && take(SET_OPERATION) !== undefined) {
      throw refused("a set operation");
    }
    re2 += written;
    position += taken.length;
  }
  return re2;
}

function escapeToRe2(escape: string, inBracket: boolean): string {
  const letter = escape.charAt(1);
  if (letter === "Q") throw refused("\\Q");
  const inside = PERL_CLASSES.get(letter);
  if (inside !== undefined) return inBracket ? inside : `[${inside}]`;
  const complement = PERL_CLASSES.get(letter.toLowerCase());
  if (complement === undefined) return escape;
  if (inBracket) throw refused(`${escape} in a bracket`);
  return `[^${complement}]`;
}

function refused(what: string): KqlError {
  return unsupported(`${what} in a regular expression`);
}
