import fc from "fast-check";

import type { Conjunct, EventPattern, Test } from "../../../../compiler/targets/eventbridge/ast";
import { escapeWildcard } from "../../../../compiler/targets/eventbridge/wildcard";

const text = fc.oneof(
  fc.constantFrom("", "a", "A", "$or", "10.0.0.1", "::1", '"', "\\", "*", "a*b", "é", "ß", "K"),
  fc.string({ unit: "grapheme", maxLength: 5 }),
);
const some = text.filter((each) => each !== "");
const number = fc.constantFrom("0", "5", "-1", "1.5", "300", "1e+300");
const wildcard = fc
  .array(fc.oneof(text.map(escapeWildcard), fc.constant("*")), { maxLength: 4 })
  .map((parts) => parts.join("").replace(/\*{2,}/g, (stars) => (stars.length > 0 ? "*" : "")))
  .filter((each) => !/\*\*/.test(each.replace(/\\[\\*]/g, "")));
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });

/** Any test that is printed: `exactly` is read, and never printed. */
export const anyTest: fc.Arbitrary<Test> = fc.oneof(
  text.map((each): Test => ({ kind: "text", text: each })),
  number.map((each): Test => ({ kind: "number", text: each })),
  fc.constantFrom(true, false, null).map((value): Test => ({ kind: "constant", value })),
  fc.record({
    kind: fc.constantFrom("prefix" as const, "suffix" as const),
    text,
    anyCase: fc.boolean(),
  }),
  text.map((each): Test => ({ kind: "equalsIgnoreCase", text: each })),
  wildcard.map((each): Test => ({ kind: "wildcard", text: each })),
  fc.boolean().map((value): Test => ({ kind: "exists", value })),
  fc
    .tuple(fc.constantFrom("=" as const, "<" as const, ">=" as const), number)
    .map(([operator, each]): Test => ({ kind: "numeric", bounds: [{ operator, number: each }] })),
  fc
    .constantFrom("10.0.0.0/8", "2001:db8::/32")
    .map((network): Test => ({ kind: "cidr", network })),
  list(text).map((values): Test => ({ kind: "anythingBut", of: "text", values })),
  list(number).map((values): Test => ({ kind: "anythingBut", of: "number", values })),
  fc
    .tuple(fc.constantFrom("prefix" as const, "suffix" as const), list(some))
    .map(([of, values]): Test => ({ kind: "anythingBut", of, values })),
  list(text).map((values): Test => ({ kind: "anythingBut", of: "equalsIgnoreCase", values })),
  list(wildcard).map((values): Test => ({ kind: "anythingBut", of: "wildcard", values })),
);

/** None of these lies in another. */
const PATHS = ["source", "detail.a", "detail.b.c", "detail.b.d", "detail.e.f.g", "region"] as const;

const conjunct: fc.Arbitrary<Conjunct> = fc
  .uniqueArray(fc.tuple(fc.constantFrom<string>(...PATHS), list(anyTest)), {
    selector: ([path]) => path,
    minLength: 1,
    maxLength: 4,
  })
  .map((entries) => new Map(entries));

export const anyPattern: fc.Arbitrary<EventPattern> = fc.array(conjunct, {
  minLength: 1,
  maxLength: 5,
});
