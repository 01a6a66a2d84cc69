import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import { NESTING_LIMIT, allOf, anyOf } from "../../../../compiler/targets/cloudwatch/ast";
import type { Pattern } from "../../../../compiler/targets/cloudwatch/ast";
import { patternMatcher, evaluatePattern } from "../../../../compiler/targets/cloudwatch/evaluate";
import { pattern } from "./arbitrary-patterns";
import { read } from "./read";

const event: Json = {
  name: "DeleteTrail",
  empty: "",
  count: 7,
  ratio: 0.5,
  digits: "150",
  yes: true,
  no: false,
  nothing: null,
  object: { inner: "x" },
  list: ["red", "green", 7],
  items: [{ id: 1, tag: "a" }, { id: 2 }, "loose"],
  grid: [
    [0, 1],
    [2, 3],
  ],
  numbers: [1, 2],
  mixed: ["a", null],
  none: [],
  "cluster.name": "dotted",
};

const holds = (condition: string, on: Json = event): boolean =>
  evaluatePattern(read(`{ ${condition} }`), on);

describe("text compares whole and in its case", () => {
  test.each([
    ['$.name = "DeleteTrail"', true],
    ['$.name = "deletetrail"', false],
    ['$.name = "Trail"', false],
    ['$.name != "Trail"', true],
    ['$.name != "DeleteTrail"', false],
    ['$.empty = ""', true],
    ['$.name = ""', false],
    ["$.['cluster.name'] = dotted", true],
    ["$.cluster.name = dotted", false],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));
});

describe("an absent field", () => {
  test.each([
    ["$.absent = x", false],
    ["$.absent != x", false],
    ["$.absent = *", false],
    ["$.absent > 1", false],
    ["$.absent IS NULL", false],
    ["$.absent != %x%", false],
    ["$.absent NOT EXISTS", true],
    ["$.name NOT EXISTS", false],
    ["$.empty NOT EXISTS", false],
    ["$.nothing NOT EXISTS", false],
    ["$.object NOT EXISTS", false],
    ["$.none NOT EXISTS", false],
    ["$.constructor NOT EXISTS", true],
    ["$.list.length NOT EXISTS", true],
    ["$.name.length NOT EXISTS", true],
    // The way to it may break off anywhere.
    ["$.absent.child NOT EXISTS", true],
    ["$.nothing.child NOT EXISTS", true],
    ["$.nothing.child IS NULL", false],
    ["$.name.child NOT EXISTS", true],
    ["$.list[3] NOT EXISTS", true],
    ["$.yes[0] = x", false],
    ["$.name[0] NOT EXISTS", true],
    ["$.object[0] NOT EXISTS", true],
    ["$.list.0 NOT EXISTS", true],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));
});

describe("null, booleans, objects and arrays neither equal nor differ", () => {
  const values = ["nothing", "yes", "no", "object", "list", "none"];
  const comparisons = [
    "= *",
    "!= x",
    '= ""',
    '= "true"',
    '= "null"',
    "= 1",
    "!= 1",
    "> 0",
    "!= %q%",
  ];
  test.each(values.flatMap((value) => comparisons.map((each) => `$.${value} ${each}`)))(
    "%s",
    (condition) => expect(holds(condition)).toBe(false),
  );
  test.each([
    ["$.nothing IS NULL", true],
    ["$.empty IS NULL", false],
    ["$.yes IS TRUE", true],
    ["$.yes IS FALSE", false],
    ["$.no IS FALSE", true],
    ["$.no IS NULL", false],
    ["$.nothing IS FALSE", false],
    ["$.absent IS FALSE", false],
    ["$.count IS TRUE", false],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));

  test("the text of a boolean is not the boolean", () => {
    expect(holds('$.flag = "true"', { flag: "true" })).toBe(true);
    expect(holds("$.flag IS TRUE", { flag: "true" })).toBe(false);
  });
});

describe("numbers", () => {
  test.each([
    ["$.count = 7", true],
    ["$.count = 7.0", true],
    ["$.count = +7", true],
    ["$.count = 70e-1", true],
    ["$.count != 8", true],
    // In quotes, the text of the number.
    ['$.count = "7"', true],
    ['$.count = "7.0"', false],
    ['$.count != "7.0"', true],
    ['$.ratio = "0.*"', true],
    ['$.count = "*"', true],
    ["$.count > 6.9", true],
    ["$.count > 7", false],
    ["$.count >= 7", true],
    ["$.count < 7", false],
    ["$.count <= 7e0", true],
    ["$.ratio < 1", true],
    ["$.count = %^7$%", true],
    // A string is not a number, but may have its text.
    ["$.digits = 150", true],
    ["$.digits = 150.0", false],
    ["$.digits != 7", true],
    ["$.digits > 1", false],
    ["$.name != 7", true],
    ["$.name >= 0", false],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));
});

