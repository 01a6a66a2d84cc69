import type { Expression } from "../../ir/expression";
import type { FieldModel } from "../../log-sources/field";
import { lowerExpression, type LoweredExpression } from "../lower";
import { allOf, someOf, type Formula } from "./formula";
import { lowerPredicate } from "./lower-predicate";
import { reasons } from "./reasons";

/** Lowers an expression to what patterns are made of. The language has no negation of a group. */
export function lowerFormula(
  expression: Expression,
  model: FieldModel,
): LoweredExpression<Formula> {
  return lowerExpression<Formula>(expression, model, {
    typeless: (test) => reasons.leftToCondition(test, "what the field holds is not known"),
    predicate: lowerPredicate,
    and: allOf,
    or: someOf,
  });
}
