import { complement, inBothCases, normalize, type Ranges } from "../../../ir/characters";
import type { RegexFlags } from "../../../ir/expression";
import {
  parseRegexTree,
  type Alternatives,
  type CharacterClass,
  type RegexNode,
} from "../../../ir/regex";
import { asSource, END, regexCharacter, regexUnit, type RegexSource } from "../jsonata/escape";

/*
 * A checked RE2 source as one that JavaScript, which JSONata's regular expressions are, and Java read as
 * RE2 does: a dot is one character though it be two units of UTF-16, classes are ranges, letters stand in
 * both cases instead of a flag, an end is a look-ahead since `$` is also before a last line break in Java.
 */

export type WrittenRegex =
  | {
      readonly kind: "written";
      readonly source: RegexSource;
      /** Whether it asks for one character where two units may stand. */
      readonly counts: boolean;
      /** Whether it asks for a border of a word, which is ASCII's in JavaScript and RE2. */
      readonly boundary: boolean;
      /** Whether something without end is repeated without end, which takes long where it is not found. */
      readonly nested: boolean;
    }
  | { readonly kind: "refused"; readonly why: string };

const LAST_UNIT = 0xffff;
const SURROGATES = [0xd800, 0xdfff] as const;
const BEYOND: Ranges = [[LAST_UNIT + 1, 0x10ffff]];
const PAIR = "[\\ud800-\\udbff][\\udc00-\\udfff]";
/** Characters beyond U+FFFF that are written one by one. */
const ENUMERATED = 64;
const LINE_BREAK = "\\x0a";

/** Before anything else, where a start was asked for and nothing else, or behind something. */
type Place = "first" | "anchored" | "behind";

class Unwritten extends Error {}

