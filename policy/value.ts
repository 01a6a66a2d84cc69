/**
 * What an attribute of Terraform's is, as far as it is known before Terraform runs. A value that is not
 * known stays what it is written as: nothing is guessed from a variable's default.
 */
export type Value = Literal | Unknown | List | Members;

interface Literal {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
}

export interface Unknown {
  readonly kind: "unknown";
  /** The expression as it is written; empty where a plan has none. */
  readonly text: string;
  /** Resources that the expression speaks of, as `aws_sns_topic.alarms`. */
  readonly references: readonly string[];
  /** The steps of an expression that is one reference and nothing else. */
  readonly steps?: readonly string[];
}

interface List {
  readonly kind: "list";
  readonly items: readonly Value[];
}

export interface Members {
  readonly kind: "members";
  readonly members: ReadonlyMap<string, Value>;
}

/** An attribute that is not there: Terraform takes null for that too. */
export const UNSET: Value = { kind: "literal", value: null };

export function memberOf(value: Value, key: string): Value {
  return (value.kind === "members" ? value.members.get(key) : undefined) ?? UNSET;
}

/** Whether nothing is set: null, an empty text, or a list or block without anything in it. */
export function isUnset(value: Value): boolean {
  if (value.kind === "literal") return value.value === null || value.value === "";
  return value.kind === "list" && value.items.length === 0;
}

/** The text of a value that is known; Terraform turns numbers and booleans into text where it is asked for. */
export function textOf(value: Value): string | undefined {
  return value.kind === "literal" && value.value !== null ? String(value.value) : undefined;
}

/** Terraform takes `"true"` for true. */
export function flagOf(value: Value): boolean | undefined {
  const text = textOf(value);
  return text === "true" ? true : text === "false" ? false : undefined;
}

export function numberOf(value: Value): number | undefined {
  const text = textOf(value);
  return text === undefined || text.trim() === "" || Number.isNaN(Number(text))
    ? undefined
    : Number(text);
}

/** The blocks of one name: Terraform's JSON has one as an object, several as a list. */
export function blocksOf(value: Value): readonly Value[] {
  if (value.kind === "list") return value.items;
  return isUnset(value) ? [] : [value];
}

/** Every expression within a value that is not known. */
export function unknownsIn(value: Value): readonly Unknown[] {
  switch (value.kind) {
    case "literal":
      return [];
    case "unknown":
      return [value];
    case "list":
      return value.items.flatMap(unknownsIn);
    case "members":
      return [...value.members.values()].flatMap(unknownsIn);
  }
}
