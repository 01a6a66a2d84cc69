import type { FieldModel } from "../../fields/field";
import type { Expression as Ir, Predicate } from "../../ir/expression";
import type { Reason } from "../../verdict";
import { allOf, anyOf, childrenOf, type Expression, type NamedExpression, type Stage } from "./ast";
import { lowerTest, parsedColumn } from "./lower-test";
import { COLUMNS } from "./table";

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
 * Lowers an expression to `where` stages. What reads only columns comes first; JSON text is parsed
 * once, after it. No predicate on time: the service applies the rule's period itself.
 */
export function lowerQuery(expression: Ir, model: FieldModel): LoweredQuery {
  const dropped = new Set<Predicate>();
  const reasons = new Map<string, Reason>();
  const assumed = new Set<string>();

  function lower(node: Ir, negated: boolean, insideNot: boolean): Expression | boolean {
    switch (node.kind) {
      case "and":
        return conjunction(node.operands.map((operand) => lower(operand, negated, insideNot)));
      case "or":
        return disjunction(node.operands.map((operand) => lower(operand, negated, insideNot)));
      case "not": {
        const operand = lower(node.operand, !negated, true);
        return typeof operand === "boolean" ? !operand : negation(operand);
      }
      case "constant":
        return node.value;
      case "string":
      case "null":
      case "exists":
      case "fieldref":
      case "regex":
      case "number":
      case "cidr":
      case "date":
      case "keyword": {
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
        const otherwise: Expression = { kind: "bool", value: false };
        return { kind: "call", function: "coalesce", arguments: [predicate, otherwise] };
      }
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

function stagesOf(predicate: Expression): readonly Stage[] {
  const conjuncts = predicate.kind === "and" ? predicate.operands : [predicate];
  const parsed = COLUMNS.filter((column) => uses(predicate, parsedColumn(column.name))).map(
    ({ name }): NamedExpression => ({
      name: parsedColumn(name),
      value: { kind: "call", function: "parse_json", arguments: [{ kind: "column", name }] },
    }),
  );
  const isLate = (conjunct: Expression) => parsed.some(({ name }) => uses(conjunct, name));
  const early = conjuncts.filter((conjunct) => !isLate(conjunct));
  const late = conjuncts.filter(isLate);
  const [first, ...others] = parsed;
  return [
    ...(early.length > 0 ? [where(early)] : []),
    ...(first ? [{ kind: "extend", columns: [first, ...others] } as const] : []),
    ...(late.length > 0 ? [where(late)] : []),
  ];
}

function where(conjuncts: readonly Expression[]): Stage {
  return { kind: "where", predicate: allOf(conjuncts) };
}

function uses(expression: Expression, column: string): boolean {
  if (expression.kind === "column") return expression.name === column;
  return childrenOf(expression).some((child) => uses(child, column));
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

/** `a =~ "x" or a =~ "y"` as `a in~ ("x", "y")`, at the place of the first. */
function joinEqualities(operands: readonly Expression[]): readonly Expression[] {
  const groups = new Map<string, Expression[]>();
  const keyOf = (operand: Expression) =>
    operand.kind === "compare" &&
    (operand.operator === "=~" || operand.operator === "==") &&
    operand.right.kind === "string"
      ? JSON.stringify([operand.operator, operand.left])
      : JSON.stringify(operand);
  for (const operand of operands) {
    groups.set(keyOf(operand), [...(groups.get(keyOf(operand)) ?? []), operand]);
  }
  return [...groups.values()].map(([first, ...others]): Expression => {
    if (others.length === 0 || first?.kind !== "compare") return first!;
    const list = others.flatMap((other) => (other.kind === "compare" ? [other.right] : []));
    const operator = first.operator === "==" ? "in" : "in~";
    return { kind: "in", operator, value: first.left, list: [first.right, ...list] };
  });
}

function negation(operand: Expression): Expression {
  if (operand.kind === "not") return operand.operand;
  return { kind: "not", operand };
}
