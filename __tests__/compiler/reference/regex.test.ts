import fc from "fast-check";

import { compileRegex } from "../../../compiler/reference/regex";

const PLAIN = { ignoreCase: false, multiLine: false, dotAll: false };
const IGNORE_CASE = { ...PLAIN, ignoreCase: true };

test("searches anywhere, in the case that is written", () => {
  expect(compileRegex("b", PLAIN)("abc")).toBe(true);
  expect(compileRegex("B", PLAIN)("abc")).toBe(false);
  expect(compileRegex("^b", PLAIN)("abc")).toBe(false);
  expect(compileRegex("", PLAIN)("")).toBe(true);
});

test("`i` ignores the case of ASCII letters", () => {
  expect(compileRegex("CREATE[a-z]+", IGNORE_CASE)("createUSER")).toBe(true);
  expect(compileRegex("CREATE[a-z]+", PLAIN)("createUSER")).toBe(false);
});

test("`i` takes no character outside ASCII for an ASCII letter", () => {
  // Unicode folds the Kelvin sign to k, and the long s to s.
  expect(compileRegex("k", IGNORE_CASE)("\u212a")).toBe(false);
  expect(compileRegex("s", IGNORE_CASE)("\u017f")).toBe(false);
  expect(compileRegex("^[a-z]$", IGNORE_CASE)("\u212a")).toBe(false);
  expect(compileRegex("i", IGNORE_CASE)("\u0130\u0131")).toBe(false);
  // Each still is one character, and none of the letters.
  expect(compileRegex("^..$", IGNORE_CASE)("\u017f\u212a")).toBe(true);
  expect(compileRegex("^[^ks]+$", IGNORE_CASE)("\u017f\u212a")).toBe(true);
});

test("`m` lets the anchors match at line breaks", () => {
  const flags = { ...PLAIN, multiLine: true };
  expect(compileRegex("^b$", flags)("a\nb\nc")).toBe(true);
  expect(compileRegex("^b$", PLAIN)("a\nb\nc")).toBe(false);
  expect(compileRegex("c$", PLAIN)("c\n")).toBe(false);
});

test("`s` lets the dot match line breaks", () => {
  const flags = { ...PLAIN, dotAll: true };
  expect(compileRegex("a.b", flags)("a\nb")).toBe(true);
  expect(compileRegex("a.b", PLAIN)("a\nb")).toBe(false);
});

test("one dot is one character, also beyond the basic plane", () => {
  expect(compileRegex("^.$", PLAIN)("\u{1f511}")).toBe(true);
});

test("classes are those of ASCII", () => {
  expect(compileRegex("\\d", PLAIN)("\u0663")).toBe(false);
  expect(compileRegex("\\w", PLAIN)("\u00e4")).toBe(false);
  expect(compileRegex("^\\W$", PLAIN)("\u00e4")).toBe(true);
});

test("what makes other engines backtrack for ever is answered", () => {
  expect(compileRegex("^(a+)+$", PLAIN)(`${"a".repeat(5000)}b`)).toBe(false);
  expect(compileRegex("(a|a)*b$", PLAIN)("a".repeat(5000))).toBe(false);
});

test("an escaped text is found where the text is, and nowhere else", () => {
  const chars = fc.constantFrom("a", "A", ".", "*", "\\", "[", "^", "$", "(", "|");
  const texts = fc.string({ unit: chars, maxLength: 4 });
  fc.assert(
    fc.property(texts, texts, (wanted, value) => {
      const source = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      expect(compileRegex(source, PLAIN)(value)).toBe(value.includes(wanted));
      const lower = value.toLowerCase().includes(wanted.toLowerCase());
      expect(compileRegex(source, IGNORE_CASE)(value)).toBe(lower);
    }),
  );
});
