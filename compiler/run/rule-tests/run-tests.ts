import type { CompiledRule } from "../../compile";
import type { Diagnostics } from "../../core/diagnostic";
import { quote } from "../../core/message";
import type { ResolvedRule } from "../../ir/rule";
import { KqlError } from "../../kql/values/error";
import { expressionMatcher } from "../../reference/evaluate";
import { decisiveTests } from "../../targets/explanation";
import type { Verdict } from "../../targets/verdict";
import { ENGINES, engineOf, type Engine, type EngineName } from "../engine";
import { explain, type Explanation } from "../explain";
import type { RuleTest, RuleTests } from "./load-tests";
import { testMessages } from "./messages";
import { reportMisspeltFields } from "./misspelt-fields";

/** What one engine makes of one test. */
export type Outcome = {
  readonly engine: EngineName;
  readonly verdict: Verdict | null;
} & (
  | {
      /**
       * `passed`: as expected. `promised`: not as expected, but as the verdict promises, which is no
       * fault. `failed`: not as expected, or against what the verdict promises.
       */
      readonly kind: "passed" | "promised" | "failed";
      readonly matches: boolean;
      /** What the test says. */
      readonly expected: boolean;
      /** What the verdict promises; null where there is none, or it promises nothing. */
      readonly promised: boolean | null;
      /** Why it came out so; where the test failed on some engine. */
      readonly explanation?: Explanation;
    }
  /** Nothing is deployed there, so nothing can fail. */
  | { readonly kind: "skipped"; readonly why: string }
  /** Something is deployed that cannot be run here. */
  | { readonly kind: "not-run"; readonly why: string; readonly installable: boolean }
);

/** An outcome of an engine that ran. */
export type Ran = Extract<Outcome, { readonly matches: boolean }>;

export function hasRun(outcome: Outcome): outcome is Ran {
  return outcome.kind !== "skipped" && outcome.kind !== "not-run";
}

export interface TestResult {
  readonly test: RuleTest;
  readonly outcomes: readonly Outcome[];
}

/** Whether the tests show a selection both ways. */
export interface SelectionCoverage {
  readonly selection: string;
  /** Whether it holds for some test's event. */
  readonly holds: boolean;
  /** Whether it does not for some other. */
  readonly fails: boolean;
}

export interface RuleTestResult {
  readonly detection: ResolvedRule;
  /** What ran, or why it did not: the reference and each target, in the order of the outcomes. */
  readonly engines: readonly Engine[];
  readonly results: readonly TestResult[];
  readonly coverage: readonly SelectionCoverage[];
}

/** What an engine answers for a test's event, or why it has no answer. */
type Answer = boolean | string;

/**
 * Runs a rule's tests on the reference and on each target's printed text. The reference must do what
 * a test says; a target what its verdict promises: under `wider` it may match more than the test says,
 * by exactly the named conditions. A hand-written query must do what the test says. An engine
 * that answers with a promise is not run: nobody waits for it here.
 */
export function runTests(rule: CompiledRule, { tests }: RuleTests): RuleTestResult {
  const engines = ENGINES.map((name) => engineOf(rule, name));
  const answers = tests.map((test) =>
    engines.map((engine): Answer => {
      const answer = answerOf(engine, test);
      return answer instanceof Promise ? "its answer has to be waited for" : answer;
    }),
  );
  return resultOf(rule.detection, engines, tests, answers);
}

/** The same, for whoever can wait for an engine. */
export async function runTestsWaiting(
  rule: CompiledRule,
  { tests }: RuleTests,
): Promise<RuleTestResult> {
  const engines = ENGINES.map((name) => engineOf(rule, name));
  const asked = tests.map((test) => Promise.all(engines.map((engine) => answerOf(engine, test))));
  return resultOf(rule.detection, engines, tests, await Promise.all(asked));
}

function resultOf(
  detection: ResolvedRule,
  engines: readonly Engine[],
  tests: readonly RuleTest[],
  answers: readonly (readonly Answer[])[],
): RuleTestResult {
  const results = tests.map((test, nth): TestResult => {
    const ran = engines.map((engine, at) => ({
      engine,
      outcome: outcomeOf(engine, test, detection, answers[nth]?.[at] ?? false),
    }));
    const failed = ran.some(({ outcome }) => outcome.kind === "failed");
    // Side by side: where one engine fails, what all of them saw is told.
    const outcomes = ran.map(({ engine, outcome }): Outcome => {
      if (!failed || !hasRun(outcome)) return outcome;
      const explanation = explain(engine, test.event);
      return explanation === undefined ? outcome : { ...outcome, explanation };
    });
    return { test, outcomes };
  });
  return { detection, engines, results, coverage: coverageOf(detection, tests) };
}

