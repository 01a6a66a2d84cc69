import type { OneOrMore } from "../lower";

/**
 * The part of the Logs Insights query language that a detection's saved query is written in.
 *
 * Every test prints together with its `ispresent` guard, so that the answer for an absent field
 * does not depend on how the engine treats null: the test is false, and true under `not`.
 */

declare const writable: unique symbol;

/** Text that the escape module has found writable as this kind of token; see there for the rules. */
type Writable<Kind extends string> = string & { readonly [writable]: Kind };

/** The dotted path of a field in the event; made by `fieldPath`. */
export type FieldPath = Writable<"field path">;
/** The value of a quoted string; made by `quotedText`. */
export type QuotedText = Writable<"quoted text">;
/** A number in decimal notation; made by `decimal`. */
export type Decimal = Writable<"decimal"> | "0" | "1";
/** A regular expression as it stands between the slashes, without leading flags; made by `regex`. */
export type RegexSource = Writable<"regex source">;
/** A network address with its prefix length; made by `subnet`. */
export type Cidr = Writable<"cidr">;

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

export interface Regex extends RegexFlags {
  readonly kind: "regex";
  readonly source: RegexSource;
}

export interface Subnet {
  readonly family: 4 | 6;
  readonly cidr: Cidr;
}

export interface Query {
  /** The event's fields to show, between `@timestamp` and `@message`, which are always shown. */
  readonly fields: readonly FieldPath[];
  readonly filter: Condition;
  /** The rows to show, newest first: an integer from 1 to `LIMITS.resultRows`. */
  readonly limit: number;
}

export type Condition = Group | Negation | Presence | Test;

interface Group {
  readonly kind: "and" | "or";
  readonly operands: readonly [Condition, Condition, ...Condition[]];
}

interface Negation {
  readonly kind: "not";
  readonly operand: Condition;
}

interface Presence {
  readonly kind: "present";
  readonly field: FieldPath;
}

export type Test =
  | { readonly kind: "equals"; readonly field: FieldPath; readonly text: QuotedText }
  | {
      readonly kind: "in";
      readonly field: FieldPath;
      readonly texts: readonly [QuotedText, ...QuotedText[]];
    }
  | { readonly kind: "like"; readonly field: FieldPath; readonly regex: Regex }
  | { readonly kind: "isEmpty"; readonly field: FieldPath }
  | NumberTest
  | { readonly kind: "inSubnet"; readonly field: FieldPath; readonly subnet: Subnet }
  | FieldTest;

export interface NumberTest {
  readonly kind: "number";
  readonly field: FieldPath;
  readonly operator: "=" | "<" | "<=" | ">" | ">=";
  readonly number: Decimal;
}

/** A comparison of two fields: `field` equals, contains … `other`. */
export interface FieldTest {
  readonly kind: "sameAs" | "contains" | "startsWith" | "endsWith";
  readonly field: FieldPath;
  readonly other: FieldPath;
  readonly ignoreCase: boolean;
}

/** Every condition holds; one alone is itself. */
export function allOf(operands: OneOrMore<Condition>): Condition {
  return group("and", operands);
}

/** Some condition holds; one alone is itself. */
export function anyOf(operands: OneOrMore<Condition>): Condition {
  return group("or", operands);
}

function group(kind: Group["kind"], operands: OneOrMore<Condition>): Condition {
  const [first, second, ...rest] = operands;
  return second === undefined ? first : { kind, operands: [first, second, ...rest] };
}

/**
 * The field is the JSON boolean `value`. The service stores booleans as the numbers 1 and 0, and
 * `= true` matches nothing, so this is a comparison of numbers, which also matches a JSON 1 or 0.
 */
export function booleanTest(field: FieldPath, value: boolean): NumberTest {
  return { kind: "number", field, operator: "=", number: value ? "1" : "0" };
}

/** Every condition of the tree, outermost and leftmost first, with its depth, from 1. */
export function* walk(root: Condition): Generator<{ condition: Condition; depth: number }> {
  const open = [{ condition: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    const depth = next.depth + 1;
    const { operands } = partsOf(next.condition);
    for (const condition of [...operands].reverse()) open.push({ condition, depth });
  }
}

/** The fields that the condition reads, each once, in the order they are written. */
export function fieldsOf(root: Condition): readonly FieldPath[] {
  const fields = new Set<FieldPath>();
  for (const { condition } of walk(root)) {
    for (const field of partsOf(condition).fields) fields.add(field);
  }
  return [...fields];
}

interface Parts {
  readonly operands: readonly Condition[];
  readonly fields: readonly FieldPath[];
}

function partsOf(condition: Condition): Parts {
  switch (condition.kind) {
    case "and":
    case "or":
      return { operands: condition.operands, fields: [] };
    case "not":
      return { operands: [condition.operand], fields: [] };
    case "present":
    case "equals":
    case "in":
    case "like":
    case "isEmpty":
    case "number":
    case "inSubnet":
      return { operands: [], fields: [condition.field] };
    case "sameAs":
    case "contains":
    case "startsWith":
    case "endsWith":
      return { operands: [], fields: [condition.field, condition.other] };
  }
}
