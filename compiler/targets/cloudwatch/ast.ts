/**
 * A CloudWatch Logs JSON filter pattern, as plain data. There is no negation of a group: the
 * language has none. Build text with `textValue` and groups with `allOf` and `anyOf`; what they
 * return is in normal form, and reading the printed form of a normal pattern gives it back.
 */
export type Pattern = AllOf | AnyOf | Condition;

interface AllOf {
  readonly kind: "and";
  readonly operands: readonly Pattern[];
}

export interface AnyOf {
  readonly kind: "or";
  readonly operands: readonly Pattern[];
}

export type Condition = Comparison | Ordering | StateCheck | AbsenceCheck;

/** Equal, or present and different. */
export interface Comparison {
  readonly kind: "compare";
  readonly selector: Selector;
  readonly operator: "=" | "!=";
  readonly value: Value;
}

export interface Ordering {
  readonly kind: "order";
  readonly selector: Selector;
  readonly operator: "<" | "<=" | ">" | ">=";
  /** A number as the pattern spells it. */
  readonly number: string;
}

export interface StateCheck {
  readonly kind: "is";
  readonly selector: Selector;
  readonly state: "NULL" | "TRUE" | "FALSE";
}

export interface AbsenceCheck {
  readonly kind: "notExists";
  readonly selector: Selector;
}

export type Value = TextValue | NumberValue | RegexValue;

/** Text to compare with a whole value; no two neighbours are of one kind, no literal is empty. */
export interface TextValue {
  readonly kind: "text";
  readonly parts: readonly TextPart[];
}

interface NumberValue {
  readonly kind: "number";
  /** As the pattern spells it, without quotes. */
  readonly text: string;
}

export interface RegexValue {
  readonly kind: "regex";
  /** What stands between the percent signs. */
  readonly source: string;
}

export type TextPart =
  | { readonly kind: "literal"; readonly text: string }
  /** A `*`: any text, also none. */
  | { readonly kind: "any" };

/** The way from the event to the values that a condition is about; the first step names a field. */
export interface Selector {
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "key"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  /** `[*]`, every element of an array. */
  | { readonly kind: "anyElement" }
  /** `.*`, every field of an object. */
  | { readonly kind: "anyField" };

/**
 * Open parentheses allowed at one point of a pattern. Our own bound, far above what 1,024
 * characters are used for: what reads a pattern may recurse over it.
 */
export const NESTING_LIMIT = 100;

export const ANY: TextPart = { kind: "any" };

export function literal(text: string): TextPart {
  return { kind: "literal", text };
}

/** Text in normal form: neighbouring literals joined, empty ones dropped, `**` read as `*`. */
export function textValue(parts: readonly TextPart[]): TextValue {
  const normal: TextPart[] = [];
  for (const part of parts) {
    const last = normal.at(-1);
    if (part.kind === "literal" && last?.kind === "literal") {
      normal[normal.length - 1] = literal(last.text + part.text);
    } else if (part.kind === "literal" ? part.text !== "" : last?.kind !== "any") {
      normal.push(part);
    }
  }
  return { kind: "text", parts: normal };
}

/** True where every operand is; a group of one is its operand, an and inside an and dissolves. */
export function allOf(operands: readonly Pattern[]): Pattern {
  return group("and", operands);
}

/** True where some operand is; in normal form as `allOf`. */
export function anyOf(operands: readonly Pattern[]): Pattern {
  return group("or", operands);
}

function group(kind: "and" | "or", operands: readonly Pattern[]): Pattern {
  const flat = operands.flatMap((operand) =>
    operand.kind === kind ? operand.operands : [operand],
  );
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind, operands: flat };
}

/** The leaves of a pattern, from left to right. */
export function conditionsOf(pattern: Pattern): readonly Condition[] {
  const conditions: Condition[] = [];
  const pending: Pattern[] = [pattern];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "and" || next.kind === "or") {
      for (const operand of [...next.operands].reverse()) pending.push(operand);
    } else {
      conditions.push(next);
    }
  }
  return conditions;
}

/** Does the pattern compare one field with a regex? */
export function isRegexTest(
  pattern: Pattern,
): pattern is Comparison & { readonly value: RegexValue } {
  return pattern.kind === "compare" && pattern.value.kind === "regex";
}

/** Does the step stand for several values? */
export function isWildcard(step: Step): boolean {
  return step.kind === "anyElement" || step.kind === "anyField";
}
