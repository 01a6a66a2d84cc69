import fc from "fast-check";

import { ANY, allOf, anyOf, literal, textValue } from "../../../../compiler/targets/cloudwatch/ast";
import type {
  AbsenceCheck,
  Comparison,
  Condition,
  Ordering,
  Pattern,
  Selector,
  StateCheck,
  Step,
  TextPart,
  Value,
} from "../../../../compiler/targets/cloudwatch/ast";
import { keyProblem, textProblem } from "../../../../compiler/targets/cloudwatch/escape";

/** Text that quotes can hold, rich in what could end or change a pattern. */
export const writableText: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(..."\"\\'%{}()[]$.&|=!<> aB1:,/é"), maxLength: 12 }),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  )
  .filter((text) => textProblem(text) === undefined);

export const writableKey: fc.Arbitrary<string> = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
    fc.string({ unit: fc.constantFrom(..." $.{}()&|%=a1:/"), minLength: 1, maxLength: 8 }),
    fc.constantFrom("constructor", "__proto__", "cluster.name"),
  )
  .filter((name) => keyProblem(name) === undefined);

export const numberText: fc.Arbitrary<string> = fc.stringMatching(
  /^[+-]?[0-9]{1,4}(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?$/,
);

const key: fc.Arbitrary<Step> = writableKey.map((name) => ({ kind: "key", name }));
const plainStep: fc.Arbitrary<Step> = fc.oneof(
  key,
  fc.nat().map((index): Step => ({ kind: "index", index })),
);

const plainSelector: fc.Arbitrary<Selector> = fc
  .tuple(key, fc.array(plainStep, { maxLength: 3 }))
  .map(([first, rest]) => ({ steps: [first, ...rest] }));

const wildcardSelector: fc.Arbitrary<Selector> = fc
  .tuple(
    plainSelector,
    fc.constantFrom<Step>({ kind: "anyElement" }, { kind: "anyField" }),
    fc.array(plainStep, { maxLength: 2 }),
  )
  .map(([{ steps }, wildcard, rest]) => ({ steps: [...steps, wildcard, ...rest] }));

const textPart: fc.Arbitrary<TextPart> = fc.oneof(
  writableText.map(literal),
  fc.constant<TextPart>(ANY),
);

const regex: fc.Arbitrary<Value> = fc
  .constantFrom("Trail", "^a.{2,3}b$", "[^c]+|[A-Z-]", "\\x3A\\.\\d?", "x{,3}", "[\\]a-f]*")
  .map((source) => ({ kind: "regex", source }));

const plainValue: fc.Arbitrary<Value> = fc.oneof(
  fc.array(textPart, { maxLength: 4 }).map(textValue),
  numberText.map((text): Value => ({ kind: "number", text })),
);

function conditionOver(
  selector: fc.Arbitrary<Selector>,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Condition> {
  return fc.oneof(
    fc.record<Comparison>({
      kind: fc.constant("compare"),
      selector,
      operator: fc.constantFrom("=", "!="),
      value,
    }),
    fc.record<Ordering>({
      kind: fc.constant("order"),
      selector,
      operator: fc.constantFrom("<", "<=", ">", ">="),
      number: numberText,
    }),
    fc.record<StateCheck>({
      kind: fc.constant("is"),
      selector,
      state: fc.constantFrom("NULL", "TRUE", "FALSE"),
    }),
    fc.record<AbsenceCheck>({ kind: fc.constant("notExists"), selector }),
  );
}

const { tree } = fc.letrec<{ tree: Pattern; leaf: Pattern }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map(allOf),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map(anyOf),
  ),
  leaf: conditionOver(plainSelector, plainValue),
}));

/**
 * Normal patterns of every form: a tree without scarce parts, joined with at most one condition
 * that has a wildcard selector or a regex, so that no quota stops it.
 */
export const pattern: fc.Arbitrary<Pattern> = fc
  .tuple(
    tree,
    fc.option(
      conditionOver(fc.oneof(plainSelector, wildcardSelector), fc.oneof(plainValue, regex)),
    ),
    fc.constantFrom(allOf, anyOf),
  )
  .map(([whole, scarce, join]) => (scarce === null ? whole : join([whole, scarce])));
