import type {
  ExistsPredicate,
  NullPredicate,
  NumberPredicate,
  Predicate,
} from "../../ir/expression";
import { isArray, isList, type FieldModel } from "../../log-sources/field";
import { dropped, type Lowered } from "../lower";
import { ANY, anyOf, textValue, type Pattern, type Step } from "./ast";
import { isQuotedKey, keyProblem, NUMBER } from "./escape";
import { PATTERN_LIMITS } from "./limits";
import { lowerText } from "./lower-text";
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

/**
 * Lowers a test, or its negation. A condition on a missing or null field is false, also `!=`
 * (recorded answers of the service), so a negated test asks for the missing and the null field too.
 */
export function lowerPredicate(
  test: Predicate,
  model: FieldModel,
  negated: boolean,
): Lowered<Pattern> {
  if (test.kind === "fieldref") return dropped(reasons.fieldComparison(test));
  if (test.kind === "keyword") return dropped(reasons.keyword(test));
  const field = model.field(test.field);
  const presence = test.kind === "null" || test.kind === "exists";
  const toField = stepsTo(test.field, model);
  const steps = isList(field) && !presence ? [...toField, ANY_ELEMENT] : toField;
  for (const step of steps) {
    const problem = step.kind === "key" ? keyProblem(step.name) : undefined;
    if (problem !== undefined) return dropped(reasons.notWritable(test, problem));
  }
  const wildcards = steps.filter((step) => step.kind === "anyElement").length;
  if (wildcards > PATTERN_LIMITS.wildcardsPerSelector.value) {
    return dropped(reasons.arrayInArray(test));
  }
  // What a negated condition on several elements means, no source says.
  if (wildcards > 0 && (negated || test.kind === "null")) {
    return dropped(reasons.negatedElements(test));
  }
  const lowered = lowerAt(test, { field, selector: { steps } }, negated);
  if (lowered.kind === "dropped" || typeof lowered.node === "boolean") return lowered;
  return { ...lowered, assumes: [...lowered.assumes, ...selectorAssumptions(field.path, steps)] };
}

/** AWS shows a quoted name with a dot alone, and no selector that goes on behind a wildcard. */
function selectorAssumptions(path: string, steps: readonly Step[]): readonly string[] {
  const quoted = steps.some((step) => step.kind === "key" && isQuotedKey(step.name));
  const inner = steps.slice(0, -1).some((step) => step.kind === "anyElement");
  return [
    ...(quoted ? [assumptions.quotedKey(path)] : []),
    ...(inner ? [assumptions.insideElements(path)] : []),
  ];
}

type FieldTest = Exclude<Predicate, { readonly kind: "fieldref" | "keyword" }>;

function lowerAt(test: FieldTest, at: Place, negated: boolean): Lowered<Pattern> {
  switch (test.kind) {
    case "null":
      return negated ? lowerPresence(test, at, []) : pattern(anyOrNever(absences(at)), []);
    case "exists": {
      const absent: Pattern = { kind: "notExists", selector: at.selector };
      if (at.field.presence === "always") return pattern(!negated, []);
      return negated ? pattern(absent, []) : lowerPresence(test, at, [is(at.selector, "NULL")]);
    }
    case "number":
      return lowerNumber(test, at, negated);
    case "string":
    case "regex":
    case "cidr":
    case "date":
      return lowerText(test, at, negated);
  }
}

/** The way to a field: by its keys, and through every element of an array of objects. */
function stepsTo(path: string, model: FieldModel): readonly Step[] {
  const names = path.split(".");
  return names.flatMap((name, index): readonly Step[] => {
    const key: Step = { kind: "key", name };
    const inside = index < names.length - 1;
    const through = inside && isArray(model.field(names.slice(0, index + 1).join(".")));
    return through ? [key, ANY_ELEMENT] : [key];
  });
}

/** That a value is there, or one of `others` holds. */
function lowerPresence(
  test: NullPredicate | ExistsPredicate,
  { field, selector }: Place,
  others: readonly Pattern[],
): Lowered<Pattern> {
  const text = compare(selector, "=", textValue([ANY]));
  const states = [is(selector, "TRUE"), is(selector, "FALSE")];
  if (isArray(field)) return dropped(reasons.container(test, "array"));
  switch (field.type) {
    case "object":
      return dropped(reasons.container(test, "object"));
    case "mixed":
    case "various":
      return dropped(reasons.mixedType(test));
    case "boolean":
      return pattern(anyOf([...states, ...others]), []);
    case "string":
    case "number":
      return pattern(anyOf([text, ...others]), []);
    case "scalar":
      return pattern(anyOf([text, ...states, ...others]), []);
    case "unknown":
      return pattern(anyOf([text, ...states, ...others]), [assumptions.scalar(field.path)]);
  }
}

const ORDERS = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;
const INVERSE = { lt: ">=", lte: ">", gt: "<=", gte: "<" } as const;

/** An ordering is of JSON numbers alone; what it makes of a number in a text, no source says. */
function lowerNumber(test: NumberPredicate, at: Place, negated: boolean): Lowered<Pattern> {
  const { field, selector } = at;
  const number = String(test.value);
  if (field.type === "boolean") return pattern(negated, []);
  if (field.type !== "number" || !NUMBER.test(number)) return dropped(reasons.numberText(test));
  const order = (operator: "<" | "<=" | ">" | ">="): Pattern => ({
    kind: "order",
    selector,
    operator,
    number,
  });
  if (!negated) return pattern(order(ORDERS[test.operator]), []);
  return pattern(anyOf([...absences(at), order(INVERSE[test.operator])]), []);
}
