import fc from "fast-check";

import {
  ANY,
  NESTING_LIMIT,
  allOf,
  anyOf,
  literal,
  textValue,
} from "../../../../compiler/targets/cloudwatch/ast";
import type { Condition, Pattern, Selector } from "../../../../compiler/targets/cloudwatch/ast";
import { PATTERN_LIMITS } from "../../../../compiler/targets/cloudwatch/limits";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { pattern } from "./arbitrary-patterns";
import { read, textOf } from "./read";

const field = (name: string): Selector => ({ steps: [{ kind: "key", name }] });
const absent = (name: string): Condition => ({ kind: "notExists", selector: field(name) });
const [a, b, c] = [absent("a"), absent("b"), absent("c")];

function alternating(levels: number): Pattern {
  let whole: Pattern = a;
  for (let level = 0; level < levels; level += 1) {
    whole = allOf([b, anyOf([c, whole])]);
  }
  return whole;
}

test("reading a printed pattern gives the pattern back", () => {
  fc.assert(
    fc.property(pattern, (whole) => {
      const text = textOf(printPattern(whole));
      fc.pre(Buffer.byteLength(text) <= PATTERN_LIMITS.length.value);
      const again = read(text);
      expect(again).toEqual(whole);
      expect(textOf(printPattern(again))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["a group of one is its operand", allOf([anyOf([a])]), "{ $.a NOT EXISTS }"],
  [
    "or inside and takes parentheses",
    allOf([a, anyOf([b, c])]),
    "{ $.a NOT EXISTS && ($.b NOT EXISTS || $.c NOT EXISTS) }",
  ],
  [
    "and inside or takes none",
    anyOf([allOf([a, b]), c]),
    "{ $.a NOT EXISTS && $.b NOT EXISTS || $.c NOT EXISTS }",
  ],
  [
    "an and inside an and dissolves",
    allOf([allOf([a, b]), c]),
    "{ $.a NOT EXISTS && $.b NOT EXISTS && $.c NOT EXISTS }",
  ],
])("%s", (_, whole, text) => {
  expect(textOf(printPattern(whole))).toBe(text);
});

test("every kind of condition has its form", () => {
  const selector: Selector = {
    steps: [{ kind: "key", name: "list" }, { kind: "index", index: 0 }, { kind: "anyField" }],
  };
  const text = textValue([literal("a"), literal('"b\\'), ANY, ANY, literal("c")]);
  const whole = allOf([
    { kind: "compare", selector, operator: "!=", value: text },
    {
      kind: "compare",
      selector: field("n"),
      operator: "=",
      value: { kind: "number", text: "1e3" },
    },
    {
      kind: "compare",
      selector: field("r"),
      operator: "=",
      value: { kind: "regex", source: "x$" },
    },
    { kind: "order", selector: field("cluster.size"), operator: ">=", number: "-2.5" },
    { kind: "is", selector: field("t"), state: "TRUE" },
    a,
  ]);
  expect(textOf(printPattern(whole))).toBe(
    String.raw`{ $.list[0].* != "a\"b\\*c" && $.n = 1e3 && $.r = %x$% && ` +
      "$.['cluster.size'] >= -2.5 && $.t IS TRUE && $.a NOT EXISTS }",
  );
});

function comparing(value: string): Pattern {
  const text = textValue([literal(value)]);
  return { kind: "compare", selector: field("a"), operator: "=", value: text };
}

test.each<[string, string, Pattern]>([
  ["a literal star", "a literal *", comparing("5 * 5")],
  ["a line break", "a control character", comparing("one\ntwo")],
  ["half a surrogate pair", "half of a surrogate pair", comparing("\ud83d")],
  ["an empty group", 'an empty "and"', allOf([])],
  ["an unwritable field name", `the field name "it's"`, absent("it's")],
  [
    "a selector without a field",
    "begins with a field",
    { kind: "notExists", selector: { steps: [] } },
  ],
  [
    "a selector that begins with an index",
    "begins with a field",
    { kind: "notExists", selector: { steps: [{ kind: "index", index: 0 }] } },
  ],
  [
    "a negative index",
    "-1 is not an array index",
    {
      kind: "notExists",
      selector: { steps: [{ kind: "anyField" }, { kind: "index", index: -1 }] },
    },
  ],
  [
    "two wildcards in a selector",
    "one wildcard at most",
    { kind: "notExists", selector: { steps: [{ kind: "anyField" }, { kind: "anyElement" }] } },
  ],
  [
    "a bound that is no number",
    '"x" is not a number',
    { kind: "order", selector: field("a"), operator: "<", number: "x" },
  ],
  [
    "a regex with a group",
    "( cannot stand here",
    {
      kind: "compare",
      selector: field("a"),
      operator: "=",
      value: { kind: "regex", source: "(a)" },
    },
  ],
])("refuses %s: %s", (_, reason, whole) => {
  expect(printPattern(whole)).toEqual({
    kind: "refused",
    reason: expect.stringContaining(reason),
  });
});

test("nesting is refused beyond the limit, at any depth, and prints up to it", () => {
  expect(printPattern(alternating(NESTING_LIMIT)).kind).toBe("written");
  expect(printPattern(alternating(NESTING_LIMIT + 1))).toEqual({
    kind: "refused",
    reason: `conditions nest deeper than ${NESTING_LIMIT} parentheses`,
  });
  expect(printPattern(alternating(50_000)).kind).toBe("refused");
});

test("a wide group prints whole", () => {
  const wide = anyOf(Array.from({ length: 50_000 }, () => a));
  expect(textOf(printPattern(wide)).split(" || ")).toHaveLength(50_000);
  expect(parsePattern(textOf(printPattern(wide))).kind).toBe("error");
});