describe("a * is any text, placed at the first fit", () => {
  test.each([
    ["abc", "*", true],
    ["", "*", true],
    ["abc", "a*", true],
    ["abc", "*c", true],
    ["abc", "*b*", true],
    ["abc", "abc*", true],
    ["abc", "*abc*", true],
    ["abc", "a*c", true],
    ["abc", "b*", false],
    ["abc", "*b", false],
    ["abc", "a*b", false],
    ["ab", "ab*b", false],
    // The first fit stays, although a later one would reach the end.
    ["abab", "*ab", false],
    ["aab", "*ab", true],
    ["aaab", "*aab", true],
    ["aaa", "*aa", false],
    ["a1b1", "a*1", false],
    ["a1b1c", "a*b*c", true],
  ])("%s as %s: %s", (value, wildcard, expected) => {
    expect(holds(`$.v = "${wildcard}"`, { v: value })).toBe(expected);
    expect(holds(`$.v != "${wildcard}"`, { v: value })).toBe(!expected);
  });

  test("contains and begins with are what they say, on any text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (value, part) => {
        expect(holds(`$.v = "*${part}*"`, { v: value })).toBe(value.includes(part));
        expect(holds(`$.v = "${part}*"`, { v: value })).toBe(value.startsWith(part));
        if (holds(`$.v = "*${part}"`, { v: value })) expect(value.endsWith(part)).toBe(true);
      }),
    );
  });
});

describe("regexes search", () => {
  test.each([
    ["$.name = %Trail%", true],
    ["$.name = %trail%", false],
    ["$.name = %^Trail%", false],
    ["$.name = %^Delete|^Create%", true],
    ["$.name != %Trail%", false],
    ["$.name != %Bucket%", true],
    ["$.list[*] = %^gr%", true],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));
});

describe("indices and wildcard selectors", () => {
  test.each([
    ["$.list[0] = red", true],
    ["$.list[1] = red", false],
    ["$.grid[1][0] = 2", true],
    ["$.items[1].id = 2", true],
    ["$.list[*] = green", true],
    ["$.list[*] = blue", false],
    ["$.items[*].id = 2", true],
    ["$.grid[*][1] = 3", true],
    ["$.* = DeleteTrail", true],
    ["$.object.* = x", true],
    ["$.*.inner = x", true],
    ["$.list.* = red", false],
    ["$.object[*] = x", false],
    ["$.* IS NULL", true],
    ["$.list[*] > 6", true],
    // Different from all, and all comparable.
    ["$.list[*] != blue", true],
    ["$.list[*] != red", false],
    ["$.mixed[*] != b", false],
    ["$.none[*] != b", false],
    ["$.name[*] != b", false],
    // Absent from all.
    ["$.items[*].tag NOT EXISTS", false],
    ["$.items[*].size NOT EXISTS", true],
    ["$.none[*] NOT EXISTS", true],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));
});

describe("and, or", () => {
  const [yes, no] = ["$.yes IS TRUE", "$.yes IS FALSE"];
  test.each([
    [`${yes} && ${yes}`, true],
    [`${yes} && ${no}`, false],
    [`${no} || ${yes}`, true],
    [`${no} || ${no}`, false],
    [`${yes} || ${no} && ${no}`, true],
    [`(${yes} || ${no}) && ${no}`, false],
    // What does not apply is false for itself only.
    ["$.object != x || $.name = DeleteTrail", true],
  ])("%s: %s", (condition, expected) => expect(holds(condition)).toBe(expected));
});

test.each<[Json]>([["text"], [1], [true], [null], [[]], [[{ a: 1 }]]])(
  "%j is no JSON event, so nothing matches it",
  (other) => {
    expect(holds("$.a NOT EXISTS", other)).toBe(false);
    expect(holds("$.a NOT EXISTS", {})).toBe(true);
  },
);

test("a group is its operands' and, or; equal and different exclude each other", () => {
  const json: fc.Arbitrary<Json> = fc.dictionary(
    fc.constantFrom("a", "b", "1"),
    fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(pattern, pattern, json, (left, right, on) => {
      const [first, second] = [evaluatePattern(left, on), evaluatePattern(right, on)];
      expect(evaluatePattern(allOf([left, right]), on)).toBe(first && second);
      expect(evaluatePattern(anyOf([left, right]), on)).toBe(first || second);
      if (left.kind === "compare" && first) {
        const opposite = left.operator === "=" ? "!=" : "=";
        const plain = left.selector.steps.every(({ kind }) => kind === "key" || kind === "index");
        if (plain) expect(evaluatePattern({ ...left, operator: opposite }, on)).toBe(false);
      }
    }),
  );
});

test("a compiled pattern serves many events", () => {
  const matches = patternMatcher(read("{ $.n >= 2 && $.s = %x$% }"));
  const events = [1, 2, 3].map((n): Json => ({ n, s: n === 3 ? "xy" : "yx" }));
  expect(events.map(matches)).toEqual([false, true, false]);
});

test("a parsed pattern evaluates at any nesting that parses; a deeper one is named", () => {
  const nested = (levels: number): string =>
    levels === 0 ? "$.a = 1" : `$.a = 1 && ($.b = 1 || ${nested(levels - 1)})`;
  expect(
    holds(`(${"(".repeat(NESTING_LIMIT - 1)}$.a = 1${")".repeat(NESTING_LIMIT)}`, { a: 1 }),
  ).toBe(true);
  expect(holds(nested(30), { a: 1 })).toBe(true);
  let deep: Pattern = read("{ $.a = 1 }");
  for (let level = 0; level < 50_000; level += 1) deep = { kind: "and", operands: [deep] };
  expect(() => patternMatcher(deep)).toThrow("nests deeper");
});

test("a wildcard over a long text does not start over", () => {
  const value = "a".repeat(250_000);
  expect(holds(`$.v = "${"*a".repeat(300)}b"`, { v: value })).toBe(false);
});
