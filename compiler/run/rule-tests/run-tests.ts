import type { CompiledRule } from "../../compile";
import type { Diagnostics } from "../../core/diagnostic";
import { quote } from "../../core/message";
import { countingOf, type ResolvedRule } from "../../ir/rule";
import { KqlError } from "../../kql/values/error";
import { expressionMatcher } from "../../reference/evaluate";
import { decisiveTests } from "../../targets/explanation";
import { CLOUDS } from "../../targets/verdict";
import { ENGINES, engineOf, type Engine } from "../engine";
import { explain, type Explanation } from "../explain";
import { eventsOf, type RuleTest, type RuleTests } from "./load-tests";
import { testMessages } from "./messages";
import { reportMisspeltFields } from "./misspelt-fields";
import { contrastWords, foundBy, hasRun, type Alerted, type Outcome, type Spoken } from "./outcome";
import { alertsOn, judgeHistory } from "./run-history";

export interface TestResult extends Spoken {
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

/** What an engine answers for a test's event or events, or why it has no answer. */
type Answer = boolean | Alerted | string;

/**
 * Runs a rule's tests on the reference and on each target's printed text. The reference must do what
 * a test says; a target what its verdict promises: under `wider` it may match more than the test says,
 * by exactly the named conditions. A hand-written query must do what the test says. Nobody waits here:
 * EventBridge, whose conditions answer with promises, is left out, and what else does so is not run.
 */
export function runTests(rule: CompiledRule, { tests }: RuleTests): RuleTestResult {
  const engines = (["reference", ...CLOUDS] as const).map((name) => engineOf(rule, name));
  const answers = tests.map((test) =>
    engines.map((engine): Answer => {
      const answer = answerOf(rule, engine, test);
      return answer instanceof Promise ? "its answer has to be waited for" : answer;
    }),
  );
  return resultOf(rule, engines, tests, answers);
}

/**
 * The same for whoever can wait for an engine, on EventBridge too: a way for who asks for it, so nothing
 * is said of it where a rule cannot go it, or nothing here can run it.
 */
export async function runTestsWaiting(
  rule: CompiledRule,
  { tests }: RuleTests,
): Promise<RuleTestResult> {
  const engines = ENGINES.map((name) => engineOf(rule, name)).filter(
    ({ name, kind }) => name !== "eventbridge" || kind === "ready",
  );
  const asked = tests.map((test) =>
    Promise.all(engines.map((engine) => answerOf(rule, engine, test))),
  );
  return resultOf(rule, engines, tests, await Promise.all(asked));
}

function resultOf(
  rule: CompiledRule,
  engines: readonly Engine[],
  tests: readonly RuleTest[],
  answers: readonly (readonly Answer[])[],
): RuleTestResult {
  const { detection } = rule;
  const counts = countingOf(detection) !== undefined;
  const results = tests.map((test, nth): TestResult => {
    const own = answers[nth] ?? [];
    const reference = own[engines.findIndex(({ name }) => name === "reference")];
    const ran = engines.map((engine, at) => ({
      engine,
      outcome: outcomeOf(engine, test, rule, own[at] ?? false, reference),
    }));
    const failed = ran.some(({ outcome }) => outcome.kind === "failed");
    // Side by side: where one engine fails, what all of them saw is told.
    const outcomes = ran.map(({ engine, outcome }): Outcome => {
      if (!failed || test.kind === "history" || !hasRun(outcome) || "alerts" in outcome) {
        return outcome;
      }
      const explanation = explain(engine, test.event);
      return explanation === undefined ? outcome : { ...outcome, explanation };
    });
    return { test, counts, outcomes };
  });
  return { detection, engines, results, coverage: coverageOf(detection, tests) };
}

function outcomeOf(
  engine: Engine,
  test: RuleTest,
  rule: CompiledRule,
  answer: Answer,
  reference: Answer | undefined,
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
      if (typeof answer === "string") {
        return { ...about, kind: "not-run", why: answer, installable: false };
      }
      if (test.kind === "history") {
        const found = typeof answer === "object" ? answer : NO_ALERT;
        const held = typeof reference === "object" ? reference : undefined;
        return { ...about, ...judgeHistory(test, rule, engine, found, held) };
      }
      const matches = answer === true;
      const isQuery = rule.detection.matches.kind === "query";
      const own = engine.promised?.(test.event);
      // A query that was read for another cloud has no reference to say that it never misses.
      const promised = own === undefined ? null : own || (isQuery && test.match);
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

const NO_ALERT: Alerted = { alerts: 0, alertTimes: [], groups: [], matches: null };

/** An engine's answer, or what the KQL evaluator does not know. */
function answerOf(rule: CompiledRule, engine: Engine, test: RuleTest): Answer | Promise<Answer> {
  if (engine.kind !== "ready") return false;
  if (test.kind === "history") return alertsOn(rule, engine.name, test);
  try {
    return engine.matches(test.event);
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
    const seen = tests.flatMap(eventsOf).map(test);
    return { selection, holds: seen.includes(true), fails: seen.includes(false) };
  });
}

/** Reports what a rule's tests do not show: that it matches, and that it does not match all alike. */
export function reportGate(
  detection: ResolvedRule,
  tests: RuleTests | undefined,
  path: string,
  diagnostics: Diagnostics,
): void {
  const { source, root } = detection;
  const start = { start: root.span.start, end: root.span.start };
  const counts = countingOf(detection) !== undefined;
  if (tests === undefined) return diagnostics.report(source, start, testMessages.noTests(path));
  const has = (match: boolean) =>
    tests.tests.some((each) =>
      each.kind === "event" ? each.match === match : Number(each.alert) > 0 === match,
    );
  if (!has(true)) diagnostics.report(source, start, testMessages.noMatch(counts));
  if (!has(false)) diagnostics.report(source, start, testMessages.noNearMiss(counts));
}

/** Reports failed tests, each at its place, and fields of events that are misspelt. */
export function reportTests(
  { detection, results }: RuleTestResult,
  tests: RuleTests,
  diagnostics: Diagnostics,
): void {
  reportMisspeltFields(detection, tests, diagnostics);
  for (const result of results) {
    const { test, outcomes } = result;
    for (const outcome of outcomes) {
      const { engine, kind } = outcome;
      if (kind === "failed") {
        const { promised, expected } = outcome;
        const found = foundBy(outcome);
        const why =
          "explanation" in outcome && outcome.explanation
            ? because(outcome.explanation)
            : engine === "sentinel" && comesTooLate(test, detection)
              ? ": an event arrives later than the rule's `ingestionDelay` allows"
              : "";
        const failed = promised === null ? testMessages.failed : testMessages.broken;
        const contrast = contrastWords(result, promised ?? expected, found);
        diagnostics.report(tests.source, test.span, failed(engine, test.name, contrast, why));
      } else if (kind === "not-run") {
        const say = outcome.installable ? testMessages.notInstalled : testMessages.notRun;
        const message = say(engine, test.name, outcome.why);
        diagnostics.report(tests.source, test.span, message);
      }
    }
  }
}

/** Whether an event comes later than the rule on Sentinel waits for any. */
function comesTooLate(test: RuleTest, { schedule }: ResolvedRule): boolean {
  return (
    test.kind === "history" &&
    test.events.some(({ at, arrived }) => arrived - at > schedule.ingestionDelay)
  );
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
