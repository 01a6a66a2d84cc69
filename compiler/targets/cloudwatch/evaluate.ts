import { isObject, member } from "../../core/json";
import type { Json } from "../../core/json";
import { NESTING_LIMIT } from "./ast";
import type { Condition, Ordering, Pattern, Selector, Step, TextPart, Value } from "./ast";
import { regexMatcher } from "./regex";

/*
 * What a filter does with an event, as AWS documents it and as the service was seen to behave.
 * Where neither says, the reading that matches fewer events is taken:
 *
 *   `=`, `!=` on a boolean, null, an object or an array   no match, `"*"` and `"true"` included
 *   `!=` on an absent field                               no match (seen on the service)
 *   `!=` with a wildcard selector                         match where every value is comparable
 *                                                         and differs, and there is one
 *   `NOT EXISTS` with a wildcard selector                 match where the selector finds nothing
 *   `=`, `IS`, orderings with a wildcard selector         match where some value does
 *   a child of null, of a scalar or of the wrong type     absent, so `NOT EXISTS` matches
 *   a condition that does not apply                       is false alone: an `||` goes on
 *   an unquoted number on a string                        compares as text: 3 is "3", 3.0 is not
 *   an ordering on a string                               no match, "150" included
 *   a regex on a number                                   searches the text of the number
 *   a `*` within text                                     stands for the shortest text before the
 *                                                         next literal, without a second try
 *   an event that is not an object                        never matches
 *
 * The text of a number is what JavaScript writes: the service sees 12.0 where we see 12.
 */

/** Does the filter count the event? For many events, `compilePattern` once. */
export function evaluatePattern(pattern: Pattern, event: Json): boolean {
  return patternMatcher(pattern)(event);
}

/**
 * The filter as a function of the event, linear in the event's size. Takes what `parsePattern`
 * returns.
 * @throws Error for a pattern built by hand that no parsed pattern equals: nested beyond
 * `NESTING_LIMIT`, or with a regex outside the language
 */
export function patternMatcher(pattern: Pattern): (event: Json) => boolean {
  const test = compile(pattern, 0);
  return (event) => isObject(event) && test(event);
}

type EventTest = (event: Json) => boolean;

function compile(pattern: Pattern, depth: number): EventTest {
  // A parenthesis adds an "or" and an "and" at most.
  if (depth > 2 * NESTING_LIMIT + 2) throw new Error("the pattern nests deeper than any can");
  switch (pattern.kind) {
    case "and": {
      const tests = pattern.operands.map((operand) => compile(operand, depth + 1));
      return (event) => tests.every((test) => test(event));
    }
    case "or": {
      const tests = pattern.operands.map((operand) => compile(operand, depth + 1));
      return (event) => tests.some((test) => test(event));
    }
    case "compare":
    case "order":
    case "is":
    case "notExists":
      return conditionMatcher(pattern);
  }
}

function conditionMatcher(condition: Condition): EventTest {
  const { steps } = condition.selector;
  switch (condition.kind) {
    case "compare": {
      const equals = valueMatcher(condition.value);
      if (condition.operator === "=") {
        return (event) => find(event, steps).some((found) => isText(found) && equals(found));
      }
      return (event) => {
        const values = find(event, steps);
        return values.length > 0 && values.every((found) => isText(found) && !equals(found));
      };
    }
    case "order": {
      const holds = orderingMatcher(condition);
      return (event) =>
        find(event, steps).some((found) => typeof found === "number" && holds(found));
    }
    case "is": {
      const state = { NULL: null, TRUE: true, FALSE: false }[condition.state];
      return (event) => find(event, steps).includes(state);
    }
    case "notExists":
      return (event) => find(event, steps).length === 0;
  }
}

/** What `=` and `!=` apply to. */
type Text = string | number;

function isText(value: Json): value is Text {
  return typeof value === "string" || typeof value === "number";
}

function valueMatcher(value: Value): (found: Text) => boolean {
  switch (value.kind) {
    case "number": {
      const number = Number(value.text);
      return (found) => (typeof found === "number" ? found === number : found === value.text);
    }
    case "regex": {
      const search = regexMatcher(value.source);
      return (found) => search(String(found));
    }
    case "text": {
      const [first] = value.parts;
      if (first === undefined) return (found) => found === "";
      if (value.parts.length === 1 && first.kind === "literal") {
        return (found) => String(found) === first.text;
      }
      return (found) => matchesParts(String(found), value.parts);
    }
  }
}

function orderingMatcher({ operator, number }: Ordering): (found: number) => boolean {
  const bound = Number(number);
  switch (operator) {
    case "<":
      return (found) => found < bound;
    case "<=":
      return (found) => found <= bound;
    case ">":
      return (found) => found > bound;
    case ">=":
      return (found) => found >= bound;
  }
}

/** Each literal at its first place after a `*`, and never moved on: seen on the service in 2019. */
function matchesParts(text: string, parts: readonly TextPart[]): boolean {
  let end = 0;
  let floating = false;
  for (const part of parts) {
    if (part.kind === "any") {
      floating = true;
      continue;
    }
    const start = floating ? text.indexOf(part.text, end) : end;
    if (start === -1 || !text.startsWith(part.text, start)) return false;
    end = start + part.text.length;
    floating = false;
  }
  return floating || end === text.length;
}

/** The values of an event that a selector stands for; none where the field is absent. */
export function valuesAt({ steps }: Selector, event: Json): readonly Json[] {
  return find(event, steps);
}

const NOTHING: readonly Json[] = [];

/** The values a selector finds: one at most, but for a wildcard. */
function find(value: Json | undefined, steps: readonly Step[], at = 0): readonly Json[] {
  if (value === undefined) return NOTHING;
  const step = steps[at];
  if (step === undefined) return [value];
  switch (step.kind) {
    case "key":
      return find(member(value, step.name), steps, at + 1);
    case "index":
      return find(elements(value)[step.index], steps, at + 1);
    case "anyElement":
      return elements(value).flatMap((child) => find(child, steps, at + 1));
    case "anyField":
      return fields(value).flatMap((child) => find(child, steps, at + 1));
  }
}

function elements(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : NOTHING;
}

function fields(value: Json): readonly Json[] {
  return isObject(value) ? Object.values(value) : NOTHING;
}
