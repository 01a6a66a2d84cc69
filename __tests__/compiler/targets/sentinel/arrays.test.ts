import fc from "fast-check";

import type { Json, JsonObject } from "../../../../compiler/core/json";
import { and, not, or, type Expression } from "../../../../compiler/ir/expression";
import { handWrittenQuery } from "../../../../compiler/kql/run";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import type { Field, FieldModel } from "../../../../compiler/log-sources/field";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { rowMatcher } from "../../../../compiler/targets/sentinel/evaluate/evaluate";
import { lowerQuery } from "../../../../compiler/targets/sentinel/lower";
import { parseQuery } from "../../../../compiler/targets/sentinel/parse";
import { printQuery } from "../../../../compiler/targets/sentinel/print";
import { cloudtrailRow, cloudtrailWith } from "../../../support/cloudtrail";
import { diagnose } from "../../../support/kusto";
import { runs } from "../../../support/long";
import { fieldref, number, regex, string, there } from "../../../support/predicates";

const IN = "requestParameters.";
const KNOWN: Readonly<Record<string, Partial<Field>>> = {
  [`${IN}name`]: { type: "string" },
  [`${IN}operations`]: { type: "string", many: "many" },
  [`${IN}ports`]: { type: "number", many: "either" },
  [`${IN}rules`]: { type: "object", many: "one" },
  [`${IN}rules.items`]: { type: "object", many: "many" },
  [`${IN}rules.items.port`]: { type: "number" },
  [`${IN}rules.items.ranges`]: { type: "object" },
  [`${IN}rules.items.ranges.items`]: { type: "object", many: "many" },
  [`${IN}rules.items.ranges.items.cidr`]: { type: "string" },
};
const NESTED = `${IN}rules.items.ranges.items.cidr`;
const MODEL: FieldModel = {
  paths: CLOUDTRAIL.paths,
  bounding: CLOUDTRAIL.bounding,
  field: (path) => ({
    ...CLOUDTRAIL.field(path),
    ...(KNOWN[path] && { many: "one", nullable: true, empty: true, ...KNOWN[path] }),
  }),
  lists: (path) => path in KNOWN || CLOUDTRAIL.lists(path),
};

function printed(expression: Expression): string {
  const { stages } = lowerQuery(expression, cloudtrailWith(MODEL));
  if (typeof stages === "boolean") throw new Error("it is no query");
  return printQuery({ table: "AWSCloudTrail", stages });
}

/** The lines between the parsed JSON and the end, and that Kusto's binder takes all of it. */
function asked(expression: Expression): readonly string[] {
  const query = printed(expression);
  expect(diagnose(query)).toEqual([]);
  return query.split("\n").filter((line) => !/^\| extend|^AWSCloudTrail/.test(line));
}

const list = (of: string) =>
  `array_concat(iff(gettype(${of}) == "array", ${of}, pack_array(${of})), parse_json("[null]"))`;
const JSON_IN = "RequestParametersJson";

