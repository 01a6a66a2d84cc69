import { compiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { quote } from "../compiler/core/message";
import { logSourceOf, type ResolvedRule } from "../compiler/ir/rule";
import type { Engine } from "../compiler/run/engine";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import {
  foundBy,
  hasRun,
  isExpected,
  type Outcome,
  type Ran,
} from "../compiler/run/rule-tests/outcome";
import {
  reportGate,
  reportTests,
  runTestsWaiting,
  type RuleTestResult,
  type SelectionCoverage,
  type TestResult,
} from "../compiler/run/rule-tests/run-tests";
import { listedReason } from "../compiler/targets/verdict";
import type { ExitCode } from "./exit";
import { junitXml } from "./formats/junit";
import { outcomesText } from "./formats/outcomes";
import { yielding, print, printJson, printText } from "./output";
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
export async function test(
  paths: readonly string[],
  { format, gate, ...options }: TestOptions,
): Promise<ExitCode> {
  const diagnostics = new Diagnostics();
  const rules = withCounted(rulesOf(paths, diagnostics, options));
  const unread = diagnostics.all.filter(({ severity }) => severity === "error");
  const tested: Tested[] = [];
  for await (const detection of yielding(rules)) {
    tested.push(await testRule(detection, gate, diagnostics));
  }
  tell(diagnostics.all);
  const write: Readonly<Record<typeof format, () => void>> = {
    text: () => printText(textOf(tested)),
    json: () => printJson(tested.map(jsonOf)),
    junit: () => print(junitXml(tested, unread)),
  };
  write[format]();
  return diagnostics.hasErrors ? 1 : 0;
}

/** The rules, and those in files of their own that alert through a correlation alone. */
function withCounted(detections: readonly ResolvedRule[]): readonly ResolvedRule[] {
  const all = new Set(detections);
  for (const { matches, source } of detections) {
    if (matches.kind !== "correlation") continue;
    for (const rule of matches.correlation.rules) {
      if (rule.source.path !== source.path) all.add(rule);
    }
  }
  return [...all];
}

async function testRule(
  detection: ResolvedRule,
  gate: boolean,
  diagnostics: Diagnostics,
): Promise<Tested> {
  const own = new Diagnostics();
  const path = testsPath(detection.source.path);
  const tests = loadTests(path, own, logSourceOf(detection), detection.placeholders);
  const result =
    tests === undefined
      ? { detection, engines: [], results: [], coverage: [] }
      : await runTestsWaiting(compiledRule(detection), tests);
  const unread = own.all;
  if (tests !== undefined) reportTests(result, tests, own);
  const gates = new Diagnostics();
  if (gate && unread.length === 0) reportGate(detection, tests, path, gates);
  diagnostics.addAll(own);
  diagnostics.addAll(gates);
  return { result, problems: [...unread, ...gates.all].map(({ message }) => message) };
}

function textOf(tested: readonly Tested[]): string {
  const outcomes = tested.flatMap(({ result }) => result.results.flatMap((each) => each.outcomes));
  const ran = outcomes.filter(hasRun);
  const expected = ran.filter(isExpected).length;
  const tests = tested.reduce((sum, { result }) => sum + result.results.length, 0);
  const totals = [
    plural(tested.length, "rule"),
    plural(tests, "test"),
    `${expected} as expected`,
    `${ran.length - expected} not`,
    `${outcomes.length - ran.length} skipped`,
  ];
  return [...tested.flatMap(ruleText), totals.join(", "), ...verdictText(ran)].join("\n");
}

/** What verdicts promise, which is another thing than what tests expect; nothing where both agree. */
function verdictText(ran: readonly Ran[]): readonly string[] {
  const promised = ran.filter(({ kind }) => kind === "promised").length;
  const broken = ran.filter(({ kind, promised }) => kind === "failed" && promised !== null).length;
  if (promised + broken === 0) return [];
  return [`verdicts: ${promised} not as expected but as promised, ${broken} against the promise`];
}

function ruleText({ result, problems }: Tested): readonly string[] {
  const { detection, engines, results, coverage } = result;
  const failed = results.filter(({ outcomes }) => outcomes.some(({ kind }) => kind === "failed"));
  const tally = engines.map(({ name }, index) => {
    const own = results.flatMap(({ outcomes }) => outcomes[index] ?? []);
    if (own[0]?.kind === "skipped") return `${name} skipped`;
    const expected = own.filter(hasRun).filter(isExpected).length;
    const more = results.filter((each) => isSurplus(each, index)).length;
    return `${name} ${expected}/${own.length}${more > 0 ? ` (${more} more than the rule)` : ""}`;
  });
  const open = coverage.flatMap(gapText);
  const untested = results.some(({ outcomes }) =>
    outcomes.some((each) => each.kind === "not-run" && each.installable),
  );
  const bad = failed.length > 0 || problems.length > 0 || untested;
  const said = results.length === 0 && problems.length === 0 ? ["no tests"] : problems;
  return [
    `${bad ? "FAIL" : "ok  "} ${detection.source.path}: ${[...(results.length > 0 ? tally : []), ...said].join(", ")}`,
    ...failed.flatMap(outcomesText).map((line) => `  ${line}`),
    ...engines.flatMap((engine, index) => surplusText(engine, index, results)),
    ...open,
  ];
}

/** Whether an engine matches an event, or alerts on events, where the rule itself does not. */
function isSurplus({ outcomes }: TestResult, index: number): boolean {
  const found = (outcome: Outcome | undefined) =>
    outcome !== undefined && hasRun(outcome) ? Number(foundBy(outcome)) > 0 : undefined;
  return found(outcomes[0]) === false && found(outcomes[index]) === true;
}

/** What an engine matches beyond the rule, and what it leaves out. */
function surplusText(
  engine: Engine,
  index: number,
  results: readonly TestResult[],
): readonly string[] {
  const more = results.filter((each) => isSurplus(each, index));
  if (more.length === 0 || engine.kind !== "ready") return [];
  return [
    ...more.map(({ test }) => `  ${engine.name} also alerts on: ${test.name}`),
    ...engine.reasons.map(({ message }) => `  ${engine.name} leaves out ${message}`),
  ];
}

function gapText({ selection, holds, fails }: SelectionCoverage): readonly string[] {
  if (holds && fails) return [];
  const never = !holds ? "never holds" : "always holds";
  return [`  not covered: ${quote(selection, Infinity)} ${never} in the tests`];
}

function jsonOf({ result, problems }: Tested) {
  const { detection, engines, results, coverage } = result;
  return {
    rule: ruleName(detection),
    engines: engines.map((engine) => ({
      engine: engine.name,
      verdict: engine.verdict,
      ...(engine.kind === "unreadable"
        ? { why: engine.message }
        : { reasons: engine.reasons.map(listedReason) }),
    })),
    tests: results.map(({ test, outcomes }) => ({
      name: test.name,
      ...(test.kind === "event" ? { match: test.match } : { alert: test.alert }),
      outcomes,
    })),
    coverage,
    problems,
  };
}
