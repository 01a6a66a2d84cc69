import type { Json } from "../../core/json";
import { fieldFound, group, test, type Explanation } from "../explanation";
import type { Condition, Pattern, Selector } from "./ast";
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
  const values = valuesAt(selector, event);
  const [value] = values;
  if (value === undefined) return notFound(selector, event);
  if (values.length === 1 && (value === null || typeof value === "object")) {
    return `${nameOf(selector)} is ${value === null ? "null" : Array.isArray(value) ? "an array" : "an object"}`;
  }
  return fieldFound(
    nameOf(selector),
    values.map((each) => (typeof each === "string" ? each : JSON.stringify(each))),
  );
}

/** Why a selector finds nothing: what is on its way, up to its wildcard. */
function notFound(selector: Selector, event: Json): string {
  const { steps } = selector;
  const wildcard = steps.findIndex((step) => step.kind === "anyElement");
  for (const [index, step] of steps.entries()) {
    if (index === 0) continue;
    const way = { steps: steps.slice(0, index) };
    const [value] = valuesAt(way, event);
    if (step.kind === "anyElement") {
      if (value === undefined) return `${nameOf(way)} is missing`;
      if (!Array.isArray(value)) return `${nameOf(way)} is no array`;
      if (value.length === 0) return `${nameOf(way)} is an empty array`;
    } else if (step.kind === "key" && Array.isArray(value) && wildcard === -1) {
      return `${nameOf(way)} is an array`;
    }
  }
  return `${nameOf(selector)} is missing`;
}

function nameOf(selector: Selector): string {
  const printed = printSelector(selector);
  return printed.kind === "written" ? printed.text : "the field";
}
