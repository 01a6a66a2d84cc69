import type { Reason } from "../../verdict";
import type { Expression } from "./ast";

/** What one test becomes: a predicate, a constant, or nothing, for a reason. */
export type LoweredTest =
  | {
      readonly kind: "predicate";
      readonly predicate: Expression | boolean;
      readonly assumes: readonly string[];
      /** Whether the predicate can be null, which a `not` would pass on. */
      readonly nullable: boolean;
    }
  | { readonly kind: "dropped"; readonly reason: Reason };

/** A predicate that is never null. */
export function predicate(
  lowered: Expression | boolean,
  assumes: readonly string[] = [],
): LoweredTest {
  return { kind: "predicate", predicate: lowered, assumes, nullable: false };
}

export function dropped(reason: Reason): LoweredTest {
  return { kind: "dropped", reason };
}
