import type { Json, JsonObject } from "../../../../../compiler/core/json";
import {
  not,
  or,
  type DatePart,
  type Expression,
  type Predicate,
} from "../../../../../compiler/ir/expression";
import { parseStringPattern } from "../../../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../../../compiler/log-sources/aws-cloudtrail/fields";
import { datePart } from "../../../../../compiler/reference/date-part";
import { expressionMatcher } from "../../../../../compiler/reference/evaluate";
import { networkContains } from "../../../../../compiler/reference/network";
import { conditionOf } from "../../../../../compiler/targets/eventbridge/condition/condition";
import { readCondition } from "../../../../../compiler/targets/eventbridge/condition/evaluate";
import { runs } from "../../../../support/long";
import { measured } from "../../../../support/jsonata";
import { ORIGIN } from "../../../ir/arbitrary-expressions";
import { TEXTS } from "../hostile";

const origin = ORIGIN;
const equals = (field: string, text: string): Predicate => ({
  kind: "string",
  field,
  pattern: parseStringPattern(text),
  cased: false,
  origin,
});

function read(text: string) {
  const condition = readCondition(text);
  if (condition.kind === "unreadable") throw new Error(condition.message);
  return condition.matches;
}

function said(expression: Expression) {
  const condition = conditionOf(expression, CLOUDTRAIL);
  if ("code" in condition) throw new Error(condition.message);
  return condition;
}

/** The events that the condition and the rule answer differently. */
async function differences(expression: Expression, events: readonly Json[]) {
  const matches = read(said(expression).text);
  const means = expressionMatcher(expression, CLOUDTRAIL);
  const wrong: Json[] = [];
  for (const event of events) {
    if ((await matches({ detail: event })) !== means(event)) wrong.push(event);
  }
  return wrong;
}

describe("a name that every object of JavaScript answers to", () => {
  test.each(Object.getOwnPropertyNames(Object.prototype))("%s", async (name) => {
    const own = JSON.parse(`{"${name}": "a", "b": 1}`) as Json;
    const events = [{}, { a: {} }, own, { a: own }, { a: [[own], {}, null, 5] }];
    const paths = [name, `a.${name}`, `a.${name}.${name}`, `${name}[b=1].${name}`];
    for (const field of paths) {
      for (const test of [
        { kind: "null", field, origin },
        { kind: "exists", field, origin },
        equals(field, "*"),
        { kind: "fieldref", field, other: "a.b", comparison: "contains", cased: false, origin },
      ] satisfies Predicate[]) {
        expect(await differences(test, events)).toEqual([]);
      }
    }
  });
});

test("a record that is none, or in no envelope, has no fields, but texts", async () => {
  const records = [null, 5, "CreateUser", [], [{ eventName: "CreateUser" }], [["CreateUser"]]];
  const keyword: Predicate = {
    kind: "keyword",
    pattern: parseStringPattern("createuser"),
    cased: false,
    origin,
  };
  for (const test of [equals("eventName", "CreateUser"), not(equals("eventName", "x")), keyword]) {
    expect(await differences(test, records)).toEqual([]);
  }
  const matches = read(said(equals("eventName", "CreateUser")).text);
  expect(await matches(null)).toBe(false);
  expect(await matches([])).toBe(false);
});

