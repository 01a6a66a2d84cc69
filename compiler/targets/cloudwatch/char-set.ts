import { complement, EVERY, type Ranges } from "../../ir/characters";
import { regexLiteral, type Written } from "./escape";

/*
 * Sets of characters as a regex can name them: any of ASCII one by one, and all the others together,
 * since the regexes of a filter hold no character outside ASCII (CloudWatch Logs guide).
 */

const LAST_ASCII = 0x7f;

/** Whether the characters outside ASCII are in the set. */
export function hasOthers(set: Ranges): boolean {
  return (set.at(-1)?.[1] ?? 0) > LAST_ASCII;
}

export function isSame(one: Ranges, other: Ranges): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The set as a regex atom: the character, or a class. A class holds ranges, never `\w` and its like. */
export function writeSet(set: Ranges): Written {
  // No source says whether `.` matches line breaks.
  if (isSame(set, EVERY)) return { kind: "written", text: "[\\s\\S]" };
  const [[first, last] = [0, 0], ...more] = set;
  if (more.length === 0 && first === last) return regexLiteral(String.fromCharCode(first));
  const text = hasOthers(set) ? `[^${members(complement(set))}]` : `[${members(set)}]`;
  return { kind: "written", text };
}

function members(set: Ranges): string {
  return set
    .map(([first, last]) => {
      if (first === last) return member(first);
      return `${member(first)}${last - first > 1 ? "-" : ""}${member(last)}`;
    })
    .join("");
}

function member(code: number): string {
  const char = String.fromCharCode(code);
  return /[A-Za-z0-9_]/.test(char)
    ? char
    : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}
