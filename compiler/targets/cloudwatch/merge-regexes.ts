import { allOf, anyOf, isRegexTest, type Comparison, type Pattern, type RegexValue } from "./ast";

/**
 * The pattern with the regexes for one field joined by `|`: those of which some has to be found, and
 * those of which none may be. It rests on `|` binding weaker than all else in a regex.
 * @param chars how long a joined regex may get: it cannot be divided again
 */
export function mergeRegexes(pattern: Pattern, chars: number): Pattern {
  const merged = (operands: readonly Pattern[]) =>
    operands.map((operand) => mergeRegexes(operand, chars));
  switch (pattern.kind) {
    case "and":
      return allOf(merge(merged(pattern.operands), "!=", chars));
    case "or":
      return anyOf(merge(merged(pattern.operands), "=", chars));
    case "compare":
    case "order":
    case "is":
    case "notExists":
      return pattern;
  }
}

function merge(
  operands: readonly Pattern[],
  operator: Comparison["operator"],
  chars: number,
): readonly Pattern[] {
  const merged: Pattern[] = [];
  const last = new Map<string, { readonly index: number; readonly source: string }>();
  for (const operand of operands) {
    if (!isRegexTest(operand) || operand.operator !== operator) {
      merged.push(operand);
      continue;
    }
    const key = JSON.stringify(operand.selector);
    const before = last.get(key);
    const { source } = operand.value;
    const joined = before === undefined ? source : `${before.source}|${source}`;
    const fits = before !== undefined && joined.length <= chars;
    const index = fits ? before.index : merged.length;
    const value: RegexValue = { kind: "regex", source: fits ? joined : source };
    merged[index] = { ...operand, value };
    last.set(key, { index, source: value.source });
  }
  return merged;
}
