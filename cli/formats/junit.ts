import { formatExplanation } from "../../compiler/explain";
import type { Outcome, RuleTestResult } from "../../compiler/rule-tests/run-tests";

/** A rule with its tests, as JUnit's suite; `problems` are gates that the rule fails. */
export interface Suite {
  readonly result: RuleTestResult;
  readonly problems: readonly string[];
}

type Case = { readonly name: string; readonly classname: string } & (
  | { readonly kind: "passed" }
  | { readonly kind: "failed" | "skipped"; readonly message: string; readonly text?: string }
);

/**
 * JUnit XML that both the Jenkins plugin's schema and its readers take: three decimals, properties on
 * suites only. Times are zero: the same run gives the same file.
 */
export function junitXml(suites: readonly Suite[]): string {
  const written = suites.map((suite) => ({ suite, cases: casesOf(suite) }));
  const all = written.flatMap(({ cases }) => cases);
  const count = (cases: readonly Case[], kind: Case["kind"]) =>
    cases.filter((each) => each.kind === kind).length;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="cdktf-detections" tests="${all.length}" failures="${count(all, "failed")}" errors="0" time="0.000">`,
    ...written.flatMap(({ suite: { result }, cases }) => [
      `  <testsuite name="${xml(result.detection.source.path)}" tests="${cases.length}" failures="${count(cases, "failed")}" errors="0" skipped="${count(cases, "skipped")}" time="0.000">`,
      `    <properties>`,
      `      <property name="rule.id" value="${xml(result.detection.id ?? "")}"/>`,
      `      <property name="rule.title" value="${xml(result.detection.title)}"/>`,
      `    </properties>`,
      ...cases.map(caseXml),
      `  </testsuite>`,
    ]),
    `</testsuites>`,
  ].join("\n");
}

function casesOf({ result, problems }: Suite): readonly Case[] {
  const name = result.detection.source.path.replace(/^.*[\\/]|\.ya?ml$/g, "");
  const tests = result.results.flatMap(({ test, outcomes }) =>
    outcomes.map((outcome) => ({
      name: test.name,
      classname: `${outcome.engine}.${name}`,
      ...stateOf(outcome),
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

function stateOf(outcome: Outcome) {
  switch (outcome.kind) {
    case "passed":
      return { kind: "passed" } as const;
    case "failed": {
      const words = (matches: boolean) => (matches ? "a match" : "no match");
      return {
        kind: "failed",
        message: `expected ${words(outcome.expected)}, got ${words(outcome.matches)}`,
        text: outcome.explanation ? formatExplanation(outcome.explanation).join("\n") : "",
      } as const;
    }
    case "skipped":
    case "not-run":
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
