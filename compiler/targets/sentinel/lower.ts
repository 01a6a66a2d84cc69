import type { Expression as Ir } from "../../ir/expression";
import { tableOf, type LogSource } from "../../log-sources/log-source";
import { lowerExpression, type LoweredExpression } from "../lower";
import type { RowStage } from "./ast";
import { lowerPredicate } from "./lower-predicate";
import { countElements, type Condition } from "./query/condition";
import { stagesOf } from "./query/stages";
import { reasons } from "./reasons";

/** The stages that keep an expression's events, and what they leave out. */
export interface LoweredQuery extends Omit<LoweredExpression<Condition>, "node"> {
  /** `true` or `false` where every event or none would match. */
  readonly stages: readonly RowStage[] | boolean;
}

/**
 * Lowers an expression to stages that keep its events. No predicate on time: the service applies the
 * rule's period itself.
 */
export function lowerQuery(expression: Ir, logSource: LogSource): LoweredQuery {
  const { node, ...lowered } = lowerExpression<Condition>(expression, logSource.fields, {
    typeless: reasons.typeless,
    predicate: (test, fields, _negated, insideNot) =>
      lowerPredicate(test, { ...logSource, fields }, insideNot),
    and: (operands) => ({ kind: "and", operands }),
    or: (operands) => ({ kind: "or", operands }),
    not: (operand) => ({ kind: "not", operand }),
  });
  return {
    stages: typeof node === "boolean" ? node : stagesOf(countElements(node), tableOf(logSource)),
    ...lowered,
  };
}
