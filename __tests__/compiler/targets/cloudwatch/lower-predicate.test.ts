import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import type { Predicate } from "../../../../compiler/ir/expression";
import type { Field, FieldModel } from "../../../../compiler/log-sources/field";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { lowerPredicate } from "../../../../compiler/targets/cloudwatch/lower-predicate";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { ORIGIN, regex, string, there } from "../../../support/predicates";
import { textOf } from "./read";

const FREE: Field = {
  path: "text",
  type: "string",
  many: "one",
  presence: "optional",
  nullable: true,
  empty: true,
  spelling: { kind: "free" },
  ascii: false,
  ground: "asserted",
  source: "test",
};

/** A field of every kind there is; what is not listed is a scalar. */
const LISTED: readonly Field[] = [
  FREE,
  { ...FREE, path: "always", presence: "always", nullable: false },
  { ...FREE, path: "ascii", ascii: true },
  { ...FREE, path: "lower", spelling: { kind: "lower" } },
  {
    ...FREE,
    path: "name",
    spelling: { kind: "identifier", shape: /^[A-Z][A-Za-z]*$/, example: "" },
  },
  { ...FREE, path: "answer", spelling: { kind: "closed", values: ["Yes", "No"] } },
  { ...FREE, path: "unknown", spelling: { kind: "closed", values: ["Known", "Unknown"] } },
  { ...FREE, path: "number", type: "number" },
  { ...FREE, path: "flag", type: "boolean" },
  { ...FREE, path: "sure", type: "boolean", presence: "always", nullable: false },
  { ...FREE, path: "list", type: "scalar", many: "many" },
  { ...FREE, path: "filled", type: "scalar", many: "many", empty: false },
  { ...FREE, path: "items", type: "object", many: "many" },
  { ...FREE, path: "items.list", type: "scalar", many: "many" },
  { ...FREE, path: "object", type: "object" },
  { ...FREE, path: "mixed", type: "mixed" },
];
const MODEL: FieldModel = {
  field: (path) =>
    LISTED.find((each) => each.path === path) ?? { ...FREE, path, type: "unknown", many: "either" },
  lists: (path) => LISTED.some((each) => each.path === path),
  paths: LISTED.map(({ path }) => path),
  bounding: [],
};

/** The pattern as it is printed, without its braces; the code of the reason where there is none. */
function lowered(test: Predicate, negated = false): string | boolean | undefined {
  const result = lowerPredicate(test, MODEL, negated);
  if (result.kind === "dropped") return result.reason.code;
  const { node: pattern } = result;
  return typeof pattern === "boolean" ? pattern : textOf(printPattern(pattern)).slice(2, -2);
}

function assumed(test: Predicate, negated = false): readonly string[] {
  const result = lowerPredicate(test, MODEL, negated);
  if (result.kind === "dropped") throw new Error(result.reason.message);
  return result.assumes;
}

