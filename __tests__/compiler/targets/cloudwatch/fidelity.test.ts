import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import {
  and,
  not,
  or,
  predicatesOf,
  type Expression,
  type Predicate,
} from "../../../../compiler/ir/expression";
import { ANY, concat, ONE, text } from "../../../../compiler/ir/pattern";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { compileCloudWatch } from "../../../../compiler/targets/cloudwatch/compile";
import { runs } from "../../../support/long";
import { ORIGIN } from "../../../support/predicates";
import { counter, detectionOf, MODEL } from "./detections";

/*
 * The law of docs/decisions/0003 on every kind of test: what is printed matches exactly what the
 * rule matches, without the tests that the verdict names. Events keep to the claims of the field model.
 */

const FREE = ["userAgent", "userIdentity.arn", "errorMessage"] as const;
const TEXTS = [
  ...["admin", "Admin", "s3", "S3 Browser", 'say "hi"', "back\\slash", "a*b", "x%y", "${name}"],
  ...["Straße", "10.0.0.7", "10.1.2.3", "5", "true", "user/alice", "line\nbreak", "{ $.a }"],
] as const;
const FIELDS = [
  ...FREE,
  "eventName",
  "eventSource",
  "readOnly",
  "additionalEventData.MFAUsed",
  "requestParameters",
  "requestParameters.enable",
  "requestParameters.layers",
  "requestParameters.filters.name",
  "requestParameters.imageId",
] as const;

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const texts = fc.constantFrom(...TEXTS);
const scalar = fc.oneof(texts, fc.boolean(), fc.constantFrom(5, 0, 12.5, -1), fc.constant(null));
const ADDRESSES = ["10.0.0.7", "10.1.2.3", "172.20.0.1", "172.32.0.1", "192.0.2.200", "192.0.3.1"];
const ADDRESSES_6 = ["2001:db8::1", "2001:db8:12ab::7", "2001:db9::1", "fe80::1", "fec0::1"];

const event: fc.Arbitrary<Json> = fc
  .record({
    eventName: fc.constantFrom("CreateUser", "DeleteUser", "GetUser"),
    eventSource: fc.constantFrom("iam.amazonaws.com", "s3.amazonaws.com"),
    eventTime: fc.constantFrom(
      "2024-05-31T23:59:00Z",
      "2023-01-02T03:05:06.7Z",
      "2025-12-20T09:00:59Z",
    ),
    sourceIPAddress: fc.constantFrom(...ADDRESSES, ...ADDRESSES_6, "s3.amazonaws.com"),
    userAgent: optional(fc.oneof(texts, fc.constant(""))),
    errorMessage: optional(texts),
    readOnly: optional(fc.boolean()),
    userIdentity: fc.record({ arn: optional(texts) }),
    additionalEventData: optional(fc.record({ MFAUsed: optional(fc.constantFrom("Yes", "No")) })),
    requestParameters: fc.oneof(
      fc.constant(null),
      fc.record({
        enable: optional(scalar),
        layers: optional(fc.oneof(fc.array(texts, { maxLength: 3 }), fc.constant(null))),
        filters: optional(fc.array(fc.record({ name: optional(texts) }), { maxLength: 2 })),
        imageId: optional(fc.oneof(texts, fc.record({ items: fc.array(texts) }))),
      }),
    ),
  })
  // Without the keys that are undefined, like an event that was read.
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

const field = fc.constantFrom(...FIELDS);
const piece = fc.oneof(
  texts,
  fc.constantFrom("create", "user", "iam.amazonaws.com", "no", "br", ""),
);
const string: fc.Arbitrary<Predicate> = fc
  .record({
    field,
    cased: fc.boolean(),
    shape: fc.constantFrom("equals", "startswith", "endswith", "contains", "one", "any"),
    value: piece,
  })
  .map(({ field: path, cased, shape, value }) => {
    const before = shape === "endswith" || shape === "contains" ? [ANY] : [];
    const after = shape === "startswith" || shape === "contains" ? [ANY] : [];
    const one = shape === "one" ? [ONE] : [];
    const pattern = shape === "any" ? [ANY] : concat(before, text(value), one, after);
    return { kind: "string", field: path, pattern, cased, origin: ORIGIN };
  });
const regex: fc.Arbitrary<Predicate> = fc
  .record({
    field,
    source: fc.constantFrom(
      ...["^adm.n$", "s3|admin", "user/[a-z]+$", "(?i)browser", "^\\d+$", "tr.e", "^$", "\\bhi"],
      ...["(Create|Delete)User", "^10\\.", "a\\*b", "\\$\\{", "k+\\\\s", ".*"],
    ),
    flags: fc.record({
      ignoreCase: fc.boolean(),
      multiLine: fc.constant(false),
      dotAll: fc.boolean(),
    }),
  })
  .map((test) => ({ ...test, kind: "regex", origin: ORIGIN }));
