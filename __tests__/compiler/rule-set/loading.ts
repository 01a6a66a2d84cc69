import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Json } from "../../../compiler/core/json";
import type { ResolvedRule } from "../../../compiler/ir/rule";
import { expressionMatcher } from "../../../compiler/reference/evaluate";
import { loadRules, type LoadOptions } from "../../../compiler/rule-set/load-rules";

export const IDS = {
  first: "11111111-1111-4111-8111-111111111111",
  second: "22222222-2222-4222-8222-222222222222",
};

/** A rule about one call of IAM. */
export function rule(name: string, more = ""): string {
  return `title: About ${name}
name: ${name}
${more}status: test
level: low
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventSource: iam.amazonaws.com
    eventName: ${name}
  condition: selection
`;
}

export function correlation(lines: string, more = ""): string {
  return `title: Many of them
${more}status: test
level: high
correlation:
  ${lines.trim().replaceAll("\n", "\n  ")}
`;
}

export function filter(lines: string, logsource = "{product: aws, service: cloudtrail}"): string {
  return `title: Leave the pipeline out
logsource: ${logsource}
filter:
  ${lines.trim().replaceAll("\n", "\n  ")}
`;
}

export const documents = (...texts: readonly string[]) => texts.join("---\n");

export function load(inputs: readonly string[], options: LoadOptions = {}) {
  const diagnostics = new Diagnostics();
  const rules = loadRules(inputs, diagnostics, options).map(({ detection }) => detection);
  // Lints have tests of their own.
  const found = diagnostics.all
    .filter(({ code }) => !code.startsWith("DET4"))
    .map(({ code, line, column }) => `${code}@${line}:${column}`);
  return { rules, found, titles: rules.map(({ title }) => title), all: diagnostics.all };
}

export function counts({ matches }: ResolvedRule) {
  if (matches.kind !== "correlation") throw new Error("no correlation");
  return matches.correlation;
}

export function matchesEvent({ matches }: ResolvedRule, event: Json): boolean {
  if (matches.kind !== "expression") throw new Error("no expression");
  return expressionMatcher(matches.expression, matches.logSource.fields)(event);
}
