import type { Field, FieldModel } from "../../fields/field";
import type { NullPredicate, Predicate, StringPredicate } from "../../ir/expression";
import { compileStringPattern, shapeOf } from "../../ir/pattern";
import type { Reason } from "../../verdict";
import {
  allOf,
  anyOf,
  ANY,
  textValue,
  type Pattern,
  type Selector,
  type Step,
  type Value,
} from "./ast";
import { PATTERN_LIMITS } from "./capabilities";
import { keyProblem } from "./escape";
import { lowerValue } from "./lower-value";
import { assumptions, reasons } from "./reasons";

/** What one test becomes: a pattern, a constant, or nothing, for a reason. */
export type LoweredTest =
  | {
      readonly kind: "pattern";
      readonly pattern: Pattern | boolean;
      readonly assumes: readonly string[];
    }
  | { readonly kind: "dropped"; readonly reason: Reason };

/**
 * Lowers a test, or its negation. A condition on a missing or null field is false, also `!=`
 * (recorded answers of the service), so a negated test asks for the missing and the null field too.
 */
export function lowerTest(test: Predicate, model: FieldModel, negated: boolean): LoweredTest {
  if (test.kind === "fieldref") return dropped(reasons.fieldComparison(test));
  if (test.kind !== "string" && test.kind !== "null") return dropped(reasons.unsupported(test));
  const field = model.field(test.field);
  const steps = stepsTo(test.field, model);
  const elements = field.type === "strings" ? [...steps, ANY_ELEMENT] : steps;
  for (const step of steps) {
    const problem = step.kind === "key" ? keyProblem(step.name) : undefined;
    if (problem !== undefined) return dropped(reasons.notWritable(test, problem));
  }
  const wildcards = elements.filter((step) => step.kind === "anyElement").length;
  if (wildcards > PATTERN_LIMITS.wildcardsPerSelector.max) {
    return dropped(reasons.arrayInArray(test));
  }
  // What a negated condition on several elements means, no source says.
  if (wildcards > 0 && (negated || test.kind === "null")) {
    if (test.kind === "string" || steps.some((step) => step.kind === "anyElement")) {
      return dropped(reasons.negatedElements(test));
    }
  }
  return test.kind === "null"
    ? lowerNull(test, { field, selector: { steps } }, negated)
    : lowerString(test, { field, selector: { steps: elements } }, negated);
}

const ANY_ELEMENT: Step = { kind: "anyElement" };

/** The way to a field: by its keys, and through every element of an array of objects. */
function stepsTo(path: string, model: FieldModel): readonly Step[] {
  const names = path.split(".");
  return names.flatMap((name, index): readonly Step[] => {
    const key: Step = { kind: "key", name };
    const inside = index < names.length - 1;
    const isArray = model.field(names.slice(0, index + 1).join(".")).type === "array";
    return inside && isArray ? [key, ANY_ELEMENT] : [key];
  });
}

const SOMETHING: Value = { kind: "regex", source: "[\\s\\S]" };

interface Place {
  readonly field: Field;
  readonly selector: Selector;
}

function lowerNull(test: NullPredicate, { field, selector }: Place, negated: boolean): LoweredTest {
  if (!negated) return pattern(anyOf_(absences(field, selector)), []);
  switch (field.type) {
    case "object":
    case "array":
      return dropped(reasons.container(test, field.type));
    case "strings":
      return dropped(reasons.container(test, "array"));
    case "mixed":
      return dropped(reasons.mixedType(test));
    case "boolean":
      return pattern(anyOf([is(selector, "TRUE"), is(selector, "FALSE")]), []);
    case "string":
    case "number":
      return pattern(compare(selector, "=", textValue([ANY])), []);
    case "scalar":
      return pattern(
        anyOf([
          compare(selector, "=", textValue([ANY])),
          is(selector, "TRUE"),
          is(selector, "FALSE"),
        ]),
        [assumptions.scalar(field.path)],
      );
  }
}

function lowerString(test: StringPredicate, at: Place, negated: boolean): LoweredTest {
  const { field } = at;
  switch (field.type) {
    case "object":
    case "array":
      return dropped(reasons.container(test, field.type));
    case "mixed":
      return negated ? dropped(reasons.mixedType(test)) : lowerScalar(test, at, false);
    case "boolean": {
      const states = booleansMatching(test).map((state) => is(at.selector, state));
      if (!negated) return pattern(anyOf_(states), []);
      const others = booleansMatching(test, false).map((state) => is(at.selector, state));
      return pattern(anyOf_([...absences(field, at.selector), ...others]), []);
    }
    case "string":
    case "strings":
    case "number":
    case "scalar":
      return lowerScalar(test, at, negated);
  }
}

/** A test of text, number or boolean, of which only an unlisted or mixed field holds the last. */
function lowerScalar(
  test: StringPredicate,
  { field, selector }: Place,
  negated: boolean,
): LoweredTest {
  const mayBeBoolean = field.type === "scalar" || field.type === "mixed";
  const states = (matching: boolean) =>
    mayBeBoolean ? booleansMatching(test, matching).map((state) => is(selector, state)) : [];
  const unlisted = negated && field.type === "scalar" ? [assumptions.scalar(field.path)] : [];
  if (shapeOf(test.pattern).kind === "anything") {
    const empty = textValue([]);
    if (selector.steps.includes(ANY_ELEMENT)) {
      // Two conditions could be met by two elements.
      const something = field.empty ? SOMETHING : textValue([ANY]);
      return pattern(anyOf([compare(selector, "=", something), ...states(true)]), []);
    }
    return negated
      ? pattern(anyOf_([...absences(field, selector), compare(selector, "=", empty)]), unlisted)
      : pattern(
          anyOf_([
            allOf([compare(selector, "=", textValue([ANY])), compare(selector, "!=", empty)]),
            ...states(true),
          ]),
          [],
        );
  }
  const lowered = lowerValue(test, field);
  if (lowered.kind === "dropped") return lowered;
  if (!negated) {
    return pattern(
      anyOf([compare(selector, "=", lowered.value), ...states(true)]),
      lowered.assumes,
    );
  }
  const doubt = states(true).length > 0 ? [assumptions.negatedBoolean(field.path)] : [];
  return pattern(
    anyOf([...absences(field, selector), compare(selector, "!=", lowered.value), ...states(false)]),
    [...lowered.assumes, ...unlisted, ...doubt],
  );
}

/** The ways in which a field can be missing or null. */
function absences(field: Field, selector: Selector): readonly Pattern[] {
  if (field.presence === "always") return [];
  return [{ kind: "notExists", selector }, is(selector, "NULL")];
}

/** The booleans whose text the test matches, or does not match. */
function booleansMatching(test: StringPredicate, matching = true): readonly ("TRUE" | "FALSE")[] {
  const fits = compileStringPattern(test.pattern, test.cased);
  return (["TRUE", "FALSE"] as const).filter((state) => fits(state.toLowerCase()) === matching);
}

function anyOf_(patterns: readonly Pattern[]): Pattern | boolean {
  return patterns.length > 0 && anyOf(patterns);
}

function is(selector: Selector, state: "NULL" | "TRUE" | "FALSE"): Pattern {
  return { kind: "is", selector, state };
}

function compare(selector: Selector, operator: "=" | "!=", value: Value): Pattern {
  return { kind: "compare", selector, operator, value };
}

function pattern(lowered: Pattern | boolean, assumes: readonly string[]): LoweredTest {
  return { kind: "pattern", pattern: lowered, assumes };
}

function dropped(reason: Reason): LoweredTest {
  return { kind: "dropped", reason };
}
