import fc from "fast-check";

import {
  stringMatcher,
  foldPattern,
  foldSearch,
  parseStringPattern,
  shapeOf,
} from "../../../compiler/ir/pattern";

const FORMS = {
  text: (literal: string) => literal.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"),
  any: "[^]*",
  one: "[^]",
};

test.each([
  ["abc", "abc", "^abc$"],
  ["a*c", "a[^]*c", "^a[^]*c$"],
  ["a?c", "a[^]c", "^a[^]c$"],
  ["*c", "[^]*c", "c$"],
  ["a*", "a[^]*", "^a"],
  ["*a*b*", "[^]*a[^]*b[^]*", "a[^]*b"],
  ["", "", "^$"],
  ["*", "[^]*", ""],
])("%s, in a row and as a search", (written, inRow, search) => {
  const pattern = parseStringPattern(written);
  expect(foldPattern(pattern, FORMS)).toBe(inRow);
  expect(foldSearch(pattern, FORMS)).toBe(search);
});

test("a part without a form ends it, with what was said", () => {
  const refusal = { why: "no `?` here" };
  const forms = { ...FORMS, one: refusal };
  expect(foldPattern(parseStringPattern("a?b"), forms)).toBe(refusal);
  expect(foldSearch(parseStringPattern("*a?b"), forms)).toBe(refusal);
  expect(foldPattern(parseStringPattern("a*b"), forms)).toBe("a[^]*b");
});

test("both find what the pattern matches", () => {
  const written = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 8 });
  const values = fc.string({ unit: fc.constantFrom("a", "b", ".", "\n", "x"), maxLength: 8 });
  fc.assert(
    fc.property(written, values, (text, value) => {
      const pattern = parseStringPattern(text);
      // `*` alone asks for a text that is not empty.
      fc.pre(shapeOf(pattern).kind !== "anything");
      const wanted = stringMatcher(pattern, true)(value);
      expect(new RegExp(`^${foldPattern(pattern, FORMS)}$`, "u").test(value)).toBe(wanted);
      expect(new RegExp(foldSearch(pattern, FORMS), "u").test(value)).toBe(wanted);
    }),
    { numRuns: 1000 },
  );
});
