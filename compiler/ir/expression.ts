import type { Span } from "../core/source";
import type { Renamed } from "../log-sources/other-names";
import type { StringPattern } from "./pattern";

/**
 * What a rule matches: a closed union of boolean nodes over tests of fields. Field names are JSON
 * paths of the log source's raw event. Plain data; targets are lowered from it and `evaluate` defines it.
 */
export type Expression = Connective | Predicate;

type Connective =
  | { readonly kind: "and"; readonly operands: readonly Expression[] }
  | { readonly kind: "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "constant"; readonly value: boolean };

export type Predicate =
  | StringPredicate
  | NullPredicate
  | ExistsPredicate
  | FieldrefPredicate
  | RegexPredicate
  | NumberPredicate
  | CidrPredicate
  | DatePredicate
  | KeywordPredicate;

/** The field's text matches the pattern. False where the field is missing or null. */
export interface StringPredicate {
  readonly kind: "string";
  readonly field: string;
  readonly pattern: StringPattern;
  /** Whether ASCII letters must agree in case. Sigma: only under `cased`. */
  readonly cased: boolean;
  readonly origin: Origin;
}

/** The field is missing or null: the same thing here (design, "Semantics, decided once"). */
export interface NullPredicate {
  readonly kind: "null";
  readonly field: string;
  readonly origin: Origin;
}

/** The field is there, whatever it holds: null and the empty string too. */
export interface ExistsPredicate {
  readonly kind: "exists";
  readonly field: string;
  readonly origin: Origin;
}

/** The regular expression is found somewhere in the field's text. False where there is no text. */
export interface RegexPredicate {
  readonly kind: "regex";
  readonly field: string;
  /** RE2 syntax, checked. */
  readonly source: string;
  readonly flags: RegexFlags;
  readonly origin: Origin;
}

export interface RegexFlags {
  /** Sigma's `i`. Folds ASCII letters only, like every comparison here. */
  readonly ignoreCase: boolean;
  /** Sigma's `m`: `^` and `$` also match at line breaks. */
  readonly multiLine: boolean;
  /** Sigma's `s`: the dot also matches line breaks. */
  readonly dotAll: boolean;
}

export type Order = "lt" | "lte" | "gt" | "gte";

/** The field is a number, or text that is one in JSON's notation, and compares so. */
export interface NumberPredicate {
  readonly kind: "number";
  readonly field: string;
  readonly operator: Order;
  readonly value: number;
  readonly origin: Origin;
}

/** The field is the text of an address inside the network. */
export interface CidrPredicate {
  readonly kind: "cidr";
  readonly field: string;
  readonly family: 4 | 6;
  /** The network's first address and prefix, without host bits: `10.0.0.0/8`, `2001:db8::/32`. */
  readonly network: string;
  readonly origin: Origin;
}

export type DatePart = "minute" | "hour" | "day" | "week" | "month" | "year";

/** The least and the most that a part can be; weeks are those of ISO 8601, which has 53. */
export const DATE_BOUNDS: Readonly<Record<DatePart, readonly [least: number, most: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1, 9999],
};

/** A part of the field's time, which is text in ISO 8601 with `Z`, compares with a number. */
export interface DatePredicate {
  readonly kind: "date";
  readonly field: string;
  readonly part: DatePart;
  readonly operator: Order | "eq";
  readonly value: number;
  readonly origin: Origin;
}

/** Some scalar anywhere in the event has a text that the pattern is found in. */
interface KeywordPredicate {
  readonly kind: "keyword";
  readonly pattern: StringPattern;
  readonly cased: boolean;
  readonly origin: Origin;
}

export const COMPARISONS = ["equals", "contains", "startswith", "endswith"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The field compares with another field's text. False where either is missing, null or empty. */
export interface FieldrefPredicate {
  readonly kind: "fieldref";
  readonly field: string;
  readonly other: string;
  readonly comparison: Comparison;
  readonly cased: boolean;
  readonly origin: Origin;
}

/** Where in the rule a test was written, and how: it names the test in every verdict. */
export interface Origin {
  /** Keys from the document's root, as `detection.filter.userIdentity.userName|fieldref`. */
  readonly path: string;
  /** The test as the rule has it, on one line: `userIdentity.userName|fieldref: a.b`. */
  readonly written: string;
  /** Its value's place in the rule's source; of a filter's test, in the filter's. */
  readonly span: Span;
  /**
   * The id or title of the filter that added the test.
   * @default - the rule has it itself
   */
  readonly filter?: string;
  /**
   * The fields that the rule calls otherwise than events do.
   * @default - it names their paths
   */
  readonly renamed?: readonly Renamed[];
}

const CONNECTIVES: Readonly<Record<Connective["kind"], true>> = {
  and: true,
  or: true,
  not: true,
  constant: true,
};

/** Whether the expression is a single test. */
export function isPredicate(node: Expression): node is Predicate {
  return !(node.kind in CONNECTIVES);
}

export const TRUE: Expression = { kind: "constant", value: true };
export const FALSE: Expression = { kind: "constant", value: false };

export function and(operands: readonly Expression[]): Expression {
  return operands.length === 1 ? operands[0]! : { kind: "and", operands };
}

export function or(operands: readonly Expression[]): Expression {
  return operands.length === 1 ? operands[0]! : { kind: "or", operands };
}

export function not(operand: Expression): Expression {
  return { kind: "not", operand };
}

/** Every test in the expression, from left to right; one written twice comes twice. */
export function predicatesOf(node: Expression): readonly Predicate[] {
  if (isPredicate(node)) return [node];
  switch (node.kind) {
    case "and":
    case "or":
      return node.operands.flatMap(predicatesOf);
    case "not":
      return predicatesOf(node.operand);
    case "constant":
      return [];
  }
}

/** The same text for expressions that say the same, wherever and in whatever order they are written. */
export function keyOf(node: Expression): string {
  if (isPredicate(node)) {
    return JSON.stringify({ ...node, origin: undefined });
  }
  switch (node.kind) {
    case "and":
    case "or":
      return `${node.kind}(${[...new Set(node.operands.map(keyOf))].sort().join()})`;
    case "not":
      return `not(${keyOf(node.operand)})`;
    case "constant":
      return JSON.stringify(node);
  }
}

/** The field paths that a test reads; none where it reads the whole event. */
export function fieldsOf(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case "fieldref":
      return [predicate.field, predicate.other];
    case "keyword":
      return [];
    case "string":
    case "null":
    case "exists":
    case "regex":
    case "number":
    case "cidr":
    case "date":
      return [predicate.field];
  }
}

/**
 * R′ (docs/decisions/0003): each dropped test replaced by *true* under an even number of nots,
 * by *false* under an odd one, so that what remains can only match more.
 */
export function widen(
  node: Expression,
  dropped: ReadonlySet<Predicate>,
  positive = true,
): Expression {
  if (isPredicate(node)) {
    if (!dropped.has(node)) return node;
    return positive ? TRUE : FALSE;
  }
  switch (node.kind) {
    case "and":
    case "or":
      return { ...node, operands: node.operands.map((each) => widen(each, dropped, positive)) };
    case "not":
      return not(widen(node.operand, dropped, !positive));
    case "constant":
      return node;
  }
}
