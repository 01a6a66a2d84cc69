import type { NumberPredicate, Predicate } from "../../ir/expression";
import { isPlainNumber } from "../../ir/pattern";
import type { Field, FieldModel } from "../../log-sources/field";
import { stepOf, stepsOf } from "../../log-sources/path";
import { dropped, type Lowered } from "../lower";
import { assumptions } from "./assumptions";
import type { NumericOperator, Test } from "./ast";
import type { Formula } from "./formula";
import { lowerCidr } from "./lower-address";
import { lowerDate } from "./lower-date";
import {
  ABSENT,
  FALSE,
  lowerString,
  none,
  NULL,
  NUMBERS,
  PRESENT,
  TEXT,
  tests,
  TRUE,
  type LoweredTests,
} from "./lower-text";
import { reasons } from "./reasons";

/**
 * Lowers a test, or its negation. A negated test holds of an absent field too, which one list says
 * (reference, section 5); of an array it would have to hold of all elements, which none does.
 */
export function lowerPredicate(
  test: Predicate,
  model: FieldModel,
  negated: boolean,
): Lowered<Formula> {
  if (test.kind === "fieldref") {
    return dropped(reasons.leftToCondition(test, "a pattern compares a field with constants"));
  }
  if (test.kind === "keyword") {
    return dropped(reasons.leftToCondition(test, "a pattern looks at named fields"));
  }
  if (stepsOf(test.field).some((step) => stepOf(step).where !== undefined)) {
    return dropped(reasons.leftToCondition(test, "a pattern chooses no element of an array"));
  }
  const field = model.field(test.field);
  const arrays = arraysOn(test.field, model);
  const lowered = lowerAt(test, field, negated, {
    inArrays: arrays.length > 0,
    isShort: model.bounding.includes(test.field),
  });
  if (lowered.kind === "none") return dropped(reasons.leftToCondition(test, lowered.why));
  if (lowered.kind === "always") return { kind: "lowered", node: true, assumes: [] };
  if (lowered.tests.length === 0) return { kind: "lowered", node: false, assumes: [] };
  return {
    kind: "lowered",
    node: { kind: "leaf", path: test.field, tests: lowered.tests, arrays },
    assumes: lowered.assumes,
  };
}

/** The places on the way to a path, itself included, where an array may stand. */
function arraysOn(path: string, model: FieldModel): readonly string[] {
  const steps = path.split(".");
  return steps
    .map((_, index) => steps.slice(0, index + 1).join("."))
    .filter((prefix) => model.field(prefix).many !== "one");
}

type FieldTest = Exclude<Predicate, { readonly kind: "fieldref" | "keyword" }>;

const ALL_ELEMENTS = "of an array a pattern asks for some element, not for all";
const OBJECTS = "a pattern does not see the text of an object, nor that one is there";

function lowerAt(
  test: FieldTest,
  field: Field,
  negated: boolean,
  { inArrays, isShort }: { readonly inArrays: boolean; readonly isShort: boolean },
): LoweredTests {
  const mayBeObject = field.type === "object" || field.type === "mixed" || field.type === "unknown";
  switch (test.kind) {
    case "null":
      if (mayBeObject) return none(OBJECTS);
      if (inArrays && !negated) return none(ALL_ELEMENTS);
      if (!negated) return tests(NULL, ABSENT);
      return field.nullable ? tests(...valuesOf(field)) : tests(PRESENT);
    case "exists":
      if (mayBeObject) return none(OBJECTS);
      // Null in place of an array, or in it, is there.
      return tests(negated ? ABSENT : PRESENT);
    case "number":
      if (field.type === "boolean") return negated ? { kind: "always" } : tests();
      if (negated && inArrays) return none(ALL_ELEMENTS);
      return lowerNumber(test, field, negated);
    case "string":
    case "regex":
    case "cidr":
    case "date":
      if (field.type === "object") return none(OBJECTS);
      if (negated && inArrays) return none(ALL_ELEMENTS);
      if (test.kind === "string") return lowerString(test, field, negated, isShort);
      if (test.kind === "regex") return none("a pattern has no regular expressions");
      return test.kind === "cidr"
        ? lowerCidr(test, field, negated)
        : lowerDate(test, field, negated);
  }
}

/** Any value that is not null. */
function valuesOf({ type }: Field): readonly Test[] {
  switch (type) {
    case "string":
      return [TEXT];
    case "boolean":
      return [TRUE, FALSE];
    case "number":
      return NUMBERS;
    case "scalar":
    case "object":
    case "mixed":
    case "unknown":
      return [TEXT, TRUE, FALSE, ...NUMBERS];
  }
}

const ORDERS = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;
const INVERSE = { lt: ">=", lte: ">", gt: "<=", gte: "<" } as const;

function lowerNumber(
  { operator, value }: NumberPredicate,
  field: Field,
  negated: boolean,
): LoweredTests {
  if (field.type !== "number") return none("numbers in texts are not put in order");
  if (!isPlainNumber(value) && value !== 0)
    return none("the number is not one that is written plainly");
  const order = (each: NumericOperator): Test => ({
    kind: "numeric",
    bounds: [{ operator: each, number: String(value) }],
  });
  return {
    kind: "tests",
    tests: negated ? [order(INVERSE[operator]), NULL, ABSENT] : [order(ORDERS[operator])],
    assumes: [assumptions.numbers(field.path)],
  };
}
