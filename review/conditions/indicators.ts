import { isPredicate, type Expression, type Predicate } from "../../compiler/ir/expression";
import { predicateWords } from "./predicate-words";

/** What a rule looks for at one field. */
export interface Indicator {
  readonly field: string;
  readonly kind: string;
  /** Each value with the number of other rules of the set that look for it too. */
  readonly values: readonly { readonly value: string; readonly otherRules: number }[];
}

/** What a rule keeps quiet about. */
export interface Exclusion {
  readonly field: string;
  readonly kind: string;
  readonly values: readonly string[];
}

/**
 * The tests that are conjuncts under a `not` at the top: what the rule suppresses. Not what a further
 * `not` takes back.
 */
export function exclusionsOf(expressions: readonly Expression[]): readonly Exclusion[] {
  const excluded = expressions
    .flatMap(conjunctsOf)
    .flatMap((each) => (each.kind === "not" ? positiveTests(each.operand, true) : []));
  return rows(excluded);
}

function conjunctsOf(expression: Expression): readonly Expression[] {
  return expression.kind === "and" ? expression.operands.flatMap(conjunctsOf) : [expression];
}

/** Per field and kind the values that a rule looks for: tests under an even number of nots. */
export function indicatorsOf(expressions: readonly Expression[]): readonly Exclusion[] {
  return rows(expressions.flatMap((each) => positiveTests(each, true)));
}

/** In how many rules of the set each indicator value occurs. */
export function indicatorCounts(
  ruleIndicators: readonly (readonly Exclusion[])[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const indicators of ruleIndicators) {
    const keys = indicators.flatMap(({ field, kind, values }) =>
      values.map((value) => keyOf(field, kind, value)),
    );
    for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

export function withCounts(
  indicators: readonly Exclusion[],
  counts: ReadonlyMap<string, number>,
): readonly Indicator[] {
  return indicators.map(({ field, kind, values }) => ({
    field,
    kind,
    values: values.map((value) => ({
      value,
      otherRules: (counts.get(keyOf(field, kind, value)) ?? 1) - 1,
    })),
  }));
}

/** Text compares without case, unless it says otherwise; a regex's `\s` is never its `\S`. */
function keyOf(field: string, kind: string, value: string): string {
  const exact = /^re\b|cased$/.test(kind);
  return JSON.stringify([field, kind, exact ? value : value.toLowerCase()]);
}

function rows(tests: readonly Predicate[]): readonly Exclusion[] {
  const byKind = new Map<string, { field: string; kind: string; values: Set<string> }>();
  for (const { field, kind, value } of tests.map(predicateWords)) {
    const key = JSON.stringify([field, kind]);
    const row = byKind.get(key) ?? { field, kind, values: new Set<string>() };
    byKind.set(key, row);
    row.values.add(value);
  }
  return [...byKind.values()]
    .map((row) => ({ ...row, values: [...row.values] }))
    .sort((a, b) => (`${a.field} ${a.kind}` < `${b.field} ${b.kind}` ? -1 : 1));
}

function positiveTests(node: Expression, positive: boolean): readonly Predicate[] {
  if (isPredicate(node)) return positive ? [node] : [];
  switch (node.kind) {
    case "and":
    case "or":
      return node.operands.flatMap((each) => positiveTests(each, positive));
    case "not":
      return positiveTests(node.operand, !positive);
    case "constant":
      return [];
  }
}
