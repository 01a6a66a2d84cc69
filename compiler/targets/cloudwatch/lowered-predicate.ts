import type { Field } from "../../log-sources/field";
import type { Lowered } from "../lower";
import { anyOf, type Pattern, type Selector, type Step, type Value } from "./ast";

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

export function pattern(lowered: Pattern | boolean, assumes: readonly string[]): Lowered<Pattern> {
  return { kind: "lowered", node: lowered, assumes };
}
