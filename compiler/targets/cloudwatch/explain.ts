import type { Json } from "../../core/json";
import { fieldFound, group, test, type Explanation } from "../explanation";
import type { Condition, Pattern } from "./ast";
import { patternMatcher, valuesAt } from "./evaluate";
import { printPattern, printSelector } from "./print";

/** Explains what metric filters make of an event; one that matches is enough. */
export function explainPatterns(patterns: readonly Pattern[], event: Json): Explanation {
  const filters = patterns.map((pattern) => explainPattern(pattern, event));
  const [only] = filters;
  if (only !== undefined && filters.length === 1) return only;
  return { ...group("any", filters), name: "some filter" };
}

function explainPattern(pattern: Pattern, event: Json): Explanation {
  switch (pattern.kind) {
    case "and":
    case "or": {
      const parts = pattern.operands.map((operand) => explainPattern(operand, event));
      return group(pattern.kind === "and" ? "all" : "any", parts);
    }
    case "compare":
    case "order":
    case "is":
    case "notExists": {
      const printed = printPattern(pattern);
      const condition = printed.kind === "written" ? printed.text.slice(2, -2) : pattern.kind;
      return test(condition, patternMatcher(pattern)(event), [foundBy(pattern, event)]);
    }
  }
}

function foundBy({ selector }: Condition, event: Json): string {
  const printed = printSelector(selector);
  const field = printed.kind === "written" ? printed.text : "the field";
  const values = valuesAt(selector, event);
  const [value] = values;
  if (value === undefined) return `${field} is missing`;
  if (values.length === 1 && (value === null || typeof value === "object")) {
    return `${field} is ${value === null ? "null" : Array.isArray(value) ? "an array" : "an object"}`;
  }
  return fieldFound(
    field,
    values.map((each) => (typeof each === "string" ? each : JSON.stringify(each))),
  );
}
