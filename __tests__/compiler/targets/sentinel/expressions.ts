import fc from "fast-check";

import { AWS_CLOUDTRAIL_TABLE } from "../../../../compiler/log-sources/aws-cloudtrail/sentinel-table";
import type { ColumnType } from "../../../../compiler/log-sources/sentinel-table";
import {
  allOf,
  anyOf,
  ARITHMETIC_OPERATORS,
  COMPARE_OPERATORS,
  FUNCTION_NAMES,
  WINDOW_FUNCTION_NAMES,
} from "../../../../compiler/targets/sentinel/ast";
import type {
  KqlExpression,
  FunctionName,
  NonEmpty,
  KqlQuery,
  KqlStage,
  KqlTabular,
} from "../../../../compiler/targets/sentinel/ast";

/** Any text, lone surrogates and control characters among it. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom("", '"', "\\", "\\u0041", "${x}", "\n| where true", "'", "// no", "in", "true"),
);

function nonEmpty<T>(item: fc.Arbitrary<T>): fc.Arbitrary<NonEmpty<T>> {
  return fc
    .tuple(item, fc.array(item, { maxLength: 2 }))
    .map(([first, rest]): NonEmpty<T> => [first, ...rest]);
}

const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(
  // Minus zero is printed, and read back, as zero.
  (value) => (value === 0 ? 0 : value),
);

/** Any expression at all, well typed or not. */
export const anyExpression: fc.Arbitrary<KqlExpression> = fc.letrec<{ expression: KqlExpression }>(
  (tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.record({ kind: fc.constant("column" as const), name: anyText }),
      fc.record({ kind: fc.constant("string" as const), value: anyText }),
      fc.record({ kind: fc.constant("bool" as const), value: fc.boolean() }),
      fc.record({ kind: fc.constant("number" as const), value: number }),
      fc.record({
        kind: fc.constant("timespan" as const),
        amount: fc.nat(),
        unit: fc.constantFrom("d" as const, "h" as const, "m" as const, "s" as const),
      }),
      fc.record({ kind: fc.constant("member" as const), of: tie("expression"), name: anyText }),
      fc.record({
        kind: fc.constant("index" as const),
        of: tie("expression"),
        index: fc.integer(),
      }),
      fc.record({
        kind: fc.constant("compare" as const),
        operator: fc.constantFrom(...COMPARE_OPERATORS),
        left: tie("expression"),
        right: tie("expression"),
      }),
      fc.record({
        kind: fc.constant("in" as const),
        operator: fc.constantFrom("in" as const, "in~" as const),
        value: tie("expression"),
        list: nonEmpty(tie("expression")),
      }),
      fc.array(tie("expression"), { maxLength: 4 }).map(allOf),
      fc.array(tie("expression"), { maxLength: 4 }).map(anyOf),
      fc.record({ kind: fc.constant("not" as const), operand: tie("expression") }),
      fc.record({
        kind: fc.constant("call" as const),
        function: fc.constantFrom(...FUNCTION_NAMES, ...WINDOW_FUNCTION_NAMES),
        arguments: fc.array(tie("expression"), { maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant("arithmetic" as const),
        operator: fc.constantFrom(...ARITHMETIC_OPERATORS),
        left: tie("expression"),
        right: tie("expression"),
      }),
    ),
  }),
).expression;

const anyStage: fc.Arbitrary<KqlStage> = fc.oneof(
  fc.record({ kind: fc.constant("where" as const), predicate: anyExpression }),
  fc.record({
    kind: fc.constant("extend" as const),
    columns: nonEmpty(fc.record({ name: anyText, value: anyExpression })),
  }),
  fc.record({ kind: fc.constant("project-away" as const), columns: nonEmpty(anyText) }),
  fc.record({
    kind: fc.constant("mv-apply" as const),
    of: nonEmpty(fc.record({ name: anyText, value: anyExpression })),
    aggregates: nonEmpty(
      fc.oneof(
        fc.record({
          kind: fc.constant("countif" as const),
          name: anyText,
          predicate: anyExpression,
        }),
        fc.record({
          kind: fc.constant("make_set_if" as const),
          name: anyText,
          value: anyExpression,
          predicate: anyExpression,
        }),
      ),
    ),
  }),
  fc.record({
    kind: fc.constant("mv-expand" as const),
    column: fc.record({ name: anyText, value: anyExpression }),
  }),
  fc.record({
    kind: fc.constant("project" as const),
    columns: nonEmpty(
      fc.oneof(
        fc.record({ name: anyText, value: anyExpression }),
        anyText.map((name) => ({ name, value: { kind: "column", name } as const })),
      ),
    ),
  }),
  fc.record({
    kind: fc.constant("steps" as const),
    name: anyText,
    numbers: nonEmpty(fc.integer()),
  }),
  fc.record({
    kind: fc.constant("sort" as const),
    by: nonEmpty(
      fc.record({ column: anyText, order: fc.constantFrom("asc" as const, "desc" as const) }),
    ),
  }),
  fc.record({
    kind: fc.constant("scan" as const),
    assign: nonEmpty(fc.record({ name: anyText, value: anyExpression })),
  }),
  fc.record({
    kind: fc.constant("last-of-each" as const),
    column: anyText,
    by: nonEmpty(anyText),
  }),
  fc.record({
    kind: fc.constant("summarize" as const),
    max: nonEmpty(anyText),
    by: fc.array(anyText, { maxLength: 2 }),
  }),
);

