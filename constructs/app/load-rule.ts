import { Annotations } from "cdktf";
import type { Construct } from "constructs";

import { compiledRule, type CompiledRule, type Outputs } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadRule } from "../../compiler/rule-set/load-rule";
import { ruleMessages } from "../../compiler/rule/messages";
import type { RuleDocument } from "../../compiler/rule/schema";
import { ALARM_NOTIFIES } from "../../compiler/targets/alert-words";
import { reportCredit } from "../../compiler/targets/description";
import { reportRefusal } from "../../compiler/targets/refusal";
import type { AlertingTarget, Compiled, Target } from "../../compiler/targets/verdict";
import { hasNoTokens } from "../props/checks";
import { checkSettings, replacedKeys } from "../props/replaced-keys";
import type { CloudWatchPlacement } from "../props/placement";
import type { RuleProps } from "../props/rule";
import type { DetectionSettings, SingleRuleSettings } from "../props/settings";
import { diagnosticsOf, reportDiagnostics } from "./app-diagnostics";

/** How a construct comes by its rule: it loads it, or another has; undefined where that failed. */
export type RuleSource = (scope: Construct) => CompiledRule | undefined;

/** What is named beside the place that a rule goes to. */
type InLogGroups = Pick<CloudWatchPlacement, "logGroupNames">;

/** A rule that may be deployed: its id and its output are there. */
export interface Deployable<T extends Target> {
  readonly id: string;
  readonly rule: CompiledRule;
  readonly compiled: Compiled<Outputs[T]>;
  readonly output: Outputs[T];
}

/**
 * The construct's rule with its settings, loaded. What is wrong with it fails the synthesis, together
 * with what is wrong with all others; warnings become annotations.
 */
export function loadRuleOf(
  scope: Construct,
  { rule, placeholders, sentinelTables, logGroupNames }: RuleProps & InLogGroups,
  settings: DetectionSettings & SingleRuleSettings,
): CompiledRule | undefined {
  diagnosticsOf(scope).validateStackOf(scope);
  if (!hasNoTokens(scope, { rule, placeholders, sentinelTables })) return undefined;
  const diagnostics = new Diagnostics();
  const right = checkSettings(scope, settings, scope.node.path, diagnostics);
  const keys = right ? replacedKeys(settings) : {};
  const input = typeof rule === "string" ? rule : (rule as RuleDocument);
  const detection = loadRule(input, diagnostics, {
    placeholders,
    sentinelTables,
    logGroupNames,
    keys,
  });
  if (detection !== undefined) reportCredit(detection, diagnostics);
  if (detection !== undefined && detection.id === undefined) {
    diagnostics.report(detection.source, detection.root.span, ruleMessages.idMissing());
  }
  reportDiagnostics(scope, diagnostics);
  return detection === undefined || diagnostics.hasErrors ? undefined : compiledRule(detection);
}

/** What a cloud is given of a loaded rule. A refusal fails the synthesis, a `wider` verdict is annotated. */
export function deployable<T extends AlertingTarget>(
  scope: Construct,
  target: T,
  rule: CompiledRule,
  { accept, regex, auditor }: DetectionSettings,
): Deployable<T> | undefined {
  const { detection } = rule;
  const compiled = rule.compiled(target, { accept, regex, auditor });
  const diagnostics = new Diagnostics();
  reportRefusal(detection, compiled, diagnostics);
  diagnosticsOf(scope).addErrors(scope, diagnostics);
  const { id } = detection;
  if (compiled.verdict === "not-applicable") {
    diagnosticsOf(scope).notApplicable.push(rule);
    const why = compiled.reasons.map(({ message }) => message).join("; ");
    Annotations.of(scope).addInfo(`${detection.title}: not deployed to ${target}: ${why}`);
  }
  if (compiled.output === null || id === undefined) return undefined;
  if (compiled.verdict === "wider") {
    const dropped = compiled.reasons.map(({ message }) => `\n    not applied: ${message}`);
    Annotations.of(scope).addWarning(
      `${detection.title}: wider on ${target}: alerts on more than the rule says${dropped.join("")}${target === "cloudwatch" ? `\n    ${ALARM_NOTIFIES}` : ""}${diagnosticsOf(scope).reviewLink(detection)}`,
    );
  }
  return { id, rule, compiled, output: compiled.output };
}
