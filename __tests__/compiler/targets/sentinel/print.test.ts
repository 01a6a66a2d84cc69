import fc from "fast-check";

import { KqlError } from "../../../../compiler/kql/values/error";
import type { KqlExpression, KqlQuery } from "../../../../compiler/targets/sentinel/ast";
import { allOf } from "../../../../compiler/targets/sentinel/ast";
import { rowMatcher } from "../../../../compiler/targets/sentinel/evaluate/evaluate";
import { LIMITS } from "../../../../compiler/targets/sentinel/limits";
import { parseQuery } from "../../../../compiler/targets/sentinel/parse";
import { printQuery } from "../../../../compiler/targets/sentinel/print";
import { cloudtrailRow } from "../../../support/cloudtrail";
import { diagnose, resultColumns } from "../../../support/kusto";
import { anyQuery, typedPredicate, where } from "./expressions";

// The language service takes about 15 ms a query, and a good second to load.
jest.setTimeout(60_000);

const column = (name: string): KqlExpression => ({ kind: "column", name });
const text = (value: string): KqlExpression => ({ kind: "string", value });
const equals = (name: string, value: string): KqlExpression => ({
  kind: "compare",
  operator: "==",
  left: column(name),
  right: text(value),
});
const nots = (depth: number): KqlExpression => {
  let expression: KqlExpression = { kind: "bool", value: true };
  for (let level = 1; level < depth; level++) expression = { kind: "not", operand: expression };
  return expression;
};

const ACCESS_KEY: KqlQuery = {
  table: "AWSCloudTrail",
  stages: [
    {
      kind: "where",
      predicate: allOf([equals("EventSource", "iam.amazonaws.com"), equals("EventName", "X")]),
    },
    {
      kind: "extend",
      columns: [
        {
          name: "Target",
          value: {
            kind: "call",
            function: "tostring",
            arguments: [
              {
                kind: "member",
                of: {
                  kind: "member",
                  of: {
                    kind: "call",
                    function: "parse_json",
                    arguments: [column("ResponseElements")],
                  },
                  name: "access-key",
                },
                name: "userName",
              },
            ],
          },
        },
      ],
    },
    { kind: "where", predicate: { kind: "not", operand: equals("UserIdentityArn", 'a"b') } },
  ],
};

describe("a printed query", () => {
  test("has a stage a line and a conjunct a line", () => {
    expect(printQuery(ACCESS_KEY)).toBe(
      [
        "AWSCloudTrail",
        '| where EventSource == "iam.amazonaws.com"',
        '  and EventName == "X"',
        '| extend Target = tostring(parse_json(ResponseElements)["access-key"].userName)',
        '| where not(UserIdentityArn == "a\\"b")',
      ].join("\n"),
    );
  });

  test("has parentheses only where the structure needs them", () => {
    const [a, b, c] = [equals("A", "a"), equals("B", "b"), equals("C", "c")];
    const printed = (predicate: KqlExpression) => printQuery(where(predicate)).split("| where ")[1];
    expect(printed({ kind: "or", operands: [{ kind: "and", operands: [a, b] }, c] })).toBe(
      'A == "a" and B == "b" or C == "c"',
    );
    expect(printed({ kind: "and", operands: [{ kind: "or", operands: [a, b] }, c] })).toBe(
      '(A == "a" or B == "b")\n  and C == "c"',
    );
    expect(printed({ kind: "compare", operator: "==", left: a, right: b })).toBe(
      '(A == "a") == (B == "b")',
    );
  });

  test("has neither trailing blanks nor carriage returns", () => {
    fc.assert(fc.property(anyQuery, (query) => !/[ \t]$|\r/m.test(printQuery(query))));
  });

  test("reads back as the query", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parseQuery(printQuery(query))).toEqual({ query });
      }),
    );
  });

  test("reads back as the query however it is broken into lines", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parseQuery(`\n ${printQuery(query).replaceAll("\n", " \n\n ")}\n`)).toEqual({
          query,
        });
      }),
    );
  });

  test("is one that Kusto's language service takes, and our evaluator too", () => {
    const row = cloudtrailRow({});
    fc.assert(
      fc.property(typedPredicate, (predicate) => {
        const printed = printQuery(where(predicate));
        expect({ printed, diagnostics: diagnose(printed) }).toEqual({ printed, diagnostics: [] });
        expect(typeof rowMatcher(where(predicate))(row)).toBe("boolean");
      }),
      { numRuns: 150 },
    );
  });

  test("binds to the columns that it names", () => {
    expect(diagnose(printQuery(ACCESS_KEY))).toEqual([]);
    expect(resultColumns(printQuery(ACCESS_KEY))).toContainEqual({
      name: "Target",
      type: "string",
    });
    expect(diagnose(printQuery(where(equals("eventName", "x"))))).toMatchObject([
      { code: "KS142", start: "AWSCloudTrail\n| where ".length, length: "eventName".length },
    ]);
  });

  test("nests as deep as the limit, which Kusto's language service still analyses", () => {
    const deepest = where(nots(LIMITS.nestingMax.value));
    expect(diagnose(printQuery(deepest))).toEqual([]);
    expect(parseQuery(printQuery(deepest))).toEqual({ query: deepest });
    const tooDeep = where(nots(LIMITS.nestingMax.value + 1));
    expect(() => printQuery(tooDeep)).toThrow(KqlError);
    expect(() => printQuery(where(nots(200_000)))).toThrow(
      expect.objectContaining({ code: "nesting" }),
    );
  });

  test.each([NaN, Infinity, -Infinity])("refuses %p", (value) => {
    expect(() => printQuery(where({ kind: "number", value }))).toThrow(
      expect.objectContaining({ code: "unprintable" }),
    );
  });
});