const stages = fc.array(anyStage, { maxLength: 4 });

/** Any query at all. */
export const anyQuery: fc.Arbitrary<KqlTabular> = fc.letrec<{ query: KqlTabular }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: fc.record({ table: anyText, stages }) },
    {
      weight: 1,
      arbitrary: fc.record(
        { legs: nonEmpty(tie("query")), fuzzy: fc.constant(true as const), stages },
        { requiredKeys: ["legs", "stages"] },
      ),
    },
  ),
})).query;

const column = (type: ColumnType): fc.Arbitrary<KqlExpression> =>
  fc
    .constantFrom(
      ...AWS_CLOUDTRAIL_TABLE.columns.filter(
        (known) => known.type === type && known.holds.kind !== "unknown",
      ),
    )
    .map(({ name }): KqlExpression => ({ kind: "column", name }));

const call = (
  name: FunctionName,
  ...args: readonly fc.Arbitrary<KqlExpression>[]
): fc.Arbitrary<KqlExpression> =>
  fc
    .tuple(...args)
    .map((args): KqlExpression => ({ kind: "call", function: name, arguments: args }));

const literal: fc.Arbitrary<KqlExpression> = anyText.map((value) => ({ kind: "string", value }));
const just = (value: string) => fc.constant<KqlExpression>({ kind: "string", value });
const whole: fc.Arbitrary<KqlExpression> = fc
  .integer({ min: -3, max: 20 })
  .map((value) => ({ kind: "number", value }));

/** A type alias, not an interface: `letrec` asks for an index signature. */
type Sorts = {
  text: KqlExpression;
  dynamic: KqlExpression;
  long: KqlExpression;
  bool: KqlExpression;
};

/** Predicates over AWSCloudTrail that the engine would take: every operand of the right type. */
export const typedPredicate: fc.Arbitrary<KqlExpression> = fc.letrec<Sorts>((tie) => {
  const [text, dynamic, long, bool] = [tie("text"), tie("dynamic"), tie("long"), tie("bool")];
  const compare = (
    operators: readonly (typeof COMPARE_OPERATORS)[number][],
    left: fc.Arbitrary<KqlExpression>,
    right: fc.Arbitrary<KqlExpression>,
  ): fc.Arbitrary<KqlExpression> =>
    fc.record({
      kind: fc.constant("compare" as const),
      operator: fc.constantFrom(...operators),
      left,
      right,
    });
  const limits = { maxDepth: 4, depthSize: "small" } as const;
  return {
    text: fc.oneof(
      limits,
      column("string"),
      literal,
      call("tostring", fc.oneof(text, dynamic, long, bool)),
      call("tolower", text),
      call(
        "tostring",
        fc.record({
          kind: fc.constant("index" as const),
          of: call("split", text, just("/")),
          index: fc.integer({ min: -2, max: 2 }),
        }),
      ),
      call("toupper", text),
      call("translate", literal, literal, text),
      call("strcat", text, text),
      call("substring", text, whole),
      call("coalesce", text, text),
      call("iff", bool, text, text),
      call("extract", just("(a+)b"), whole, text),
    ),
    dynamic: fc.oneof(
      limits,
      call("parse_json", text),
      fc.record({ kind: fc.constant("member" as const), of: dynamic, name: anyText }),
      fc.record({ kind: fc.constant("index" as const), of: dynamic, index: fc.integer() }),
    ),
    long: fc.oneof(
      limits,
      whole,
      call("strlen", text),
      call("array_length", dynamic),
      call("tolong", fc.oneof(text, dynamic)),
      call("indexof_regex", text, just("[:/]")),
    ),
    bool: fc.oneof(
      limits,
      column("bool"),
      fc.boolean().map((value): KqlExpression => ({ kind: "bool", value })),
      compare(
        COMPARE_OPERATORS.filter((operator) => !/^[<>]|regex/.test(operator)),
        text,
        text,
      ),
      compare(["==", "!=", "<", "<=", ">", ">="], long, long),
      compare(["==", "!="], bool, bool),
      compare(["matches regex"], text, just("^a|\\d")),
      fc.record({
        kind: fc.constant("in" as const),
        operator: fc.constantFrom("in" as const, "in~" as const),
        value: text,
        list: nonEmpty(literal),
      }),
      fc.array(bool, { maxLength: 4 }).map(allOf),
      fc.array(bool, { maxLength: 4 }).map(anyOf),
      fc.record({ kind: fc.constant("not" as const), operand: bool }),
      call("isempty", fc.oneof(text, dynamic)),
      call("isnotempty", text),
      call("isnull", fc.oneof(dynamic, long, bool)),
      call("isnotnull", fc.oneof(dynamic, long, bool)),
      call("tobool", fc.oneof(text, dynamic)),
      call("coalesce", bool, bool),
      call("ipv4_is_in_range", text, just("10.0.0.0/8")),
      call("ipv6_is_in_range", text, just("fe80::/10")),
    ),
  };
}).bool;

export function where(predicate: KqlExpression): KqlQuery {
  return { table: AWS_CLOUDTRAIL_TABLE.name, stages: [{ kind: "where", predicate }] };
}
