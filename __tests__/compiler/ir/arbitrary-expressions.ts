import fc from "fast-check";

import type { Json } from "../../../compiler/core/json";
import {
  COMPARISONS,
  type DatePredicate,
  type Expression,
  type NumberPredicate,
  type Origin,
  type Predicate,
} from "../../../compiler/ir/expression";
import { concat, parseStringPattern } from "../../../compiler/ir/pattern";

export const ORIGIN: Origin = {
  path: "detection.s.f",
  written: "f: v",
  span: { start: 0, end: 1 },
};

/** Fields that bound a rule, that hold text, lists and booleans, and one that no model lists. */
export const FIELDS = [
  "eventName",
  "eventSource",
  "readOnly",
  "userIdentity.userName",
  "responseElements.accessKey.userName",
  "requestParameters",
  "requestParameters.instanceIds",
  "requestParameters.filters.name",
  "requestParameters.unlisted",
] as const;

const TEXTS = ["", "a", "A", "ab", "true", "5", "10.0.0.1", "2024-02-03T04:05:06Z"];

const field = fc.constantFrom<string>(...FIELDS);
const text = fc.constantFrom(...TEXTS);
const origin = fc.constant(ORIGIN);
const pattern = fc
  .array(fc.oneof(text, fc.constantFrom("*", "?")), { maxLength: 3 })
  .map((parts) => concat(parseStringPattern(parts.join(""))));

export const anyPredicate: fc.Arbitrary<Predicate> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("string" as const),
      field,
      pattern,
      cased: fc.boolean(),
      origin,
    }),
  },
  fc.record({ kind: fc.constant("null" as const), field, origin }),
  fc.record({ kind: fc.constant("exists" as const), field, origin }),
  fc.record({
    kind: fc.constant("fieldref" as const),
    field,
    other: field,
    comparison: fc.constantFrom(...COMPARISONS),
    cased: fc.boolean(),
    origin,
  }),
  fc.record({
    kind: fc.constant("regex" as const),
    field,
    source: fc.constantFrom("a", "^A", "b$", "\\d+"),
    flags: fc.record({ ignoreCase: fc.boolean(), multiLine: fc.boolean(), dotAll: fc.boolean() }),
    origin,
  }),
  fc.record<NumberPredicate>({
    kind: fc.constant("number" as const),
    field,
    operator: fc.constantFrom("lt" as const, "lte" as const, "gt" as const, "gte" as const),
    value: fc.constantFrom(4, 5, 6),
    origin,
  }),
  fc.record({
    kind: fc.constant("cidr" as const),
    field,
    family: fc.constant(4 as const),
    network: fc.constantFrom("10.0.0.0/8", "10.0.0.1/32"),
    origin,
  }),
  fc.record<DatePredicate>({
    kind: fc.constant("date" as const),
    field,
    part: fc.constantFrom("hour" as const, "month" as const),
    operator: fc.constantFrom("eq" as const, "lt" as const, "gte" as const),
    value: fc.constantFrom(2, 4),
    origin,
  }),
  fc.record({ kind: fc.constant("keyword" as const), pattern, cased: fc.boolean(), origin }),
);

/** Any expression; its tests are objects of their own, as `widen` asks. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    { weight: 3, arbitrary: anyPredicate },
    fc.boolean().map((value): Expression => ({ kind: "constant", value })),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      operands: fc.array(tie("node"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), operand: tie("node") }),
  ),
})).node;

const scalar: fc.Arbitrary<Json> = fc.oneof(text, fc.constantFrom<Json>(null, true, false, 5));

/** Events with some of the fields, each of any type. */
export const anyEvent: fc.Arbitrary<Json> = fc.record(
  {
    eventName: scalar,
    eventSource: scalar,
    readOnly: scalar,
    userIdentity: fc.record({ userName: scalar }, { requiredKeys: [] }),
    responseElements: fc.record({ accessKey: fc.record({ userName: scalar }) }),
    requestParameters: fc.record(
      {
        instanceIds: fc.oneof(fc.array(scalar, { maxLength: 3 }), scalar),
        filters: fc.array(fc.record({ name: scalar }, { requiredKeys: [] }), { maxLength: 3 }),
        unlisted: fc.oneof(scalar, fc.constant<Json>([]), fc.constant<Json>({ a: "a" })),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
