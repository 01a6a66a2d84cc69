import { complement, PERL_CLASSES, POSIX_CLASSES, type Ranges } from "./characters";
import type { RegexFlags } from "./expression";

/** A regular expression: of its alternatives, what stands in a row in each. */
export type Alternatives = readonly (readonly RegexNode[])[];

/** Flags, of Sigma and inline ones, are part of what they change. */
export type RegexNode =
  | { readonly kind: "group"; readonly alternatives: Alternatives; readonly source: string }
  | Repetition
  | { readonly kind: "character"; readonly code: number; readonly ignoreCase: boolean }
  | CharacterClass
  | { readonly kind: "dot"; readonly dotAll: boolean }
  /** The start or end of the text or, with `lines`, of a line. */
  | { readonly kind: "anchor"; readonly at: "start" | "end"; readonly lines: boolean }
  | { readonly kind: "boundary"; readonly source: string }
  /** An escape, or a class with one, of which nothing more is known: `\pL`, `\C`. */
  | { readonly kind: "other" };

interface Repetition {
  readonly kind: "repetition";
  readonly of: RegexNode;
  readonly min: number;
  /** Infinite where there is no bound. */
  readonly max: number;
  /** As written, without laziness: a search does not depend on it. */
  readonly quantifier: string;
}

/** `[…]`, `\d` and its like. */
export interface CharacterClass {
  readonly kind: "class";
  readonly members: readonly ClassMember[];
  readonly negated: boolean;
  readonly ignoreCase: boolean;
}

/** Characters written as such, or under a name: `\d`, or `[:digit:]`, which is POSIX's. */
interface ClassMember {
  readonly ranges: Ranges;
  readonly name?: "perl" | "posix";
}

/**
 * One construct of RE2 syntax: an escape, a class, a group's beginning, flags, a quantifier with its
 * laziness, or any other character. `{,n}`, which is text to RE2, stays whole.
 */
export const CONSTRUCT =
  /\\x(?:\{\w*\}|[0-9A-Fa-f]{2})|\\[^]|\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?(?:P?<\w+>|[\w-]*[:)])|\{,\d+\}|(?<quantifier>[*+?]|\{\d+(?:,\d*)?\})(?<lazy>\?)?|[^]/gu;

/** The tree of a source that RE2 reads; of any other, some tree. */
export function parseRegexTree(source: string, flags: RegexFlags): Alternatives {
  const whole: RegexNode[][] = [[]];
  let level = { alternatives: whole, flags, start: 0 };
  const outer: (typeof level)[] = [];
  for (const { 0: construct, index, groups } of source.matchAll(CONSTRUCT)) {
    const row = level.alternatives.at(-1)!;
    const quantifier = groups?.["quantifier"];
    if (quantifier !== undefined) {
      const of = row.pop();
      const bounds = boundsOf(quantifier);
      if (of !== undefined) row.push({ kind: "repetition", of, quantifier, ...bounds });
    } else if (construct === "|") {
      level.alternatives.push([]);
    } else if (construct === ")") {
      const { alternatives, start } = level;
      level = outer.pop() ?? level;
      const text = source.slice(start, index + 1);
      level.alternatives.at(-1)!.push({ kind: "group", alternatives, source: text });
    } else if (construct.startsWith("(")) {
      const within = construct.includes("<") ? level.flags : switchFlags(level.flags, construct);
      if (construct.endsWith(")")) level.flags = within;
      else {
        outer.push(level);
        level = { alternatives: [[]], flags: within, start: index };
      }
    } else row.push(...leavesOf(construct, level.flags));
  }
  return whole;
}

function boundsOf(quantifier: string): Pick<Repetition, "min" | "max"> {
  const [least, most] = quantifier.match(/\d+/g) ?? [];
  if (least === undefined) {
    return { min: quantifier === "+" ? 1 : 0, max: quantifier === "?" ? 1 : Infinity };
  }
  const max = most ?? (quantifier.includes(",") ? Infinity : least);
  return { min: Number(least), max: Number(max) };
}

