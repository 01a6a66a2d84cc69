import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import { and, not, or, widen, type Expression } from "../../../../compiler/ir/expression";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { conditionsOf, type Pattern } from "../../../../compiler/targets/cloudwatch/ast";
import { evaluatePattern, valuesAt } from "../../../../compiler/targets/cloudwatch/evaluate";
import { filtersOf } from "../../../../compiler/targets/cloudwatch/filters";
import { lowerPattern } from "../../../../compiler/targets/cloudwatch/lower";
import { string, there } from "../../../support/predicates";
import { EVERY_KIND, event, predicate } from "./every-kind";
import { read } from "./read";

function filters(expression: Expression, once = false) {
  const { node, dropped } = lowerPattern(expression, EVERY_KIND);
  const found = filtersOf(node, once);
  return "refusals" in found ? undefined : { ...found, dropped };
}

const texts = (expression: Expression, once = false) =>
  filters(expression, once)?.texts.map((text) => text.slice(2, -2));

const NAME = string("name", "CreateUser");
const ONE = string("someOrOne", "1");

describe("what may be an array has no alternative beside it", () => {
  test("one value or many become two filters", () => {
    expect(texts(and([NAME, ONE]))).toEqual([
      '$.name = "CreateUser" && $.someOrOne[*] = "1"',
      '$.name = "CreateUser" && $.someOrOne = "1"',
    ]);
  });

  test("values of one field stay together", () => {
    expect(texts(or([ONE, string("someOrOne", "2")]))).toEqual([
      '$.someOrOne[*] = "1" || $.someOrOne[*] = "2"',
      '$.someOrOne = "1" || $.someOrOne = "2"',
    ]);
  });

  test("so do alternatives that look at no array", () => {
    expect(texts(or([NAME, ONE, string("text", "1")]))).toEqual([
      '$.name = "CreateUser" || $.someOrOne[*] = "1" || $.text = "1"',
      '$.someOrOne = "1"',
    ]);
    expect(texts(or([NAME, string("mixed", "1")]))).toEqual([
      '$.name = "CreateUser"',
      '$.mixed = "1"',
    ]);
    expect(texts(or([NAME, there("null", "object")]))).toEqual([
      '$.name = "CreateUser"',
      "$.object NOT EXISTS || $.object IS NULL",
    ]);
  });

  test("two tests of one field hold in the array or of the value", () => {
    expect(texts(and([ONE, not(there("null", "someOrOne"))]))).toEqual([
      '$.someOrOne[*] = "1" && $.someOrOne[*] = "*"',
      '$.someOrOne = "1" && $.someOrOne = "*"',
    ]);
  });

  test("an event counts once, since nothing is an array and a value", () => {
    expect(texts(and([NAME, ONE]), true)).toHaveLength(2);
    expect(texts(and([NAME, string("grants.uri", "1")]), true)).toHaveLength(2);
  });

  test("where an event would count twice they stand together, and it is assumed that they may", () => {
    const found = filters(or([NAME, ONE]), true);
    expect(found?.texts).toEqual([
      '{ $.name = "CreateUser" || $.someOrOne[*] = "1" || $.someOrOne = "1" }',
    ]);
    expect(found?.assumes).toEqual([expect.stringContaining("does not stop the alternatives")]);
  });

  test("nor do more of them than a log group has filters stand apart", () => {
    const each = ["1", "2", "3", "4"].map((text) =>
      or([string("text", text), string("mixed", text), there("null", "object")]),
    );
    expect(filters(and(each))?.assumes).toEqual([]);
    const found = filters(and([...each, or([NAME, there("null", "another")])]));
    expect(found?.texts).toHaveLength(1);
    expect(found?.assumes).toEqual([expect.stringContaining("does not stop the alternatives")]);
  });
});

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    predicate,
    fc.array(tie("expression"), { minLength: 2, maxLength: 3 }).map(and),
    fc.array(tie("expression"), { minLength: 2, maxLength: 3 }).map(or),
    tie("expression").map(not),
  ),
}));

function meetsContainer(pattern: Pattern, sample: Json): boolean {
  return conditionsOf(pattern).some(({ selector }) =>
    valuesAt(selector, sample).some((value) => typeof value === "object" && value !== null),
  );
}

test("filters match what they promise, also if an array or object stopped all of a filter", () => {
  const seen = { matches: 0, once: 0 };
  fc.assert(
    fc.property(
      expression,
      fc.boolean(),
      fc.array(event, { minLength: 3, maxLength: 5 }),
      (rule, once, all) => {
        const found = filters(rule, once);
        if (found === undefined) return;
        const promised = expressionMatcher(widen(rule, found.dropped), EVERY_KIND);
        const parts = found.texts.map(read);
        for (const sample of all) {
          const matching = parts.filter((pattern) => evaluatePattern(pattern, sample));
          if (matching.length > 0) seen.matches += 1;
          expect([found.texts, sample, matching.length > 0]).toEqual([
            found.texts,
            sample,
            promised(sample),
          ]);
          if (once) expect([found.texts, sample, matching.length < 2]).toContain(true);
          if (once && matching.length > 0) seen.once += 1;
          if (found.assumes.length > 0 || matching.length === 0) continue;
          const goesOn = matching.some((pattern) => !meetsContainer(pattern, sample));
          expect([found.texts, sample, goesOn]).toContain(true);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(seen.matches).toBeGreaterThan(200);
  expect(seen.once).toBeGreaterThan(60);
});