function outcomeOf(
  engine: Engine,
  test: RuleTest,
  { matches: rule }: ResolvedRule,
  matches: Answer,
): Outcome {
  const { name, verdict } = engine;
  const about = { engine: name, verdict };
  switch (engine.kind) {
    case "refused": {
      const why = engine.reasons.map(({ message }) => message).join("; ");
      return { ...about, kind: "skipped", why: `${verdict}: ${why}` };
    }
    case "unreadable":
      // A rule with a query alone has no reference; that is no fault of its tests.
      if (name === "reference") return { ...about, kind: "skipped", why: engine.message };
      return {
        ...about,
        kind: "not-run",
        why: engine.message,
        installable: engine.installable ?? false,
      };
    case "ready": {
      if (typeof matches === "string") {
        return { ...about, kind: "not-run", why: matches, installable: false };
      }
      const own = engine.promised?.(test.event);
      // A query that was read for another cloud has no reference to say that it never misses.
      const promised = own === undefined ? null : own || (rule.kind === "query" && test.match);
      const expected = test.match;
      const kind =
        matches !== (promised ?? expected)
          ? "failed"
          : matches === expected
            ? "passed"
            : "promised";
      return { ...about, kind, matches, expected, promised };
    }
  }
}

/** An engine's answer, or what the KQL evaluator does not know. */
function answerOf(engine: Engine, { event }: RuleTest): Answer | Promise<Answer> {
  if (engine.kind !== "ready") return false;
  try {
    return engine.matches(event);
  } catch (error) {
    if (error instanceof KqlError) return error.message;
    throw error;
  }
}

function coverageOf(
  { matches }: ResolvedRule,
  tests: readonly RuleTest[],
): readonly SelectionCoverage[] {
  if (matches.kind !== "expression") return [];
  return [...matches.selections].map(([selection, expression]) => {
    const test = expressionMatcher(expression, matches.logSource.fields);
    const seen = tests.map(({ event }) => test(event));
    return { selection, holds: seen.includes(true), fails: seen.includes(false) };
  });
}

/** Reports what a rule's tests do not show: that it matches, and that it does not match all alike. */
export function reportGate(
  { source }: ResolvedRule,
  tests: RuleTests | undefined,
  path: string,
  diagnostics: Diagnostics,
): void {
  const start = { start: 0, end: 0 };
  if (tests === undefined) return diagnostics.report(source, start, testMessages.noTests(path));
  const has = (match: boolean) => tests.tests.some((each) => each.match === match);
  if (!has(true)) diagnostics.report(source, start, testMessages.noMatch());
  if (!has(false)) diagnostics.report(source, start, testMessages.noNearMiss());
}

/** Reports failed tests, each at its place, and fields of events that are misspelt. */
export function reportTests(
  { detection, results }: RuleTestResult,
  tests: RuleTests,
  diagnostics: Diagnostics,
): void {
  reportMisspeltFields(detection, tests, diagnostics);
  for (const { test, outcomes } of results) {
    for (const outcome of outcomes) {
      const { engine, kind } = outcome;
      if (kind === "failed") {
        const { matches, promised, explanation } = outcome;
        const why = explanation ? because(explanation) : "";
        const failed = promised === null ? testMessages.failed : testMessages.broken;
        diagnostics.report(tests.source, test.span, failed(engine, test.name, !matches, why));
      } else if (kind === "not-run") {
        const say = outcome.installable ? testMessages.notInstalled : testMessages.notRun;
        const message = say(engine, test.name, outcome.why);
        diagnostics.report(tests.source, test.span, message);
      }
    }
  }
}

/** More tests than these say nothing in one line; the explanation has them all. */
const MOST_DECISIVE = 2;

/** The tests that decided, where they are few. */
function because(explanation: Explanation): string {
  const tests = decisiveTests(explanation);
  if (tests.length > MOST_DECISIVE) return "";
  const words = tests.map(({ condition, holds, found }) => {
    const values = found.length === 0 ? "" : ` (${found.join(", ")})`;
    return `${quote(condition, Infinity)} ${holds ? "holds" : "does not hold"}${values}`;
  });
  return `: ${words.join(", ")}`;
}