export function writeRegex(source: string, flags: RegexFlags): WrittenRegex {
  // RE2 folds all letters, the reference ASCII's only: of another letter nothing agrees.
  const folds = flags.ignoreCase || /\(\?[a-zA-Z]*i/.test(source);
  const found = { boundary: false, nested: false };

  function alternatives(rows: Alternatives, place: Place): string {
    return rows
      .map((row) => {
        let next = place;
        return row
          .map((node) => {
            const text = write(node, next);
            const stays = node.kind === "anchor" && node.at === "start" && next !== "behind";
            next = stays ? "anchored" : "behind";
            return text;
          })
          .join("");
      })
      .join("|");
  }

  function write(node: RegexNode, place: Place): string {
    switch (node.kind) {
      case "group":
        return `(?:${alternatives(node.alternatives, place)})`;
      case "repetition": {
        const { of, quantifier } = node;
        if (node.max === Infinity && repeatsWithoutEnd(of)) found.nested = true;
        if (quantifier === "*" && (of.kind === "class" || of.kind === "dot")) {
          const run = runOf(of.kind === "dot" ? dotRanges(of.dotAll) : rangesOf(of));
          if (run !== undefined) return `${run}*`;
        }
        const atom = write(of, "behind");
        return `${of.kind === "class" || of.kind === "dot" || of.kind === "group" ? atom : `(?:${atom})`}${quantifier}`;
      }
      case "character":
        if (folds && node.code > 0x7f) throw new Unwritten(FOREIGN);
        return node.ignoreCase
          ? characters(inBothCases([[node.code, node.code]]))
          : regexCharacter(node.code);
      case "class":
        return characters(rangesOf(node));
      case "dot":
        return characters(dotRanges(node.dotAll));
      case "anchor":
        if (node.at === "end") return node.lines ? `(?![^${LINE_BREAK}])` : END;
        if (!node.lines) return "^";
        if (place === "behind") {
          throw new Unwritten("the start of a line stands behind something else");
        }
        // Where a start is asked for already, this one says nothing more.
        return place === "anchored" ? "" : `(?:^|${LINE_BREAK})`;
      case "boundary":
        found.boundary = true;
        return node.source;
      case "other":
        throw new Unwritten("an escape in it is not read alike by all engines");
    }
  }

  function rangesOf({ members, negated, ignoreCase }: CharacterClass): Ranges {
    const written = members.flatMap(({ name, ranges }) => (name === undefined ? ranges : []));
    if (folds && written.flat().some((code) => code > 0x7f)) throw new Unwritten(FOREIGN);
    const ranges = members.flatMap((each) => each.ranges);
    const all = ignoreCase ? inBothCases(ranges) : normalize(ranges);
    return negated ? complement(all) : all;
  }

  try {
    const text = alternatives(parseRegexTree(source, flags), "first");
    return {
      kind: "written",
      source: asSource(text === "" ? "(?:)" : text),
      ...found,
      counts: text.includes(PAIR),
    };
  } catch (error) {
    if (error instanceof Unwritten) return { kind: "refused", why: error.message };
    throw error;
  }
}

const FOREIGN =
  "without regard to case it has a letter outside ASCII, which engines fold differently";

function dotRanges(dotAll: boolean): Ranges {
  return dotAll ? complement([]) : complement([[0x0a, 0x0a]]);
}

/** One character of these, as one or as two units. */
function characters(ranges: Ranges): string {
  const plain = within(ranges, 0, LAST_UNIT);
  const beyond = within(ranges, LAST_UNIT + 1, 0x10ffff);
  if (beyond.length === 0) return plain.length === 0 ? `(?:${END}[\\s\\S])` : classOf(plain);
  if (sameRanges(beyond, BEYOND)) return `(?:${PAIR}|${classOf(plain)})`;
  const codes = beyond.flatMap(([first, last]) =>
    Array.from({ length: Math.min(last - first + 1, ENUMERATED + 1) }, (_, at) => first + at),
  );
  if (codes.length > ENUMERATED) {
    throw new Unwritten("a class in it has a long range of characters beyond U+FFFF");
  }
  const single = plain.length === 0 ? [] : [classOf(plain)];
  return `(?:${[...codes.map(regexCharacter), ...single].join("|")})`;
}

/** A class of units for any run of the characters: halves of pairs, which stand nowhere else, included. */
function runOf(ranges: Ranges): string | undefined {
  const beyond = within(ranges, LAST_UNIT + 1, 0x10ffff);
  if (beyond.length === 0 || !sameRanges(beyond, BEYOND)) return undefined;
  const outside = within(complement(ranges), 0, LAST_UNIT);
  return outside.length === 0 ? "[\\s\\S]" : `[^${inside(outside)}]`;
}

/** Units that are no halves of pairs, written the shorter way round. */
function classOf(plain: Ranges): string {
  const outside = complement([...plain, SURROGATES, ...BEYOND]);
  const [positive, negative] = [inside(withoutHalves(plain)), inside([...outside, SURROGATES])];
  return negative.length < positive.length ? `[^${negative}]` : `[${positive}]`;
}

function inside(ranges: Ranges): string {
  return ranges
    .map(([first, last]) =>
      first === last ? regexUnit(first) : `${regexUnit(first)}-${regexUnit(last)}`,
    )
    .join("");
}

function withoutHalves(ranges: Ranges): Ranges {
  return [...within(ranges, 0, SURROGATES[0] - 1), ...within(ranges, SURROGATES[1] + 1, LAST_UNIT)];
}

function within(ranges: Ranges, from: number, to: number): Ranges {
  return ranges.flatMap(([first, last]): Ranges => {
    const [low, high] = [Math.max(first, from), Math.min(last, to)];
    return low > high ? [] : [[low, high]];
  });
}

function sameRanges(one: Ranges, other: Ranges): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function repeatsWithoutEnd(node: RegexNode): boolean {
  if (node.kind === "repetition") return node.max === Infinity || repeatsWithoutEnd(node.of);
  return node.kind === "group" && node.alternatives.flat().some(repeatsWithoutEnd);
}
