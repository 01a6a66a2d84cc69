import type { RegexFlags } from "../../ir/expression";
import { complement, EVERY, foldSet, isEmpty, NONE, range, union, type CharSet } from "./char-set";
import { refused, type Refused } from "./escape";

/*
 * Regexes of RE2 as alternatives without groups, because the regexes of a filter have none: a choice
 * inside a sequence is multiplied out, a group that repeats is written as often as it can. What stays
 * is equal for a search; what has no such form is refused.
 */

/** An alternative: what stands in a row, at the start or end of the text where it says so. */
export interface Branch {
  readonly fromStart: boolean;
  readonly pieces: readonly Piece[];
  readonly toEnd: boolean;
}

/** One character of a set, `min` to `max` times; `max` may be infinite. */
export interface Piece {
  readonly set: CharSet;
  readonly min: number;
  readonly max: number;
}

/** Alternatives and pieces that one regex may come to. Our own bounds; a pattern has 1,024 characters. */
const MAX_BRANCHES = 64;
const MAX_PIECES = 1000;

type Item = Piece | "start" | "end";
type Sequences = readonly (readonly Item[])[];

/** The alternatives of a regex in RE2 syntax; none where it can match nothing. */
export function branchesOf(source: string, flags: RegexFlags): readonly Branch[] | Refused {
  const reader: Reader = { source, at: 0 };
  const sequences = readAlternatives(reader, flags);
  if ("kind" in sequences) return sequences;
  if (reader.at < source.length) return refused("a parenthesis of the regex closes nothing");
  const branches: Branch[] = [];
  for (const items of sequences) {
    const branch = branchOf(items);
    if ("kind" in branch) return branch;
    if (!branch.pieces.some(({ set }) => isEmpty(set))) branches.push(branch);
  }
  return branches;
}

interface Reader {
  readonly source: string;
  at: number;
}

function branchOf(items: readonly Item[]): Branch | Refused {
  const first = items.findIndex((item) => item !== "start");
  const inner = first === -1 ? [] : items.slice(first);
  const last = inner.findIndex((item) => item === "end");
  const pieces = (last === -1 ? inner : inner.slice(0, last)).filter((item) => isPiece(item));
  const rest = last === -1 ? [] : inner.slice(last);
  if (inner.includes("start") || rest.some((item) => item !== "end")) {
    return refused("an anchor inside a regex");
  }
  return trim({ fromStart: items[0] === "start", pieces, toEnd: last !== -1 });
}

/** A search need not follow a repetition beyond its least at an end where anything may stand. */
function trim({ fromStart, pieces, toEnd }: Branch): Branch {
  const trimmed = [...pieces];
  const shorten = (take: () => Piece | undefined, put: (piece: Piece) => void) => {
    for (let piece = take(); piece !== undefined; piece = take()) {
      if (piece.min > 0) return put({ ...piece, max: piece.min });
    }
  };
  if (!fromStart)
    shorten(
      () => trimmed.shift(),
      (piece) => trimmed.unshift(piece),
    );
  if (!toEnd)
    shorten(
      () => trimmed.pop(),
      (piece) => trimmed.push(piece),
    );
  // Every text has a start and an end.
  const everywhere = trimmed.length === 0 && !(fromStart && toEnd);
  return everywhere
    ? { fromStart: false, pieces: [], toEnd: false }
    : { fromStart, pieces: trimmed, toEnd };
}

function isPiece(item: Item): item is Piece {
  return typeof item !== "string";
}

function readAlternatives(reader: Reader, outer: RegexFlags): Sequences | Refused {
  const alternatives: (readonly Item[])[] = [];
  let flags = outer;
  for (;;) {
    const sequence = readSequence(reader, flags);
    if ("kind" in sequence) return sequence;
    alternatives.push(...sequence.items);
    if (alternatives.length > MAX_BRANCHES) return TOO_LARGE;
    flags = sequence.flags;
    if (reader.source[reader.at] !== "|") return alternatives;
    reader.at += 1;
  }
}

