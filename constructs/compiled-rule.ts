import { Annotations } from "cdktf";
import type { Construct } from "constructs";

import { compiledRule, type CompiledRule, type Outputs } from "../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { loadRule } from "../compiler/rule-set/load-rule";
import { ruleMessages } from "../compiler/rule/messages";
import type { RuleDocument } from "../compiler/rule/schema";
import { ALARM_NOTIFIES } from "../compiler/targets/alert-words";
import { reportCredit } from "../compiler/targets/description";
import { reportRefusal } from "../compiler/targets/refusal";
import type { Compiled, Target } from "../compiler/targets/verdict";
import { areKnown } from "./arguments";
import { registerOf } from "./register";
import { checkSettings, replacedKeys } from "./replaced-keys";
import type { DetectionSettings, PlaceholderProps, SingleRuleSettings } from "./rule-settings";

/** A rule as a construct is given it. */
export interface RuleProps extends PlaceholderProps {
  /**
   * The rule: the path of its file, its YAML text, or its document as an object (`RuleDocument` is its
   * type). A text or file may hold what a correlation counts, and filters, beside the rule.
   */
  readonly rule: string | Record<string, unknown>;
}

/** A rule that may be deployed: its id and its output are there. */
export interface Deployable<T extends Target> {
  readonly id: string;
  readonly rule: CompiledRule;
  readonly detection: Detection;
  readonly compiled: Compiled<Outputs[T]>;
  readonly output: Outputs[T];
}

const HANDED_ON = new WeakMap<object, CompiledRule>();

/** What a loaded rule is handed on as from one construct to another; not loaded again. */
export function asRule(loaded: CompiledRule): Record<string, unknown> {
  const rule = { title: loaded.detection.title };
  HANDED_ON.set(rule, loaded);
  return rule;
}

/** Whether a rule, and all that is said with it, was checked by the construct that hands it on. */
export function isHandedOn({ rule }: RuleProps): boolean {
  return typeof rule === "object" && rule !== null && HANDED_ON.has(rule);
}

/**
 * The construct's rule with its settings, loaded. What is wrong with it fails the synthesis, together
 * with what is wrong with all others; warnings become annotations.
 */
export function loadedRule(
  scope: Construct,
  { rule, placeholders }: RuleProps,
  settings: DetectionSettings & SingleRuleSettings,
): CompiledRule | undefined {
  registerOf(scope).watch(scope);
  const handedOn = typeof rule === "string" ? undefined : HANDED_ON.get(rule);
  if (handedOn !== undefined) return handedOn;
  if (!areKnown(scope, { rule, placeholders })) return undefined;
  const diagnostics = new Diagnostics();
  const right = checkSettings(scope, settings, scope.node.path, diagnostics);
  const keys = right ? replacedKeys(settings) : {};
  const input = typeof rule === "string" ? rule : (rule as RuleDocument);
  const detection = loadRule(input, diagnostics, { placeholders, keys });
  if (detection !== undefined) reportCredit(detection, diagnostics);
  if (detection !== undefined && detection.id === undefined) {
    diagnostics.report(detection.source, detection.root.span, ruleMessages.idMissing());
  }
  tell(scope, diagnostics);
  return detection === undefined || diagnostics.hasErrors ? undefined : compiledRule(detection);
}

/** Errors fail the synthesis, warnings and notes are annotated. */
export function tell(scope: Construct, diagnostics: Diagnostics): void {
  registerOf(scope).takeFindings(scope, diagnostics);
  for (const found of diagnostics.all) {
    if (found.severity === "warning") Annotations.of(scope).addWarning(formatDiagnostic(found));
    if (found.severity === "note") Annotations.of(scope).addInfo(formatDiagnostic(found));
  }
}

/** Compiles a loaded rule for a cloud. A refusal fails the synthesis, a `wider` verdict is annotated. */
export function deployable<T extends "cloudwatch" | "sentinel">(
  scope: Construct,
  target: T,
  rule: CompiledRule,
  { accept, regex }: DetectionSettings,
): Deployable<T> | undefined {
  const { detection } = rule;
  const compiled = rule.compiled(target, { accept, regex });
  const diagnostics = new Diagnostics();
  reportRefusal(detection, compiled, diagnostics);
  registerOf(scope).takeErrors(scope, diagnostics);
  const { id } = detection;
  if (compiled.verdict === "not-applicable") {
    registerOf(scope).leftOut.push(rule);
    const why = compiled.reasons.map(({ message }) => message).join("; ");
    Annotations.of(scope).addInfo(`${detection.title}: not deployed to ${target}: ${why}`);
  }
  if (compiled.output === null || id === undefined) return undefined;
  if (compiled.verdict === "wider") {
    const dropped = compiled.reasons.map(({ message }) => `\n    not applied: ${message}`);
    Annotations.of(scope).addWarning(
      `${detection.title}: wider on ${target}: alerts on more than the rule says${dropped.join("")}${target === "cloudwatch" ? `\n    ${ALARM_NOTIFIES}` : ""}${registerOf(scope).reviewed(detection)}`,
    );
  }
  return { id, rule, detection, compiled, output: compiled.output };
}
