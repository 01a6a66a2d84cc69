import {
  allOf,
  anyOf,
  conditionsOf,
  isRegexTest,
  isWildcard,
  type AnyOf,
  type Pattern,
} from "./ast";
import { areDisjoint } from "./disjoint";
import { LOG_GROUP_LIMITS, measure, PATTERN_LIMITS } from "./limits";

/**
 * Patterns within the budgets of one pattern that together match what `pattern` does: groups of its
 * alternatives, each with the conditions that they share. The fewest that a greedy search finds;
 * undefined where something that cannot be divided is over a budget.
 * @param once whether no event may match two of them; then undefined also where that is not certain
 */
export function splitPattern(pattern: Pattern, once: boolean): readonly Pattern[] | undefined {
  const parts: Pattern[] = [];
  if (!split(pattern, once, parts)) return undefined;
  return once && !areDisjoint(parts) ? undefined : parts;
}

export function fitsPattern(pattern: Pattern): boolean {
  const needs = measure(pattern);
  return (
    needs.kind === "measure" &&
    needs.chars <= PATTERN_LIMITS.length.value &&
    needs.regexes <= PATTERN_LIMITS.regexes.value &&
    needs.wildcardSelectors <= PATTERN_LIMITS.wildcardSelectors.value
  );
}

/** Adds the parts of a pattern to `parts`; false where it has none, or the parts become too many. */
function split(pattern: Pattern, once: boolean, parts: Pattern[]): boolean {
  if (fitsPattern(pattern)) return parts.push(pattern) <= LOG_GROUP_LIMITS.metricFilters.value;
  switch (pattern.kind) {
    case "or":
      return pack(pattern.operands, anyOf, once, parts);
    case "and": {
      const { operands } = pattern;
      const choice = largest(operands, once);
      if (choice === undefined) return false;
      const with_ = (some: readonly Pattern[]) =>
        allOf(operands.map((each) => (each === choice ? anyOf(some) : each)));
      const others = operands.some((each) => each.kind === "or" && each !== choice);
      if (!others || hasRoom(with_(choice.operands.slice(0, 1)))) {
        return pack(choice.operands, with_, once, parts);
      }
      // Beside other long conjuncts hardly one alternative fits: all of them have to become shorter.
      const half = Math.ceil(choice.operands.length / 2);
      return (
        split(with_(choice.operands.slice(0, half)), once, parts) &&
        split(with_(choice.operands.slice(half)), once, parts)
      );
    }
    case "compare":
    case "order":
    case "is":
    case "notExists":
      return false;
  }
}

/** Whether half of a pattern is still free for more alternatives. */
function hasRoom(pattern: Pattern): boolean {
  const needs = measure(pattern);
  return (
    fitsPattern(pattern) &&
    needs.kind === "measure" &&
    needs.chars <= PATTERN_LIMITS.length.value / 2
  );
}

/** Adds alternatives in groups as large as the budgets allow, in their order. */
function pack(
  alternatives: readonly Pattern[],
  build: (some: readonly Pattern[]) => Pattern,
  once: boolean,
  parts: Pattern[],
): boolean {
  let group: readonly Pattern[] = [];
  for (const alternative of alternatives) {
    if (fitsPattern(build([...group, alternative]))) {
      group = [...group, alternative];
      continue;
    }
    if (group.length > 0 && !split(build(group), once, parts)) return false;
    group = [];
    if (fitsPattern(build([alternative]))) group = [alternative];
    else if (!split(build([alternative]), once, parts)) return false;
  }
  return group.length === 0 || split(build(group), once, parts);
}

/** The alternatives whose division helps most; where events are counted, those that exclude each other. */
function largest(operands: readonly Pattern[], once: boolean): AnyOf | undefined {
  const choices = operands.filter((operand) => operand.kind === "or");
  const separate = once ? choices.filter((choice) => areDisjoint(choice.operands)) : choices;
  const [best] = [...(separate.length > 0 ? separate : choices)].sort((a, b) => cost(b) - cost(a));
  return best;
}

/** Scarce things first, then length. */
function cost(pattern: Pattern): number {
  const scarce = conditionsOf(pattern).filter(
    (each) => isRegexTest(each) || each.selector.steps.some(isWildcard),
  );
  return scarce.length * PATTERN_LIMITS.length.value + JSON.stringify(pattern).length;
}
