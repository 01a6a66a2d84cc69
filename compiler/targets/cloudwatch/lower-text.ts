import type {
  CidrPredicate,
  DatePredicate,
  RegexPredicate,
  StringPredicate,
} from "../../ir/expression";
import { stringMatcher, shapeOf } from "../../ir/pattern";
import { mayHoldBoolean, type Field } from "../../log-sources/field";
import { regexMatcher } from "../../reference/regex";
import { dropped, type Lowered } from "../lower";
import { allOf, ANY, anyOf, textValue, type Pattern, type Value } from "./ast";
import { lowerCidr } from "./lower-address";
import { lowerDate } from "./lower-date";
import { lowerRegex } from "./lower-regex";
import { lowerString, type LoweredValues } from "./lower-value";
import {
  absences,
  ANY_ELEMENT,
  anyOrNever,
  compare,
  is,
  pattern,
  type Place,
} from "./lowered-predicate";
import { assumptions } from "./assumptions";
import { reasons } from "./reasons";

/** A test of a field's text. */
type TextTest = StringPredicate | RegexPredicate | CidrPredicate | DatePredicate;

/** Lowers a test of text, or its negation, where a field may hold text. */
export function lowerText(test: TextTest, at: Place, negated: boolean): Lowered<Pattern> {
  const { field } = at;
  switch (field.type) {
    case "object":
      return dropped(reasons.container(test, field.many === "one" ? "object" : "array"));
    case "mixed":
      return negated ? dropped(reasons.mixedType(test)) : lowerScalar(test, at, false);
    case "boolean": {
      const states = booleansMatching(test, !negated).map((state) => is(at.selector, state));
      return pattern(anyOrNever(negated ? [...absences(at), ...states] : states), []);
    }
    case "string":
    case "number":
    case "scalar":
    case "unknown":
      return lowerScalar(test, at, negated);
  }
}

/** A value that is not empty, in one condition. */
const SOMETHING: Value = { kind: "regex", source: "[\\s\\S]" };

/** A test of text, number or boolean, of which a string or number is not the last. */
function lowerScalar(test: TextTest, at: Place, negated: boolean): Lowered<Pattern> {
  const { field, selector } = at;
  const mayBeBoolean = mayHoldBoolean(field);
  const states = (matching: boolean) =>
    mayBeBoolean ? booleansMatching(test, matching).map((state) => is(selector, state)) : [];
  if (test.kind === "string" && shapeOf(test.pattern).kind === "anything") {
    const empty = textValue([]);
    const any = compare(selector, "=", textValue([ANY]));
    if (field.type === "number") return pattern(anyOrNever(negated ? absences(at) : [any]), []);
    if (selector.steps.includes(ANY_ELEMENT)) {
      // Two conditions could be met by two elements.
      const something = field.empty ? compare(selector, "=", SOMETHING) : any;
      const assumes = field.empty ? [] : [assumptions.neverEmpty(field.path)];
      return pattern(anyOf([something, ...states(true)]), assumes);
    }
    return negated
      ? pattern(anyOrNever([...absences(at), compare(selector, "=", empty)]), [])
      : pattern(anyOf([allOf([any, compare(selector, "!=", empty)]), ...states(true)]), []);
  }
  const lowered = lowerValues(test, field, !selector.steps.includes(ANY_ELEMENT));
  if (lowered.kind === "dropped") return lowered;
  if (!negated) {
    const equal = lowered.values.map((value) => compare(selector, "=", value));
    return pattern(anyOrNever([...equal, ...states(true)]), lowered.assumes);
  }
  if (lowered.values.length === 0 && states(true).length === 0) return pattern(true, []);
  const different = lowered.values.map((value) => compare(selector, "!=", value));
  const doubt = states(true).length > 0 ? [assumptions.negatedBoolean(field.path)] : [];
  return pattern(
    anyOf([...absences(at), ...(different.length > 0 ? [allOf(different)] : []), ...states(false)]),
    [...lowered.assumes, ...doubt],
  );
}

function lowerValues(test: TextTest, field: Field, enumerable: boolean): LoweredValues {
  switch (test.kind) {
    case "string":
      return lowerString(test, field, enumerable);
    case "regex":
      return lowerRegex(test, field, enumerable);
    case "cidr":
      return lowerCidr(test, field);
    case "date":
      return lowerDate(test, field);
  }
}

/** The booleans whose text the test matches, or does not match. */
function booleansMatching(test: TextTest, matching: boolean): readonly ("TRUE" | "FALSE")[] {
  const fits = textTest(test);
  return (["TRUE", "FALSE"] as const).filter((state) => fits(state.toLowerCase()) === matching);
}

function textTest(test: TextTest): (text: string) => boolean {
  switch (test.kind) {
    case "string":
      return stringMatcher(test.pattern, test.cased);
    case "regex":
      return regexMatcher(test.source, test.flags);
    case "cidr":
    case "date":
      // No boolean is an address or a time.
      return () => false;
  }
}