const TOO_LARGE = refused(
  `the regex has more than ${MAX_BRANCHES} alternatives without its groups`,
);
const TOO_LONG = refused(`the regex has more than ${MAX_PIECES} characters without its groups`);

function readSequence(
  reader: Reader,
  outer: RegexFlags,
): { readonly items: Sequences; readonly flags: RegexFlags } | Refused {
  let flags = outer;
  let items: Sequences = [[]];
  while (reader.at < reader.source.length && !/[|)]/.test(reader.source[reader.at] ?? "")) {
    const switched = take(reader, /\(\?([imsU]*)(?:-([imsU]+))?\)/y);
    if (switched !== undefined) {
      flags = switchFlags(flags, switched);
      continue;
    }
    const atom = readAtom(reader, flags);
    if ("kind" in atom) return atom;
    const repeated = readRepetition(reader, atom);
    if ("kind" in repeated) return repeated;
    const product = multiply(items, repeated);
    if ("kind" in product) return product;
    items = product;
  }
  return { items, flags };
}

function multiply(left: Sequences, right: Sequences): Sequences | Refused {
  if (left.length * right.length > MAX_BRANCHES) return TOO_LARGE;
  const product = left.flatMap((before) => right.map((after) => [...before, ...after]));
  const pieces = product.reduce((sum, items) => sum + items.length, 0);
  return pieces > MAX_PIECES ? TOO_LONG : product;
}

function switchFlags(flags: RegexFlags, [, on = "", off = ""]: readonly string[]): RegexFlags {
  const decide = (letter: string, now: boolean) =>
    (now || on.includes(letter)) && !off.includes(letter);
  return {
    ignoreCase: decide("i", flags.ignoreCase),
    multiLine: decide("m", flags.multiLine),
    dotAll: decide("s", flags.dotAll),
  };
}

const LINE_FEED = range(0x0a);

