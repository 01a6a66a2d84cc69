/** Code points from the first to the last. */
type Range = readonly [first: number, last: number];

/** Characters as ranges; `normalize` puts them in the one form that equal sets share. */
export type Ranges = readonly Range[];

const LAST = 0x10ffff;
export const EVERY: Ranges = [[0, LAST]];

const one = (code: number): Range => [code, code];
const DIGIT: Ranges = [[0x30, 0x39]];
const UPPER: Ranges = [[0x41, 0x5a]];
const LOWER: Ranges = [[0x61, 0x7a]];
const LETTER: Ranges = [...UPPER, ...LOWER];
const SPACE: Ranges = [[0x09, 0x0a], [0x0c, 0x0d], one(0x20)];
const WORD: Ranges = [...DIGIT, ...LETTER, one(0x5f)];

/** What `\d`, `\s` and `\w` are in RE2: ASCII. */
export const PERL_CLASSES: ReadonlyMap<string, Ranges> = new Map([
  ["d", DIGIT],
  ["s", SPACE],
  ["w", WORD],
]);

/** What `[:alpha:]` and its like are in RE2. */
export const POSIX_CLASSES: ReadonlyMap<string, Ranges> = new Map<string, Ranges>([
  ["alnum", [...DIGIT, ...LETTER]],
  ["alpha", LETTER],
  ["ascii", [[0, 0x7f]]],
  ["blank", [one(0x09), one(0x20)]],
  ["cntrl", [[0, 0x1f], one(0x7f)]],
  ["digit", DIGIT],
  ["graph", [[0x21, 0x7e]]],
  ["lower", LOWER],
  ["print", [[0x20, 0x7e]]],
  [
    "punct",
    [
      ...([
        [0x21, 0x2f],
        [0x3a, 0x40],
        [0x5b, 0x60],
        [0x7b, 0x7e],
      ] as const),
    ],
  ],
  ["space", [[0x09, 0x0d], one(0x20)]],
  ["upper", UPPER],
  ["word", WORD],
  ["xdigit", [...DIGIT, [0x41, 0x46], [0x61, 0x66]]],
]);

/** The ranges in order, with a gap between each and the next. */
export function normalize(ranges: Ranges): Ranges {
  const normal: Range[] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = normal.at(-1);
    if (before === undefined || first > before[1] + 1) normal.push([first, last]);
    else normal[normal.length - 1] = [before[0], Math.max(before[1], last)];
  }
  return normal;
}

/** All other characters, in normal form. */
export function complement(ranges: Ranges): Ranges {
  let next = 0;
  const gaps: Range[] = [];
  for (const [first, last] of normalize(ranges)) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return next > LAST ? gaps : [...gaps, [next, LAST]];
}

/** The ranges with both cases of each of their ASCII letters, in normal form. */
export function inBothCases(ranges: Ranges): Ranges {
  const others = ranges.flatMap(([first, last]) =>
    LETTER.flatMap(([low, high]): Ranges => {
      const [from, to] = [Math.max(first, low), Math.min(last, high)];
      return from > to ? [] : [[from ^ 0x20, to ^ 0x20]];
    }),
  );
  return normalize([...ranges, ...others]);
}
