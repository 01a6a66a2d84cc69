import { Diagnostics } from "../../../../compiler/core/diagnostic";
import type { Json } from "../../../../compiler/core/json";
import type { Correlation, ResolvedRule, Schedule } from "../../../../compiler/ir/rule";
import type { Expression } from "../../../../compiler/ir/expression";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { LOG_SOURCES } from "../../../../compiler/log-sources/registry";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import {
  compileCloudWatch,
  type CloudWatchOutput,
} from "../../../../compiler/targets/cloudwatch/compile";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { read } from "./read";

export const MODEL = CLOUDTRAIL;

const RULE = `title: A rule
id: 6f9d1c52-7f0e-4a5b-9a43-0c8f6f6f0f10
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: CreateUser }
  condition: selection
`;

/** The detection of a rule's text. */
export function loaded(text: string): ResolvedRule {
  const diagnostics = new Diagnostics();
  const detection = loadRule(text, diagnostics);
  if (detection === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return detection;
}

const base = loaded(RULE);

/** A detection that matches an expression. */
export function detectionOf(
  expression: Expression,
  schedule: Partial<Schedule> = {},
): ResolvedRule & { readonly matches: { readonly kind: "expression" } } {
  return {
    ...base,
    schedule: { ...base.schedule, ...schedule },
    matches: { kind: "expression", logSource: logSource(), expression, selections: new Map() },
  };
}

/** A detection that counts what expressions match. */
export function correlationOf(
  rules: readonly Expression[],
  correlation: Omit<Correlation, "rules">,
): ResolvedRule {
  const counted = { ...correlation, rules: rules.map((each) => detectionOf(each)) };
  return {
    ...base,
    matches: { kind: "correlation", logSource: logSource(), correlation: counted },
  };
}

function logSource() {
  const [source] = LOG_SOURCES;
  if (source === undefined) throw new Error("there is a log source");
  return source;
}

/** What is deployed, where it must be something. */
export function outputOf(detection: ResolvedRule): CloudWatchOutput {
  const compiled = compileCloudWatch(detection);
  if (compiled.output === null) throw new Error(JSON.stringify(compiled.reasons));
  return compiled.output;
}

/** How many of the filters, as printed and read back, count an event. */
export function counter({ filters }: CloudWatchOutput): (event: Json) => number {
  const tests = filters.map(({ pattern }) => patternMatcher(read(pattern)));
  return (event) => tests.filter((test) => test(event)).length;
}
