import type { Field } from "../../fields/field";
import type { Reason } from "../../verdict";
import { anyOf, type Pattern, type Selector, type Step, type Value } from "./ast";

/** What one test becomes: a pattern, a constant, or nothing, for a reason. */
export type LoweredTest =
  | {
      readonly kind: "pattern";
      readonly pattern: Pattern | boolean;
      readonly assumes: readonly string[];
    }
  | { readonly kind: "dropped"; readonly reason: Reason };

/** A field of the model, and how a pattern selects it. */
export interface Place {
  readonly field: Field;
  readonly selector: Selector;
}

export const ANY_ELEMENT: Step = { kind: "anyElement" };

/** The ways in which a field can be missing or null. */
export function absences({ field, selector }: Place): readonly Pattern[] {
  if (field.presence === "always") return [];
  return [{ kind: "notExists", selector }, is(selector, "NULL")];
}

/** Where no pattern is left nothing matches. */
export function anyOrNever(patterns: readonly Pattern[]): Pattern | boolean {
  return patterns.length > 0 && anyOf(patterns);
}

export function is(selector: Selector, state: "NULL" | "TRUE" | "FALSE"): Pattern {
  return { kind: "is", selector, state };
}

export function compare(selector: Selector, operator: "=" | "!=", value: Value): Pattern {
  return { kind: "compare", selector, operator, value };
}

export function pattern(lowered: Pattern | boolean, assumes: readonly string[]): LoweredTest {
  return { kind: "pattern", pattern: lowered, assumes };
}

export function dropped(reason: Reason): LoweredTest {
  return { kind: "dropped", reason };
}
