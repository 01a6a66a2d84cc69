import type { Expression } from "../../../ir/expression";
import type { FieldModel } from "../../../log-sources/field";
import type { Reason } from "../../verdict";
import { reasons } from "../reasons";

/** An expression of JSONata over `$states.input`, the envelope: true for the events that a rule matches. */
export interface Condition {
  readonly text: string;
  /** How deep its evaluation nests. */
  readonly depth: number;
}

/** The condition of an expression, or why there is none. */
export function conditionOf(expression: Expression, model: FieldModel): Condition | Reason {
  void [expression, model];
  return reasons.noCondition();
}