describe("a test as it is printed", () => {
  test.each([
    [string("name", "CreateUser"), '$.name = "CreateUser"'],
    [string("name", "Create*"), '$.name = "Create*"'],
    // Part of an identifier may be written in it anyhow.
    [string("name", "*User*"), "$.name = %[Uu][Ss][Ee][Rr]%"],
    [string("name", "create-user"), "$.name = %^[Cc][Rr][Ee][Aa][Tt][Ee]-[Uu][Ss][Ee][Rr]$%"],
    [string("answer", "YES"), '$.answer = "Yes"'],
    [string("answer", "n*"), '$.answer = "N*" || $.answer = "n*"'],
    [string("lower", "*IAM.amazonaws*"), '$.lower = "*iam.amazonaws*"'],
    // A Kelvin sign is no k: only ASCII letters have two cases in a rule.
    [string("lower", "\u212aMS"), '$.lower = "\u212ams"'],
    [string("unknown", "Un\u212anown"), "DET505"],
    [string("text", "1.2*"), '$.text = "1.2*"'],
    [string("text", "a1b*"), '"A1B*" || $.text = "A1b*" || $.text = "a1B*" || $.text = "a1b*"'],
    [string("text", "abcd*"), "$.text = %^[Aa][Bb][Cc][Dd]%"],
    [string("text", "*1", true), "$.text = %1$%"],
    [string("text", "1*2", true), "$.text = %^1[\\s\\S]*2$%"],
    [string("text", "*1*2*", true), "$.text = %1[\\s\\S]*2%"],
    [string("text", "?1*", true), "$.text = %^[\\s\\S]1%"],
    [string("text", "*"), '$.text = "*" && $.text != ""'],
    [string("list", "*"), "$.list[*] = %[\\s\\S]%"],
    [string("filled", "*"), '$.filled[*] = "*"'],
    [string("list", "12"), '$.list[*] = "12"'],
    [string("list", "a"), "$.list[*] = %^[Aa]$%"],
    [string("flag", "TRUE"), "$.flag IS TRUE"],
    [string("flag", "*"), "$.flag IS TRUE || $.flag IS FALSE"],
    [string("flag", "True", true), false],
    [string("mixed", "5"), '$.mixed = "5"'],
    [string("items.list", "1"), "DET507"],
    [string("items.name", "1"), '$.items[*].name = "1"'],
    [string("object", "1"), "DET502"],
    [string("items", "1"), "DET502"],
    [string("text", "é"), "DET505"],
    [string("text", "é", true), '$.text = "é"'],
    [string("text", "*é", true), "DET506"],
    [string("text", "a\\*b", true), "$.text = %^a\\*b$%"],
    [string("it's", "1"), "DET506"],
    // Quoted, it might still be taken for a regex.
    [string("text", "%1%", true), "$.text = %^\\x251\\x25$%"],
    [string("text", "%1%*", true), '$.text = "%1%*"'],
    [there("null", "text"), "$.text NOT EXISTS || $.text IS NULL"],
    [there("null", "always"), false],
    [there("null", "object"), "$.object NOT EXISTS || $.object IS NULL"],
    [there("null", "list"), "$.list NOT EXISTS || $.list IS NULL"],
    [there("null", "items.name"), "DET503"],
    [there("exists", "text"), '$.text = "*" || $.text IS NULL'],
    [there("exists", "always"), true],
    [there("exists", "number"), '$.number = "*" || $.number IS NULL'],
    [there("exists", "flag"), "$.flag IS TRUE || $.flag IS FALSE || $.flag IS NULL"],
    [there("exists", "x"), '$.x = "*" || $.x IS TRUE || $.x IS FALSE || $.x IS NULL'],
    [there("exists", "list"), "DET502"],
    [there("exists", "items"), "DET502"],
    [there("exists", "mixed"), "DET504"],
    [regex("text", "^a.c$"), "$.text = %^a[^\\x0A]c$%"],
    [regex("flag", "^t"), "$.flag IS TRUE"],
  ])("%j", (predicate, printed) => {
    const result = lowered(predicate);
    if (typeof printed === "string") expect(result).toContain(printed);
    else expect(result).toBe(printed);
  });

  test.each([
    [string("text", "12"), '$.text NOT EXISTS || $.text IS NULL || $.text != "12"'],
    [string("always", "12"), '$.always != "12"'],
    [string("text", "*"), '$.text NOT EXISTS || $.text IS NULL || $.text = ""'],
    [string("always", "*"), '$.always = ""'],
    [string("list", "1"), "DET503"],
    [string("mixed", "1"), "DET504"],
    [string("flag", "true"), "$.flag NOT EXISTS || $.flag IS NULL || $.flag IS FALSE"],
    [string("flag", "maybe"), "NOT EXISTS || $.flag IS NULL || $.flag IS TRUE || $.flag IS FALSE"],
    [string("sure", "*"), false],
    [there("null", "text"), '$.text = "*"'],
    [there("null", "always"), '$.always = "*"'],
    [there("exists", "text"), "$.text NOT EXISTS"],
    [there("exists", "always"), false],
    [there("exists", "object"), "$.object NOT EXISTS"],
    // Every text has it: what is left are the events without text.
    [regex("always", "[^\\s\\S]"), true],
  ])("negated: %j", (predicate, printed) => {
    const result = lowered(predicate, true);
    if (typeof printed === "string") expect(result).toContain(printed);
    else expect(result).toBe(printed);
  });

  test.each([
    ["lt", "$.number < 5", "$.number >= 5"],
    ["lte", "$.number <= 5", "$.number > 5"],
    ["gt", "$.number > 5", "$.number <= 5"],
    ["gte", "$.number >= 5", "$.number < 5"],
  ] as const)("a number that is %s 5", (operator, printed, inverse) => {
    const predicate = { kind: "number", operator, value: 5, origin: ORIGIN } as const;
    const number = { ...predicate, field: "number" };
    expect(lowered(number)).toBe(printed);
    expect(lowered(number, true)).toBe(`$.number NOT EXISTS || $.number IS NULL || ${inverse}`);
    expect(lowered({ ...predicate, field: "text" })).toBe("DET509");
    expect(lowered({ ...predicate, field: "flag" })).toBe(false);
    expect(lowered({ ...predicate, field: "flag" }, true)).toBe(true);
    expect(lowered({ ...number, value: Infinity })).toBe("DET509");
  });
});

