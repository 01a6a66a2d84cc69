import { formatExplanation } from "../../compiler/run/explain";
import {
  hasRun,
  type Outcome,
  type Ran,
  type TestResult,
} from "../../compiler/run/rule-tests/run-tests";

export function matchText(matches: boolean): string {
  return matches ? "a match" : "no match";
}

/** A test in lines: what the rule and each target's text made of its event, one below the other. */
export function outcomesText({ test, outcomes }: TestResult): readonly string[] {
  return [
    `${test.name}: expected ${matchText(test.match)} (+ holds, - does not)`,
    ...outcomes.flatMap(outcomeText),
  ];
}

function outcomeText(outcome: Outcome): readonly string[] {
  const { engine, verdict } = outcome;
  const name = `  ${engine}${verdict === null ? "" : ` (${verdict})`}`;
  if (!hasRun(outcome)) return [`${name}: ${outcome.why}`];
  const { matches, explanation } = outcome;
  return [
    `${name}: ${matchText(matches)}${remark(outcome)}`,
    ...(explanation === undefined ? [] : formatExplanation(explanation, 2)),
  ];
}

function remark({ kind, promised }: Ran): string {
  switch (kind) {
    case "passed":
      return "";
    case "promised":
      return ", as its verdict promises";
    case "failed":
      return promised === null
        ? ", FAILED"
        : `, FAILED: its verdict promises ${matchText(promised)}`;
  }
}