/** `(?i)`, `(?i-s:`. */
function switchFlags(flags: RegexFlags, construct: string): RegexFlags {
  const [on = "", off = ""] = construct.split("-");
  const decide = (letter: string, now: boolean) =>
    (now || on.includes(letter)) && !off.includes(letter);
  return {
    ignoreCase: decide("i", flags.ignoreCase),
    multiLine: decide("m", flags.multiLine),
    dotAll: decide("s", flags.dotAll),
  };
}

function leavesOf(construct: string, flags: RegexFlags): readonly RegexNode[] {
  const { ignoreCase, multiLine, dotAll } = flags;
  switch (construct) {
    case ".":
      return [{ kind: "dot", dotAll }];
    case "^":
    case "$":
      return [{ kind: "anchor", at: construct === "^" ? "start" : "end", lines: multiLine }];
    case "\\A":
    case "\\z":
      return [{ kind: "anchor", at: construct === "\\A" ? "start" : "end", lines: false }];
    case "\\b":
    case "\\B":
      return [{ kind: "boundary", source: construct }];
  }
  if (construct.startsWith("[")) return [classOf(construct, ignoreCase)];
  const perl = PERL_CLASSES.get(/^\\[dswDSW]$/.test(construct) ? construct[1]!.toLowerCase() : "");
  if (perl !== undefined) {
    const negated = /[DSW]/.test(construct);
    return [{ kind: "class", members: [{ ranges: perl, name: "perl" }], negated, ignoreCase }];
  }
  const characters = construct.startsWith("\\") ? [construct] : [...construct];
  return characters.map((each) => {
    const code = codeOf(each);
    return code === undefined ? { kind: "other" } : { kind: "character", code, ignoreCase };
  });
}

const MEMBER = /\[:\^?\w+:\]|\\x(?:\{\w*\}|[0-9A-Fa-f]{2})|\\[^]|[^]/gu;

/** What stands in a class that is one construct: its characters, escapes and named classes. */
export function piecesOfClass(construct: string): { negated: boolean; pieces: readonly string[] } {
  const negated = construct.startsWith("[^");
  return { negated, pieces: construct.slice(negated ? 2 : 1, -1).match(MEMBER) ?? [] };
}

function classOf(construct: string, ignoreCase: boolean): RegexNode {
  const { negated, pieces } = piecesOfClass(construct);
  const members: ClassMember[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const named = namedMember(pieces[at]!);
    const first = named === undefined ? codeOf(pieces[at]!) : undefined;
    const isRange = named === undefined && pieces[at + 1] === "-" && at + 2 < pieces.length;
    if (isRange) at += 2;
    const last = isRange ? codeOf(pieces[at]!) : first;
    if (named !== undefined) members.push(named);
    else if (first === undefined || last === undefined) return { kind: "other" };
    else members.push({ ranges: [[first, last]] });
  }
  return { kind: "class", members, negated, ignoreCase };
}

function namedMember(piece: string): ClassMember | undefined {
  const [, posix, perl] = /^(?:\[:\^?(\w+):\]|\\([dswDSW]))$/.exec(piece) ?? [];
  const ranges = POSIX_CLASSES.get(posix ?? "") ?? PERL_CLASSES.get(perl?.toLowerCase() ?? "");
  if (ranges === undefined) return undefined;
  return {
    ranges: /\^|[DSW]/.test(piece) ? complement(ranges) : ranges,
    name: posix === undefined ? "perl" : "posix",
  };
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** The character that a piece of source stands for; undefined where it is none. */
function codeOf(piece: string): number | undefined {
  const [, hex] = /^\\x\{?([0-9A-Fa-f]+)/.exec(piece) ?? [];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (/^\\[A-Za-z0-9]/.test(piece)) return CONTROLS[piece[1]!];
  const [char = "", ...others] = piece.startsWith("\\") ? piece.slice(1) : piece;
  return others.length === 0 ? char.codePointAt(0) : undefined;
}
