import { complement, EVERY, inBothCases, normalize, type Ranges } from "../../ir/characters";
import type { RegexFlags } from "../../ir/expression";
import {
  parseRegexTree,
  type Alternatives,
  type CharacterClass,
  type RegexNode,
} from "../../ir/regex";
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
  readonly set: Ranges;
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
  const sequences = sequencesOf(parseRegexTree(source, flags));
  if ("kind" in sequences) return sequences;
  const branches: Branch[] = [];
  for (const items of sequences) {
    const branch = branchOf(items);
    if ("kind" in branch) return branch;
    if (!branch.pieces.some(({ set }) => set.length === 0)) branches.push(branch);
  }
  return branches;
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

function sequencesOf(alternatives: Alternatives): Sequences | Refused {
  const sequences: (readonly Item[])[] = [];
  for (const row of alternatives) {
    let items: Sequences = [[]];
    for (const node of row) {
      const next = itemsOf(node);
      const product = "kind" in next ? next : multiply(items, next);
      if ("kind" in product) return product;
      items = product;
    }
    sequences.push(...items);
    if (sequences.length > MAX_BRANCHES) return TOO_LARGE;
  }
  return sequences;
}

const TOO_LARGE = refused(
  `the regex has more than ${MAX_BRANCHES} alternatives without its groups`,
);
const TOO_LONG = refused(`the regex has more than ${MAX_PIECES} characters without its groups`);

function multiply(left: Sequences, right: Sequences): Sequences | Refused {
  if (left.length * right.length > MAX_BRANCHES) return TOO_LARGE;
  const product = left.flatMap((before) => right.map((after) => [...before, ...after]));
  const pieces = product.reduce((sum, items) => sum + items.length, 0);
  return pieces > MAX_PIECES ? TOO_LONG : product;
}

const NO_LINE_FEED = complement([[0x0a, 0x0a]]);

function itemsOf(node: RegexNode): Sequences | Refused {
  switch (node.kind) {
    case "group":
      return sequencesOf(node.alternatives);
    case "repetition": {
      const atom = itemsOf(node.of);
      return "kind" in atom ? atom : repeat(atom, node.min, node.max);
    }
    case "character":
      if (node.code > 0x7f) return NOT_ASCII;
      return once(fold([[node.code, node.code]], node.ignoreCase));
    case "class": {
      const set = setOf(node);
      return "kind" in set ? set : once(set);
    }
    case "dot":
      return once(node.dotAll ? EVERY : NO_LINE_FEED);
    case "anchor":
      return node.lines ? refused("a regex of a filter sees no lines") : [[node.at]];
    case "boundary":
    case "other":
      return refused("an escape of the regex has no form in a filter");
  }
}

const NOT_ASCII = refused("a regex holds no character outside ASCII");

function setOf({ members, negated, ignoreCase }: CharacterClass): Ranges | Refused {
  for (const { name, ranges } of members) {
    if (name === "posix") return refused("a named class has no form");
    if (name === undefined && ranges.some(([, last]) => last > 0x7f)) return NOT_ASCII;
  }
  const set = fold(
    members.flatMap(({ ranges }) => ranges),
    ignoreCase,
  );
  return negated ? complement(set) : set;
}

function fold(set: Ranges, ignoreCase: boolean): Ranges {
  return ignoreCase ? inBothCases(set) : normalize(set);
}

function once(set: Ranges): Sequences {
  return [[{ set, min: 1, max: 1 }]];
}

/** A repeated set stays one piece; anything longer is written out, as often as there can be. */
function repeat(atom: Sequences, min: number, max: number): Sequences | Refused {
  const pieces = atom.map((items) => (items.length === 1 ? items[0] : undefined));
  const single = pieces.filter((item) => item !== undefined && isPiece(item));
  const [only] = single;
  if (single.length === atom.length && single.every((each) => each.min === 1 && each.max === 1)) {
    return max === 0 ? [[]] : [[{ set: normalize(single.flatMap(({ set }) => set)), min, max }]];
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
