import type { RegexSource } from "./escape";

/** The part of JSONata 2.0.6 that conditions and messages are written in. */
export type Jsonata =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "regex"; readonly source: RegexSource }
  | { readonly kind: "variable"; readonly name: string }
  /** Members by name, read through arrays at every step. */
  | { readonly kind: "path"; readonly of: Jsonata; readonly names: readonly string[] }
  /** Every value below another, itself among them; arrays are gone through. */
  | { readonly kind: "descendants"; readonly of: Jsonata }
  /** A list of the values that are found in arrays within arrays; of none, an empty list. */
  | { readonly kind: "flat"; readonly of: Jsonata }
  | { readonly kind: "call"; readonly name: FunctionName; readonly operands: readonly Jsonata[] }
  | Lambda
  | Binary
  | {
      readonly kind: "choice";
      readonly test: Jsonata;
      readonly then: Jsonata;
      /** @default - nothing */
      readonly otherwise?: Jsonata;
    }
  | { readonly kind: "block"; readonly lets: readonly Let[]; readonly result: Jsonata };

export interface Lambda {
  readonly kind: "function";
  readonly parameters: readonly string[];
  readonly body: Jsonata;
}

export interface Binary {
  readonly kind: "binary";
  readonly operator: Operator;
  readonly left: Jsonata;
  readonly right: Jsonata;
}

export type Operator = "and" | "or" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "&" | "+" | "-";

/** A variable of a block, for what stands behind it. */
export interface Let {
  readonly name: string;
  readonly value: Jsonata;
}

/** Functions of JSONata, without the dollar. */
type BuiltIn =
  | "contains"
  | "each"
  | "exists"
  | "filter"
  | "formatBase"
  | "fromMillis"
  | "join"
  | "length"
  | "lowercase"
  | "map"
  | "match"
  | "millis"
  | "not"
  | "number"
  | "pad"
  | "replace"
  | "split"
  | "string"
  | "substring"
  | "substringAfter"
  | "substringBefore"
  | "toMillis"
  | "type";

/** Functions that expressions begin with, where they call them. */
export type PreludeName =
  | "plain"
  | "own"
  | "textOf"
  | "wholeOf"
  | "texts"
  | "wholes"
  | "numberOf"
  | "numbers"
  | "fold"
  | "some"
  | "odd"
  | "groups"
  | "v6"
  | "say"
  | "quote";

export type FunctionName = BuiltIn | PreludeName;

export const text = (value: string): Jsonata => ({ kind: "text", value });
export const number = (value: number): Jsonata => ({ kind: "number", value });
export const boolean = (value: boolean): Jsonata => ({ kind: "boolean", value });
export const NULL: Jsonata = { kind: "null" };
export const regex = (source: RegexSource): Jsonata => ({ kind: "regex", source });
export const variable = (name: string): Jsonata => ({ kind: "variable", name });

export function path(of: Jsonata, ...names: readonly string[]): Jsonata {
  return names.length === 0 ? of : { kind: "path", of, names };
}

export function call(name: FunctionName, ...operands: readonly Jsonata[]): Jsonata {
  return { kind: "call", name, operands };
}

export function lambda(parameters: readonly string[], body: Jsonata): Lambda {
  return { kind: "function", parameters, body };
}

export function binary(left: Jsonata, operator: Operator, right: Jsonata): Jsonata {
  return { kind: "binary", operator, left, right };
}

export function choice(test: Jsonata, then: Jsonata, otherwise?: Jsonata): Jsonata {
  return { kind: "choice", test, then, ...(otherwise === undefined ? {} : { otherwise }) };
}

export function block(lets: readonly Let[], result: Jsonata): Jsonata {
  return lets.length === 0 ? result : { kind: "block", lets, result };
}

/** A list of the values that a path reaches, arrays gone through: none of them is one. */
export const flat = (of: Jsonata): Jsonata => ({ kind: "flat", of });

/** All operands hold, or some: a balanced tree, since a chain is as deep as it is long. */
export function joined(operator: "and" | "or", operands: readonly Jsonata[]): Jsonata {
  const [first, second] = operands;
  if (first === undefined) return boolean(operator === "and");
  if (second === undefined) return first;
  const middle = Math.ceil(operands.length / 2);
  return binary(
    joined(operator, operands.slice(0, middle)),
    operator,
    joined(operator, operands.slice(middle)),
  );
}

/** What an expression is made of, the nearest first. */
export function partsOf(node: Jsonata): readonly Jsonata[] {
  switch (node.kind) {
    case "text":
    case "number":
    case "boolean":
    case "null":
    case "regex":
    case "variable":
      return [];
    case "path":
    case "descendants":
    case "flat":
      return [node.of];
    case "call":
      return node.operands;
    case "function":
      return [node.body];
    case "binary":
      return [node.left, node.right];
    case "choice":
      return [node.test, node.then, ...(node.otherwise === undefined ? [] : [node.otherwise])];
    case "block":
      return [...node.lets.map(({ value }) => value), node.result];
  }
}