describe("a test of an array", () => {
  test("is none of a path that holds one value", () => {
    expect(asked(string(`${IN}name`, "a"))).toEqual([`| where tostring(${JSON_IN}.name) =~ "a"`]);
  });

  test("counts the elements that fit, of the rows that columns alone leave", () => {
    const grants = and([string("eventName", "CreateGrant"), string(`${IN}operations`, "Decrypt")]);
    expect(asked(grants)).toEqual([
      '| where EventName =~ "CreateGrant"',
      `| mv-apply EachOperations = ${list(`${JSON_IN}.operations`)} on (`,
      '    summarize RequestParametersOperationsFound = countif(tostring(EachOperations) =~ "Decrypt")',
      "  )",
      "| where RequestParametersOperationsFound > 0",
    ]);
  });

  test("is negated as a whole", () => {
    expect(asked(not(string(`${IN}operations`, "Decrypt"))).slice(-1)).toEqual([
      "| where not(RequestParametersOperationsFound > 0)",
    ]);
    expect(asked(there("null", `${IN}operations`)).slice(-3)).toEqual([
      "    summarize RequestParametersOperationsFound = countif(isnotnull(EachOperations))",
      "  )",
      "| where not(RequestParametersOperationsFound > 0)",
    ]);
  });

  test("goes through several arrays, expanding only where one may stand", () => {
    expect(asked(string(NESTED, "::/0"))).toEqual([
      `| mv-apply EachRulesItems = ${list(`${JSON_IN}.rules.items`)} on (`,
      `    mv-expand EachRangesItems = ${list("EachRulesItems.ranges.items")}`,
      '    | summarize RequestParametersRulesItemsRangesItemsCidrFound = countif(tostring(EachRangesItems.cidr) =~ "::/0")',
      "  )",
      "| where RequestParametersRulesItemsRangesItemsCidrFound > 0",
    ]);
  });

  test("of which nothing is known takes a value, an array and an object for what it is", () => {
    expect(asked(string(`${IN}other`, "*a*")).slice(0, 2)).toEqual([
      `| mv-apply EachOther = ${list(`${JSON_IN}.other`)} on (`,
      '    summarize RequestParametersOtherFound = countif(tostring(EachOther) contains "a" and not(gettype(EachOther) in ("dictionary", "array")))',
    ]);
  });

  test("shares its stage with others, and alternatives are one", () => {
    const operation = (written: string) => string(`${IN}operations`, written);
    const lines = asked(
      and([
        or([operation("a"), operation("b"), operation("*c*"), operation("e")]),
        not(operation("d")),
      ]),
    );
    expect(lines).toEqual([
      expect.stringMatching(/^\| mv-apply/),
      '    summarize RequestParametersOperationsFound = countif(tostring(EachOperations) in~ ("a", "b", "e") or tostring(EachOperations) contains "c"), RequestParametersOperationsFound2 = countif(tostring(EachOperations) =~ "d")',
      "  )",
      "| where RequestParametersOperationsFound > 0",
      "  and not(RequestParametersOperationsFound2 > 0)",
    ]);
  });

  test("of two arrays asks of each pair", () => {
    const lines = asked(fieldref(`${IN}operations`, NESTED));
    expect(lines.map((line) => /(\w+) = array/.exec(line)?.[1]).filter(Boolean)).toEqual([
      "EachOperations",
      "EachRulesItems",
      "EachRangesItems",
    ]);
    // An array against itself: the elements have names of their own.
    expect(asked(fieldref(`${IN}operations`, `${IN}operations`)).join()).toContain(
      "mv-expand EachOperations2",
    );
  });

  test("comes after the tests of single values", () => {
    const [first, second] = asked(and([string(`${IN}operations`, "a"), string(`${IN}name`, "b")]));
    expect(first).toBe(`| where tostring(${JSON_IN}.name) =~ "b"`);
    expect(second).toMatch(/^\| mv-apply/);
  });

  test("of some calls among others expands the rows of these calls alone", () => {
    const one = and([string("eventName", "A"), string(`${IN}operations`, "a")]);
    const two = and([string("eventName", "B"), string(`${IN}name`, "b")]);
    expect(asked(or([one, two]))).toEqual([
      '| where EventName in~ ("A", "B")',
      expect.stringMatching(/^\| mv-apply/),
      expect.stringMatching(/countif/),
      "  )",
      `| where EventName =~ "A" and RequestParametersOperationsFound > 0 or EventName =~ "B" and tostring(${JSON_IN}.name) =~ "b"`,
    ]);
    // An alternative that names no call leaves nothing to ask.
    expect(asked(or([one, string(`${IN}name`, "b")]))[0]).toMatch(/^\| mv-apply/);
  });

  test("has a column that no text of the row has", () => {
    const query = printed(
      and([
        string(`${IN}a`, "x"),
        number(`${IN}rules.aFound`, "gt", 1),
        number(`${IN}name`, "gt", 1),
      ]),
    );
    expect(diagnose(query)).toEqual([]);
  });
});

