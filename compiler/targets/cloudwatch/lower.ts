import type { FieldModel } from "../../fields/field";
import { isPredicate, type Expression, type Predicate } from "../../ir/expression";
import type { Reason } from "../../verdict";
import { allOf, anyOf, conditionsOf, type Pattern } from "./ast";
import { lowerTest } from "./lower-test";
import type { LoweredTest } from "./lowered-test";
import { reasons as why } from "./reasons";

/** A filter pattern for an expression, and what it leaves out. */
export interface LoweredPattern {
  /** `true` or `false` where every event or none would match. */
  readonly pattern: Pattern | boolean;
  /** The tests that are replaced so that the pattern can only match more: the design's R′. */
  readonly dropped: ReadonlySet<Predicate>;
  readonly reasons: readonly Reason[];
  readonly assumptions: readonly string[];
}

interface LowerOptions {
  readonly regex?: boolean | undefined;
}

/**
 * Lowers an expression to a filter pattern. The language has no negation of a group, so nots are
 * pushed to the tests; a test without a form becomes *true* on the way, which under an even number
 * of nots replaces it by true and under an odd number by false: never a match fewer. A test that
 * stands in several places is dropped in all of them, so that its name says what is left.
 */
export function lowerPattern(
  expression: Expression,
  model: FieldModel,
  options: LowerOptions = {},
): LoweredPattern {
  let lowered = lowerWithout(new Set(), expression, model, options);
  for (let before = -1; lowered.dropped.size > before;) {
    before = lowered.dropped.size;
    if (before > 0) lowered = lowerWithout(lowered.dropped, expression, model, options);
  }
  return lowered;
}

function lowerWithout(
  droppedBefore: ReadonlySet<Predicate>,
  expression: Expression,
  model: FieldModel,
  { regex = true }: LowerOptions,
): LoweredPattern {
  const dropped = new Set<Predicate>(droppedBefore);
  const reasons = new Map<string, Reason>();
  const assumed = new Set<string>();

  function lower(node: Expression, negated: boolean): Pattern | boolean {
    if (isPredicate(node)) {
      const tested = lowerTest(node, model, negated);
      const lowered: LoweredTest =
        !regex && needsRegex(tested) ? { kind: "dropped", reason: why.withoutRegex(node) } : tested;
      if (lowered.kind === "dropped") {
        dropped.add(node);
        reasons.set(`${lowered.reason.code} ${lowered.reason.path}`, lowered.reason);
        return true;
      }
      if (dropped.has(node)) return true;
      for (const assumption of lowered.assumes) assumed.add(assumption);
      return lowered.pattern;
    }
    switch (node.kind) {
      case "and":
      case "or": {
        const operands = node.operands.map((operand) => lower(operand, negated));
        return (node.kind === "and") === negated ? disjunction(operands) : conjunction(operands);
      }
      case "not":
        return lower(node.operand, !negated);
      case "constant":
        return node.value !== negated;
    }
  }

  const pattern = lower(expression, false);
  return {
    pattern,
    dropped,
    reasons: [...reasons.values()],
    assumptions: [...assumed].sort(),
  };
}

function needsRegex(test: LoweredTest): boolean {
  if (test.kind === "dropped" || typeof test.pattern === "boolean") return false;
  return conditionsOf(test.pattern).some(
    (each) => each.kind === "compare" && each.value.kind === "regex",
  );
}

function conjunction(operands: readonly (Pattern | boolean)[]): Pattern | boolean {
  if (operands.includes(false)) return false;
  const patterns = unique(operands.filter((operand) => typeof operand !== "boolean"));
  return patterns.length === 0 || allOf(shareAlternatives(patterns));
}

function disjunction(operands: readonly (Pattern | boolean)[]): Pattern | boolean {
  if (operands.includes(true)) return true;
  const patterns = operands.filter((operand) => typeof operand !== "boolean");
  if (patterns.length === 0) return false;
  const joined = anyOf(patterns);
  return joined.kind === "or" ? anyOf(unique(joined.operands)) : joined;
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
