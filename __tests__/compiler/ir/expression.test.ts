import fc from "fast-check";

import type { Json } from "../../../compiler/core/json";
import {
  and,
  FALSE,
  fieldsOf,
  not,
  or,
  predicatesOf,
  TRUE,
  widen,
  type Expression,
  type Predicate,
} from "../../../compiler/ir/expression";
import { text } from "../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../compiler/reference/evaluate";
import { anyEvent, anyExpression, ORIGIN } from "./arbitrary-expressions";

function is(field: string, value: string): Predicate {
  return { kind: "string", field, pattern: text(value), cased: false, origin: ORIGIN };
}

const A = is("eventName", "a");
const B = is("eventSource", "b");

const matches = (node: Expression, event: Json) => expressionMatcher(node, CLOUDTRAIL)(event);

/** An expression, and some of its tests. */
const anyDrop = anyExpression.chain((node) =>
  fc
    .subarray([...predicatesOf(node)])
    .map((dropped) => ({ node, dropped: new Set<Predicate>(dropped) })),
);

describe("building", () => {
  test("one operand needs no node around it", () => {
    expect(and([A])).toBe(A);
    expect(or([A])).toBe(A);
    expect(and([A, B])).toEqual({ kind: "and", operands: [A, B] });
    expect(or([A, B])).toEqual({ kind: "or", operands: [A, B] });
  });

  test("all of nothing holds, any of nothing does not", () => {
    expect(matches(and([]), {})).toBe(true);
    expect(matches(or([]), {})).toBe(false);
  });
});

describe("the tests of an expression", () => {
  test("come from left to right, as often as they stand there", () => {
    expect(predicatesOf(or([and([A, not(B)]), TRUE, A]))).toEqual([A, B, A]);
    expect(predicatesOf(FALSE)).toEqual([]);
  });

  test("name the fields that they read", () => {
    expect(fieldsOf(A)).toEqual(["eventName"]);
    const both: Predicate = {
      kind: "fieldref",
      field: "userIdentity.userName",
      other: "requestParameters.userName",
      comparison: "equals",
      cased: false,
      origin: ORIGIN,
    };
    expect(fieldsOf(both)).toEqual(["userIdentity.userName", "requestParameters.userName"]);
    expect(fieldsOf({ kind: "keyword", pattern: [], cased: false, origin: ORIGIN })).toEqual([]);
  });
});

describe("widening", () => {
  test("matches whatever the rule matches", () => {
    fc.assert(
      fc.property(anyDrop, anyEvent, ({ node, dropped }, event) => {
        fc.pre(matches(node, event));
        expect(matches(widen(node, dropped), event)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("matches more, the more is dropped", () => {
    fc.assert(
      fc.property(anyDrop, anyEvent, ({ node, dropped }, event) => {
        fc.pre(matches(widen(node, dropped), event));
        expect(matches(widen(node, new Set(predicatesOf(node))), event)).toBe(true);
      }),
    );
  });

  test("leaves none of the dropped tests, and all the others", () => {
    fc.assert(
      fc.property(anyDrop, ({ node, dropped }) => {
        const kept = predicatesOf(node).filter((test) => !dropped.has(test));
        expect(predicatesOf(widen(node, dropped))).toEqual(kept);
      }),
    );
  });

  test("drops nothing where nothing is to be dropped", () => {
    fc.assert(
      fc.property(anyExpression, (node) => {
        expect(widen(node, new Set())).toEqual(node);
      }),
    );
  });

  test("puts true under an even number of nots, false under an odd one", () => {
    expect(widen(and([A, B]), new Set([B]))).toEqual(and([A, TRUE]));
    expect(widen(and([A, not(B)]), new Set([B]))).toEqual(and([A, not(FALSE)]));
    expect(widen(not(and([A, not(B)])), new Set([B]))).toEqual(not(and([A, not(TRUE)])));
  });

  test("drops a test at every place where it stands, each by its own nots", () => {
    expect(widen(or([A, not(A)]), new Set([A]))).toEqual(or([TRUE, not(FALSE)]));
  });

  test("drops the test itself, not another that reads alike", () => {
    const twin = is("eventName", "a");
    expect(widen(or([A, twin]), new Set([A]))).toEqual(or([TRUE, twin]));
  });

  test("keeps constants as they are", () => {
    expect(widen(or([FALSE, A]), new Set([A]))).toEqual(or([FALSE, TRUE]));
  });

  test("of everything, the whole rule, matches every event", () => {
    const rule = and([A, not(B)]);
    const all = widen(rule, new Set(predicatesOf(rule)));
    fc.assert(fc.property(anyEvent, (event) => matches(all, event)));
  });
});
