import { gateCodes } from "../cli/messages";
import type { Explanation } from "../cli/codes";
import { compile, compiledRule } from "../compiler/compile";
import type { CodeFacts, Example } from "../compiler/core/code";
import { Diagnostics, type Severity } from "../compiler/core/diagnostic";
import { ruleText } from "../compiler/core/example";
import { queryCodes } from "../compiler/kql/messages";
import { LINTS } from "../compiler/lint/lints";
import { LOG_SOURCES } from "../compiler/log-sources/registry";
import { loadCodes } from "../compiler/load/messages";
import { armCodes } from "../compiler/rule/arm/messages";
import { logSourceText } from "../compiler/rule/log-source";
import { ruleCodes } from "../compiler/rule/messages";
import { loadRule } from "../compiler/rule-set/load-rule";
import { loadRules } from "../compiler/rule-set/load-rules";
import { historyCodes } from "../compiler/run/backtest/busy";
import { parseTests } from "../compiler/run/rule-tests/load-tests";
import { exampleCodes } from "../compiler/run/example/messages";
import { testCodes } from "../compiler/run/rule-tests/messages";
import { reportGate, reportTests, runTests } from "../compiler/run/rule-tests/run-tests";
import { sigmaCodes } from "../compiler/sigma/messages";
import { referenceCodes } from "../compiler/sigma/reference-messages";
import { cloudwatchCodes } from "../compiler/targets/cloudwatch/reasons";
import { eventBridgeCodes } from "../compiler/targets/eventbridge/reasons";
import { insightsCodes } from "../compiler/targets/logs-insights/reasons";
import { reportRefusal } from "../compiler/targets/refusal";
import { sentinelCodes } from "../compiler/targets/sentinel/reasons";
import { TARGETS } from "../compiler/targets/verdict";
import { constructCodes } from "../constructs/app/messages";
import { policyCodes } from "../policy/messages";
import { reviewCodes } from "../review/messages";

/** Every table of codes, by the room that says them. */
export const TABLES: Readonly<Record<string, Readonly<Record<string, CodeFacts>>>> = {
  load: loadCodes,
  arm: armCodes,
  sigma: sigmaCodes,
  references: referenceCodes,
  rule: ruleCodes,
  lint: Object.fromEntries(LINTS.map((lint) => [lint.code, lint])),
  cloudwatch: cloudwatchCodes,
  eventbridge: eventBridgeCodes,
  sentinel: sentinelCodes,
  kql: queryCodes,
  "logs-insights": insightsCodes,
  tests: testCodes,
  examples: exampleCodes,
  gates: gateCodes,
  history: historyCodes,
  constructs: constructCodes,
  review: reviewCodes,
  policy: policyCodes,
};

export const CODES: readonly (readonly [string, CodeFacts])[] = Object.values(TABLES)
  .flatMap((table) => Object.entries(table))
  .sort(([a], [b]) => (a < b ? -1 : 1));

/** What `explain` tells of a code; undefined where its example does not give it. */
export function explanationOf(code: string, facts: CodeFacts): Explanation | undefined {
  const { meaning, example } = facts;
  const said = saidBy(code, example);
  if (said === undefined) return undefined;
  const { severity = "note", message, fix = facts.fix } = said;
  const text = textOf(example);
  return {
    severity,
    meaning,
    ...(text === undefined ? {} : { example: text }),
    message,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The text that is shown: what it replaces in a plain rule, or whole documents. */
function textOf(example: Example): string | undefined {
  if (typeof example === "string") return example;
  if ("rule" in example) return example.rule;
  return "tests" in example ? example.tests : undefined;
}

interface Saying {
  /** A target's reason alone has none: the verdict decides what it leads to. */
  readonly severity?: Severity;
  readonly message: string;
  readonly fix?: string;
}

/** One for each log source: what is said where a log group is named needs no more. */
const LOG_GROUP_NAMES = Object.fromEntries(
  LOG_SOURCES.map((each) => [logSourceText(each), "/example"]),
);

/** What is really said under a code where its example is run. */
function saidBy(code: string, example: Example): Saying | undefined {
  if (typeof example === "object" && "code" in example) {
    return example.code === code ? { severity: "error", ...example } : undefined;
  }
  const diagnostics = new Diagnostics();
  const find = () => diagnostics.all.find((found) => found.code === code);
  const text = ruleText(
    typeof example === "string" ? example : "rule" in example ? example.rule : "",
  );
  const path = text.startsWith("{") ? "rules.json" : "rule.yml";
  const rules = loadRules([{ path, text }], diagnostics, { logGroupNames: LOG_GROUP_NAMES });
  if (typeof example === "string") {
    // What only a single rule is refused for.
    if (!diagnostics.hasErrors) loadRule(text, diagnostics);
    return find();
  }
  if ("tests" in example) {
    const tests = parseTests({ path: "rule.tests.yml", text: example.tests }, diagnostics);
    for (const { detection } of rules) {
      reportGate(detection, tests, "rule.tests.yml", diagnostics);
      if (tests) reportTests(runTests(compiledRule(detection), tests), tests, diagnostics);
    }
    return find();
  }
  const target = TARGETS.find((each) => each === example.target);
  const reasons = rules.flatMap(({ detection }) => {
    if (target === undefined) return [];
    const compiled = compile(detection, target, { regex: example.regex });
    reportRefusal(detection, compiled, diagnostics);
    return compiled.reasons;
  });
  return find() ?? reasons.find((reason) => reason.code === code);
}
