import { compile, compiledRule } from "../../compiler/compile";
import { Diagnostics, type Message } from "../../compiler/core/diagnostic";
import { loadRule } from "../../compiler/rule-set/load-rule";
import { loadRules } from "../../compiler/rule-set/load-rules";
import { parseTests } from "../../compiler/run/rule-tests/load-tests";
import { reportGate, reportTests, runTests } from "../../compiler/run/rule-tests/run-tests";
import { reportRefusal } from "../../compiler/targets/refusal";
import type { Reason, Target } from "../../compiler/targets/verdict";

/** What gives a code, and what to do about it where its message does not say so itself. */
export type ErrorExample = { readonly wayOut?: string } & (
  | { readonly kind: "load"; readonly text: string }
  | {
      readonly kind: "compile";
      readonly target: Target;
      readonly text: string;
      readonly regex?: false;
    }
  /** Tests of a rule. */
  | { readonly kind: "tests"; readonly text: string; readonly tests: string }
  /** What takes more than a rule's text to get there. */
  | { readonly kind: "said"; readonly said: Said }
);

export type Said = Pick<Message, "code" | "message" | "fix">;

/** Keys in place of those of a plain rule, or whole documents, that are not read without a mistake. */
export const load = (text: string, wayOut?: string) => example({ kind: "load", text }, wayOut);

/** The same that a target refuses, or takes only in part. */
export const onTarget = (target: Target, text: string, wayOut?: string) =>
  example({ kind: "compile", target, text }, wayOut);

export const withoutRegex = (text: string) =>
  example({ kind: "compile", target: "cloudwatch", text, regex: false });

export const withTests = (text: string, tests: string, wayOut?: string) =>
  example({ kind: "tests", text, tests }, wayOut);

export const said = (message: Said | Reason, wayOut?: string) =>
  example({ kind: "said", said: message }, wayOut);

function example(of: ErrorExample, wayOut: string | undefined = undefined): ErrorExample {
  return wayOut === undefined ? of : { ...of, wayOut };
}

function isJson(text: string): boolean {
  return text.startsWith("{");
}

/** A plain rule, of which an example replaces keys; `-key` leaves one out. */
const PLAIN: Readonly<Record<string, string>> = {
  title: "title: Something happened",
  status: "status: test",
  level: "level: low",
  logsource: "logsource: {product: aws, service: cloudtrail}",
  detection: "detection: {s: {eventName: CreateUser}, condition: s}",
};

function ruleText(written: string): string {
  if (isJson(written)) return `${written}\n`;
  const has = (key: string) => new RegExp(`^-?${key}\\b`, "m").test(written);
  const whole = /^(title|name): (?!\[|")/.test(written) || written.startsWith("#");
  const usual = Object.keys(PLAIN).flatMap((key) => (whole || has(key) ? [] : [PLAIN[key]]));
  return `${[...usual, written.replace(/^-\w+$/gm, "")].join("\n")}\n`;
}

/** What is really said under a code where an example is run; undefined where it is not. */
export function sayingOf(code: string, example: ErrorExample): Said | undefined {
  if (example.kind === "said") return example.said.code === code ? example.said : undefined;
  const diagnostics = new Diagnostics();
  const text = ruleText(example.text);
  const rules = loadRules([{ path: isJson(text) ? "rules.json" : "rule.yml", text }], diagnostics);
  switch (example.kind) {
    case "load":
      // What only a single rule is refused for.
      if (!diagnostics.hasErrors) loadRule(text, diagnostics);
      return find(code, diagnostics);
    case "compile": {
      const { target, regex } = example;
      const reasons = rules.flatMap(({ detection }) => {
        const compiled = compile(detection, target, { regex });
        reportRefusal(detection, compiled, diagnostics);
        return compiled.reasons;
      });
      return find(code, diagnostics) ?? reasons.find((reason) => reason.code === code);
    }
    case "tests": {
      const tests = parseTests({ path: "rule.tests.yml", text: example.tests }, diagnostics);
      for (const { detection } of rules) {
        reportGate(detection, tests, "rule.tests.yml", diagnostics);
        if (tests) reportTests(runTests(compiledRule(detection), tests), tests, diagnostics);
      }
      return find(code, diagnostics);
    }
  }
}

function find(code: string, diagnostics: Diagnostics): Said | undefined {
  return diagnostics.all.find((found) => found.code === code);
}
