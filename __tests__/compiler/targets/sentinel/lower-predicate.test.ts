import fc from "fast-check";

import type { JsonObject } from "../../../../compiler/core/json";
import {
  not,
  type Comparison,
  type Expression,
  type Predicate,
} from "../../../../compiler/ir/expression";
import type { Field, FieldModel } from "../../../../compiler/log-sources/field";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { rowMatcher } from "../../../../compiler/targets/sentinel/evaluate/evaluate";
import { lowerQuery } from "../../../../compiler/targets/sentinel/lower";
import { printQuery } from "../../../../compiler/targets/sentinel/print";
import { cloudtrailRow, cloudtrailWith } from "../../../support/cloudtrail";
import { cidr, date, fieldref, number, regex, string, there } from "../../../support/predicates";

const FREE: Field = {
  path: "userAgent",
  type: "string",
  many: "one",
  presence: "optional",
  nullable: false,
  empty: true,
  spelling: { kind: "free" },
  ascii: false,
  ground: "asserted",
  source: "test",
};
const IN = "requestParameters.";

/** A field of every kind there is, in a column of its own or in one of JSON text. */
const LISTED: readonly Field[] = [
  FREE,
  { ...FREE, path: "errorCode", empty: false },
  { ...FREE, path: "errorMessage", empty: false, nullable: true },
  { ...FREE, path: "eventName", empty: false, ascii: true },
  { ...FREE, path: "readOnly", type: "boolean" },
  { ...FREE, path: "eventTime", holds: "time" },
  { ...FREE, path: "requestParameters", type: "object", nullable: true },
  { ...FREE, path: "resources", type: "object", many: "many" },
  { ...FREE, path: `${IN}text` },
  { ...FREE, path: `${IN}list`, type: "string", many: "many" },
  { ...FREE, path: `${IN}items`, type: "object", many: "many" },
  { ...FREE, path: `${IN}items.name` },
  { ...FREE, path: `${IN}items.tags`, many: "either" },
  { ...FREE, path: `${IN}mixed`, type: "mixed" },
  { ...FREE, path: `${IN}null`, nullable: true },
];
const MODEL: FieldModel = {
  field: (path) =>
    LISTED.find((each) => each.path === path) ?? {
      ...FREE,
      path,
      type: "unknown",
      many: "either",
      nullable: true,
    },
  lists: (path) => LISTED.some((each) => each.path === path),
  paths: LISTED.map(({ path }) => path),
  bounding: [],
};

const over5 = (field: string) => number(field, "gt", 5);
const private10 = (field: string) => cidr(field, "10.0.0.0/8");
const night = (field: string) => date(field, "hour", "lt", 6);

/** What the query asks, without the stage that parses JSON; the code of a reason to leave it out. */
function lowered(expression: Expression): string | boolean {
  const { stages, reasons } = lowerQuery(expression, cloudtrailWith(MODEL));
  const [reason] = reasons;
  if (reason !== undefined) return reason.code;
  if (typeof stages === "boolean") return stages;
  const lines = printQuery({ table: "T", stages }).split("\n").slice(1);
  return lines
    .filter((line) => !line.includes("parse_json"))
    .map((line) => line.trim().replace(/^\| where /, ""))
    .join(" ");
}

const NOT_CONTAINER = (value: string) => `and not(gettype(${value}) in ("dictionary", "array"))`;

