import { formatExplanation } from "../../compiler/explain";
import type { Outcome, TestResult } from "../../compiler/rule-tests/run-tests";

export function matchText(matches: boolean): string {
  return matches ? "a match" : "no match";
}

/** A test in lines: what the rule and each target's text made of its event, one below the other. */
export function outcomesText({ test, outcomes }: TestResult): readonly string[] {
  return [
    `${test.name}: expected ${matchText(test.match)} (+ holds, - does not)`,
    ...outcomes.flatMap((outcome) => outcomeText(outcome, test.match)),
  ];
}

function outcomeText(outcome: Outcome, wanted: boolean): readonly string[] {
  const { engine, verdict } = outcome;
  const name = `  ${engine}${verdict === null ? "" : ` (${verdict})`}`;
  if (outcome.kind === "skipped" || outcome.kind === "not-run") return [`${name}: ${outcome.why}`];
  const { kind, matches, explanation } = outcome;
  const passed = matches === wanted ? "" : ", as its verdict promises";
  return [
    `${name}: ${matchText(matches)}${kind === "failed" ? ", FAILED" : passed}`,
    ...(explanation === undefined ? [] : formatExplanation(explanation, 2)),
  ];
}
