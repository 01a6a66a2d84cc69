import fc from "fast-check";

import { foldCase } from "../../../compiler/core/fold-case";
import {
  ANY,
  stringMatcher,
  concat,
  findsDoubtfulNumbers,
  hasLetters,
  ONE,
  parseStringPattern,
  printStringPattern,
  shapeOf,
  text,
  type PatternPart,
  type StringPattern,
} from "../../../compiler/ir/pattern";

/** Few characters, so that generated texts meet: two cases, look-alikes of ASCII, one astral. */
const CHARS = ["a", "A", "b", "*", "?", "\\", "\n", "\u00e4", "\u212a", "k", "\u{1d4b3}"];

const anyText = fc.string({ unit: fc.constantFrom(...CHARS), maxLength: 6 });
const anyPart: fc.Arbitrary<PatternPart> = fc.oneof(
  anyText.map((literal): PatternPart => ({ kind: "text", text: literal })),
  fc.constantFrom(ANY, ONE),
);
const anyPattern = fc.array(anyPart, { maxLength: 6 }).map((parts) => concat(parts));

function matches(written: string, value: string, cased = false): boolean {
  return stringMatcher(parseStringPattern(written), cased)(value);
}

describe("reading", () => {
  const literal = (written: string): PatternPart => ({ kind: "text", text: written });

  test.each<[string, StringPattern]>([
    ["", []],
    ["abc", [literal("abc")]],
    ["*", [ANY]],
    ["a*b?", [literal("a"), ANY, literal("b"), ONE]],
    ["\\*", [literal("*")]],
    ["\\?", [literal("?")]],
    ["\\\\", [literal("\\")]],
    ["\\\\*", [literal("\\"), ANY]],
    ["\\\\\\*", [literal("\\*")]],
    ["\\\\\\\\", [literal("\\\\")]],
    ["C:\\Windows", [literal("C:\\Windows")]],
    ["ends\\", [literal("ends\\")]],
    ["a\\**", [literal("a*"), ANY]],
    ["a**b", [literal("a"), ANY, literal("b")]],
    ["??", [ONE, ONE]],
  ])("%j", (written, pattern) => {
    expect(parseStringPattern(written)).toEqual(pattern);
  });

  test("what is printed reads back as the same pattern", () => {
    fc.assert(
      fc.property(anyPattern, (pattern) => {
        expect(parseStringPattern(printStringPattern(pattern))).toEqual(pattern);
      }),
    );
  });

  test("any text is a pattern in its normal form", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: "binary" })), (written) => {
        const pattern = parseStringPattern(written);
        expect(concat(pattern)).toEqual(pattern);
        expect(parseStringPattern(printStringPattern(pattern))).toEqual(pattern);
      }),
    );
  });

  test("a text without wildcards and backslashes is itself", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((written) => !/[*?\\]/.test(written)),
        (written) => expect(parseStringPattern(written)).toEqual(text(written)),
      ),
    );
  });
});

describe("joining", () => {
  test("keeps what matches, in the fewest parts", () => {
    expect(concat(text("a"), text("b"), [ANY, ANY], text(""), [ONE])).toEqual([
      { kind: "text", text: "ab" },
      ANY,
      ONE,
    ]);
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 6 }), anyText, (parts, value) => {
        // A star alone asks for more than two of them do not.
        fc.pre(!parts.every(({ kind }) => kind === "any"));
        const nonEmpty = parts.filter((part) => part.kind !== "text" || part.text !== "");
        fc.pre(nonEmpty.length > 0 && !nonEmpty.every(({ kind }) => kind === "any"));
        expect(stringMatcher(concat(parts), true)(value)).toBe(naive(parts, value));
      }),
    );
  });
});

describe("shapes", () => {
  test.each([
    ["", { kind: "equals", text: "" }],
    ["a", { kind: "equals", text: "a" }],
    ["a*", { kind: "startswith", text: "a" }],
    ["*a", { kind: "endswith", text: "a" }],
    ["*a*", { kind: "contains", text: "a" }],
    ["**a**", { kind: "contains", text: "a" }],
    ["*", { kind: "anything" }],
    ["**", { kind: "anything" }],
    ["?", { kind: "general" }],
    ["a*b", { kind: "general" }],
    ["a?", { kind: "general" }],
    ["*a*b", { kind: "general" }],
  ])("%j", (written, shape) => {
    expect(shapeOf(parseStringPattern(written))).toEqual(shape);
  });
});

