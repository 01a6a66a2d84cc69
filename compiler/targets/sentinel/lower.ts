import type { Expression as Ir } from "../../ir/expression";
import { tableOf, type LogSource } from "../../log-sources/log-source";
import { lowerExpression, type LoweredExpression } from "../lower";
import { allOf, anyOf, type KqlExpression, type KqlStage } from "./ast";
import { lowerPredicate } from "./lower-predicate";
import { call, not } from "./query/build";
import { reasons } from "./reasons";
import { stagesOf } from "./query/stages";

/** The stages that keep an expression's events, and what they leave out. */
export interface LoweredQuery extends Omit<LoweredExpression<KqlExpression>, "node"> {
  /** `true` or `false` where every event or none would match. */
  readonly stages: readonly KqlStage[] | boolean;
}

/**
 * Lowers an expression to stages that keep its events. No predicate on time: the service applies the
 * rule's period itself.
 */
export function lowerQuery(expression: Ir, logSource: LogSource): LoweredQuery {
  const { node, ...lowered } = lowerExpression<KqlExpression>(expression, logSource.fields, {
    typeless: reasons.elements,
    predicate: (test, fields, _negated, insideNot) => {
      const lowered = lowerPredicate(test, { ...logSource, fields });
      if (lowered.kind === "dropped" || typeof lowered.node === "boolean") return lowered;
      if (!lowered.nullable || !insideNot) return lowered;
      // `not(null)` is null, and `where` would lose the row.
      const node = call("coalesce", lowered.node, { kind: "bool", value: false });
      return { ...lowered, node };
    },
    and: (predicates) => allOf(flat("and", predicates)),
    or: (predicates) => anyOf(joinEqualities(flat("or", predicates))),
    not,
  });
  return {
    stages: typeof node === "boolean" ? node : stagesOf(node, tableOf(logSource)),
    ...lowered,
  };
}

function flat(kind: "and" | "or", operands: readonly KqlExpression[]): readonly KqlExpression[] {
  return operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
}

/** `a =~ "x" or a =~ "y"` as `a in~ ("x", "y")`, at the place of the first; the same thing only once. */
function joinEqualities(operands: readonly KqlExpression[]): readonly KqlExpression[] {
  const distinct = new Map(operands.map((operand) => [JSON.stringify(operand), operand]));
  const groups = new Map<string, [KqlExpression, ...KqlExpression[]]>();
  for (const [text, operand] of distinct) {
    const key = isEquality(operand) ? JSON.stringify([operand.operator, operand.left]) : text;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operand]);
    else group.push(operand);
  }
  return [...groups.values()].map(([first, ...others]): KqlExpression => {
    if (others.length === 0 || !isEquality(first)) return first;
    const list = others.filter(isEquality).map(({ right }) => right);
    const operator = first.operator === "==" ? "in" : "in~";
    return { kind: "in", operator, value: first.left, list: [first.right, ...list] };
  });
}

type Comparison = Extract<KqlExpression, { readonly kind: "compare" }>;

function isEquality(operand: KqlExpression): operand is Comparison {
  return (
    operand.kind === "compare" &&
    (operand.operator === "=~" || operand.operator === "==") &&
    operand.right.kind === "string"
  );
}
