import type { Expression, Predicate } from "../../ir/expression";
import type { FieldModel } from "../../log-sources/field";
import { dropped, lowerExpression, type Lowered, type LoweredExpression } from "../lower";
import type { Reason } from "../verdict";
import { everyOf, patternsOf, someOf, type Alternatives } from "./alternatives";
import { conditionsOf, isRegexTest } from "./ast";
import { lowerPredicate } from "./lower-predicate";
import { reasons } from "./reasons";

export interface LowerOptions {
  /** @default true */
  readonly regex?: boolean | undefined;
  /** Predicates to leave out, and why. @default - none */
  readonly without?: ReadonlyMap<Predicate, Reason>;
}

/** Lowers an expression to filter patterns. The language has no negation of a group. */
export function lowerPattern(
  expression: Expression,
  model: FieldModel,
  { regex = true, without }: LowerOptions = {},
): LoweredExpression<Alternatives> {
  return lowerExpression<Alternatives>(expression, model, {
    typeless: reasons.mixedType,
    predicate: (test, known, negated) => {
      const reason = without?.get(test);
      if (reason !== undefined) return dropped(reason);
      const lowered = lowerPredicate(test, known, negated);
      return !regex && needsRegex(lowered) ? dropped(reasons.withoutRegex(test)) : lowered;
    },
    and: everyOf,
    or: someOf,
  });
}

function needsRegex(lowered: Lowered<Alternatives>): boolean {
  if (lowered.kind === "dropped" || typeof lowered.node === "boolean") return false;
  return patternsOf(lowered.node).flatMap(conditionsOf).some(isRegexTest);
}