function readAtom(reader: Reader, flags: RegexFlags): Sequences | Refused {
  const group = take(reader, /\((?:\?P?<\w+>|\?([imsU]*)(?:-([imsU]+))?:|(?!\?))/y);
  if (group !== undefined) {
    const inner = readAlternatives(reader, switchFlags(flags, group));
    if ("kind" in inner) return inner;
    if (take(reader, /\)/y) === undefined) return refused("a group of the regex is not closed");
    return inner;
  }
  const char = reader.source[reader.at];
  if (char === "[") {
    const set = readClass(reader, flags);
    return "kind" in set ? set : once(set);
  }
  if (char === "^" || char === "$") {
    if (flags.multiLine) return refused("a regex of a filter sees no lines");
    reader.at += 1;
    return [[char === "^" ? "start" : "end"]];
  }
  const anchor = take(reader, /\\([Az])/y);
  if (anchor !== undefined) return [[anchor[1] === "A" ? "start" : "end"]];
  if (char === ".") {
    reader.at += 1;
    return once(flags.dotAll ? EVERY : complement(LINE_FEED));
  }
  if (char !== undefined && /[*+?(]/.test(char))
    return refused(`\`${char}\` is not understood here`);
  const set = readCharacter(reader);
  return "kind" in set ? set : once(flags.ignoreCase ? foldSet(set) : set);
}

function once(set: CharSet): Sequences {
  return [[{ set, min: 1, max: 1 }]];
}

function readRepetition(reader: Reader, atom: Sequences): Sequences | Refused {
  const quantifier = take(reader, /(?:([*+?])|\{(\d{1,4})(?:(,)(\d{0,4}))?\})\??/y);
  if (quantifier === undefined) return atom;
  const [, sign, least = "0", comma, most] = quantifier;
  if (sign !== undefined) return repeat(atom, sign === "+" ? 1 : 0, sign === "?" ? 1 : Infinity);
  const min = Number(least);
  return repeat(atom, min, comma === undefined ? min : most ? Number(most) : Infinity);
}

/** A repeated set stays one piece; anything longer is written out, as often as there can be. */
function repeat(atom: Sequences, min: number, max: number): Sequences | Refused {
  const pieces = atom.map((items) => (items.length === 1 ? items[0] : undefined));
  const single = pieces.filter((item) => item !== undefined && isPiece(item));
  const [only] = single;
  if (single.length === atom.length && single.every((each) => each.min === 1 && each.max === 1)) {
    return max === 0 ? [[]] : [[{ set: union(...single.map(({ set }) => set)), min, max }]];
  }
  // Counts without a gap: k times 0 or 1 and more.
  if (atom.length === 1 && only !== undefined && only.min <= 1 && max > 0) {
    return [[{ set: only.set, min: min * only.min, max: max * only.max }]];
  }
  if (max === Infinity) return refused("a group that repeats without end has no form");
  const repeated: (readonly Item[])[] = [];
  let times: Sequences = [[]];
  for (let count = 0; count <= max; count += 1) {
    if (count >= min) repeated.push(...times);
    if (repeated.length > MAX_BRANCHES) return TOO_LARGE;
    const next = count === max ? times : multiply(times, atom);
    if ("kind" in next) return next;
    times = next;
  }
  return repeated;
}

const DIGITS = range(0x30, 0x39);
const WORD = union(DIGITS, range(0x41, 0x5a), range(0x61, 0x7a), range(0x5f));
const SPACE = union(range(0x09, 0x0a), range(0x0c, 0x0d), range(0x20));
const NAMED: Readonly<Record<string, CharSet>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** One character or an escape for a set, as it stands in a class and outside of one. */
function readCharacter(reader: Reader): CharSet | Refused {
  const code = take(reader, /\\x(?:([0-7][0-9A-Fa-f])|\{0*([0-7]?[0-9A-Fa-f])\})/y);
  if (code !== undefined) return range(Number.parseInt(code[1] ?? code[2] ?? "", 16));
  const letter = take(reader, /\\([dDwWsSatnvfr])/y)?.[1];
  if (letter !== undefined) return NAMED[letter] ?? range(CONTROLS[letter] ?? 0);
  const escaped = take(reader, /\\([^A-Za-z0-9]|$)/y)?.[1];
  const char = escaped ?? take(reader, /[^\\]/y)?.[0];
  if (char === undefined) return refused("an escape of the regex has no form in a filter");
  const found = char.charCodeAt(0);
  return found < 128 ? range(found) : refused("a regex holds no character outside ASCII");
}

function readClass(reader: Reader, flags: RegexFlags): CharSet | Refused {
  const negated = take(reader, /\[(\^?)/y)?.[1] === "^";
  let set = NONE;
  for (let first = true; first || reader.source[reader.at] !== "]"; first = false) {
    if (reader.at >= reader.source.length) return refused("a class of the regex is not closed");
    if (reader.source.startsWith("[:", reader.at)) return refused("a named class has no form");
    const start = reader.at;
    const low = readCharacter(reader);
    if ("kind" in low) return low;
    const single = !/^\\[dDwWsS]/.test(reader.source.slice(start));
    if (single && take(reader, /-(?!\])/y) !== undefined) {
      const high = readCharacter(reader);
      if ("kind" in high) return high;
      set = union(set, range(lowest(low), lowest(high)));
    } else set = union(set, low);
  }
  reader.at += 1;
  const folded = flags.ignoreCase ? foldSet(set) : set;
  return negated ? complement(folded) : folded;
}

function lowest({ ascii }: CharSet): number {
  return (ascii & -ascii).toString(2).length - 1;
}

function take(reader: Reader, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reader.at;
  const found = expression.exec(reader.source) ?? undefined;
  reader.at += found?.[0].length ?? 0;
  return found;
}
