import type { Json, JsonObject } from "../../core/json";
import { oncePer } from "../../core/once-per";
import { OPERATORS, RESERVED_IN_OR, type Conjunct, type EventPattern, type Test } from "./ast";

/** One value of a field's list. */
function printTest(test: Test): Json {
  switch (test.kind) {
    case "text":
      return test.text;
    case "number":
      return Number(test.text);
    case "constant":
      return test.value;
    case "exactly":
      return { exactly: test.text };
    case "prefix":
    case "suffix":
      return { [test.kind]: test.anyCase ? { "equals-ignore-case": test.text } : test.text };
    case "equalsIgnoreCase":
    case "wildcard":
      return { [OPERATORS[test.kind]]: test.text };
    case "exists":
      return { exists: test.value };
    case "numeric":
      return { numeric: test.bounds.flatMap(({ operator, number }) => [operator, Number(number)]) };
    case "cidr":
      return { cidr: test.network };
    case "anythingBut": {
      const { of, values } = test;
      if (of === "number") return { "anything-but": values.map(Number) };
      return { "anything-but": of === "text" ? values : { [OPERATORS[of]]: values } };
    }
  }
}

/** A test tells itself from others by this. */
export const keyOfTest = oncePer((test: Test) => JSON.stringify(printTest(test)));

/** Tests tell each other apart by this. */
export const keyOfTests = oncePer((tests: readonly Test[]) => `[${tests.map(keyOfTest).join()}]`);

/** A pattern as JSON; undefined where a field cannot stand inside `$or` and would have to. */
export function printPattern(pattern: EventPattern): JsonObject | undefined {
  return printed(pattern, 0, false);
}

/**
 * Some conjuncts, of whose paths the first steps are written already: what all of them ask stands once, and
 * beside it, as deep as it can, the rest of each.
 */
function printed(
  conjuncts: readonly Conjunct[],
  written: number,
  insideOr: boolean,
): JsonObject | undefined {
  const [first = NO_TESTS] = conjuncts;
  const shared = new Map(
    [...first].filter(([path, tests]) => conjuncts.every((each) => asks(each, path, tests))),
  );
  const rest = conjuncts.map(
    (each): Conjunct => new Map([...each].filter(([path]) => !shared.has(path))),
  );
  if (insideOr && [...shared.keys()].some(isReserved)) return undefined;
  let object: Tree = {};
  for (const [path, tests] of shared) {
    object = placed(object, path.split(".").slice(written), tests.map(printTest));
  }
  // One that asks no more than all do makes the others idle.
  if (conjuncts.length > 1 && rest.every(({ size }) => size > 0)) {
    const steps = commonSteps(rest.flatMap((each) => [...each.keys()]));
    const groups = grouped(rest).map((group) => printed(group, steps.length, true));
    const branches = groups.filter((group) => group !== undefined);
    if (branches.length < groups.length) return undefined;
    object = placed(object, [...steps.slice(written), "$or"], branches);
  }
  return object as JsonObject;
}

const NO_TESTS: Conjunct = new Map();

/** The steps that all paths begin with, and that end none of them. */
function commonSteps(paths: readonly string[]): readonly string[] {
  const [first = [], ...others] = paths.map((path) => path.split("."));
  let length = 0;
  while (
    [first, ...others].every((each) => each.length > length + 1 && each[length] === first[length])
  ) {
    length += 1;
  }
  return first.slice(0, length);
}

function asks(conjunct: Conjunct, path: string, tests: readonly Test[]): boolean {
  const own = conjunct.get(path);
  return own !== undefined && keyOfTests(own) === keyOfTests(tests);
}

/** Conjuncts that share a test, in groups by the test that most of them share. */
function grouped(conjuncts: readonly Conjunct[]): readonly (readonly Conjunct[])[] {
  const counts = new Map<string, number>();
  for (const conjunct of conjuncts) {
    for (const key of keysOf(conjunct)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most, count = 0] = [...counts].reduce<readonly [string, number]>(
    (best, each) => (each[1] > best[1] ? each : best),
    ["", 0],
  );
  if (count < 2) return conjuncts.map((each) => [each]);
  const inGroup = conjuncts.filter((each) => keysOf(each).includes(most));
  const others = conjuncts.filter((each) => !inGroup.includes(each));
  return [inGroup, ...(others.length === 0 ? [] : grouped(others))];
}

function keysOf(conjunct: Conjunct): readonly string[] {
  return [...conjunct].map(([path, tests]) => `${path} ${keyOfTests(tests)}`);
}

function isReserved(path: string): boolean {
  return path.split(".").some((name) => RESERVED_IN_OR.has(name));
}

interface Tree {
  readonly [name: string]: Tree | readonly Json[];
}

/** A tree with values at a path. */
function placed(tree: Tree, [name = "", ...rest]: readonly string[], tests: readonly Json[]): Tree {
  if (rest.length === 0) return { ...tree, [name]: tests };
  const child = Object.hasOwn(tree, name) ? tree[name] : undefined;
  const inner = child === undefined || Array.isArray(child) ? {} : (child as Tree);
  return { ...tree, [name]: placed(inner, rest, tests) };
}
