import type { OneOrMore } from "../lower";
import type { AnythingBut, Test } from "./ast";
import { keyOfTest } from "./print";

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

/** What is none of one list, and none of another, of one field becomes none of either. */
export function allOf(operands: OneOrMore<Formula>): Formula {
  const excluded = new Map<string, { readonly leaf: Leaf; readonly values: Set<string> }>();
  const others: Formula[] = [];
  for (const operand of operands.flatMap((each) =>
    each.kind === "and" ? each.operands : [each],
  )) {
    const but = butOf(operand);
    if (operand.kind !== "leaf" || but === undefined) {
      others.push(operand);
      continue;
    }
    const key = `${but.of} ${operand.path}`;
    const known = excluded.get(key);
    if (known === undefined) excluded.set(key, { leaf: operand, values: new Set(but.values) });
    else for (const value of but.values) known.values.add(value);
  }
  const merged = [...excluded.values()].map(({ leaf, values }): Leaf => ({
    ...leaf,
    tests: leaf.tests.map((test) =>
      test.kind === "anythingBut" ? { ...test, values: [...values] } : test,
    ),
  }));
  const all = [...others, ...merged];
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { kind: "and", operands: all };
}

/** What a leaf excludes, or lets be absent, where it asks for nothing else. */
function butOf(node: Formula): AnythingBut | undefined {
  if (node.kind !== "leaf" || node.arrays.length > 0 || node.tests.length !== 2) return undefined;
  const [but, absent] = node.tests;
  return but?.kind === "anythingBut" && absent?.kind === "exists" && !absent.value
    ? but
    : undefined;
}

/** Leaves of one field become one, which has the tests of all. */
export function someOf(operands: OneOrMore<Formula>): Formula {
  const leaves = new Map<string, Leaf[]>();
  const others: Formula[] = [];
  for (const operand of operands.flatMap((each) => (each.kind === "or" ? each.operands : [each]))) {
    if (operand.kind !== "leaf") {
      others.push(operand);
      continue;
    }
    const known = leaves.get(operand.path);
    if (known === undefined) leaves.set(operand.path, [operand]);
    else known.push(operand);
  }
  const all = [...[...leaves.values()].map(someLeaf), ...others];
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { kind: "or", operands: all };
}

/** One leaf for several of one field. */
export function someLeaf(leaves: readonly Leaf[]): Leaf {
  return {
    kind: "leaf",
    path: leaves[0]?.path ?? "",
    tests: distinct(leaves.flatMap(({ tests }) => tests)),
    arrays: [...new Set(leaves.flatMap(({ arrays }) => arrays))],
  };
}

/** Tests each once. */
export function distinct(tests: readonly Test[]): readonly Test[] {
  const all = new Map<string, Test>();
  for (const test of tests) if (!all.has(keyOfTest(test))) all.set(keyOfTest(test), test);
  return [...all.values()];
}
