import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import type { Predicate } from "../../../../compiler/ir/expression";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { patternsOf } from "../../../../compiler/targets/cloudwatch/alternatives";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { lowerPredicate } from "../../../../compiler/targets/cloudwatch/lower-predicate";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { ORIGIN, regex, string, there } from "../../../support/predicates";
import { event, EVERY_KIND, predicate } from "./every-kind";
import { textOf } from "./read";

/** The patterns as they are printed, without braces; the code of the reason where there is none. */
function lowered(test: Predicate, negated = false): string | boolean | undefined {
  const result = lowerPredicate(test, EVERY_KIND, negated);
  if (result.kind === "dropped") return result.reason.code;
  const { node } = result;
  if (typeof node === "boolean") return node;
  return patternsOf(node)
    .map((pattern) => textOf(printPattern(pattern)).slice(2, -2))
    .join(" + ");
}

function assumed(test: Predicate, negated = false): readonly string[] {
  const result = lowerPredicate(test, EVERY_KIND, negated);
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
    [string("number", "22"), "$.number = 22"],
    [string("number", "*"), '$.number = "*"'],
    [string("texts", "a1*"), "$.texts[*] = %^[Aa]1%"],
    [string("texts", "*"), '$.texts[*] = "*"'],
    [string("numbers", "22"), "$.numbers[*] = 22"],
    [string("numbers", "*"), '$.numbers[*] = "*"'],
    [string("flags", "TRUE"), "$.flags[*] IS TRUE"],
    [string("flags", "no"), false],
    [string("someOrOne", "1"), '$.someOrOne[*] = "1" + $.someOrOne = "1"'],
    [string("flagsOrOne", "true"), "$.flagsOrOne[*] IS TRUE + $.flagsOrOne IS TRUE"],
    [string("mixedOrMore", "1"), '$.mixedOrMore = "1" + $.mixedOrMore[*] = "1"'],
    [string("grants.uri", "1"), '$.grants[*].uri = "1" + $.grants.uri = "1"'],
    [string("grants.x", "1"), '$.grants[*].x = "1" + $.grants.x = "1"'],
    [string("grants.names", "1"), "DET507"],
    [string("grants", "1"), "DET502"],
    [string("items.sure", "true"), "$.items[*].sure IS TRUE"],
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
    // Nothing but an empty array is null too.
    [there("null", "list"), "DET503"],
    [there("null", "items"), "DET503"],
    [there("null", "someOrOne"), "DET503"],
    [there("null", "mixed"), "$.mixed NOT EXISTS || $.mixed IS NULL"],
    [there("null", "items.name"), "DET503"],
    [there("exists", "text"), '$.text = "*" || $.text IS NULL'],
    [there("exists", "always"), true],
    [there("exists", "number"), '$.number = "*" || $.number IS NULL'],
    [there("exists", "flag"), "$.flag IS TRUE || $.flag IS FALSE || $.flag IS NULL"],
    [there("exists", "x"), '$.x = "*" || $.x IS TRUE || $.x IS FALSE || $.x IS NULL'],
    [
      there("exists", "list"),
      '$.list[*] = "*" || $.list[*] IS TRUE || $.list[*] IS FALSE || $.list[*] IS NULL + $.list IS NULL',
    ],
    [there("exists", "texts"), '$.texts[*] = "*" || $.texts[*] IS NULL'],
    [
      there("exists", "flagsOrOne"),
      "$.flagsOrOne IS TRUE || $.flagsOrOne IS FALSE || $.flagsOrOne",
    ],
    [there("exists", "grants.uri"), '+ $.grants.uri IS NULL || $.grants.uri = "*"'],
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
    [string("numbers", "1"), "DET503"],
    [string("someOrOne", "1"), "DET503"],
    [string("items.name", "1"), "DET503"],
    [string("mixed", "1"), "DET504"],
    [string("mixedOrMore", "1"), "DET504"],
    [string("number", "22"), "$.number NOT EXISTS || $.number IS NULL || $.number != 22"],
    [string("number", "*"), "$.number NOT EXISTS || $.number IS NULL"],
    [string("flag", "true"), "$.flag NOT EXISTS || $.flag IS NULL || $.flag IS FALSE"],
    [string("flag", "maybe"), "NOT EXISTS || $.flag IS NULL || $.flag IS TRUE || $.flag IS FALSE"],
    [string("sure", "*"), false],
    [there("null", "text"), '$.text = "*"'],
    [there("null", "always"), '$.always = "*"'],
    [there("null", "texts"), '$.texts[*] = "*"'],
    [there("null", "numbers"), '$.numbers[*] = "*"'],
    [there("null", "flags"), "$.flags[*] IS TRUE || $.flags[*] IS FALSE"],
    [there("null", "someOrOne"), '$.someOrOne[*] = "*" + $.someOrOne = "*"'],
    [there("null", "items.name"), '$.items[*].name = "*"'],
    [there("null", "items"), "DET502"],
    [there("exists", "texts"), "DET503"],
    [there("exists", "someOrOne"), "DET503"],
    [there("exists", "flagsOrOne"), "DET503"],
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
    [string("name", "CreateUser"), false, ["spelled as their source"]],
    [string("answer", "yes"), false, []],
    [string("number", "*5"), false, ["without an exponent", "text of a number"]],
    [string("number", "0.00001"), false, ["without an exponent"]],
    [string("number", "0.5"), false, []],
    [string("number", "*x"), false, []],
    [string("text", "*5"), false, []],
    [string("text", "a?c"), false, ["counts as one"]],
    [string("ascii", "a?c"), false, []],
    [string("x", "12"), false, ["nothing is known"]],
    [string("x", "12"), true, ["nothing is known"]],
    [string("x.y", "12"), false, ["x.y, of which nothing is known"]],
    [there("null", "x"), false, ["nothing is known"]],
    [there("exists", "x"), true, ["nothing is known"]],
    [string("x.s3:prefix", "12"), false, ["nothing is known", "quoted form"]],
    [string("items.size", "12"), false, ["before its end"]],
    [string("items.name", "12"), false, ["before its end", "nothing is known"]],
    [string("grants.uri", "12"), false, ["before its end"]],
    [string("someOrOne", "12"), false, []],
    [string("list", "12"), false, []],
    [there("null", "x.s3:prefix"), false, ["nothing is known", "quoted form"]],
    [string("x", "true"), true, ["boolean", "nothing is known"]],
    [string("flag", "true"), true, []],
    [string("flag", "*"), false, []],
    [there("exists", "text"), false, []],
    [there("exists", "text"), true, []],
    [there("null", "text"), false, []],
    [there("exists", "x"), false, ["nothing is known"]],
    [regex("text", "^a+$"), false, []],
    [regex("x", "^[0-9]+$"), false, ["text of a number", "nothing is known"]],
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

test("what is lowered decides an event as the test does, negated or not", () => {
  const seen = { true: 0, false: 0, dropped: 0 };
  fc.assert(
    fc.property(
      predicate,
      fc.boolean(),
      fc.array(event, { minLength: 3, maxLength: 3 }),
      (each, negated, events) => {
        const result = lowerPredicate(each, EVERY_KIND, negated);
        if (result.kind === "dropped") return void (seen.dropped += 1);
        const { node } = result;
        const holds = expressionMatcher(each, EVERY_KIND);
        const patterns = typeof node === "boolean" ? [] : patternsOf(node);
        const filters = patterns.map(patternMatcher);
        const matches = (sample: Json) => node === true || filters.some((filter) => filter(sample));
        for (const sample of events) {
          const wanted = holds(sample) !== negated;
          seen[`${wanted}`] += 1;
          expect([sample, patterns, matches(sample)]).toEqual([sample, patterns, wanted]);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(seen.true).toBeGreaterThan(300);
  expect(seen.false).toBeGreaterThan(500);
  expect(seen.dropped).toBeGreaterThan(100);
});
