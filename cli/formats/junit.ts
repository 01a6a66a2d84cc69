import { formatDiagnostic, type Diagnostic } from "../../compiler/core/diagnostic";
import {
  foundBy,
  isExpected,
  outcomeWords,
  type Outcome,
} from "../../compiler/run/rule-tests/outcome";
import type { RuleTestResult, TestResult } from "../../compiler/run/rule-tests/run-tests";
import { outcomesText } from "./outcomes";

/** A rule with its tests, as JUnit's suite; `problems` are gates that the rule fails. */
export interface Suite {
  readonly result: RuleTestResult;
  readonly problems: readonly string[];
}

/** A suite as it is written. */
interface Written {
  readonly name: string;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly Case[];
}

type Case = { readonly name: string; readonly classname: string } & (
  | { readonly kind: "passed" }
  | { readonly kind: "failed" | "skipped"; readonly message: string; readonly text?: string }
);

/**
 * JUnit XML that both the Jenkins plugin's schema and its readers take: three decimals, properties on
 * suites only. Times are zero: the same run gives the same file.
 */
export function junitXml(suites: readonly Suite[], errors: readonly Diagnostic[] = []): string {
  const written = [...unreadSuites(errors), ...suites.map(suiteOf)];
  const all = written.flatMap(({ cases }) => cases);
  const count = (cases: readonly Case[], kind: Case["kind"]) =>
    cases.filter((each) => each.kind === kind).length;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="cdktf-detections" tests="${all.length}" failures="${count(all, "failed")}" errors="0" time="0.000">`,
    ...written.flatMap(({ name, properties, cases }) => [
      `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${count(cases, "failed")}" errors="0" skipped="${count(cases, "skipped")}" time="0.000">`,
      `    <properties>`,
      ...properties.map(([key, value]) => `      <property name="${key}" value="${xml(value)}"/>`),
      `    </properties>`,
      ...cases.map(caseXml),
      `  </testsuite>`,
    ]),
    `</testsuites>`,
  ].join("\n");
}

/** Files whose rules cannot be tested: a build server must not take their silence for success. */
function unreadSuites(errors: readonly Diagnostic[]): readonly Written[] {
  return [...new Set(errors.map(({ path }) => path))].map((path) => {
    const own = errors.filter((each) => each.path === path);
    const message = `${own[0]?.code} ${own[0]?.message}`;
    const text = own.map(formatDiagnostic).join("\n");
    const classname = `gate.${stemOf(path)}`;
    const cases = [{ name: "can be read", classname, kind: "failed", message, text } as const];
    return { name: path, properties: [], cases };
  });
}

function suiteOf(suite: Suite): Written {
  const { id, title, source } = suite.result.detection;
  const properties = [
    ["rule.id", id ?? ""],
    ["rule.title", title],
  ] as const;
  return { name: source.path, properties, cases: casesOf(suite) };
}

function stemOf(path: string): string {
  return path.replace(/^.*[\\/]|\.(?:ya?ml|json)$/gi, "");
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

function caseXml(each: Case): string {
  const head = `    <testcase classname="${xml(each.classname)}" name="${xml(each.name)}" time="0.000"`;
  switch (each.kind) {
    case "passed":
      return `${head}/>`;
    case "skipped":
      return `${head}><skipped message="${xml(each.message)}"/></testcase>`;
    case "failed":
      return `${head}><failure type="mismatch" message="${xml(each.message)}">${text(each.text ?? "")}</failure></testcase>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text of an element; what XML 1.0 cannot hold becomes U+FFFD. */
function text(value: string): string {
  return (
    value
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
      .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char)
      .replace(/\r/g, "&#13;")
  );
}

/** Text of an attribute, whose line breaks a reader would take for blanks. */
function xml(value: string): string {
  return text(value).replace(/[\t\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}
