import { Diagnostics } from "../compiler/diagnostic";
import { formatExplanation } from "../compiler/explain";
import type { Detection } from "../compiler/ir/detection";
import { loadTests, testsPath } from "../compiler/rule-tests/load-tests";
import { testMessages } from "../compiler/rule-tests/messages";
import {
  reportTests,
  runTests,
  type Outcome,
  type RuleTestResult,
  type SelectionCoverage,
} from "../compiler/rule-tests/run-tests";
import type { ExitCode } from "./exit";
import { junitXml } from "./formats/junit";
import { print, printJson } from "./output";
import { plural, ruleName, rulesOf, tell, type RuleOptions } from "./rules";

export interface TestOptions extends RuleOptions {
  readonly format: "text" | "json" | "junit";
  /** Whether a rule needs a match and a near miss. */
  readonly gate: boolean;
}

interface Tested {
  readonly result: RuleTestResult;
  /** What the gate says of the rule. */
  readonly problems: readonly string[];
}

/** `test`: every rule's events through the rule and through what each target deploys. */
export function test(
  paths: readonly string[],
  { format, gate, ...options }: TestOptions,
): ExitCode {
  const diagnostics = new Diagnostics();
  const tested = rulesOf(paths, diagnostics, options).flatMap((detection) =>
    testRule(detection, gate, diagnostics),
  );
  tell(diagnostics.all);
  switch (format) {
    case "text":
      print(textOf(tested));
      break;
    case "json":
      printJson(tested.map(jsonOf));
      break;
    case "junit":
      print(junitXml(tested));
      break;
  }
  return diagnostics.hasErrors ? 1 : 0;
}

function testRule(
  detection: Detection,
  gate: boolean,
  diagnostics: Diagnostics,
): readonly Tested[] {
  const own = new Diagnostics();
  const path = testsPath(detection.source.path);
  const tests = loadTests(path, own);
  const result =
    tests === undefined ? { detection, results: [], coverage: [] } : runTests(detection, tests);
  if (tests !== undefined) reportTests(result, tests, own);
  const gates = new Diagnostics();
  if (gate && !own.hasErrors) {
    const span = { start: 0, end: 0 };
    if (tests === undefined) gates.report(detection.source, span, testMessages.noTests(path));
    else {
      const has = (match: boolean) => tests.tests.some((each) => each.match === match);
      if (!has(true)) gates.report(detection.source, span, testMessages.noMatch());
      if (!has(false)) gates.report(detection.source, span, testMessages.noNearMiss());
    }
  }
  const unread = tests === undefined ? own.all : [];
  diagnostics.take(own);
  diagnostics.take(gates);
  return [{ result, problems: [...unread, ...gates.all].map(({ message }) => message) }];
}

function textOf(tested: readonly Tested[]): string {
  const outcomes = tested.flatMap(({ result }) => result.results.flatMap((each) => each.outcomes));
  const count = (kind: Outcome["kind"]) => outcomes.filter((each) => each.kind === kind).length;
  const tests = tested.reduce((sum, { result }) => sum + result.results.length, 0);
  const totals = [
    plural(tested.length, "rule"),
    plural(tests, "test"),
    `${count("passed")} passed`,
    `${count("failed")} failed`,
    `${count("skipped") + count("not-run")} skipped`,
  ];
  return [...tested.flatMap(ruleText), totals.join(", ")].join("\n");
}

function ruleText({ result, problems }: Tested): readonly string[] {
  const { detection, results, coverage } = result;
  const bad = results.flatMap(({ test, outcomes }) =>
    outcomes.some(({ kind }) => kind === "failed")
      ? [
          `  ${test.name}: expected ${test.match ? "a match" : "no match"}`,
          ...outcomes.flatMap(outcomeText),
        ]
      : [],
  );
  const engines = results[0]?.outcomes.map(({ engine }) => engine) ?? [];
  const tally = engines.map((engine, index) => {
    const own = results.flatMap(({ outcomes }) => outcomes[index] ?? []);
    const wider = results.filter(({ test, outcomes }) => {
      const outcome = outcomes[index];
      return outcome?.kind === "passed" && outcome.matches && !test.match;
    }).length;
    const [first] = own;
    if (first?.kind === "skipped") return `${engine} skipped`;
    const passed = own.filter(({ kind }) => kind === "passed").length;
    return `${engine} ${passed}/${own.length}${wider > 0 ? ` (${wider} more than the rule)` : ""}`;
  });
  const open = coverage.flatMap(gapText);
  return [
    `${bad.length > 0 || problems.length > 0 ? "FAIL" : "ok  "} ${detection.source.path}: ${[...tally, ...problems].join(", ")}`,
    ...bad,
    ...open,
  ];
}

function outcomeText(outcome: Outcome): readonly string[] {
  if (outcome.kind === "skipped" || outcome.kind === "not-run") {
    return [`    ${outcome.engine}: ${outcome.why}`];
  }
  const { engine, kind, matches, explanation } = outcome;
  const said = `    ${engine}: ${matches ? "a match" : "no match"}${kind === "failed" ? ", FAILED" : ""}`;
  return [said, ...(explanation ? formatExplanation(explanation, 3) : [])];
}

function gapText({ selection, holds, fails }: SelectionCoverage): readonly string[] {
  if (holds && fails) return [];
  const never = !holds ? "never holds" : "always holds";
  return [`  not covered: \`${selection}\` ${never} in the tests`];
}

function jsonOf({ result, problems }: Tested) {
  const { detection, results, coverage } = result;
  return {
    rule: ruleName(detection),
    tests: results.map(({ test, outcomes }) => ({
      name: test.name,
      match: test.match,
      outcomes,
    })),
    coverage,
    problems,
  };
}