describe("matching", () => {
  test("agrees with trying everything", () => {
    fc.assert(
      fc.property(anyPattern, anyText, fc.boolean(), (pattern, value, cased) => {
        expect(stringMatcher(pattern, cased)(value)).toBe(oracle(pattern, value, cased));
      }),
      { numRuns: 2000 },
    );
  });

  test("holds for every text that the pattern was made of", () => {
    const filled = fc
      .array(fc.tuple(anyPart, anyText), { minLength: 1, maxLength: 6 })
      .map((pieces) => ({
        pattern: concat(pieces.map(([part]) => part)),
        value: pieces.map(([part, filling]) => fill(part, filling)).join(""),
      }));
    fc.assert(
      fc.property(filled, ({ pattern, value }) => {
        fc.pre(value !== "");
        expect(stringMatcher(pattern, true)(value)).toBe(true);
        expect(stringMatcher(pattern, false)(swapCase(value))).toBe(true);
      }),
    );
  });

  test("`*` alone asks for a text that is not empty", () => {
    expect(matches("*", "")).toBe(false);
    expect(matches("**", "")).toBe(false);
    expect(matches("*", "a")).toBe(true);
    expect(matches("*", "\n")).toBe(true);
  });

  test("an empty pattern matches the empty text alone", () => {
    expect(matches("", "")).toBe(true);
    expect(matches("", "a")).toBe(false);
  });

  test("`?` is one character, also beyond the basic plane", () => {
    expect(matches("?", "\u{1f511}")).toBe(true);
    expect(matches("??", "\u{1f511}")).toBe(false);
    expect(matches("a?c", "a\u{1f511}c")).toBe(true);
    expect(matches("?", "")).toBe(false);
    expect(matches("?", "\n")).toBe(true);
    // Composed of two code points, and so two characters.
    expect(matches("?", "e\u0301")).toBe(false);
  });

  test("text between wildcards is not used twice", () => {
    expect(matches("*ab*ba*", "aba")).toBe(false);
    expect(matches("a*a", "a")).toBe(false);
    expect(matches("a*a", "aa")).toBe(true);
    expect(matches("*a?a", "aaa")).toBe(true);
  });

  test("line breaks are characters like any other", () => {
    expect(matches("*b*", "a\nb\nc")).toBe(true);
    expect(matches("a*c", "a\nb\nc")).toBe(true);
    expect(matches("a", "a\n")).toBe(false);
  });

  test("many stars on a long text take no more than a moment", () => {
    // Backtracking over all of them would never end.
    expect(matches(`${"*a".repeat(30)}*b`, "a".repeat(20_000))).toBe(false);
  });
});

describe("case", () => {
  test("folds ASCII letters, and no others", () => {
    expect(matches("createuser", "CreateUser")).toBe(true);
    expect(matches("createuser", "CreateUser", true)).toBe(false);
    expect(matches("k", "\u212a")).toBe(false); // KELVIN SIGN
    expect(matches("s", "\u017f")).toBe(false); // LATIN SMALL LETTER LONG S
    expect(matches("i", "\u0131")).toBe(false); // LATIN SMALL LETTER DOTLESS I
    expect(matches("i", "\u0130")).toBe(false); // LATIN CAPITAL LETTER I WITH DOT ABOVE
    expect(matches("\u00e4", "\u00c4")).toBe(false);
    expect(matches("*\u00e4x*", "\u00e4X")).toBe(true);
  });

  test("folding keeps the length, and changes no other character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const folded = foldCase(value);
        expect(folded).toHaveLength(value.length);
        for (let at = 0; at < value.length; at += 1) {
          const code = value.charCodeAt(at);
          const isUpper = code >= 0x41 && code <= 0x5a;
          expect(folded.charCodeAt(at)).toBe(isUpper ? code + 32 : code);
        }
        expect(hasLetters(value)).toBe(folded !== swapCase(folded));
      }),
    );
  });
});

/** The definition: a star takes any number of characters, tried one after the other. */
function naive(pattern: StringPattern, value: string): boolean {
  const units = pattern.flatMap((part): (string | PatternPart)[] =>
    part.kind === "text" ? [...part.text] : [part],
  );
  return fits(units, [...value]);
}

function fits(units: readonly (string | PatternPart)[], chars: readonly string[]): boolean {
  const [unit, ...rest] = units;
  if (unit === undefined) return chars.length === 0;
  if (unit === ANY)
    return chars.some((_, taken) => fits(rest, chars.slice(taken))) || fits(rest, []);
  if (chars.length === 0) return false;
  return (unit === ONE || unit === chars[0]) && fits(rest, chars.slice(1));
}

function oracle(pattern: StringPattern, value: string, cased: boolean): boolean {
  if (pattern.length === 1 && pattern[0] === ANY) return value !== "";
  if (cased) return naive(pattern, value);
  const lower = (each: string) => each.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const folded = pattern.map((part): PatternPart =>
    part.kind === "text" ? { kind: "text", text: lower(part.text) } : part,
  );
  return naive(folded, lower(value));
}

function fill(part: PatternPart, filling: string): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "any":
      return filling;
    case "one":
      return [...filling][0] ?? "-";
  }
}

function swapCase(value: string): string {
  return value.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

describe("numbers that not everybody writes alike", () => {
  test.each(["0.00001", "1e-7", "1E-05", "12.0", "1e21", "1*", "*0", "*-*", "?", "*e*", "+5"])(
    "%s finds some",
    (written) => {
      expect(findsDoubtfulNumbers(parseStringPattern(written))).toBe(true);
    },
  );

  test.each(["0", "-7", "443", "0.5", "123456789012", "012", "", "*", "a", "1*a", "-", "e", "v?1"])(
    "%s finds none",
    (written) => {
      expect(findsDoubtfulNumbers(parseStringPattern(written))).toBe(false);
    },
  );
});
