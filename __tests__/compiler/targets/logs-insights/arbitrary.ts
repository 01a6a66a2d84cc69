import fc from "fast-check";

import {
  allOf,
  anyOf,
  type Condition,
  type FieldPath,
  type Query,
  type Regex,
  type Test,
} from "../../../../compiler/targets/logs-insights/ast";
import {
  decimal,
  fieldPath,
  quotedText,
  regexText,
} from "../../../../compiler/targets/logs-insights/escape";
import { regex } from "../../../../compiler/targets/logs-insights/regex";
import { net } from "./writing";

/** Text in which the language's own signs and words are frequent. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."\"'`/\\|#{}()[].*+?^$,=@:- \n\t0a"),
      fc.constantFrom(" and ", " or ", "ispresent(", "{{x}}", "]) ", "\n| limit 1", "é", "\u2028"),
      fc.string({ unit: "binary", maxLength: 2 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));

export const fieldPaths: fc.Arbitrary<FieldPath> = fc
  .oneof(
    fc.constantFrom("eventName", "userIdentity.arn", "items.0.id", "x-amz-acl", "a.b c", "not"),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 }),
  )
  .map(fieldPath)
  .filter((field) => field !== undefined);

const quotedTexts = fc
  .oneof(fc.constantFrom("AccessDenied", "it's", '"', " and "), hostileText, fc.string())
  .map(quotedText)
  .filter((text) => text !== undefined);

/** Regexes of literal texts, and whatever else happens to be one. */
export const regexSources: fc.Arbitrary<string> = fc.oneof(
  hostileText.map((text) => `^${regexText(text) ?? "x"}$`),
  fc.constantFrom("^a.*b.c$", "a/b", "(a|b|c)$", "[^/|#]{2,}", "a{3}", ".", "\\d+\\.", "[]x]"),
  hostileText,
);

const regexes: fc.Arbitrary<Regex> = fc
  .tuple(
    regexSources,
    fc.record({ ignoreCase: fc.boolean(), multiLine: fc.boolean(), dotAll: fc.boolean() }),
  )
  .map(([source, flags]) => regex(source, flags))
  .filter((made) => made.kind === "regex");

const decimals = fc
  .oneof(fc.integer(), fc.double({ noDefaultInfinity: true, noNaN: true }))
  .map(decimal)
  .filter((number) => number !== undefined);

const subnets = fc
  .oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
  )
  .map(([address, prefix]) => net(`${address}/${prefix}`));

const tests: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ kind: fc.constant("equals"), field: fieldPaths, text: quotedTexts }),
  fc
    .tuple(fieldPaths, quotedTexts, fc.array(quotedTexts, { maxLength: 3 }))
    .map(([field, first, rest]): Test => ({ kind: "in", field, texts: [first, ...rest] })),
  fc.record({ kind: fc.constant("like"), field: fieldPaths, regex: regexes }),
  fc.record({ kind: fc.constant("isEmpty"), field: fieldPaths }),
  fc.record({
    kind: fc.constant("number"),
    field: fieldPaths,
    operator: fc.constantFrom("=", "<", "<=", ">", ">="),
    number: decimals,
  }),
  fc.record({ kind: fc.constant("inSubnet"), field: fieldPaths, subnet: subnets }),
  fc.record({
    kind: fc.constantFrom("sameAs", "contains", "startsWith", "endsWith"),
    field: fieldPaths,
    other: fieldPaths,
    ignoreCase: fc.boolean(),
  }),
);

export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => {
  const operands = fc.tuple(tie("condition"), fc.array(tie("condition"), { maxLength: 3 }));
  return {
    condition: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.record({ kind: fc.constant("present"), field: fieldPaths }),
      tests,
      fc.record({ kind: fc.constant("not"), operand: tie("condition") }),
      operands.map(([first, others]) => allOf([first, ...others])),
      operands.map(([first, others]) => anyOf([first, ...others])),
    ),
  };
}).condition;

export const queries: fc.Arbitrary<Query> = fc.record({
  fields: fc.array(fieldPaths, { maxLength: 4 }),
  filter: conditions,
  limit: fc.integer({ min: 1, max: 10_000 }),
});
