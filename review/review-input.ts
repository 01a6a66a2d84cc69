import type { CompiledRule } from "../compiler/compile";
import type { Diagnostics } from "../compiler/core/diagnostic";
import { logSourceOf } from "../compiler/ir/rule";
import type { EngineName } from "../compiler/run/engine";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import { foundBy, hasRun, type Outcome } from "../compiler/run/rule-tests/outcome";
import { runTests, type TestResult } from "../compiler/run/rule-tests/run-tests";
import type { TestOutcome } from "./model";
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
  const tests = loadTests(path, diagnostics, logSourceOf(rule.detection));
  return tests && runTests(rule, tests).results.map(outcomeOf);
}

function outcomeOf({ test, outcomes }: TestResult): TestOutcome {
  const on = (engine: EngineName) => matchOf(outcomes.find((each) => each.engine === engine));
  return {
    name: test.name,
    expected: test.kind === "event" ? test.match : Number(test.alert) > 0,
    reference: on("reference"),
    cloudwatch: on("cloudwatch"),
    sentinel: on("sentinel"),
    failed: outcomes.some(({ kind }) => kind === "failed"),
  };
}

function matchOf(outcome: Outcome | undefined): boolean | null {
  return outcome !== undefined && hasRun(outcome) ? Number(foundBy(outcome)) > 0 : null;
}
