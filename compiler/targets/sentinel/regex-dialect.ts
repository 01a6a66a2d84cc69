import type { RegexFlags } from "../../ir/expression";

interface Mode {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

type Range = readonly [first: number, last: number];

const LAST = 0x10ffff;
const DIGIT: readonly Range[] = [[0x30, 0x39]];
const UPPER: readonly Range[] = [[0x41, 0x5a]];
const LOWER: readonly Range[] = [[0x61, 0x7a]];
const LETTER = [...UPPER, ...LOWER];
const SPACE: readonly Range[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const WORD: readonly Range[] = [...DIGIT, ...LETTER, [0x5f, 0x5f]];

/** RE2's Perl classes: ASCII there, Unicode in Kusto (recorded string-ops-0026#3). */
const PERL: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, s: SPACE, w: WORD };

const POSIX: Readonly<Record<string, readonly Range[]>> = {
  alnum: [...DIGIT, ...LETTER],
  alpha: LETTER,
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: LOWER,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: UPPER,
  word: WORD,
  xdigit: [...DIGIT, [0x41, 0x46], [0x61, 0x66]],
};

const CONTROL: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * A checked RE2 source as one that RE2 and Kusto's engine read alike: classes as ranges, letters in
 * both cases instead of a flag, nothing lazy (a search asks only whether there is a match). Undefined
 * for what they may read differently: word boundaries in text that need not be ASCII, Unicode classes,
 * folding of letters outside ASCII, `\C`. (RE2 syntax; Kusto's `matches regex` reference.)
 */
export function portableRegex(
  source: string,
  flags: RegexFlags,
  asciiText: boolean,
): string | undefined {
  let at = 0;
  let out = "";
  let mode: Mode = flags;
  // Case is folded for ASCII letters only, so another letter anywhere is not said.
  const asciiOnly = flags.ignoreCase || /\(\?[a-zA-Z]*i/.test(source);
  const isForeign = (code: number) => asciiOnly && code > 0x7f;
  const outer: Mode[] = [];

  const take = (form: RegExp): RegExpExecArray | undefined => {
    form.lastIndex = at;
    const found = form.exec(source) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };

  /** One escape outside `\Q`: a character, a class, or undefined. */
  function escape(): number | readonly Range[] | undefined {
    const hex = take(/\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/y);
    if (hex) return Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    const octal = take(/\\([0-7]{2,3}|0)/y);
    if (octal) return Number.parseInt(octal[1] ?? "", 8);
    const letter = take(/\\([a-zA-Z])/y)?.[1];
    if (letter !== undefined) {
      const perl = PERL[letter.toLowerCase()];
      if (perl) return letter === letter.toLowerCase() ? perl : complement(perl);
      return CONTROL[letter];
    }
    return take(/\\([^0-9A-Za-z])/uy)?.[1]?.codePointAt(0);
  }

  function bracket(): string | undefined {
    const negated = take(/\[\^/y) !== undefined;
    if (!negated) at += 1;
    const ranges: Range[] = [];
    for (let first = true; first || source[at] !== "]"; first = false) {
      const posix = take(/\[:(\^?)([a-z]+):\]/y);
      if (posix) {
        const named = POSIX[posix[2] ?? ""];
        if (named === undefined) return undefined;
        ranges.push(...(posix[1] === "^" ? complement(named) : named));
        continue;
      }
      const from = member();
      if (from === undefined) return undefined;
      if (typeof from !== "number") {
        ranges.push(...from);
        continue;
      }
      const to = take(/-(?!\])/y) ? member() : from;
      if (typeof to !== "number" || isForeign(from) || isForeign(to)) return undefined;
      ranges.push([from, to]);
    }
    at += 1;
    return classOf(ranges, negated, mode.ignoreCase);
  }

  function member(): number | readonly Range[] | undefined {
    if (source[at] === "\\") return escape();
    return take(/[^]/uy)?.[0].codePointAt(0);
  }

  function group(): boolean {
    if (take(/\(\?P?<\w+>/y) ?? take(/\((?!\?)/y)) {
      outer.push(mode);
      out += "(?:";
      return true;
    }
    const inline = take(/\(\?([imsU]*)(?:-([imsU]*))?([:)])/y);
    if (inline === undefined) return false;
    const [, on = "", off = "", end] = inline;
    if (end === ":") {
      outer.push(mode);
      out += "(?:";
    }
    const has = (flag: string, now: boolean) => !off.includes(flag) && (now || on.includes(flag));
    mode = {
      ignoreCase: has("i", mode.ignoreCase),
      multiLine: has("m", mode.multiLine),
      dotAll: has("s", mode.dotAll),
    };
    return true;
  }

  /** The next piece of the source, without groups and what repeats; undefined where it cannot be said. */
  function piece(): string | undefined {
    const char = source[at];
    if (char === "[") return bracket();
    const anchor = take(/[\^$]|\\[Az]/y)?.[0];
    if (anchor !== undefined) {
      return mode.multiLine && anchor.length === 1 ? `(?m:${anchor})` : anchor;
    }
    if (take(/\./y)) return mode.dotAll ? "(?s:.)" : ".";
    if (char === "\\") {
      const boundary = take(/\\[bB]/y)?.[0];
      if (boundary !== undefined) return asciiText ? boundary : undefined;
      const quoted = take(/\\Q([^]*?)(?:\\E|$)/y);
      if (quoted) {
        const chars = [...(quoted[1] ?? "")].map((each) => literal(each.codePointAt(0)!));
        return chars.includes(undefined) ? undefined : chars.join("");
      }
      if (take(/\\E/y)) return "";
      const negated = take(/\\([DSW])/y)?.[1];
      if (negated !== undefined) {
        return classOf(PERL[negated.toLowerCase()] ?? [], true, mode.ignoreCase);
      }
      const escaped = escape();
      if (typeof escaped === "number") return literal(escaped);
      return escaped && classOf(escaped, false, mode.ignoreCase);
    }
    const code = take(/[^]/uy)?.[0].codePointAt(0);
    return code === undefined ? undefined : literal(code);
  }

  function literal(code: number): string | undefined {
    if (isForeign(code)) return undefined;
    if (!mode.ignoreCase || !isLetter(code)) return quoteCharacter(code);
    return classOf([[code, code]], false, true);
  }

  while (at < source.length) {
    const repeat = take(/([*+?]|\{\d+(?:,\d*)?\})\??/y)?.[1];
    if (repeat !== undefined) out += repeat;
    else if (source[at] === "(") {
      if (!group()) return undefined;
    } else if (take(/\)/y)) {
      out += ")";
      mode = outer.pop() ?? mode;
    } else if (take(/\|/y)) out += "|";
    else {
      const written = piece();
      if (written === undefined) return undefined;
      out += written;
    }
  }
  return out;
}

function isLetter(code: number): boolean {
  return LETTER.some(([first, last]) => code >= first && code <= last);
}

function classOf(
  ranges: readonly Range[],
  negated: boolean,
  ignoreCase: boolean,
): string | undefined {
  const inside = merge(ignoreCase ? ranges.flatMap(inBothCases) : ranges).map(([first, last]) => {
    const from = quoteInBracket(first);
    return first === last ? from : `${from}-${quoteInBracket(last)}`;
  });
  if (inside.length === 0) return undefined;
  return `[${negated ? "^" : ""}${inside.join("")}]`;
}

function inBothCases([first, last]: Range): readonly Range[] {
  const others = LETTER.flatMap(([low, high]): readonly Range[] => {
    const [from, to] = [Math.max(first, low), Math.min(last, high)];
    return from > to ? [] : [[from ^ 0x20, to ^ 0x20]];
  });
  return [[first, last], ...others];
}

function merge(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = merged.at(-1);
    if (before === undefined || first > before[1] + 1) merged.push([first, last]);
    else merged[merged.length - 1] = [before[0], Math.max(before[1], last)];
  }
  return merged;
}

function complement(ranges: readonly Range[]): readonly Range[] {
  let next = 0;
  const gaps: Range[] = [];
  for (const [first, last] of merge(ranges)) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return next > LAST ? gaps : [...gaps, [next, LAST]];
}

function quoteCharacter(code: number): string {
  return String.fromCodePoint(code).replace(/[\\^$.|?*+()[\]{}]/, "\\$&");
}

/** Set operations of other engines (`&&`, `--`, `~~`) and nested brackets are quoted away. */
function quoteInBracket(code: number): string {
  return String.fromCodePoint(code).replace(/[\\^[\]&~-]/, "\\$&");
}
