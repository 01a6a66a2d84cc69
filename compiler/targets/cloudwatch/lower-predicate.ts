import type {
  ExistsPredicate,
  NullPredicate,
  NumberPredicate,
  Predicate,
} from "../../ir/expression";
import type { Field, FieldModel } from "../../log-sources/field";
import { selectsElements } from "../../log-sources/path";
import { dropped, type Lowered } from "../lower";
import { apart, someOf, together, type Alternatives } from "./alternatives";
import { ANY, anyOf, textValue, type Pattern } from "./ast";
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
import { waysTo, type Way } from "./ways";

const CHOOSES = "a metric filter does not choose an element of an array by what else it holds";

/**
 * Lowers a test, or its negation. A condition on a missing or null field is false, also `!=`
 * (recorded answers of the service), so a negated test asks for the missing and the null field too.
 */
export function lowerPredicate(
  test: Predicate,
  model: FieldModel,
  negated: boolean,
): Lowered<Alternatives> {
  if (test.kind === "fieldref") return dropped(reasons.fieldComparison(test));
  if (test.kind === "keyword") return dropped(reasons.keyword(test));
  if (selectsElements(test.field)) return dropped(reasons.notWritable(test, CHOOSES));
  for (const name of test.field.split(".")) {
    const problem = keyProblem(name);
    if (problem !== undefined) return dropped(reasons.notWritable(test, problem));
  }
  const ways = waysTo(test.field, model);
  const inArrays = ways.some(({ arrays }) => arrays > 0);
  const known = model.field(test.field);
  // An array that is always there may be empty.
  const field: Field = inArrays ? { ...known, presence: "optional" } : known;
  const nodes: (Alternatives | boolean)[] = [];
  const assumes: string[] = [];
  for (const way of ways) {
    const lowered = lowerAt(test, { field, selector: way.selector }, negated);
    if (lowered.kind === "dropped") return lowered;
    nodes.push(
      typeof lowered.node === "boolean" ? lowered.node : alternativesOf(lowered.node, way, field),
    );
    assumes.push(...lowered.assumes);
  }
  if (ways.some(({ arrays }) => arrays > PATTERN_LIMITS.wildcardsPerSelector.value)) {
    return dropped(reasons.arrayInArray(test));
  }
  // Only that some element is so can be said.
  if (inArrays && negated !== (test.kind === "null")) return dropped(reasons.negatedElements(test));
  if (test.kind === "exists" && known.many === "many" && known.nullable) {
    nodes.push(...ways.map(arrayIsNull));
  }
  if (nodes.includes(true)) return { kind: "lowered", node: true, assumes: [] };
  const lowered = nodes.filter((node) => typeof node !== "boolean");
  if (lowered.length === 0) return { kind: "lowered", node: false, assumes: [] };
  return {
    kind: "lowered",
    node: someOf(lowered),
    assumes: [...assumes, ...pathAssumptions(field, ways)],
  };
}

/** Beside what may be an array or object no alternative stands. */
function alternativesOf(
  lowered: Pattern,
  { selector, single }: Way,
  { type }: Field,
): Alternatives {
  const isContainer = type === "object" || type === "mixed";
  return single || isContainer ? apart(lowered, selector) : together(lowered);
}

/** That null stands where else an array does. */
function arrayIsNull({ selector }: Way): Alternatives {
  const array = { steps: selector.steps.slice(0, -1) };
  return apart(is(array, "NULL"), array);
}

/** AWS shows a quoted name with a dot alone, and no selector that goes on behind a wildcard. */
function pathAssumptions({ path, type }: Field, ways: readonly Way[]): readonly string[] {
  const steps = ways.flatMap(({ selector }) => selector.steps);
  const quoted = steps.some((step) => step.kind === "key" && isQuotedKey(step.name));
  const inner = ways.some(({ selector }) => selector.steps.slice(0, -1).includes(ANY_ELEMENT));
  return [
    ...(inner ? [assumptions.insideElements(path)] : []),
    ...(type === "unknown" ? [assumptions.scalar(path)] : []),
    ...(quoted ? [assumptions.quotedKey(path)] : []),
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

/** That a value is there, or one of `others` holds. */
function lowerPresence(
  test: NullPredicate | ExistsPredicate,
  { field, selector }: Place,
  others: readonly Pattern[],
): Lowered<Pattern> {
  const text = compare(selector, "=", textValue([ANY]));
  const states = [is(selector, "TRUE"), is(selector, "FALSE")];
  switch (field.type) {
    case "object":
      return dropped(reasons.container(test, field.many === "one" ? "object" : "array"));
    case "mixed":
      return dropped(reasons.mixedType(test));
    case "boolean":
      return pattern(anyOf([...states, ...others]), []);
    case "string":
    case "number":
      return pattern(anyOf([text, ...others]), []);
    case "scalar":
    case "unknown":
      return pattern(anyOf([text, ...states, ...others]), []);
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