describe("text that was not printed", () => {
  test.each([
    ["", 0],
    ["AWSCloudTrail | where", 21],
    ["AWSCloudTrail | distinct EventName", 16],
    ["AWSCloudTrail | where EventName == 'x'", 35],
    ['AWSCloudTrail | where EventName = "x"', 32],
    ["AWSCloudTrail | where now() > 1", 26],
    ['AWSCloudTrail | where EventName == "a" == "b"', 39],
    ['AWSCloudTrail | where EventName == "unended', 35],
    ['AWSCloudTrail | where EventName == "\\q"', 35],
    ["AWSCloudTrail | where and", 25],
    ["AWSCloudTrail | where strlen(EventName) > 1.0", 42],
  ])("%p is refused with its place", (source, offset) => {
    expect(parseQuery(source)).toMatchObject({ error: { offset } });
  });

  test.each([
    ["AWSCloudTrail | distinct EventName", "expected a stage of this language"],
    ["AWSCloudTrail | where now() > 1", "now is not a function of this language"],
    ["AWSCloudTrail | where EventName == 'x'", "cannot read"],
    ["AWSCloudTrail | where a.1 == 1", "expected a property"],
    ["AWSCloudTrail | where a[b] == 1", "expected a property or an index"],
  ])("of %p it is said: %s", (source, message) => {
    const read = parseQuery(source);
    expect("error" in read && read.error.message).toContain(message);
  });

  test("never makes the reader throw", () => {
    const pieces = fc.constantFrom(
      ...'AWSCloudTrail,|,where,extend,a,(,),[,],.,==,=,and,or,not(,in,",\\,1,5m,tostring(, ,\n'.split(
        ",",
      ),
      ",",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const read = parseQuery(parts.join(""));
        expect("query" in read || read.error.offset <= parts.join("").length).toBe(true);
      }),
    );
  });

  test.each([
    ["parentheses", `T | where ${"(".repeat(200_000)}`],
    ["negations", `T | where ${"not(".repeat(200_000)}true${")".repeat(200_000)}`],
    ["properties", `T | where a${".a".repeat(200_000)}`],
    ["a long string", `T | where "${"a".repeat(2_000_000)}`],
  ])("is refused without overflow: %s", (_, source) => {
    expect(parseQuery(source)).toHaveProperty("error.message");
  });
});
