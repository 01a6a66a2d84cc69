import { mutate, mutationsOf, parses, type Mutation } from "./mutations";

export interface SourceText {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Mutant extends SourceText {
  readonly mutation: Mutation;
}

/**
 * What a file of the compiler does, by its path. Several layouts are covered, so that the measures of
 * two commits can be compared: the reference evaluator in `evaluate/` or `reference/`, what reads a
 * target's text back in a file `evaluate.ts` or in a folder, or beside it as once for Sentinel.
 */
const ROLES: readonly (readonly [role: string, path: RegExp])[] = [
  ["evaluate", /\/(evaluate|reference)\/|\/evaluate[^/]*\.ts$/],
  ["evaluate", /\/sentinel\/(compare|datetime|functions|typed)\.ts$/],
  ["print", /\/(print|escape)[^/]*\.ts$|\/print\//],
  ["lower", /\/(lower|compile)[^/]*\.ts$|\/lower\//],
];

/** A language of its own, read from hand-written queries: nothing is lowered to it or printed. */
const KQL_AS_WRITTEN = /\/(analyst|kql)\//;

/** The role and the target of a production file, or undefined if it is none to be mutated. */
export function groupOf(path: string): string | undefined {
  if (!path.startsWith("compiler/") || KQL_AS_WRITTEN.test(path)) return undefined;
  const role = ROLES.find(([, matched]) => matched.test(path))?.[0];
  const target = /\/targets\/(?!lower\/)([^/]+)\//.exec(path)?.[1] ?? "every target";
  return role === undefined ? undefined : `${role}, ${target}`;
}

/**
 * Mutants chosen by a seed: evenly over role and target, and within those over the kinds of mutation; each parses.
 * The same files, count and seed give the same mutants; fewer than `count` where there are no more.
 */
export function chooseMutants(
  files: readonly SourceText[],
  count: number,
  seed: number,
): readonly Mutant[] {
  const below = randomBelow(seed);
  const take = <T>(list: T[]): T | undefined =>
    list.length === 0 ? undefined : list.splice(below(list.length), 1)[0];
  let groups = grouped(files);
  const chosen: Mutant[] = [];
  while (groups.length > 0 && chosen.length < count) {
    for (const kinds of groups) {
      const kind = kinds[below(kinds.length)];
      const mutant = kind && take(kind);
      if (mutant === undefined || chosen.length === count) continue;
      if (parses(mutate(mutant.text, mutant.mutation))) chosen.push(mutant);
    }
    groups = groups
      .map((kinds) => kinds.filter((kind) => kind.length > 0))
      .filter((kinds) => kinds.length > 0);
  }
  return chosen;
}

/** By group, then by kind, both in the order of their names. */
function grouped(files: readonly SourceText[]): Mutant[][][] {
  const groups = new Map<string, Map<string, Mutant[]>>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const group = groupOf(file.path);
    if (group === undefined) continue;
    const kinds = entry(groups, group, new Map<string, Mutant[]>());
    for (const mutation of mutationsOf(file.text)) {
      entry(kinds, mutation.kind, []).push({ ...file, mutation });
    }
  }
  return sortedValues(groups).map(sortedValues);
}

function entry<T>(map: Map<string, T>, key: string, first: T): T {
  const value = map.get(key) ?? first;
  map.set(key, value);
  return value;
}

function sortedValues<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** Whole numbers from 0 up to a limit, which is not among them: Marsaglia's xorshift of 32 bits. */
function randomBelow(seed: number): (limit: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