describe("a test as it is asked", () => {
  test.each([
    [string("userAgent", "abc"), 'UserAgent =~ "abc"'],
    [string("userAgent", "abc*"), 'UserAgent startswith "abc"'],
    [string("userAgent", "*abc"), 'UserAgent endswith "abc"'],
    [string("userAgent", "*abc*"), 'UserAgent contains "abc"'],
    [string("userAgent", "abc", true), 'UserAgent == "abc"'],
    [string("userAgent", "*abc*", true), 'UserAgent contains_cs "abc"'],
    [string("userAgent", "é", true), 'UserAgent == "é"'],
    // Kusto would fold these letters too, which the rule does not.
    [string("userAgent", "é"), 'UserAgent == "é"'],
    [string("userAgent", "*é"), 'UserAgent endswith_cs "é"'],
    [string("userAgent", "éa"), 'UserAgent matches regex "(?s)^é[Aa]$"'],
    [string("userAgent", "a*c"), 'UserAgent matches regex "(?s)^[Aa].*[Cc]$"'],
    [string("userAgent", "a?C*", true), 'UserAgent matches regex "(?s)^a.C.*$"'],
    [string("userAgent", "a.b*c", true), 'UserAgent matches regex "(?s)^a\\\\.b.*c$"'],
    [string("userAgent", "*"), "isnotempty(UserAgent)"],
    [string("userAgent", ""), "DET603"],
    [string(`${IN}text`, ""), 'tostring(RequestParametersJson.text) == ""'],
    [string(`${IN}text`, ""), "isnotnull(RequestParametersJson.text)"],
    [string(`${IN}x`, "a*"), 'countif(tostring(EachX) startswith "a")'],
    [string(`${IN}list`, "a"), 'countif(tostring(EachList) =~ "a")'],
    [string(`${IN}list`, ""), 'countif(isnotnull(EachList) and tostring(EachList) == "")'],
    [string(`${IN}list`, "*"), "countif(isnotempty(tostring(EachList)))"],
    [string(`${IN}items.name`, "a"), 'countif(tostring(EachItems.name) =~ "a")'],
    [string(`${IN}items.tags`, "a"), 'countif(tostring(EachTags) =~ "a")'],
    [string(`${IN}items`, "*a*"), 'countif(tostring(EachItems) contains "a")'],
    [string("resources.ARN", "a"), 'countif(tostring(EachARN) =~ "a")'],
    [string("resources", "*"), "countif(isnotempty(tostring(EachResources)))"],
    [string("readOnly", "TRUE"), "ReadOnly == true"],
    [string("readOnly", "false"), "ReadOnly == false"],
    [string("readOnly", "*"), "isnotnull(ReadOnly)"],
    [string("readOnly", "yes"), false],
    [string("eventTime", "2024*"), "DET602"],
    [string("nowhere", "a"), "DET601"],
    [regex("userAgent", "a+"), 'UserAgent matches regex "a+"'],
    [regex("userAgent", "a*"), "DET603"],
    [regex("errorCode", "a*"), 'isnotempty(ErrorCode) and ErrorCode matches regex "a*"'],
    [regex("userAgent", "\\bx"), "DET607"],
    [regex("eventName", "\\bx"), 'EventName matches regex "\\\\bx"'],
    [regex("eventTime", "2"), "DET602"],
    [regex(`${IN}list`, "2"), 'countif(tostring(EachList) matches regex "2")'],
    [regex("readOnly", "e$"), "isnotnull(ReadOnly)"],
    [regex("readOnly", "^f"), "ReadOnly == false"],
    [regex("readOnly", "^x"), false],
    [there("null", "userAgent"), "DET603"],
    [there("null", "errorCode"), "isempty(ErrorCode)"],
    [there("null", "readOnly"), "isnull(ReadOnly)"],
    [there("null", "eventTime"), "isnull(TimeGenerated)"],
    [there("null", `${IN}text`), "isnull(RequestParametersJson.text)"],
    [there("null", `${IN}x`), "countif(isnotnull(EachX)) ) not(RequestParametersXFound > 0)"],
    [there("exists", "userAgent"), "DET603"],
    [there("exists", "errorCode"), "isnotempty(ErrorCode)"],
    [there("exists", "errorMessage"), "DET608"],
    [there("exists", "readOnly"), "isnotnull(ReadOnly)"],
    [there("exists", "eventTime"), "isnotnull(TimeGenerated)"],
    [there("exists", `${IN}text`), "isnotnull(RequestParametersJson.text)"],
    [there("exists", `${IN}null`), 'bag_has_key(RequestParametersJson, "null")'],
    [
      there("exists", `${IN}x`),
      'bag_has_key(RequestParametersJson, "x") and coalesce(array_length(RequestParametersJson.x), 1) > 0',
    ],
    [there("exists", `${IN}items.name`), "countif(isnotnull(EachItems.name))"],
    [there("exists", `${IN}a.b`), 'countif(bag_has_key(EachA, "b") and'],
    // Kusto would read the key as a path.
    [there("exists", `${IN}$a`), "DET608"],
    [there("exists", `${IN}a$`), 'bag_has_key(RequestParametersJson, "a$")'],
    [there("exists", "requestParameters"), "DET608"],
    [over5("eventTime"), "DET602"],
    [over5(`${IN}list`), "toreal(tostring(EachList)) > 5"],
    [over5("readOnly"), false],
    [over5("requestParameters"), false],
    [private10("eventTime"), "DET602"],
    [private10(`${IN}list`), 'ipv4_is_in_range(tostring(EachList), "10.0.0.0/8")'],
    [private10("readOnly"), false],
    [private10("resources"), false],
    [night("eventTime"), 'datetime_part("hour", TimeGenerated) < 6'],
    [night(`${IN}list`), 'datetime_part("hour", todatetime(tostring(EachList))) < 6'],
    [night("readOnly"), false],
    [night("resources"), false],
    [fieldref("eventName", "userAgent"), "EventName =~ UserAgent and isnotempty(UserAgent)"],
    [fieldref("userAgent", "eventName", "contains"), "UserAgent contains EventName"],
    [fieldref("eventName", "userAgent", "startswith", true), "EventName startswith_cs UserAgent"],
    // Where both may hold other letters, only ASCII is folded.
    [fieldref("eventName", "userAgent", "contains"), 'EventName) contains_cs translate("ABC'],
    [
      fieldref("userAgent", "errorCode"),
      '"abcdefghijklmnopqrstuvwxyz", UserAgent) == translate("ABC',
    ],
    [
      fieldref("userAgent", `${IN}mixed`),
      'iff(not(gettype(RequestParametersJson.mixed) in ("dictionary"',
    ],
    [fieldref("userAgent", `${IN}x`), 'iff(not(gettype(EachX) in ("dictionary"'],
    [fieldref("userAgent", "eventTime"), "DET602"],
    [fieldref("readOnly", "userAgent"), "DET602"],
    [fieldref("eventName", `${IN}list`), "countif(isnotempty(tostring(EachList)) and EventName"],
    [fieldref(`${IN}list`, `${IN}list`), "tostring(EachList)) == translate("],
    [fieldref("nowhere", "userAgent"), "DET601"],
  ])("%j", (predicate, asked) => {
    const result = lowered(predicate);
    if (typeof asked === "string") expect(result).toContain(asked);
    else expect(result).toBe(asked);
  });

  test.each([
    ["a", false],
    ["a*", false],
    ["[a*", true],
    ["a[*", false],
    ["{", true],
    ["*a", true],
    ["*a*", true],
    ["*", true],
    ["a*b", true],
  ])("%j looks whether an object stands there: %s", (written, guarded) => {
    for (const [name, value] of [
      ["x", "EachX"],
      ["mixed", "RequestParametersJson.mixed"],
    ] as const) {
      const asked = String(lowered(string(IN + name, written)));
      expect(asked.includes(NOT_CONTAINER(value))).toBe(guarded);
    }
    expect(lowered(string(`${IN}text`, written))).not.toContain("gettype");
  });

  test.each([
    [string("readOnly", "true"), "not(coalesce(ReadOnly == true, false))"],
    [string("readOnly", "*"), "not(isnotnull(ReadOnly))"],
    [string("readOnly", "yes"), true],
    [night("eventTime"), 'not(coalesce(datetime_part("hour", TimeGenerated) < 6, false))'],
    [
      there("exists", `${IN}null`),
      'not(coalesce(bag_has_key(RequestParametersJson, "null"), false))',
    ],
    [string("userAgent", "a"), 'not(UserAgent =~ "a")'],
  ])("what could be null is not, under not: %j", (predicate, asked) => {
    expect(lowered(not(predicate))).toBe(asked);
  });
});