const NETWORKS_4 = ["10.0.0.0/8", "10.0.0.0/24", "172.16.0.0/12", "192.0.2.128/25", "10.0.0.7/32"];
const NETWORKS_6 = ["2001:db8::/32", "2001:db8:1000::/36", "fe80::/10", "::/0", "2001:db8::1/128"];
const cidr: fc.Arbitrary<Predicate> = fc
  .record({
    field: fc.constantFrom("sourceIPAddress", "userAgent"),
    network: fc.constantFrom(
      ...NETWORKS_4,
      "10.0.0.0/30",
      "128.0.0.0/1",
      "0.0.0.0/0",
      ...NETWORKS_6,
    ),
  })
  .map(({ field: path, network }) => {
    const family = network.includes(":") ? 6 : 4;
    return { kind: "cidr", field: path, family, network, origin: ORIGIN };
  });
const date: fc.Arbitrary<Predicate> = fc
  .record({
    field: fc.constantFrom("eventTime", "userAgent"),
    part: fc.constantFrom("minute", "hour", "day", "week", "month", "year"),
    operator: fc.constantFrom("lt", "lte", "gt", "gte", "eq"),
    value: fc.constantFrom(0, 3, 5, 9, 12, 22.5, 31, 59, 2023, 2024),
  })
  .map((test) => ({ ...test, kind: "date", origin: ORIGIN }));
const other: fc.Arbitrary<Predicate> = fc.oneof(
  field.map((path) => ({ kind: "null", field: path, origin: ORIGIN }) as const),
  field.map((path) => ({ kind: "exists", field: path, origin: ORIGIN }) as const),
  fc
    .record({ field, value: fc.constantFrom(4, 5, 100), operator: fc.constantFrom("lt", "gte") })
    .map((test) => ({ ...test, kind: "number", origin: ORIGIN }) as const),
  fc.constant({ kind: "keyword", pattern: text("admin"), cased: false, origin: ORIGIN } as const),
  fc.constant({
    kind: "fieldref",
    field: "userIdentity.arn",
    other: "userAgent",
    comparison: "equals",
    cased: false,
    origin: ORIGIN,
  } as const),
);
const predicate = fc.oneof(
  { weight: 4, arbitrary: string },
  { weight: 2, arbitrary: regex },
  { weight: 1, arbitrary: cidr },
  { weight: 1, arbitrary: date },
  { weight: 2, arbitrary: other },
);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    predicate,
    fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map(and),
    fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map(or),
    tie("expression").map(not),
  ),
}));

/** Bounded, so that what drops a test may still be deployed. */
const rule = expression.map((each) =>
  and([
    {
      kind: "string",
      field: "eventSource",
      pattern: text("iam.amazonaws.com"),
      cased: false,
      origin: ORIGIN,
    },
    each,
  ]),
);

const RULES = runs(600, 5_000);

test("the law of fidelity holds for every kind of test", () => {
  const tally = { exact: 0, wider: 0, unsupported: 0, matches: 0, missed: 0 };
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(rule, fc.array(event, { minLength: 4, maxLength: 6 }), (matched, events) => {
      const { verdict, output, promised: promise } = compileCloudWatch(detectionOf(matched));
      if (verdict === "exact" || verdict === "wider") tally[verdict] += 1;
      if (output === null) return void (tally.unsupported += 1);
      expect(verdict).toBe(promise?.expression === matched ? "exact" : "wider");
      const promised = expressionMatcher(promise?.expression ?? matched, MODEL);
      const reference = expressionMatcher(matched, MODEL);
      const counted = counter(output);
      for (const { kind } of predicatesOf(matched)) {
        if (verdict === "exact") kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      for (const each of events) {
        const found = counted(each) > 0;
        if (found) tally.matches += 1;
        if (reference(each) && !found) tally.missed += 1;
        expect([each, found]).toEqual([each, promised(each)]);
      }
    }),
    { numRuns: RULES },
  );
  expect(tally.missed).toBe(0);
  expect(tally.exact).toBeGreaterThan(RULES / 5);
  expect(tally.matches).toBeGreaterThan(RULES / 3);
  for (const kind of ["string", "regex", "cidr", "date", "null", "exists"]) {
    expect([kind, (kinds.get(kind) ?? 0) > RULES / 100]).toEqual([kind, true]);
  }
}, 600_000);
