import { plural } from "../../compiler/core/message";
import { formatExplanation } from "../../compiler/run/explain";
import {
  foundBy,
  hasRun,
  outcomeWords,
  type Outcome,
  type Ran,
} from "../../compiler/run/rule-tests/outcome";
import type { TestResult } from "../../compiler/run/rule-tests/run-tests";

/** A test in lines: what the rule and each target's text made of its events, one below the other. */
export function outcomesText(result: TestResult): readonly string[] {
  const { test, outcomes } = result;
  const expected = outcomeWords(result, test.kind === "event" ? test.match : test.alert);
  const signs = test.kind === "event" ? " (+ holds, - does not)" : "";
  return [
    `${test.name}: expected ${expected}${signs}`,
    ...outcomes.flatMap((outcome) => outcomeText(outcome, result)),
  ];
}

function outcomeText(outcome: Outcome, result: TestResult): readonly string[] {
  const { engine, verdict } = outcome;
  const name = `  ${engine}${verdict === null ? "" : ` (${verdict})`}`;
  if (!hasRun(outcome)) return [`${name}: ${outcome.why}`];
  const head = `${name}: ${outcomeWords(result, foundBy(outcome))}${remark(outcome, result)}`;
  if ("alerts" in outcome) {
    const history = historyText(outcome, result);
    return history === "" ? [head] : [head, `    ${history}`];
  }
  const { explanation } = outcome;
  return [head, ...(explanation === undefined ? [] : formatExplanation(explanation, 2))];
}

/** Of how many events the alerts are made, when they came and for which groups. */
function historyText(
  { matches, alertTimes, groups }: Extract<Ran, { readonly alerts: number }>,
  { test, counts }: TestResult,
): string {
  const all = test.kind === "history" ? test.events.length : 1;
  const verb = counts ? (matches === 1 ? "counts" : "count") : matches === 1 ? "matches" : "match";
  const named = groups.map((group) => Object.values(group).map((text) => JSON.stringify(text)));
  return [
    ...(matches === null ? [] : [`${matches} of ${plural(all, "event")} ${verb}`]),
    ...(alertTimes.length === 0 ? [] : [`at ${alertTimes.join(", ")}`]),
    ...(named.length === 0 ? [] : [`for ${named.map((texts) => texts.join(" ")).join(", ")}`]),
  ].join(", ");
}

function remark({ kind, promised }: Ran, result: TestResult): string {
  switch (kind) {
    case "passed":
      return "";
    case "promised":
      return ", as its verdict promises";
    case "failed":
      return promised === null
        ? ", FAILED"
        : `, FAILED: its verdict promises ${outcomeWords(result, promised)}`;
  }
}