const word = fc.constantFrom("a", "A", "ab", "", "7", "::/0");
const scalar = fc.oneof(word, fc.constantFrom(7, 0.5, true));
const oneOrMore = (item: fc.Arbitrary<Json>) =>
  fc.oneof(item, fc.array(fc.oneof(item, fc.constant(null)), { maxLength: 3 }));
const optional = { requiredKeys: [] };
const anything: fc.Arbitrary<Json> = oneOrMore(
  fc.oneof(scalar, fc.record({ x: oneOrMore(scalar) }, optional)),
);
const event: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      eventName: word,
      requestParameters: fc.record(
        {
          name: word,
          operations: fc.array(fc.oneof(word, fc.constant(null)), { maxLength: 3 }),
          ports: oneOrMore(fc.constantFrom(1, 7, 80)),
          rules: fc.record({
            items: fc.array(
              fc.record(
                {
                  port: fc.constantFrom(1, 7),
                  ranges: fc.record(
                    { items: fc.array(fc.record({ cidr: word }, optional), { maxLength: 2 }) },
                    optional,
                  ),
                },
                optional,
              ),
              { maxLength: 2 },
            ),
          }),
          other: anything,
        },
        optional,
      ),
    },
    optional,
  )
  .map((each): JsonObject => ({ ...each }));

const field = fc.constantFrom(
  ...["name", "operations", "ports", "rules.items", "rules.items.port", "other", "other.x"].map(
    (name) => IN + name,
  ),
  NESTED,
);
const predicate = fc.oneof(
  fc
    .tuple(field, fc.constantFrom("a", "*a*", "7", "", "*", "true", "*{*"), fc.boolean())
    .map((all) => string(...all)),
  fc.tuple(field, fc.constantFrom("^a", "^$", "b?")).map((all) => regex(...all)),
  fc.tuple(fc.constantFrom("null", "exists"), field).map((all) => there(...all)),
  field.map((path) => number(path, "gt", 5)),
  fc.tuple(field, field).map((all) => fieldref(...all)),
);
const rule = fc.letrec<{ rule: Expression }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    predicate,
    tie("rule").map(not),
    fc.array(tie("rule"), { minLength: 2, maxLength: 3 }).map(and),
    fc.array(tie("rule"), { minLength: 2, maxLength: 3 }).map(or),
  ),
})).rule;

test("what is printed, read back, keeps the events that match, through all arrays", () => {
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(rule, fc.array(event, { minLength: 4, maxLength: 4 }), (each, events) => {
      const { stages, dropped } = lowerQuery(each, cloudtrailWith(MODEL));
      expect(dropped.size).toBe(0);
      if (typeof stages === "boolean") return;
      const read = parseQuery(printQuery({ table: "AWSCloudTrail", stages }));
      if ("error" in read) throw new Error(read.error.message);
      expect(read.query.stages).toEqual(stages);
      const survives = rowMatcher(read.query);
      const matches = expressionMatcher(each, MODEL);
      for (const sample of events) {
        const wanted = matches(sample);
        seen[`${wanted}`] += 1;
        expect([sample, survives(cloudtrailRow(sample))]).toEqual([sample, wanted]);
      }
    }),
    { numRuns: runs(300, 5_000) },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(250);
});

test("and so does the reader of queries that somebody wrote, which Kusto's binder serves", () => {
  fc.assert(
    fc.property(rule, fc.array(event, { minLength: 5, maxLength: 5 }), (each, events) => {
      const { stages } = lowerQuery(each, cloudtrailWith(MODEL));
      if (typeof stages === "boolean") return;
      const query = printQuery({ table: "AWSCloudTrail", stages });
      expect(diagnose(query)).toEqual([]);
      const run = handWrittenQuery(query);
      const matches = expressionMatcher(each, MODEL);
      for (const sample of events) {
        expect([sample, run([sample]).rows.length]).toEqual([sample, matches(sample) ? 1 : 0]);
      }
    }),
    { numRuns: runs(10, 300) },
  );
});
