import { NESTING_LIMIT, isWildcard } from "./ast";
import type { Condition, Pattern, Selector, Value } from "./ast";
import { NUMBER, quoteText, refused, writeStep, written } from "./escape";
import type { Written } from "./escape";
import { regexProblem } from "./regex";

/**
 * The pattern as one line, with no parentheses but those that `&&` before `||` makes necessary.
 * Refuses what has no form: a literal `*` in text, some field names, an empty group, nesting
 * beyond `NESTING_LIMIT`. Says nothing of the quotas: see `measure`.
 */
export function printPattern(pattern: Pattern): Written {
  const output: string[] = [];
  // What is still to be printed, last first: a pattern can be deeper than the call stack.
  const pending: (string | Nested)[] = [{ pattern, parentheses: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") {
      output.push(next);
    } else if (next.parentheses > NESTING_LIMIT) {
      return refused(`conditions nest deeper than ${NESTING_LIMIT} parentheses`);
    } else if (next.pattern.kind === "and" || next.pattern.kind === "or") {
      const { kind, operands } = next.pattern;
      if (operands.length === 0) return refused(`an empty "${kind}" has no form`);
      const operator = kind === "and" ? " && " : " || ";
      [...operands].reverse().forEach((operand, fromLast) => {
        if (fromLast > 0) pending.push(operator);
        if (kind === "and" && operand.kind === "or") {
          pending.push(")", { pattern: operand, parentheses: next.parentheses + 1 }, "(");
        } else {
          pending.push({ pattern: operand, parentheses: next.parentheses });
        }
      });
    } else {
      const condition = printCondition(next.pattern);
      if (condition.kind === "refused") return condition;
      output.push(condition.text);
    }
  }
  return written(`{ ${output.join("")} }`);
}

interface Nested {
  readonly pattern: Pattern;
  readonly parentheses: number;
}

function printCondition(condition: Condition): Written {
  const selector = printSelector(condition.selector);
  if (selector.kind === "refused") return selector;
  switch (condition.kind) {
    case "compare": {
      const value = printValue(condition.value);
      if (value.kind === "refused") return value;
      return written(`${selector.text} ${condition.operator} ${value.text}`);
    }
    case "order": {
      const number = printNumber(condition.number);
      if (number.kind === "refused") return number;
      return written(`${selector.text} ${condition.operator} ${number.text}`);
    }
    case "is":
      return written(`${selector.text} IS ${condition.state}`);
    case "notExists":
      return written(`${selector.text} NOT EXISTS`);
  }
}

export function printSelector({ steps }: Selector): Written {
  const first = steps[0]?.kind;
  if (first !== "key" && first !== "anyField") return refused("a selector begins with a field");
  if (steps.filter(isWildcard).length > 1) return refused("a selector holds one wildcard at most");
  let text = "$";
  for (const step of steps) {
    const next = writeStep(step);
    if (next.kind === "refused") return next;
    text += next.text;
  }
  return written(text);
}

function printValue(value: Value): Written {
  switch (value.kind) {
    case "text":
      return quoteText(value.parts);
    case "number":
      return printNumber(value.text);
    case "regex": {
      const problem = regexProblem(value.source);
      return problem === undefined ? written(`%${value.source}%`) : refused(problem.message);
    }
  }
}

function printNumber(text: string): Written {
  return NUMBER.test(text) ? written(text) : refused(`${JSON.stringify(text)} is not a number`);
}
