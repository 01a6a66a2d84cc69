import type { Dropped } from "../lower";
import type { Expression } from "./ast";

/** What one test becomes: a predicate, a constant, or nothing, for a reason. */
export type LoweredTest =
  | {
      readonly kind: "lowered";
      readonly node: Expression | boolean;
      readonly assumes: readonly string[];
      /** Whether the predicate can be null, which a `not` would pass on. */
      readonly nullable: boolean;
    }
  | Dropped;

/** A predicate that is never null. */
export function predicate(
  lowered: Expression | boolean,
  assumes: readonly string[] = [],
): LoweredTest {
  return { kind: "lowered", node: lowered, assumes, nullable: false };
}

/** A predicate that can be null. */
export function nullable(lowered: Expression, assumes: readonly string[] = []): LoweredTest {
  return { kind: "lowered", node: lowered, assumes, nullable: true };
}
