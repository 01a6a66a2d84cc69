import { allOf, anyOf, type Pattern } from "./ast";

/** True where every operand is; each stands there once. */
export function allOfOnce(patterns: readonly Pattern[]): Pattern {
  return allOf(shareAlternatives(unique(patterns)));
}

/** True where some operand is; each stands there once. */
export function anyOfOnce(patterns: readonly Pattern[]): Pattern {
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
