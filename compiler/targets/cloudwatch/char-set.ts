import { regexLiteral, type Written } from "./escape";

/**
 * A set of characters as a regex can name it: any of ASCII one by one, and all the others together,
 * since the regexes of a filter hold no character outside ASCII (CloudWatch Logs guide).
 */
export interface CharSet {
  /** A bit for each code from 0 to 127. */
  readonly ascii: bigint;
  /** Whether every character outside ASCII is in the set. */
  readonly others: boolean;
}

const ALL_ASCII = (1n << 128n) - 1n;

export const EVERY: CharSet = { ascii: ALL_ASCII, others: true };
export const NONE: CharSet = { ascii: 0n, others: false };

/** The characters with codes from `low` to `high`, both below 128. */
export function range(low: number, high: number = low): CharSet {
  return { ascii: (1n << BigInt(high + 1)) - (1n << BigInt(low)), others: false };
}

export function union(...sets: readonly CharSet[]): CharSet {
  return {
    ascii: sets.reduce((ascii, set) => ascii | set.ascii, 0n),
    others: sets.some(({ others }) => others),
  };
}

export function complement({ ascii, others }: CharSet): CharSet {
  return { ascii: ALL_ASCII ^ ascii, others: !others };
}

const UPPER = range(0x41, 0x5a).ascii;
const LOWER = range(0x61, 0x7a).ascii;
const CASE_BIT = 0x20n;

/** The set with both cases of each of its ASCII letters. */
export function foldSet({ ascii, others }: CharSet): CharSet {
  return { ascii: ascii | ((ascii & UPPER) << CASE_BIT) | ((ascii & LOWER) >> CASE_BIT), others };
}

export function isSame(one: CharSet, other: CharSet): boolean {
  return one.ascii === other.ascii && one.others === other.others;
}

export function isEmpty(set: CharSet): boolean {
  return isSame(set, NONE);
}

/** The set's codes in order; without those outside ASCII. */
export function codesOf({ ascii }: CharSet): readonly number[] {
  return Array.from({ length: 128 }, (_, code) => code).filter(
    (code) => (ascii >> BigInt(code)) & 1n,
  );
}

/** The set as a regex atom: the character, or a class. A class holds ranges, never `\w` and its like. */
export function writeSet(set: CharSet): Written {
  const codes = codesOf(set);
  const [only] = codes;
  // No source says whether `.` matches line breaks.
  if (isSame(set, EVERY)) return { kind: "written", text: "[\\s\\S]" };
  if (!set.others && codes.length === 1 && only !== undefined) {
    return regexLiteral(String.fromCharCode(only));
  }
  const text = set.others ? `[^${members(complement(set))}]` : `[${members(set)}]`;
  return { kind: "written", text };
}

function members(set: CharSet): string {
  const codes = codesOf(set);
  let text = "";
  for (let at = 0; at < codes.length; at += 1) {
    const first = codes[at] ?? 0;
    let last = first;
    while (codes[at + 1] === last + 1) [at, last] = [at + 1, last + 1];
    const between = last - first > 1 ? "-" : "";
    text += last === first ? member(first) : `${member(first)}${between}${member(last)}`;
  }
  return text;
}

function member(code: number): string {
  const char = String.fromCharCode(code);
  return /[A-Za-z0-9_]/.test(char)
    ? char
    : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}
