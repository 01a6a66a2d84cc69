/**
 * An event pattern as the service reads it: some of these rules has to hold. `$or` is spread out, and of
 * two tests at one path of a rule the last is left (reference 1.10, as recorded).
 */
export type EventPattern = readonly Conjunct[];

/** Tests by the dotted paths of their fields: of each path some test has to hold. */
export type Conjunct = ReadonlyMap<string, readonly Test[]>;

/** What a field's value is asked for; of an array, some element. */
export type Test =
  /** A whole text, which is read as an address where it looks like one. */
  | { readonly kind: "text"; readonly text: string }
  /** A number as it is spelled. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "constant"; readonly value: true | false | null }
  /** A whole text that is no address whatever it looks like; not documented, so never printed. */
  | { readonly kind: "exactly"; readonly text: string }
  | { readonly kind: "prefix" | "suffix"; readonly text: string; readonly anyCase: boolean }
  | { readonly kind: "equalsIgnoreCase"; readonly text: string }
  | Wildcard
  | { readonly kind: "exists"; readonly value: boolean }
  | Numeric
  | { readonly kind: "cidr"; readonly network: string }
  | AnythingBut;

/** The text with `*`; a backslash takes a `*` or a backslash as itself. */
interface Wildcard {
  readonly kind: "wildcard";
  readonly text: string;
}

/** Numbers are kept as they are spelled. */
export interface Numeric {
  readonly kind: "numeric";
  readonly bounds: readonly NumericBound[];
}

export interface NumericBound {
  readonly operator: NumericOperator;
  readonly number: string;
}

export type NumericOperator = "=" | "<" | "<=" | ">" | ">=";

export interface AnythingBut {
  readonly kind: "anythingBut";
  readonly of: ButKind;
  readonly values: readonly string[];
}

export type ButKind = "text" | "number" | "prefix" | "suffix" | "equalsIgnoreCase" | "wildcard";

/** What the operators that take texts are called in a pattern. */
export const OPERATORS = {
  prefix: "prefix",
  suffix: "suffix",
  equalsIgnoreCase: "equals-ignore-case",
  wildcard: "wildcard",
} as const;

/**
 * Names that no field can have inside `$or`: operators, and words that are kept for some to come
 * (reference 1.7).
 */
export const RESERVED_IN_OR: ReadonlySet<string> = new Set([
  ...["exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists"],
  ...["wildcard", "numeric", "cidr", "=", "<", "<=", ">", ">=", "regex"],
  ...["not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);