const FLAT = `no array lies within an array at ${IN}x`;

describe("what a test rests on is listed, and nothing else", () => {
  test.each([
    [string("userAgent", "abc"), []],
    [string("resources", "*a*"), ["compact JSON"]],
    [string("resources", "*"), []],
    [string("requestParameters", "a"), ["compact JSON"]],
    [string(`${IN}text`, "a"), []],
    [string(`${IN}list`, "a"), []],
    [string(`${IN}list`, "*"), []],
    [string(`${IN}items`, "*a*"), ["compact JSON"]],
    [string(`${IN}items.tags`, "a"), []],
    // Kusto writes it 1E-05.
    [string(`${IN}x`, "0.00001"), ["without an exponent", FLAT]],
    [string(`${IN}mixed`, "*0"), ["without an exponent"]],
    [string(`${IN}x`, "443"), [FLAT]],
    [string(`${IN}text`, "0.00001"), []],
    [regex(`${IN}x`, "a"), ["without an exponent", FLAT]],
    [fieldref(`${IN}x`, "userAgent"), ["without an exponent", FLAT]],
    [fieldref("resources", "userAgent", "contains"), ["compact JSON"]],
    [regex("resources", "a"), ["compact JSON"]],
    [regex("userAgent", "a"), []],
    [regex("errorCode", "a"), []],
    [regex("errorCode", "a*"), ["empty errorCode"]],
    [regex(`${IN}text`, "a*"), []],
    [there("null", "errorCode"), ["empty errorCode"]],
    [there("exists", "errorCode"), ["empty errorCode", "null at errorCode"]],
    [there("exists", "readOnly"), ["null at readOnly"]],
    [there("exists", `${IN}text`), [`null at ${IN}text`]],
    [there("exists", `${IN}null`), ["key of a null"]],
    [string("readOnly", "true"), []],
    [over5(`${IN}x`), [FLAT]],
    [private10("userAgent"), []],
    [night("eventTime"), ["eventTime"]],
    [night("userAgent"), []],
    [fieldref("userAgent", "errorCode"), []],
  ])("%j", (predicate, expected) => {
    expect(lowerQuery(predicate, cloudtrailWith(MODEL)).assumptions).toEqual(
      expected.map((each) => expect.stringContaining(each)),
    );
  });
});

