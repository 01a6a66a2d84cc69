import type { FieldModel } from "../../fields/field";
import { isPredicate, type Expression as Ir, type Predicate } from "../../ir/expression";
import type { Reason } from "../../verdict";
import { allOf, anyOf, type Expression, type Stage } from "./ast";
import { call, not } from "./build";
import { lowerTest } from "./lower-test";
import { stagesOf } from "./stages";

/** The stages that keep an expression's events, and what they leave out. */
export interface LoweredQuery {
  /** `true` or `false` where every event or none would match. */
  readonly stages: readonly Stage[] | boolean;
  /** The tests that are replaced so that the query can only match more: the design's R′. */
  readonly dropped: ReadonlySet<Predicate>;
  readonly reasons: readonly Reason[];
  readonly assumptions: readonly string[];
}

/**
 * Lowers an expression to stages that keep its events. No predicate on time: the service applies the
 * rule's period itself.
 */
export function lowerQuery(expression: Ir, model: FieldModel): LoweredQuery {
  const dropped = new Set<Predicate>();
  const reasons = new Map<string, Reason>();
  const assumed = new Set<string>();

  function lower(node: Ir, negated: boolean, insideNot: boolean): Expression | boolean {
    if (isPredicate(node)) {
      const lowered = lowerTest(node, model);
      if (lowered.kind === "dropped") {
        dropped.add(node);
        reasons.set(`${lowered.reason.code} ${lowered.reason.path}`, lowered.reason);
        return !negated;
      }
      for (const assumption of lowered.assumes) assumed.add(assumption);
      const { predicate } = lowered;
      if (typeof predicate === "boolean" || !lowered.nullable || !insideNot) return predicate;
      // `not(null)` is null, and `where` would lose the row.
      return call("coalesce", predicate, { kind: "bool", value: false });
    }
    switch (node.kind) {
      case "and":
        return conjunction(node.operands.map((operand) => lower(operand, negated, insideNot)));
      case "or":
        return disjunction(node.operands.map((operand) => lower(operand, negated, insideNot)));
      case "not": {
        const operand = lower(node.operand, !negated, true);
        return typeof operand === "boolean" ? !operand : not(operand);
      }
      case "constant":
        return node.value;
    }
  }

  const predicate = lower(expression, false, false);
  return {
    stages: typeof predicate === "boolean" ? predicate : stagesOf(predicate),
    dropped,
    reasons: [...reasons.values()],
    assumptions: [...assumed].sort(),
  };
}

function conjunction(operands: readonly (Expression | boolean)[]): Expression | boolean {
  if (operands.includes(false)) return false;
  const kept = operands.filter((operand) => typeof operand !== "boolean");
  const flat = kept.flatMap((operand) => (operand.kind === "and" ? operand.operands : [operand]));
  return flat.length === 0 || allOf(flat);
}

function disjunction(operands: readonly (Expression | boolean)[]): Expression | boolean {
  if (operands.includes(true)) return true;
  const kept = operands.filter((operand) => typeof operand !== "boolean");
  const flat = kept.flatMap((operand) => (operand.kind === "or" ? operand.operands : [operand]));
  return flat.length > 0 && anyOf(joinEqualities(flat));
}

/** `a =~ "x" or a =~ "y"` as `a in~ ("x", "y")`, at the place of the first; the same thing only once. */
function joinEqualities(operands: readonly Expression[]): readonly Expression[] {
  const distinct = new Map(operands.map((operand) => [JSON.stringify(operand), operand]));
  const groups = new Map<string, [Expression, ...Expression[]]>();
  for (const [text, operand] of distinct) {
    const key = isEquality(operand) ? JSON.stringify([operand.operator, operand.left]) : text;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operand]);
    else group.push(operand);
  }
  return [...groups.values()].map(([first, ...others]): Expression => {
    if (others.length === 0 || !isEquality(first)) return first;
    const list = others.filter(isEquality).map(({ right }) => right);
    const operator = first.operator === "==" ? "in" : "in~";
    return { kind: "in", operator, value: first.left, list: [first.right, ...list] };
  });
}

type Comparison = Extract<Expression, { readonly kind: "compare" }>;

function isEquality(operand: Expression): operand is Comparison {
  return (
    operand.kind === "compare" &&
    (operand.operator === "=~" || operand.operator === "==") &&
    operand.right.kind === "string"
  );
}
