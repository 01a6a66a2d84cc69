import type { CompiledRule } from "../compiler/compile";
import type { Diagnostics } from "../compiler/core/diagnostic";
import type { Json } from "../compiler/core/json";
import { logSourceOf } from "../compiler/ir/rule";
import type { Engine, EngineName } from "../compiler/run/engine";
import { loadTests, testsPath, type HistoryTest } from "../compiler/run/rule-tests/load-tests";
import { foundBy, hasRun, isExpected, type Outcome } from "../compiler/run/rule-tests/outcome";
import { runTests, type TestResult } from "../compiler/run/rule-tests/run-tests";
import type { TestOutcome, Timeline } from "./model";
import type { ReviewRule } from "./options";
import type { ReviewInput } from "./review-rule";

/** A loaded rule with the outcomes of the test events beside it, where there are some. */
export function reviewInput(
  rule: ReviewRule & CompiledRule,
  diagnostics: Diagnostics,
): ReviewInput {
  const tests = outcomesOf(rule, diagnostics);
  return { ...rule, ...(tests === undefined ? {} : { tests }) };
}

/** The rule's tests, run; undefined where no file of tests lies beside it. */
function outcomesOf(
  rule: CompiledRule,
  diagnostics: Diagnostics,
): readonly TestOutcome[] | undefined {
  const path = testsPath(rule.detection.source.path);
  const tests = loadTests(
    path,
    diagnostics,
    logSourceOf(rule.detection),
    rule.detection.placeholders,
  );
  if (tests === undefined) return undefined;
  const { results, engines } = runTests(rule, tests);
  const reads = engines.find(({ kind }) => kind === "ready");
  return results.map((result) => outcomeOf(result, reads));
}

function outcomeOf(result: TestResult, reads: Engine | undefined): TestOutcome {
  const { test, outcomes, counts } = result;
  const of = (engine: EngineName) => outcomes.find((each) => each.engine === engine);
  const on = (engine: EngineName) => foundOn(of(engine));
  return {
    name: test.name,
    asks: test.kind === "history" ? "alert" : counts ? "count" : "match",
    expected: test.kind === "event" ? test.match : test.alert,
    reference: on("reference"),
    cloudwatch: on("cloudwatch"),
    sentinel: on("sentinel"),
    unexpected: outcomes.flatMap((each) =>
      hasRun(each) && !isExpected(each) ? [each.engine] : [],
    ),
    failed: outcomes.some(({ kind }) => kind === "failed"),
    ...(test.kind === "event" ? {} : { timeline: timelineOf(test, of, reads) }),
  };
}

function foundOn(outcome: Outcome | undefined): boolean | number | null {
  return outcome !== undefined && hasRun(outcome) ? foundBy(outcome) : null;
}

function timelineOf(
  { events }: HistoryTest,
  of: (engine: EngineName) => Outcome | undefined,
  reads: Engine | undefined,
): Timeline {
  const start = Math.min(...events.map(({ at }) => at));
  const alerts = (engine: EngineName) => {
    const outcome = of(engine);
    if (outcome === undefined || !("alertTimes" in outcome)) return null;
    return outcome.alertTimes.map((time) => Date.parse(time) / 1000 - start);
  };
  const counts = (event: Json) => {
    const answer = reads?.kind === "ready" ? reads.matches(event) : null;
    return typeof answer === "boolean" ? answer : null;
  };
  return {
    events: events.map(({ event, at, arrived }) => ({
      at: at - start,
      arrived: arrived - start,
      counts: counts(event),
    })),
    alerts: {
      reference: alerts("reference"),
      cloudwatch: alerts("cloudwatch"),
      sentinel: alerts("sentinel"),
    },
  };
}
