import { existsSync } from "node:fs";
import { compile } from "../compiler/compile";
import type { Diagnostics } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { loadTests, testsPath } from "../compiler/rule-tests/load-tests";
import { runTests, type Outcome, type TestResult } from "../compiler/rule-tests/run-tests";
import { armTemplate } from "../compiler/targets/sentinel/arm";
import type { EngineName } from "../compiler/engine";
import type { TestOutcome } from "./model";
import type { ReviewInput } from "./review-set";

/** What a review shows of a rule beside what it compiles to: its tests' outcomes, its ARM template. */
export function reviewInput(detection: Detection, diagnostics: Diagnostics): ReviewInput {
  const tests = outcomesOf(detection, diagnostics);
  const template = templateOf(detection);
  return {
    detection,
    ...(tests === undefined ? {} : { tests }),
    ...(template === undefined ? {} : { armTemplate: template }),
  };
}

/** The rule's tests, run; undefined where no file of tests lies beside it. */
function outcomesOf(
  detection: Detection,
  diagnostics: Diagnostics,
): readonly TestOutcome[] | undefined {
  const path = testsPath(detection.source.path);
  const tests = existsSync(path) ? loadTests(path, diagnostics) : undefined;
  return tests && runTests(detection, tests).results.map(outcomeOf);
}

function outcomeOf({ test, outcomes }: TestResult): TestOutcome {
  const on = (engine: EngineName) => matchOf(outcomes.find((each) => each.engine === engine));
  return {
    name: test.name,
    expected: test.match,
    reference: on("reference") ?? false,
    cloudwatch: on("cloudwatch"),
    sentinel: on("sentinel"),
  };
}

function matchOf(outcome: Outcome | undefined): boolean | null {
  return outcome?.kind === "passed" || outcome?.kind === "failed" ? outcome.matches : null;
}

function templateOf(detection: Detection): string | undefined {
  const { id } = detection;
  const { output } = compile(detection, "sentinel", { accept: "wider" });
  if (id === undefined || output === null) return undefined;
  return `${JSON.stringify(armTemplate([{ detection: { ...detection, id }, output }]), null, 2)}\n`;
}
