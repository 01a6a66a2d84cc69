import type { OneOrMore } from "../lower";
import type { Test } from "./ast";
import { keyOfTests } from "./print";

/** What a pattern is made of, before it is known whether one can say all of it. */
export type Formula =
  | { readonly kind: "and"; readonly operands: readonly Formula[] }
  | { readonly kind: "or"; readonly operands: readonly Formula[] }
  | Leaf;

/** That some test holds of the field. */
export interface Leaf {
  readonly kind: "leaf";
  /** Dotted, in the event without its envelope. */
  readonly path: string;
  readonly tests: readonly Test[];
  /** Arrays that the path may go through, itself included, by their paths. */
  readonly arrays: readonly string[];
}

export function allOf(operands: OneOrMore<Formula>): Formula {
  return operands.length === 1 ? operands[0] : { kind: "and", operands };
}

/** Leaves of one field become one, which has the tests of all. */
export function someOf(operands: OneOrMore<Formula>): Formula {
  const leaves = new Map<string, Leaf>();
  const others: Formula[] = [];
  for (const operand of operands.flatMap((each) => (each.kind === "or" ? each.operands : [each]))) {
    if (operand.kind !== "leaf") {
      others.push(operand);
      continue;
    }
    const known = leaves.get(operand.path);
    leaves.set(operand.path, known === undefined ? operand : eitherOf(known, operand));
  }
  const all = [...leaves.values(), ...others];
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { kind: "or", operands: all };
}

/** One leaf for two of one field. */
export function eitherOf(one: Leaf, other: Leaf): Leaf {
  const arrays = [...new Set([...one.arrays, ...other.arrays])];
  return { ...one, tests: united(one.tests, other.tests), arrays };
}

/** Tests of either list, each once. */
export function united(one: readonly Test[], other: readonly Test[]): readonly Test[] {
  const known = new Set(one.map((test) => keyOfTests([test])));
  return [...one, ...other.filter((test) => !known.has(keyOfTests([test])))];
}
