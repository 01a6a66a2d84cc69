import type { Test } from "./ast";
import { holdsWhereAbsent } from "./evaluate-test";
import { someLeaf, type Formula, type Leaf } from "./formula";
import { intersection } from "./intersect";
import { keyOfTests } from "./print";

/** Leaves by path, all of which have to hold. */
export type Branch = ReadonlyMap<string, Leaf>;

/** A formula as alternatives that a pattern can have; without any, no event matches. */
export interface Spread {
  readonly branches: readonly Branch[];
  /** Whether they say all of it, not only what an event needs to have. */
  readonly isExact: boolean;
}

/** More alternatives than these are not spread out: what makes them is left out. */
const MOST_BRANCHES = 256;

/**
 * Spreads a formula so that each path stands once in each alternative. What cannot stand beside the rest
 * is left out, which only adds matches.
 */
export function spread(formula: Formula | boolean): Spread {
  let isExact = true;
  if (typeof formula === "boolean") return { branches: formula ? [NOTHING_ASKED] : [], isExact };

  function branchesOf(node: Formula): readonly Branch[] {
    switch (node.kind) {
      case "leaf":
        return [new Map([[node.path, node]])];
      case "or":
        return alternatives(node.operands.flatMap(branchesOf));
      case "and":
        // What tells most events apart first: where two cannot stand together, it stays.
        return node.operands
          .map(branchesOf)
          .reduce((one, other) => product(one, other), [NOTHING_ASKED]);
    }
  }

  /** Too many of them ask for what all name, and no more. */
  function alternatives(all: readonly Branch[]): readonly Branch[] {
    if (all.length <= MOST_BRANCHES) return joined(all);
    isExact = false;
    const [first = NOTHING_ASKED] = all;
    const path = [...first.keys()].find((each) => all.every((branch) => branch.has(each)));
    if (path === undefined) return [NOTHING_ASKED];
    return [new Map([[path, someLeaf(all.map((branch) => branch.get(path)!))]])];
  }

  function product(one: readonly Branch[], other: readonly Branch[]): readonly Branch[] {
    if (one.length * other.length > MOST_BRANCHES) {
      isExact = false;
      return one.length <= other.length ? one : other;
    }
    return joined(one.flatMap((left) => other.flatMap((right) => together(left, right) ?? [])));
  }

  /** Both, as far as one branch says both; undefined where no event can have both. */
  function together(one: Branch, other: Branch): Branch | undefined {
    const both = new Map(one);
    for (const [path, leaf] of other) {
      const known = both.get(path);
      if (known === undefined) {
        if ([...both.values()].some((each) => shareAnArray(each, leaf))) isExact = false;
        else both.set(path, leaf);
        continue;
      }
      if (keyOfTests(known.tests) === keyOfTests(leaf.tests)) continue;
      const tests =
        known.arrays.length + leaf.arrays.length > 0
          ? undefined
          : intersection(known.tests, leaf.tests);
      if (tests === undefined) isExact = false;
      else if (tests.length === 0) return undefined;
      else both.set(path, { ...known, tests });
    }
    return both;
  }

  return { branches: branchesOf(formula), isExact };
}

const NOTHING_ASKED: Branch = new Map();

/**
 * Whether two leaves would have to hold in one element of an array, which a rule does not ask
 * (reference 2.8). That a field is nowhere is asked of the whole event.
 */
function shareAnArray(one: Leaf, other: Leaf): boolean {
  if (one.tests.every(holdsWhereAbsent) || other.tests.every(holdsWhereAbsent)) return false;
  return one.arrays.some((array) => other.arrays.includes(array));
}

/** Branches that differ at one path become one, which has the tests of both. */
export function joined(branches: readonly Branch[]): readonly Branch[] {
  const all = [...branches];
  for (let index = 0; index < all.length; index += 1) {
    for (let next = index + 1; next < all.length;) {
      const one = union(all[index]!, all[next]!);
      if (one === undefined) {
        next += 1;
        continue;
      }
      all[index] = one;
      all.splice(next, 1);
      // What it differs from at one path now may stand before.
      next = index + 1;
    }
  }
  return all;
}

/** One branch for two that are alike but for one path, or of which one asks no more than the other. */
function union(one: Branch, other: Branch): Branch | undefined {
  if (one.size !== other.size) return undefined;
  const different: string[] = [];
  for (const [path, { tests }] of one) {
    const own = other.get(path);
    if (own === undefined) return undefined;
    if (keyOfTests(own.tests) !== keyOfTests(tests)) different.push(path);
  }
  const [path, ...more] = different;
  if (more.length > 0) return undefined;
  if (path === undefined) return one;
  return new Map([...one, [path, someLeaf([one.get(path)!, other.get(path)!])]]);
}

/** The tests of a branch at a path; none where it does not ask there. */
export function testsAt(branch: Branch, path: string): readonly Test[] {
  return branch.get(path)?.tests ?? [];
}
