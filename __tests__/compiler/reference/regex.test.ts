import fc from "fast-check";

import { regexMatcher } from "../../../compiler/reference/regex";

const PLAIN = { ignoreCase: false, multiLine: false, dotAll: false };
const IGNORE_CASE = { ...PLAIN, ignoreCase: true };

test("searches anywhere, in the case that is written", () => {
  expect(regexMatcher("b", PLAIN)("abc")).toBe(true);
  expect(regexMatcher("B", PLAIN)("abc")).toBe(false);
  expect(regexMatcher("^b", PLAIN)("abc")).toBe(false);
  expect(regexMatcher("", PLAIN)("")).toBe(true);
});

test("`i` ignores the case of ASCII letters", () => {
  expect(regexMatcher("CREATE[a-z]+", IGNORE_CASE)("createUSER")).toBe(true);
  expect(regexMatcher("CREATE[a-z]+", PLAIN)("createUSER")).toBe(false);
});

test("`i` takes no character outside ASCII for an ASCII letter", () => {
  // Unicode folds the Kelvin sign to k, and the long s to s.
  expect(regexMatcher("k", IGNORE_CASE)("\u212a")).toBe(false);
  expect(regexMatcher("s", IGNORE_CASE)("\u017f")).toBe(false);
  expect(regexMatcher("^[a-z]$", IGNORE_CASE)("\u212a")).toBe(false);
  expect(regexMatcher("i", IGNORE_CASE)("\u0130\u0131")).toBe(false);
  // Each still is one character, and none of the letters.
  expect(regexMatcher("^..$", IGNORE_CASE)("\u017f\u212a")).toBe(true);
  expect(regexMatcher("^[^ks]+$", IGNORE_CASE)("\u017f\u212a")).toBe(true);
});

test("`m` lets the anchors match at line breaks", () => {
  const flags = { ...PLAIN, multiLine: true };
  expect(regexMatcher("^b$", flags)("a\nb\nc")).toBe(true);
  expect(regexMatcher("^b$", PLAIN)("a\nb\nc")).toBe(false);
  expect(regexMatcher("c$", PLAIN)("c\n")).toBe(false);
});

test("`s` lets the dot match line breaks", () => {
  const flags = { ...PLAIN, dotAll: true };
  expect(regexMatcher("a.b", flags)("a\nb")).toBe(true);
  expect(regexMatcher("a.b", PLAIN)("a\nb")).toBe(false);
});

test("one dot is one character, also beyond the basic plane", () => {
  expect(regexMatcher("^.$", PLAIN)("\u{1f511}")).toBe(true);
});

test("classes are those of ASCII", () => {
  expect(regexMatcher("\\d", PLAIN)("\u0663")).toBe(false);
  expect(regexMatcher("\\w", PLAIN)("\u00e4")).toBe(false);
  expect(regexMatcher("^\\W$", PLAIN)("\u00e4")).toBe(true);
});

test("what makes other engines backtrack for ever is answered", () => {
  expect(regexMatcher("^(a+)+$", PLAIN)(`${"a".repeat(5000)}b`)).toBe(false);
  expect(regexMatcher("(a|a)*b$", PLAIN)("a".repeat(5000))).toBe(false);
});

test("an escaped text is found where the text is, and nowhere else", () => {
  const chars = fc.constantFrom("a", "A", ".", "*", "\\", "[", "^", "$", "(", "|");
  const texts = fc.string({ unit: chars, maxLength: 4 });
  fc.assert(
    fc.property(texts, texts, (wanted, value) => {
      const source = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      expect(regexMatcher(source, PLAIN)(value)).toBe(value.includes(wanted));
      const lower = value.toLowerCase().includes(wanted.toLowerCase());
      expect(regexMatcher(source, IGNORE_CASE)(value)).toBe(lower);
    }),
  );
});
