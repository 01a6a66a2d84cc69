import type { Expression } from "../../ir/expression";
import type { FieldModel } from "../../log-sources/field";
import { dropped, lowerExpression, type Lowered, type LoweredExpression } from "../lower";
import { allOf, anyOf, conditionsOf, type Pattern } from "./ast";
import { lowerPredicate } from "./lower-predicate";
import { reasons } from "./reasons";

interface LowerOptions {
  /** @default true */
  readonly regex?: boolean | undefined;
}

/** Lowers an expression to a filter pattern. The language has no negation of a group. */
export function lowerPattern(
  expression: Expression,
  model: FieldModel,
  { regex = true }: LowerOptions = {},
): LoweredExpression<Pattern> {
  return lowerExpression<Pattern>(expression, model, {
    typeless: reasons.mixedType,
    predicate: (test, known, negated) => {
      const lowered = lowerPredicate(test, known, negated);
      return !regex && needsRegex(lowered) ? dropped(reasons.withoutRegex(test)) : lowered;
    },
    and: (patterns) => allOf(shareAlternatives(unique(patterns))),
    or: (patterns) => {
      const joined = anyOf(patterns);
      return joined.kind === "or" ? anyOf(unique(joined.operands)) : joined;
    },
  });
}

function needsRegex(lowered: Lowered<Pattern>): boolean {
  if (lowered.kind === "dropped" || typeof lowered.node === "boolean") return false;
  return conditionsOf(lowered.node).some(
    (each) => each.kind === "compare" && each.value.kind === "regex",
  );
}

/**
 * `(a || x) && (a || y)` as `a || x && y`: negated tests of one field share their conditions for the
 * missing and the null field, and a pattern has 1,024 characters.
 */
function shareAlternatives(patterns: readonly Pattern[]): readonly Pattern[] {
  const groups = new Map<string, { shared: readonly Pattern[]; rest: Pattern[] }>();
  const result: Pattern[] = [];
  for (const pattern of patterns) {
    const operands = pattern.kind === "or" ? pattern.operands : [];
    const [shared, rest] = partition(
      operands,
      (each) => each.kind === "notExists" || each.kind === "is",
    );
    if (shared.length === 0 || rest.length === 0) {
      result.push(pattern);
      continue;
    }
    const key = JSON.stringify(shared);
    const group = groups.get(key);
    if (group) group.rest.push(anyOf(rest));
    else groups.set(key, { shared, rest: [anyOf(rest)] });
  }
  for (const { shared, rest } of groups.values()) {
    result.push(anyOf([...shared, allOf(unique(rest))]));
  }
  return result;
}

function partition<T>(items: readonly T[], holds: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

function unique(patterns: readonly Pattern[]): readonly Pattern[] {
  if (patterns.length < 2) return patterns;
  const byText = new Map(patterns.map((pattern) => [JSON.stringify(pattern), pattern]));
  return [...byText.values()];
}
