import fc from "fast-check";

import { isObject, member, withMember, type Json } from "../../../../compiler/core/json";
import {
  COMPARISONS,
  type DatePredicate,
  type Expression,
  type NumberPredicate,
  type Predicate,
} from "../../../../compiler/ir/expression";
import { concat, parseStringPattern } from "../../../../compiler/ir/pattern";
import { stepOf, stepsOf } from "../../../../compiler/log-sources/path";
import { ORIGIN } from "../../ir/arbitrary-expressions";

/*
 * Rules and events in which everything stands where something else is expected.
 */

/** Names of members, those among them that JavaScript, or the engine, gives a meaning of its own. */
const KEYS = [
  "eventName",
  "userIdentity",
  "requestParameters",
  "responseElements",
  "a",
  "b",
  "",
  "a.b",
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "length",
  "sequence",
  "outerWrapper",
  "keepSingleton",
  "cons",
  "then",
  "next",
  "toJSON",
  "toPrecision",
  "and",
  "null",
  "v",
  "$",
  "it's",
  "`",
  "0",
  "\u2028",
  "é",
] as const;

const WRITTEN_KEYS = KEYS.filter((key) => key !== "" && !key.includes("."));
const DEEP = ["userIdentity", "a", "b", "constructor", "__proto__", "outerWrapper"] as const;

const field = fc.oneof(
  fc.constantFrom<string>(...WRITTEN_KEYS),
  fc
    .tuple(fc.constantFrom(...DEEP), fc.constantFrom<string>(...WRITTEN_KEYS))
    .map((steps) => steps.join(".")),
  fc.constantFrom(
    "a.b.a",
    "userIdentity.a.b",
    "a[b=x].a",
    "a[constructor=x].b",
    "requestParameters.instanceIds",
    "requestParameters.filters.name",
  ),
);

export const TEXTS = [
  "",
  "a",
  "A",
  "aB",
  "x",
  "abcabc",
  "k",
  "K",
  "\u212a",
  "i",
  "\u0130",
  "\u0131",
  "ſ",
  "s",
  "é",
  "É",
  "ß",
  "😀",
  "😀a",
  "\n",
  "a\n",
  "\r\na",
  "\u2028",
  "'",
  '"',
  "\\",
  "%}",
  "{% $x %}",
  "${a}",
  "/",
  "`",
  "true",
  "null",
  "5",
  "-5",
  "5.0",
  "05",
  "0x10",
  " 5",
  "1e3",
  "1E+3",
  "1e-400",
  "1e400",
  "-1e400",
  "9".repeat(400),
  "Infinity",
  "10.0.0.1",
  "10.0.0.01",
  "10.255.1.2",
  "11.0.0.0",
  "::1",
  "::",
  "2001:db8::1",
  "2001:DB8:0:0:0:0:0:1",
  "2001:db8::1:2:3:4:5:6",
  "::ffff:10.0.0.1",
  "fe80::1%eth0",
  "1:2:3:4:5:6:7::",
  "2024-02-29T04:05:06Z",
  "2023-02-29T04:05:06Z",
  "2024-12-30T23:59:59.123Z",
  "2021-01-03T00:00:00Z",
  "2024-02-03T24:00:00Z",
  "0000-02-03T04:05:06Z",
  "2024-02-03T04:05:06Z\n",
  '{"a":"a"}',
] as const;

const text = fc.constantFrom<string>(...TEXTS);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: text },
  fc.constantFrom<Json>(null, true, false, 0, -0, 5, -5, 5.5, 1e21, 1e-7, 1e300),
);

/** Anything, of the names that rules ask for more often than of others. */
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    { weight: 4, arbitrary: scalar },
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom<string>(...KEYS), tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries) as Json),
  ),
})).value;

const record: fc.Arbitrary<Json> = fc
  .array(fc.tuple(fc.constantFrom<string>(...KEYS), value), { maxLength: 12 })
  .map((entries) => Object.fromEntries(entries) as Json);

export const hostileEvent: fc.Arbitrary<Json> = fc.oneof({ weight: 9, arbitrary: record }, value);

const origin = fc.constant(ORIGIN);
const pattern = fc
  .array(fc.oneof(text, fc.constantFrom("*", "?")), { maxLength: 4 })
  .map((parts) => concat(parseStringPattern(parts.join(""))));

