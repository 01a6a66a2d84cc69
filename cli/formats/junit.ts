import type { Diagnostic } from "../../compiler/core/diagnostic";
import {
  foundBy,
  isExpected,
  outcomeWords,
  type Outcome,
} from "../../compiler/run/rule-tests/outcome";
import type { RuleTestResult, TestResult } from "../../compiler/run/rule-tests/run-tests";
import { junitSuites, stemOf, unreadSuites, type Case, type Written } from "./junit-xml";
import { outcomesText } from "./outcomes";

/** A rule with its tests, as JUnit's suite; `problems` are gates that the rule fails. */
export interface Suite {
  readonly result: RuleTestResult;
  readonly problems: readonly string[];
}

/** The tests of rules as JUnit XML. */
export function junitXml(suites: readonly Suite[], errors: readonly Diagnostic[] = []): string {
  return junitSuites([...unreadSuites(errors), ...suites.map(suiteOf)], "mismatch");
}

function suiteOf(suite: Suite): Written {
  const { id, title, source } = suite.result.detection;
  const properties = [
    ["rule.id", id ?? ""],
    ["rule.title", title],
  ] as const;
  return { name: source.path, properties, cases: casesOf(suite) };
}

function casesOf({ result, problems }: Suite): readonly Case[] {
  const name = stemOf(result.detection.source.path);
  const tests = result.results.flatMap((each) =>
    each.outcomes.map((outcome) => ({
      name: each.test.name,
      classname: `${outcome.engine}.${name}`,
      ...stateOf(outcome, each),
    })),
  );
  const gates = problems.map((message): Case => ({
    name: "enough tests",
    classname: `gate.${name}`,
    kind: "failed",
    message,
  }));
  return [...tests, ...gates];
}

function stateOf(outcome: Outcome, result: TestResult) {
  switch (outcome.kind) {
    case "passed":
      return { kind: "passed" } as const;
    // No success, and no fault either: a build server shows it, and does not fail.
    case "promised": {
      const expected = outcomeWords(result, outcome.expected);
      const found = outcomeWords(result, foundBy(outcome));
      return {
        kind: "skipped",
        message: `expected ${expected}, got ${found}, as the verdict promises: ${outcome.verdict}`,
      } as const;
    }
    case "failed": {
      const { expected, promised } = outcome;
      const wanted = isExpected(outcome)
        ? `the verdict promises ${outcomeWords(result, promised ?? expected)}`
        : `expected ${outcomeWords(result, expected)}`;
      return {
        kind: "failed",
        message: `${wanted}, got ${outcomeWords(result, foundBy(outcome))}`,
        text: outcomesText(result).join("\n"),
      } as const;
    }
    case "not-run":
      if (outcome.installable) return { kind: "failed", message: outcome.why } as const;
      return { kind: "skipped", message: outcome.why } as const;
    case "skipped":
      return { kind: "skipped", message: outcome.why } as const;
  }
}
