import type { Diagnostics } from "../diagnostic";
import { ENGINES, engineOf, type Engine, type EngineName } from "../engine";
import { compileExpression } from "../evaluate/evaluate";
import { explain, type Explanation } from "../explain";
import type { Detection } from "../ir/detection";
import { KqlError } from "../targets/sentinel/error";
import type { Verdict } from "../verdict";
import type { RuleTest, RuleTests } from "./load-tests";
import { testMessages } from "./messages";

/** What one engine makes of one test. */
export type Outcome = {
  readonly engine: EngineName;
  readonly verdict: Verdict | null;
} & (
  | {
      readonly kind: "passed" | "failed";
      readonly matches: boolean;
      readonly expected: boolean;
      /** Why it came out so; of a failed test alone. */
      readonly explanation?: Explanation;
    }
  /** Nothing is deployed there, so nothing can fail. */
  | { readonly kind: "skipped"; readonly why: string }
  /** Something is deployed that cannot be run here. */
  | { readonly kind: "not-run"; readonly why: string }
);

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
  readonly detection: Detection;
  readonly results: readonly TestResult[];
  readonly coverage: readonly SelectionCoverage[];
}

/**
 * Runs a rule's tests on the reference and on each target's printed text. The reference must do what
 * a test says; a target what its verdict promises: under `wider` it may match more than the test says,
 * by exactly the named conditions. A query that somebody wrote must do what the test says.
 */
export function runTests(detection: Detection, { tests }: RuleTests): RuleTestResult {
  const engines = ENGINES.map((name) => engineOf(detection, name));
  const results = tests.map((test): TestResult => {
    const outcomes = engines.map((engine) => outcomeOf(engine, test));
    if (!outcomes.some(({ kind }) => kind === "failed")) return { test, outcomes };
    // Side by side: where one engine fails, what all of them saw is told.
    const explained = outcomes.map((outcome, index): Outcome => {
      if (outcome.kind !== "passed" && outcome.kind !== "failed") return outcome;
      const explanation = explain(detection, engines[index]!, test.event);
      return explanation === undefined ? outcome : { ...outcome, explanation };
    });
    return { test, outcomes: explained };
  });
  return { detection, results, coverage: coverageOf(detection, tests) };
}

function outcomeOf(engine: Engine, test: RuleTest): Outcome {
  const { name, verdict } = engine;
  const about = { engine: name, verdict };
  switch (engine.kind) {
    case "refused": {
      const why = engine.reasons.map(({ message }) => message).join("; ");
      return { ...about, kind: "skipped", why: `${verdict}: ${why}` };
    }
    case "unreadable":
      // A rule with a query alone has no reference; that is no fault of its tests.
      return { ...about, kind: name === "reference" ? "skipped" : "not-run", why: engine.message };
    case "ready": {
      const matches = attempt(() => engine.matches(test.event));
      if (typeof matches === "string") return { ...about, kind: "not-run", why: matches };
      const expected = engine.promised?.(test.event) ?? test.match;
      return { ...about, kind: matches === expected ? "passed" : "failed", matches, expected };
    }
  }
}

/** The result, or what the KQL evaluator does not know. */
function attempt(run: () => boolean): boolean | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof KqlError) return error.message;
    throw error;
  }
}

function coverageOf(
  { matches }: Detection,
  tests: readonly RuleTest[],
): readonly SelectionCoverage[] {
  if (matches.kind !== "expression") return [];
  return [...matches.selections].map(([selection, expression]) => {
    const test = compileExpression(expression, matches.logSource.fields);
    const seen = tests.map(({ event }) => test(event));
    return { selection, holds: seen.includes(true), fails: seen.includes(false) };
  });
}

/** Reports failed tests, each at its place. */
export function reportTests(
  { results }: RuleTestResult,
  tests: RuleTests,
  diagnostics: Diagnostics,
): void {
  for (const { test, outcomes } of results) {
    for (const outcome of outcomes) {
      const { engine, kind } = outcome;
      if (kind === "failed") {
        const promise = test.match === outcome.expected ? "" : ", which its verdict promises";
        diagnostics.report(
          tests.source,
          test.span,
          testMessages.failed(engine, test.name, outcome.expected, promise),
        );
      } else if (kind === "not-run") {
        const message = testMessages.notRun(engine, test.name, outcome.why);
        diagnostics.report(tests.source, test.span, message);
      }
    }
  }
}