describe("an object that the engine takes for a function", () => {
  const marks: readonly JsonObject[] = [
    { _jsonata_lambda: true },
    { _jsonata_function: true },
    { _jsonata_lambda: true, thunk: true, body: { procedure: { type: "variable", value: "x" } } },
    { _jsonata_function: true, outerWrapper: true, arguments: [] },
  ];
  const fields = ["userIdentity.userName", "requestParameters.a.b", "a[b=x].b"];

  test.each(marks)(
    "%j hides nothing from a rule that looks into it, and throws nowhere",
    async (mark) => {
      for (const field of fields) {
        for (const test of [equals(field, "x"), not(equals(field, "x"))]) {
          const matches = read(said(test).text);
          const [top = ""] = field.split(/[.[]/);
          for (const at of [mark, [mark], [[1, { b: "x", ...mark }]]]) {
            expect(await matches({ detail: { [top]: at } })).toBe(true);
          }
          const other = {
            eventName: mark,
            x: [mark],
            userIdentity: {},
            requestParameters: { a: {} },
          };
          expect(await differences(test, [other])).toEqual([]);
        }
      }
    },
  );

  test("is none where the member is not true, or where no rule looks", async () => {
    const tests = [
      equals("userIdentity.userName", "x"),
      equals("eventName", "x"),
      { kind: "null", field: "eventName", origin } as const,
    ];
    const events = [
      { userIdentity: { _jsonata_lambda: "true", userName: "x" } },
      { userIdentity: { _jsonata_function: 1 } },
      { requestParameters: marks[0]!, eventName: "x" },
    ];
    for (const test of tests) expect(await differences(test, events)).toEqual([]);
    const keyword: Predicate = {
      kind: "keyword",
      pattern: parseStringPattern("deep"),
      cased: false,
      origin,
    };
    expect(
      await differences(
        keyword,
        marks.map((mark) => ({ a: { ...mark, b: ["deep"] } })),
      ),
    ).toEqual([]);
  });
});

test("parts of dates, also at the ends of years and of months", async () => {
  const days = [2000, 2015, 2020, 2021, 2024, 2026, 1900].flatMap((year) =>
    ["01-01", "01-03", "01-04", "02-28", "02-29", "03-01", "04-31", "12-28", "12-31", "13-01"].map(
      (day) => `${year}-${day}T23:59:59Z`,
    ),
  );
  const texts = [...days, "0000-01-01T00:00:00Z", "0004-02-29T00:00:00Z", "2024-01-01T00:00:60Z"];
  const parts: readonly DatePart[] = ["minute", "hour", "day", "week", "month", "year"];
  const events = texts.map((eventTime) => ({ eventTime }));
  for (const part of parts) {
    const values = [...new Set(texts.map((text) => datePart(text, part) ?? 1))];
    for (const value of values.slice(0, runs(3, 100))) {
      const test = {
        kind: "date",
        field: "eventTime",
        part,
        operator: "lte",
        value,
        origin,
      } as const;
      expect(await differences(test, events)).toEqual([]);
    }
  }
});

test.each(["::/0", "2001:db8::/32", "2001:db8:8000::/33", "::ffff:0:0/96", "fe80::/10", "::1/128"])(
  "addresses of IPv6 in %s",
  async (network) => {
    const test: Predicate = { kind: "cidr", field: "sourceIPAddress", family: 6, network, origin };
    const texts = [
      ...TEXTS,
      ...["2001:db8:7fff::", "2001:db8:8000::", "2001:0db8::0001", "::ffff:1.2.3.256", "1::2::3"],
      ...[
        "::ffff:ffff",
        "0:0:0:0:0:ffff:10.0.0.1",
        "febf::1",
        "fec0::1",
        "1:2:3:4:5:6:7:8:9",
        ":::",
      ],
      ...[
        "1:2:3:4:5:6:7",
        "12345::",
        "1::3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "::1.2.3.4",
        ":1",
        "1:",
      ],
    ];
    expect(texts.filter(networkContains(network)).length).toBeGreaterThan(0);
    expect(
      await differences(
        test,
        texts.map((sourceIPAddress) => ({ sourceIPAddress })),
      ),
    ).toEqual([]);
  },
);

test("what a rule looks for, and the fields that it names, are text whatever signs are in it", async () => {
  for (const text of [...TEXTS, "a'), $x := ('b", "*/ /*", "$", "\ud83d\ude00'", "\u2028%}"]) {
    const named = `x${text.replace(/[.[\]]/g, "")}`;
    const event = { eventName: text, [named]: text };
    const literal: Predicate = {
      ...equals("eventName", ""),
      pattern: [{ kind: "text", text }],
    } as Predicate;
    for (const test of [
      literal,
      or([literal, equals("eventName", "other")]),
      { ...literal, field: named } as Predicate,
    ]) {
      expect(said(test).text).toMatch(/^[ -~]+$/);
      expect(said(test).text).not.toMatch(/%\}|\{%|\$\{|%\{/);
      expect(await differences(test, [event, {}, { eventName: `${text}x`, [named]: "" }])).toEqual(
        [],
      );
    }
  }
});

test("texts between many wildcards are looked for once, in a long text too", async () => {
  const test = equals("userAgent", "*a*b*a*c*d");
  const long = "ab".repeat(50_000);
  const events = [
    "abacd",
    "abac",
    "xabxacxd",
    "abacdx",
    "acbad",
    `${long}cd`,
    `${long}c`,
    `${long}d`,
  ];
  expect(
    await differences(
      test,
      events.map((userAgent) => ({ userAgent })),
    ),
  ).toEqual([]);
  const ends = equals("userAgent", "ab*ba*ab");
  const texts = ["abab", "abba", "abbaab", "ababaab", "abab ba ab", "ab", "abbab"];
  expect(
    await differences(
      ends,
      texts.map((userAgent) => ({ userAgent })),
    ),
  ).toEqual([]);
  expect(said(or([test, ends, equals("userAgent", "x")])).depth).toBeLessThan(25);
});

test("long lists and long conjunctions stay flat", async () => {
  const many = Array.from({ length: 3_000 }, (_, at) => equals("eventName", `Name${at}`));
  const list = said(or(many));
  expect(list.depth).toBeLessThan(25);
  const wide = said(not(or(many.slice(0, 500).map((test, at) => ({ ...test, field: `f${at}` })))));
  expect(wide.depth).toBeLessThan(35);
  const run = measured(wide.text);
  const { answer, depth } = await run({ input: { detail: { f499: "name499" } } });
  expect(answer).toBe(false);
  expect(depth).toBeLessThanOrEqual(wide.depth);
});

test("what is rested on stands with it", () => {
  const assumed = (expression: Expression) => said(expression).assumes.join("; ");
  expect(assumed(equals("eventName", "a*"))).toMatch(
    /^no object of an event has a true member `_jsonata[^;]*; a rule that looks into one alerts$/,
  );
  expect(assumed(equals("userAgent", "a?"))).toMatch(/half of a character/);
  expect(assumed(equals("requestParameters.x", "1e5"))).toMatch(/at most 15 digits/);
  expect(assumed(equals("requestParameters.x", "abc"))).not.toMatch(/digits/);
});

test("a condition that nests deeper than the service evaluates is refused", () => {
  const nested = Array.from({ length: 60 }).reduce<Expression>(not, equals("eventName", "a"));
  expect(conditionOf(nested, CLOUDTRAIL)).toMatchObject({ code: "DET555" });
});

test("a condition that no definition of a state machine can hold is refused", () => {
  const long = equals("userAgent", "a".repeat(1_048_576));
  expect(conditionOf(long, CLOUDTRAIL)).toMatchObject({ code: "DET559" });
});
