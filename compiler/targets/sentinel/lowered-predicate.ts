import type { Dropped } from "../lower";
import type { KqlExpression } from "./ast";

/** What one test becomes: a predicate, a constant, or nothing, for a reason. */
export type LoweredPredicate =
  | {
      readonly kind: "lowered";
      readonly node: KqlExpression | boolean;
      readonly assumes: readonly string[];
      /** Whether the predicate can be null, which a `not` would pass on. */
      readonly nullable: boolean;
    }
  | Dropped;

/** A predicate that is never null. */
export function predicate(
  lowered: KqlExpression | boolean,
  assumes: readonly string[] = [],
): LoweredPredicate {
  return { kind: "lowered", node: lowered, assumes, nullable: false };
}

/** A predicate that can be null. */
export function nullable(
  lowered: KqlExpression,
  assumes: readonly string[] = [],
): LoweredPredicate {
  return { kind: "lowered", node: lowered, assumes, nullable: true };
}