const word = fc.string({ unit: fc.constantFrom(..."abA1*?é\u017f\u212as"), maxLength: 3 });
const filled = word.filter((each) => each !== "");
const scalar = fc.oneof(
  word,
  fc.boolean(),
  fc.constantFrom(4, 6, 1.5, "7", "1e3", " 8", "10.0.0.1", "11.0.0.1", "2024-05-31T03:00:00Z"),
);
const container = fc.constantFrom({}, { a: "b" }, [], [1], [null], ["", null, "A"], [{ y: "a" }]);
const object = fc.constantFrom({}, { a: "b" });
const optional = { requiredKeys: [] };
const event: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      userAgent: word,
      errorCode: filled,
      errorMessage: fc.option(filled),
      eventName: fc.constantFrom("a", "A", "ab", "s", "1"),
      readOnly: fc.boolean(),
      eventTime: fc.constantFrom("2024-05-31T03:00:00Z", "2024-05-31T12:00:00Z"),
      resources: fc.constantFrom([{ ARN: "a" }], [{ ARN: "1" }, { ARN: "b" }], []),
      requestParameters: fc.option(
        fc.record(
          {
            text: word,
            list: fc.array(
              fc.constantFrom("a", "A", "", "ab", "1", "b/a", 'x"a', "a,b", "\u001a"),
              {
                maxLength: 3,
              },
            ),
            items: fc.array(
              fc.record(
                { name: word, tags: fc.oneof(word, fc.array(word, { maxLength: 2 })) },
                optional,
              ),
              { maxLength: 2 },
            ),
            mixed: fc.oneof(scalar, object),
            null: fc.option(word),
            x: fc.oneof(
              scalar,
              container,
              fc.constant(null),
              fc.record({ y: fc.oneof(scalar, container, fc.constant(null)) }, optional),
              fc.array(fc.record({ y: fc.oneof(scalar, container) }, optional), { maxLength: 2 }),
            ),
          },
          optional,
        ),
      ),
    },
    optional,
  )
  .map((each): JsonObject => ({ ...each }));

const field = fc.constantFrom(
  ...["userAgent", "errorCode", "errorMessage", "eventName", "readOnly", "eventTime", "resources"],
  ...["requestParameters", "resources.ARN"],
  ...["text", "list", "items", "items.name", "items.tags", "mixed", "null", "x", "x.y"].map(
    (name) => IN + name,
  ),
);
const written = fc.oneof(
  fc.tuple(fc.constantFrom("", "*"), word, fc.constantFrom("", "*")).map((all) => all.join("")),
  fc.constantFrom("true", "f*", "b/a", "*"),
);
const comparison = fc.constantFrom<Comparison>("equals", "contains", "startswith", "endswith");
const predicate: fc.Arbitrary<Predicate> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(field, written, fc.boolean()).map((all) => string(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(field, fc.constantFrom("^a", "1$", "a?", "true|a", "[^a]", "^.$", "^$", "e$"))
      .map((all) => regex(...all)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("null", "exists"), field).map((all) => there(...all)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(over5, private10, night), field)
      .map(([make, path]) => make(path)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(field, field, comparison, fc.boolean()).map((all) => fieldref(...all)),
  },
);

test("what is asked decides a row as the test decides its event, negated or not", () => {
  const seen = { true: 0, false: 0, dropped: 0 };
  fc.assert(
    fc.property(
      predicate,
      fc.boolean(),
      fc.array(event, { minLength: 3, maxLength: 3 }),
      (each, negated, events) => {
        const expression = negated ? not(each) : each;
        const { stages, dropped } = lowerQuery(expression, cloudtrailWith(MODEL));
        if (dropped.size > 0) return void (seen.dropped += 1);
        const survives =
          typeof stages === "boolean"
            ? () => stages
            : rowMatcher({ table: "AWSCloudTrail", stages });
        const holds = expressionMatcher(expression, MODEL);
        for (const sample of events) {
          const wanted = holds(sample);
          seen[`${wanted}`] += 1;
          expect([sample, survives(cloudtrailRow(sample))]).toEqual([sample, wanted]);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(seen.true).toBeGreaterThan(500);
  expect(seen.false).toBeGreaterThan(500);
  expect(seen.dropped).toBeGreaterThan(100);
});
