import type { Json } from "../../compiler/core/json";
import {
  isPredicate,
  predicatesOf,
  type Expression,
  type Predicate,
} from "../../compiler/ir/expression";
import type { FieldModel } from "../../compiler/log-sources/field";
import { expressionMatcher } from "../../compiler/reference/evaluate";
import { candidatesOf, eventOf, type Candidates, type Choice } from "./candidate-events";
import { pathsOf } from "./candidates";

/** A test of a rule, and events on which it decides: all that differs is the value at its fields. */
export interface LeafWitness {
  readonly test: Predicate;
  /** An event that the rule matches; undefined where the search finds none that hangs on the test. */
  readonly matching: Json | undefined;
  /** Events beside it that the rule does not match, as the answers of this test and no other changed. */
  readonly alone: readonly Json[];
  /** Events beside it that the rule does not match, as the answers of this test and of others changed. */
  readonly together: readonly Json[];
  /** All events beside it. */
  readonly near: readonly Json[];
}

interface Search {
  readonly candidates: Candidates;
  /** Whether a test holds of an event that has nothing but these values of the test's paths. */
  readonly holds: (test: Predicate, choice: Choice) => boolean;
}

/** Answers that one search may ask for. */
const STEPS = 3_000;
/** Events that match, of which one is wanted that a test alone decides on. */
const TRIES = 8;

/** For every test of a rule, events on which the answer hangs on it. One written twice is one test. */
export function witnessesOf(rule: Expression, model: FieldModel): readonly LeafWitness[] {
  const search = searchFor(rule, model);
  const matches = expressionMatcher(rule, model);
  const leaves = new Map(predicatesOf(rule).map((test) => [meaningOf(test), test]));
  const matchers = new Map(
    [...leaves].map(([meaning, test]) => [meaning, expressionMatcher(test, model)]),
  );
  return [...leaves].map(([meaning, test]): LeafWitness => {
    const isTrue = expressionMatcher(test, model);
    const others = [...matchers].flatMap(([each, matcher]) => (each === meaning ? [] : [matcher]));
    let found: LeafWitness = { test, matching: undefined, alone: [], together: [], near: [] };
    let tries = 0;
    for (const choice of decidedBy(meaning, rule, search)) {
      const matching = eventOf(choice, search.candidates);
      if (!matches(matching)) continue;
      const near = variationsOf(choice, pathsOf(test), search);
      const answers = others.map((each) => each(matching));
      const isSame = (event: Json) => others.every((each, at) => each(event) === answers[at]);
      const missing = near.filter((event) => isTrue(event) !== isTrue(matching) && !matches(event));
      const alone = missing.filter(isSame);
      if (alone.length > 0 || (missing.length > 0 && found.matching === undefined)) {
        const together = missing.filter((event) => !isSame(event));
        found = { test, matching, alone, together, near };
      }
      tries += 1;
      if (alone.length > 0 || tries >= TRIES) break;
    }
    return found;
  });
}

function searchFor(rule: Expression, model: FieldModel): Search {
  const candidates = candidatesOf(rule, model);
  const known = new Map<Predicate, (choice: Choice) => boolean>();
  return {
    candidates,
    holds: (test, choice) => {
      const holds = known.get(test) ?? remembered(test, candidates);
      known.set(test, holds);
      return holds(choice);
    },
  };
}

function remembered(test: Predicate, candidates: Candidates): (choice: Choice) => boolean {
  const matches = expressionMatcher(test, candidates.model);
  const answers = new Map<string, boolean>();
  return (choice) => {
    const own = pathsOf(test).map((path): [string, number] => [path, choice.get(path) ?? 0]);
    const key = own.join();
    const answer = answers.get(key) ?? matches(eventOf(new Map(own), candidates));
    answers.set(key, answer);
    return answer;
  };
}

/** A test without the place where it is written. */
function meaningOf(test: Predicate): string {
  return JSON.stringify({ ...test, origin: undefined });
}

interface Requirement {
  readonly node: Expression;
  readonly wanted: boolean;
}

/** Choices with which the rule matches, and would not if a test had the other answer. */
function* decidedBy(meaning: string, rule: Expression, search: Search): Generator<Choice> {
  const budget = { steps: STEPS };
  const tests = predicatesOf(rule).filter((test) => meaningOf(test) === meaning);
  for (const answer of [true, false]) {
    const requirements = [
      ...tests.slice(0, 1).map((node) => ({ node, wanted: answer })),
      { node: assuming(rule, new Set(tests), answer), wanted: true },
      { node: assuming(rule, new Set(tests), !answer), wanted: false },
    ];
    yield* solve(requirements, new Map(), search, budget);
  }
}

/** The rule with the answer of some tests given. */
function assuming(node: Expression, tests: ReadonlySet<Expression>, answer: boolean): Expression {
  if (isPredicate(node)) return tests.has(node) ? { kind: "constant", value: answer } : node;
  switch (node.kind) {
    case "and":
    case "or": {
      const decides = { kind: "constant", value: node.kind === "or" } as const;
      const operands = node.operands
        .map((operand) => assuming(operand, tests, answer))
        .filter((operand) => operand.kind !== "constant" || operand.value === decides.value);
      return operands.some(({ kind }) => kind === "constant") ? decides : { ...node, operands };
    }
    case "not": {
      const operand = assuming(node.operand, tests, answer);
      return operand.kind === "constant"
        ? { kind: "constant", value: !operand.value }
        : { kind: "not", operand };
    }
    case "constant":
      return node;
  }
}

/** Every way to meet the requirements by what is still open, until the budget is spent. */
function* solve(
  [first, ...rest]: readonly Requirement[],
  choice: Choice,
  search: Search,
  budget: { steps: number },
): Generator<Choice> {
  if (first === undefined) return yield choice;
  const { node, wanted } = first;
  if (isPredicate(node)) {
    for (const option of optionsFor(pathsOf(node), choice, search)) {
      budget.steps -= 1;
      if (budget.steps < 0) return;
      if (search.holds(node, option) === wanted) yield* solve(rest, option, search, budget);
    }
    return;
  }
  switch (node.kind) {
    case "not":
      return yield* solve(
        [{ node: node.operand, wanted: !wanted }, ...rest],
        choice,
        search,
        budget,
      );
    case "constant":
      if (node.value === wanted) yield* solve(rest, choice, search, budget);
      return;
    case "and":
    case "or": {
      const each = node.operands.map((operand) => ({ node: operand, wanted }));
      if ((node.kind === "and") === wanted) {
        return yield* solve([...each, ...rest], choice, search, budget);
      }
      for (const one of each) yield* solve([one, ...rest], choice, search, budget);
      return;
    }
  }
}

function* optionsFor(
  [path, ...rest]: readonly string[],
  choice: Choice,
  search: Search,
): Generator<Choice> {
  if (path === undefined) return yield choice;
  if (choice.has(path)) return yield* optionsFor(rest, choice, search);
  for (const at of (search.candidates.values.get(path) ?? []).keys()) {
    yield* optionsFor(rest, new Map([...choice, [path, at]]), search);
  }
}

function variationsOf(choice: Choice, paths: readonly string[], search: Search): readonly Json[] {
  return paths.flatMap((path) =>
    [...(search.candidates.values.get(path) ?? []).keys()].map((at) =>
      eventOf(new Map([...choice, [path, at]]), search.candidates),
    ),
  );
}