describe("what a test rests on is listed, and nothing else", () => {
  test.each([
    [string("text", "12"), false, []],
    [string("text", "pacu"), false, []],
    [string("text", "12"), true, []],
    [string("text", 'say "hi"', true), false, ["quote"]],
    [string("text", "back\\slash*", true), false, ["quote"]],
    [string("name", "CreateUser"), false, ["spelled as AWS"]],
    [string("answer", "yes"), false, []],
    [string("number", "*5"), false, ["without an exponent", "text of a number"]],
    [string("number", "0.00001"), false, ["without an exponent"]],
    [string("number", "0.5"), false, []],
    [string("number", "*x"), false, []],
    [string("text", "*5"), false, []],
    [string("text", "a?c"), false, ["counts as one"]],
    [string("ascii", "a?c"), false, []],
    [string("x", "12"), false, []],
    [string("x", "12"), true, ["not listed"]],
    [string("x.s3:prefix", "12"), false, ["quoted form"]],
    [string("items.name", "12"), false, ["before its end"]],
    [string("list", "12"), false, []],
    [there("null", "x.s3:prefix"), false, ["quoted form"]],
    [string("x", "true"), true, ["not listed", "boolean"]],
    [string("flag", "true"), true, []],
    [string("flag", "*"), false, []],
    [there("exists", "text"), false, []],
    [there("exists", "text"), true, []],
    [there("null", "text"), false, []],
    [there("exists", "x"), false, ["not listed"]],
    [regex("text", "^a+$"), false, []],
    [regex("x", "^[0-9]+$"), false, ["text of a number"]],
    [regex("text", "^a{2}[^b]$"), false, ["counts as one"]],
    [regex("ascii", "^a{2}[^b]$"), false, []],
    // However a regex counts the bytes of a character, these find the same.
    [regex("text", "^a[^b]+$"), false, []],
    [regex("text", "^a[^b]*c$"), false, []],
    [regex("text", "a.$"), false, ["counts as one"]],
    [regex("text", "^.a"), false, ["counts as one"]],
    [regex("text", "a+."), false, []],
    [regex("text", ".a+"), false, []],
    [regex("text", ".{2}a+"), false, ["counts as one"]],
    [regex("text", "a+.b"), false, ["counts as one"]],
    [regex("text", "^a.{2,}b$"), false, ["counts as one"]],
    [regex("text", "^a.?b$"), false, ["counts as one"]],
  ])("%j, negated: %s", (predicate, negated, expected) => {
    expect(assumed(predicate, negated)).toEqual(
      expected.map((each) => expect.stringContaining(each)),
    );
  });
});

const word = fc.string({ unit: fc.constantFrom(..."abA15*?é"), maxLength: 3 });
const names = fc.constantFrom("CreateUser", "DeleteUser", "Create", "User");
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(fc.option(values), { nil: undefined });
const scalar = fc.oneof(word, fc.boolean(), fc.constantFrom(5, 15, -1, 1.5));
const event: fc.Arbitrary<Json> = fc
  .record({
    text: optional(word),
    always: word,
    lower: optional(word.map((each) => each.toLowerCase())),
    name: optional(names),
    answer: optional(fc.constantFrom("Yes", "No")),
    number: optional(fc.constantFrom(5, 15, -1, 1.5)),
    flag: optional(fc.boolean()),
    sure: fc.boolean(),
    list: optional(fc.array(scalar, { maxLength: 2 })),
    items: optional(fc.array(fc.record({ name: optional(scalar) }), { maxLength: 2 })),
    object: optional(fc.record({ name: optional(scalar) })),
    mixed: optional(fc.oneof(scalar, fc.record({ name: word }))),
    x: optional(scalar),
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

const field = fc.constantFrom(
  ...["text", "always", "lower", "name", "answer", "number", "flag", "sure", "list"],
  ...["items", "items.name", "object", "object.name", "mixed", "x"],
);
const written = fc.oneof(
  word,
  fc
    .tuple(fc.constantFrom("*", "", "?"), word, fc.constantFrom("*", ""))
    .map((all) => all.join("")),
  fc.constantFrom("CreateUser", "Create*", "*User", "YES", "y*", "true", "FALSE", "t*", "*", "1?"),
);
const predicate: fc.Arbitrary<Predicate> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(field, written, fc.boolean()).map((all) => string(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        field,
        fc.constantFrom(
          "^a",
          "1$",
          "a.?1",
          "true|a",
          "[^5]",
          "^[a-c]+$",
          "^.$",
          "5|^b",
          ".*",
          "^$",
        ),
        fc.boolean(),
      )
      .map((all) => regex(...all)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("null", "exists"), field).map((all) => there(...all)),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        field,
        operator: fc.constantFrom("lt", "lte", "gt", "gte"),
        value: fc.constantFrom(5, 1.5, 0),
      })
      .map((test) => ({ ...test, kind: "number", origin: ORIGIN }) as const),
  },
);

test("what is lowered decides an event as the test does, negated or not", () => {
  const seen = { true: 0, false: 0, dropped: 0 };
  fc.assert(
    fc.property(
      predicate,
      fc.boolean(),
      fc.array(event, { minLength: 3, maxLength: 3 }),
      (each, negated, events) => {
        const result = lowerPredicate(each, MODEL, negated);
        if (result.kind === "dropped") return void (seen.dropped += 1);
        const { node: pattern } = result;
        const holds = expressionMatcher(each, MODEL);
        const matches = typeof pattern === "boolean" ? () => pattern : patternMatcher(pattern);
        for (const sample of events) {
          const wanted = holds(sample) !== negated;
          seen[`${wanted}`] += 1;
          expect([sample, pattern, matches(sample)]).toEqual([sample, pattern, wanted]);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(seen.true).toBeGreaterThan(500);
  expect(seen.false).toBeGreaterThan(500);
  expect(seen.dropped).toBeGreaterThan(100);
});