export const REGEXES = [
  "a",
  "^A",
  "b$",
  "^$",
  "",
  ".",
  "^.$",
  "^..$",
  "a.*b",
  ".+a",
  "[^a]$",
  "^[^a]+$",
  "\\d+",
  "^\\D$",
  "[\\s\\S]",
  "[^\\s]",
  "\\bA",
  "(a|b$)",
  "(^|\\n)a",
  "(?:ab?c)+$",
  "a{2,3}",
  "k",
  "[j-l]",
  "[^k]",
  "é",
  "😀",
  "[😀a]",
  "[^😀]",
  "[\\x{1f600}-\\x{1f610}]",
  "\\x{1f600}",
  "(?i)K",
  "(?s)^.$",
  "\\Aa\\z",
  "[[:alpha:]]",
  "[]/]",
  "\\/",
  "'%}",
  "a|",
  "(?:)*",
  "^^a",
  "\\A(?m:^)a",
  "(?m)^(?:^a|b)",
];

export const hostilePredicate: fc.Arbitrary<Predicate> = fc.oneof(
  {
    weight: 5,
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
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("fieldref" as const),
      field,
      other: field,
      comparison: fc.constantFrom(...COMPARISONS),
      cased: fc.boolean(),
      origin,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("regex" as const),
      field,
      source: fc.constantFrom(...REGEXES),
      flags: fc.record({
        ignoreCase: fc.boolean(),
        multiLine: fc.boolean(),
        dotAll: fc.boolean(),
      }),
      origin,
    }),
  },
  fc.record<NumberPredicate>({
    kind: fc.constant("number" as const),
    field,
    operator: fc.constantFrom("lt" as const, "lte" as const, "gt" as const, "gte" as const),
    value: fc.constantFrom(4, 5, -5, 5.5, 0, 1e21),
    origin,
  }),
  fc.constantFrom("10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "10.0.0.0/13").chain((network) =>
    fc.record({
      kind: fc.constant("cidr" as const),
      field,
      family: fc.constant(4 as const),
      network: fc.constant(network),
      origin,
    }),
  ),
  fc.record({
    kind: fc.constant("cidr" as const),
    field,
    family: fc.constant(6 as const),
    network: fc.constantFrom("2001:db8::/32", "::1/128", "::/0", "::ffff:0:0/96", "2001:c00::/22"),
    origin,
  }),
  fc.record<DatePredicate>({
    kind: fc.constant("date" as const),
    field,
    part: fc.constantFrom("minute", "hour", "day", "week", "month", "year"),
    operator: fc.constantFrom("eq", "lt", "lte", "gt", "gte"),
    value: fc.constantFrom(1, 2, 3, 4, 5, 29, 53, 2024, 4.5),
    origin,
  }),
  fc.record({ kind: fc.constant("keyword" as const), pattern, cased: fc.boolean(), origin }),
);

export const hostileExpression: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>(
  (tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      { weight: 3, arbitrary: hostilePredicate },
      fc.boolean().map((constant): Expression => ({ kind: "constant", value: constant })),
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        operands: fc.array(tie("node"), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant("not" as const), operand: tie("node") }),
    ),
  }),
).node;

/** An event with something at each of the paths, sometimes inside arrays. */
export function eventWith(paths: readonly string[]): fc.Arbitrary<Json> {
  return fc
    .tuple(...paths.map((path) => fc.tuple(fc.constant(path), placed, fc.nat(5))))
    .map((all) =>
      all.reduce<Json>(
        (event, [path, found, lists]) => put(event, stepsOf(path), found, lists),
        {},
      ),
    );
}

const placed: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }),
  value,
);

function put(into: Json, steps: readonly string[], found: Json, lists: number): Json {
  const [written, ...rest] = steps;
  if (written === undefined) return found;
  const { key, where } = stepOf(written);
  const inner = put(member(into, key) ?? {}, rest, found, lists - 1);
  const asked =
    where === undefined
      ? inner
      : withMember(isObject(inner) ? inner : {}, where.member, where.text);
  return withMember(
    isObject(into) ? into : {},
    key,
    lists === 1 ? [[asked], "x", null, {}] : asked,
  );
}
