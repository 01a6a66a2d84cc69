import fc from "fast-check";

import { isObject } from "../../../compiler/core/json";
import { isBounded } from "../../../compiler/ir/bounded";
import {
  and,
  FALSE,
  not,
  or,
  TRUE,
  type Expression,
  type Predicate,
} from "../../../compiler/ir/expression";
import { parseStringPattern } from "../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../compiler/reference/evaluate";
import { anyEvent, anyExpression, ORIGIN } from "./arbitrary-expressions";

const { bounding } = CLOUDTRAIL;

function is(field: string, written: string): Predicate {
  const pattern = parseStringPattern(written);
  return { kind: "string", field, pattern, cased: false, origin: ORIGIN };
}

const NAME = is("eventName", "CreateUser");
const SOURCE = is("eventSource", "iam.amazonaws.com");
const USER = is("userIdentity.userName", "root");

test.each<[string, Expression, boolean]>([
  ["an event name", NAME, true],
  ["an event source", SOURCE, true],
  ["a part of a name", is("eventName", "Create*"), true],
  ["any name", is("eventName", "*"), false],
  ["any name of four characters", is("eventName", "????"), false],
  ["another field", USER, false],
  ["a name and another field", and([USER, NAME]), true],
  ["a name or another field", or([NAME, USER]), false],
  ["a name or a source", or([NAME, SOURCE]), true],
  ["every name but one", not(NAME), false],
  ["not every name but one", not(not(NAME)), true],
  ["neither of two others", not(or([not(NAME), USER])), true],
  ["a name in each alternative", or([and([NAME, USER]), and([SOURCE, not(USER)])]), true],
  ["a name in one alternative", or([and([NAME, USER]), not(USER)]), false],
  ["what always matches", TRUE, false],
  ["what never matches", FALSE, true],
  ["a name or what never matches", or([NAME, FALSE]), true],
  ["a name or what always matches", or([NAME, TRUE]), false],
  ["a name that is there", { kind: "exists", field: "eventName", origin: ORIGIN }, false],
  ["no name", { kind: "null", field: "eventName", origin: ORIGIN }, false],
  ["nothing at all", and([]), false],
])("%s", (_, node, bounded) => {
  expect(isBounded(node, bounding)).toBe(bounded);
});

test("means that each way to match names a bounding field", () => {
  fc.assert(
    fc.property(anyExpression, (node) => {
      const bounded = waysToMatch(node, true).every((way) => way.some(names));
      expect(isBounded(node, bounding)).toBe(bounded);
    }),
    { numRuns: 1000 },
  );
});

test("means that an event with neither a name nor a source never matches", () => {
  fc.assert(
    fc.property(anyExpression, anyEvent, (node, event) => {
      fc.pre(isBounded(node, bounding) && isObject(event));
      const bare = { ...event, eventName: null, eventSource: null };
      expect(expressionMatcher(node, CLOUDTRAIL)(bare)).toBe(false);
    }),
  );
});

interface Literal {
  readonly test: Predicate;
  readonly positive: boolean;
}

/** The alternatives of the disjunctive normal form: the tests that hold, or do not, in each. */
function waysToMatch(node: Expression, positive: boolean): readonly (readonly Literal[])[] {
  switch (node.kind) {
    case "constant":
      return node.value === positive ? [[]] : [];
    case "not":
      return waysToMatch(node.operand, !positive);
    case "and":
    case "or": {
      const each = node.operands.map((operand) => waysToMatch(operand, positive));
      if ((node.kind === "or") === positive) return each.flat();
      return each.reduce<readonly (readonly Literal[])[]>(
        (ways, others) => ways.flatMap((way) => others.map((other) => [...way, ...other])),
        [[]],
      );
    }
    default:
      return [[{ test: node, positive }]];
  }
}

function names({ test, positive }: Literal): boolean {
  if (test.kind !== "string" || !positive || !bounding.includes(test.field)) return false;
  return test.pattern.some(({ kind }) => kind === "text");
}
