import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import type { Predicate } from "../../../../compiler/ir/expression";
import type { Field, FieldModel } from "../../../../compiler/log-sources/field";
import { ORIGIN, regex, string, there } from "../../../support/predicates";

const FREE: Field = {
  path: "text",
  type: "string",
  many: "one",
  presence: "optional",
  nullable: true,
  empty: true,
  spelling: { kind: "free" },
  ascii: false,
  ground: "asserted",
  source: "test",
};

/** A field of every kind there is; of what is not listed nothing is known. */
const LISTED: readonly Field[] = [
  FREE,
  { ...FREE, path: "always", presence: "always", nullable: false },
  { ...FREE, path: "ascii", ascii: true },
  { ...FREE, path: "lower", spelling: { kind: "lower" } },
  {
    ...FREE,
    path: "name",
    spelling: { kind: "identifier", shape: /^[A-Z][A-Za-z]*$/, example: "" },
  },
  { ...FREE, path: "answer", spelling: { kind: "closed", values: ["Yes", "No"] } },
  { ...FREE, path: "unknown", spelling: { kind: "closed", values: ["Known", "Unknown"] } },
  { ...FREE, path: "number", type: "number" },
  { ...FREE, path: "flag", type: "boolean" },
  { ...FREE, path: "sure", type: "boolean", presence: "always", nullable: false },
  { ...FREE, path: "list", type: "scalar", many: "many" },
  { ...FREE, path: "filled", type: "scalar", many: "many", empty: false },
  { ...FREE, path: "items", type: "object", many: "many" },
  { ...FREE, path: "items.list", type: "scalar", many: "many" },
  { ...FREE, path: "object", type: "object" },
  { ...FREE, path: "mixed", type: "mixed" },
  { ...FREE, path: "another", type: "mixed" },
  { ...FREE, path: "texts", many: "many", empty: false },
  { ...FREE, path: "numbers", type: "number", many: "many" },
  { ...FREE, path: "flags", type: "boolean", many: "many" },
  { ...FREE, path: "someOrOne", many: "either" },
  { ...FREE, path: "numbersOrOne", type: "number", many: "either" },
  { ...FREE, path: "flagsOrOne", type: "boolean", many: "either", presence: "always" },
  { ...FREE, path: "mixedOrMore", type: "mixed", many: "either" },
  { ...FREE, path: "grants", type: "object", many: "either" },
  { ...FREE, path: "grants.uri", empty: false },
  { ...FREE, path: "grants.size", type: "number" },
  { ...FREE, path: "grants.names", many: "many" },
  { ...FREE, path: "items.size", type: "number" },
  { ...FREE, path: "items.sure", type: "boolean" },
];
/** A model with fields of every kind. */
export const EVERY_KIND: FieldModel = {
  field: (path) =>
    LISTED.find((each) => each.path === path) ?? { ...FREE, path, type: "unknown", many: "either" },
  lists: (path) => LISTED.some((each) => each.path === path),
  paths: LISTED.map(({ path }) => path),
  bounding: [],
};

const word = fc.string({ unit: fc.constantFrom(..."abA15*?é"), maxLength: 3 });
const names = fc.constantFrom("CreateUser", "DeleteUser", "Create", "User");
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(fc.option(values), { nil: undefined });
const numberValue = fc.constantFrom(5, 15, -1, 1.5);
const scalar = fc.oneof(word, fc.boolean(), numberValue);
const listOf = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { maxLength: 2 });
const oneOrMore = <T>(values: fc.Arbitrary<T>) => fc.oneof(values, listOf(values));
const mixed = fc.oneof(scalar, fc.record({ name: word }));
const filled = fc.string({ unit: fc.constantFrom(..."abA15"), minLength: 1, maxLength: 2 });
const grant = fc.record({
  uri: optional(filled),
  size: optional(numberValue),
  names: optional(listOf(word)),
  x: optional(scalar),
});
/** Events as the model says. */
export const event: fc.Arbitrary<Json> = fc
  .record({
    text: optional(word),
    always: word,
    lower: optional(word.map((each) => each.toLowerCase())),
    name: optional(names),
    answer: optional(fc.constantFrom("Yes", "No")),
    number: optional(numberValue),
    flag: optional(fc.boolean()),
    sure: fc.boolean(),
    list: optional(listOf(scalar)),
    texts: optional(listOf(filled)),
    numbers: optional(listOf(numberValue)),
    flags: optional(listOf(fc.boolean())),
    items: optional(
      listOf(
        fc.record({
          name: optional(scalar),
          list: optional(listOf(scalar)),
          size: optional(numberValue),
          sure: optional(fc.boolean()),
        }),
      ),
    ),
    someOrOne: optional(oneOrMore(word)),
    numbersOrOne: optional(oneOrMore(numberValue)),
    flagsOrOne: oneOrMore(fc.boolean()),
    mixedOrMore: optional(fc.oneof(mixed, listOf(scalar), listOf(fc.record({ name: word })))),
    grants: optional(oneOrMore(grant)),
    object: optional(fc.record({ name: optional(scalar) })),
    mixed: optional(mixed),
    another: optional(mixed),
    x: optional(scalar),
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

const field = fc.constantFrom(
  ...["text", "always", "lower", "name", "answer", "number", "flag", "sure", "list", "texts"],
  ...["numbers", "flags", "items", "items.name", "items.list", "items.size", "items.sure"],
  ...["someOrOne", "numbersOrOne", "flagsOrOne", "mixedOrMore", "grants", "grants.uri"],
  ...["grants.size", "grants.names", "grants.x", "object", "object.name", "mixed", "another", "x"],
);
const written = fc.oneof(
  word,
  fc
    .tuple(fc.constantFrom("*", "", "?"), word, fc.constantFrom("*", ""))
    .map((all) => all.join("")),
  fc.constantFrom("CreateUser", "Create*", "*User", "YES", "y*", "true", "FALSE", "t*", "*", "1?"),
);
export const predicate: fc.Arbitrary<Predicate> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(field, written, fc.boolean()).map((all) => string(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        field,
        fc.constantFrom(
          "^a",
          "1$",
          "a.?1",
          "true|a",
          "[^5]",
          "^[a-c]+$",
          "^.$",
          "5|^b",
          ".*",
          "^$",
        ),
        fc.boolean(),
      )
      .map((all) => regex(...all)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("null", "exists"), field).map((all) => there(...all)),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        field,
        operator: fc.constantFrom("lt", "lte", "gt", "gte"),
        value: fc.constantFrom(5, 1.5, 0),
      })
      .map((test) => ({ ...test, kind: "number", origin: ORIGIN }) as const),
  },
);
