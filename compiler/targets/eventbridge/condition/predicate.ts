import type {
  Comparison,
  FieldrefPredicate,
  NumberPredicate,
  Predicate,
  RegexPredicate,
  StringPredicate,
} from "../../../ir/expression";
import { ANY, concat, findsDoubtfulNumbers, type StringPattern } from "../../../ir/pattern";
import { mayHoldNumber, type FieldModel } from "../../../log-sources/field";
import {
  NULL,
  binary,
  block,
  boolean,
  call,
  joined,
  lambda,
  number,
  regex,
  text,
  variable,
  type Jsonata,
} from "../jsonata/ast";
import { assumptions } from "./assumptions";
import { comparesDate } from "./date";
import { EVERY_TEXT, textsOf, valuesOf } from "./field";
import { inNetwork4, inNetwork6 } from "./network";
import { writeRegex } from "./regex";
import { fitsText } from "./text";

/** A test as an expression that is true or false whatever the event holds, or why there is none. */
export type Lowered =
  | { readonly kind: "lowered"; readonly value: Jsonata; readonly assumes: readonly string[] }
  | { readonly kind: "refused"; readonly test: Predicate; readonly why: string };

const s = variable("s");
const some = (values: Jsonata, parameter: string, test: Jsonata): Jsonata =>
  call("some", values, lambda([parameter], test));

const ORDERS = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

export function lowerPredicate(test: Predicate, model: FieldModel): Lowered {
  switch (test.kind) {
    case "string":
    case "keyword":
      return lowerTexts([test], model);
    case "null":
      return lowered(
        call("not", some(valuesOf(test.field), "v", binary(variable("v"), "!=", NULL))),
      );
    case "exists":
      return lowered(some(valuesOf(test.field), "v", boolean(true)));
    case "fieldref":
      return lowerFieldref(test, model);
    case "regex":
      return lowerRegex(test, model);
    case "number":
      return lowerNumber(test);
    case "cidr":
      return lowered(
        test.family === 4
          ? some(textsOf(test.field, model), "s", inNetwork4(s, test))
          : some(
              call("map", textsOf(test.field, model), variable("v6")),
              "h",
              inNetwork6(variable("h"), test),
            ),
      );
    case "date":
      return lowered(some(textsOf(test.field, model), "s", comparesDate(s, test)));
  }
}

export type TextTest = StringPredicate | Extract<Predicate, { readonly kind: "keyword" }>;

/** Tests of which one has to hold, of one field or all of keywords, and alike as to case. */
export function lowerTexts(tests: readonly [TextTest, ...TextTest[]], model: FieldModel): Lowered {
  const [{ cased }] = tests;
  const patterns = tests.map(patternOf);
  const [first] = tests;
  const values = first.kind === "keyword" ? EVERY_TEXT : textsOf(first.field, model);
  const numbers = first.kind === "keyword" || mayHoldNumber(model.field(first.field));
  return lowered(some(values, "s", fitsText(s, { patterns, cased })), [
    ...(numbers && patterns.some(findsLongNumbers) ? [assumptions.shortNumbers()] : []),
    ...(patterns.flat().some(({ kind }) => kind === "one") ? [assumptions.wholeCharacters()] : []),
  ]);
}

function patternOf(test: TextTest): StringPattern {
  return test.kind === "keyword" ? concat([ANY], test.pattern, [ANY]) : test.pattern;
}

function lowerFieldref(
  { field, other, comparison, cased }: FieldrefPredicate,
  model: FieldModel,
): Lowered {
  const [x, y, others] = [variable("x"), variable("y"), variable("r")];
  const folded = (value: Jsonata) => (cased ? value : call("map", value, variable("fold")));
  const test = joined("and", [binary(y, "!=", text("")), compares(comparison, x, y)]);
  const numbers = [field, other].some((each) => mayHoldNumber(model.field(each)));
  return lowered(
    block(
      [{ name: "r", value: folded(textsOf(other, model)) }],
      some(folded(textsOf(field, model)), "x", some(others, "y", test)),
    ),
    numbers ? [assumptions.shortNumbers()] : [],
  );
}

function compares(comparison: Comparison, x: Jsonata, y: Jsonata): Jsonata {
  switch (comparison) {
    case "equals":
      return binary(x, "=", y);
    case "contains":
      return call("contains", x, y);
    case "startswith":
      return binary(call("substring", x, number(0), call("length", y)), "=", y);
    case "endswith":
      return binary(call("substring", x, binary(number(0), "-", call("length", y))), "=", y);
  }
}

function lowerRegex(test: RegexPredicate, model: FieldModel): Lowered {
  const written = writeRegex(test.source, test.flags);
  if (written.kind === "refused") return { kind: "refused", test, why: written.why };
  return lowered(
    some(textsOf(test.field, model), "s", call("contains", s, regex(written.source))),
    [
      ...(written.counts ? [assumptions.wholeCharacters()] : []),
      ...(written.boundary ? [assumptions.wordBoundary()] : []),
      ...(written.nested ? [assumptions.backtracking(test.field)] : []),
      ...(mayHoldNumber(model.field(test.field)) ? [assumptions.shortNumbers()] : []),
    ],
  );
}

/** Of whatever the path reaches: an object's JSON text is no number. */
function lowerNumber({ field, operator, value }: NumberPredicate): Lowered {
  const compared = binary(variable("n"), ORDERS[operator], number(value));
  return lowered(some(call("numbers", valuesOf(field)), "n", compared));
}

function lowered(value: Jsonata, assumes: readonly string[] = []): Lowered {
  return { kind: "lowered", value, assumes };
}

/** The digits of a number that JSONata writes; the event may have more. */
const DIGITS = 15;

function findsLongNumbers(pattern: StringPattern): boolean {
  const long = pattern.some(
    (part) => part.kind === "text" && part.text.replace(/\D/g, "").length > DIGITS,
  );
  return long || findsDoubtfulNumbers(pattern);
}
