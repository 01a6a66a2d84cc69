import { SentinelAlertRuleScheduled } from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-scheduled";
import { Construct } from "constructs";
import { describeDetection } from "../compiler/description";
import type { RuleInput } from "../compiler/load-rule";
import { TRIGGER_OPERATORS } from "../compiler/targets/sentinel/capabilities";
import type { Verdict } from "../compiler/verdict";
import { compiledRule } from "./compiled-rule";
import { named } from "./resource-name";
import { terraformText } from "./terraform-text";

export interface SentinelDetectionProps {
  /** The rule: the path of its file, its YAML text, or the document as an object. */
  readonly rule: RuleInput;
  /** Resource id of the Log Analytics workspace that Sentinel runs on; may be a token. */
  readonly workspaceId: string;
  /**
   * Deploy the rule also where its query matches more than the rule says.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: "wider";
  /**
   * Whether the rule runs.
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * A detection on Azure: a scheduled analytic rule of Microsoft Sentinel. A rule that cannot be deployed
 * fails the synthesis with its reasons.
 */
export class SentinelDetection extends Construct {
  /** How faithful the query is; undefined where the rule is refused. */
  public readonly verdict: Verdict | undefined;
  /** Undefined where the rule is refused. */
  public readonly alertRule: SentinelAlertRuleScheduled | undefined;

  constructor(scope: Construct, id: string, props: SentinelDetectionProps) {
    super(scope, id);
    const rule = compiledRule(this, props.rule, "sentinel", props.accept);
    if (rule === undefined) return;
    const { detection, compiled, output } = rule;
    this.verdict = compiled.verdict ?? undefined;
    this.alertRule = new SentinelAlertRuleScheduled(this, "Rule", {
      name: rule.id,
      displayName: terraformText(detection.title),
      description: terraformText(describeDetection(detection, compiled)),
      logAnalyticsWorkspaceId: props.workspaceId,
      enabled: props.enabled ?? true,
      severity: output.severity,
      query: terraformText(output.query),
      queryFrequency: output.queryFrequency,
      queryPeriod: output.queryPeriod,
      triggerOperator: TRIGGER_OPERATORS[output.triggerOperator],
      triggerThreshold: output.triggerThreshold,
      tactics: [...output.tactics],
      // The provider refuses an empty list.
      ...(output.techniques.length === 0 ? {} : { techniques: [...output.techniques] }),
      entityMapping: output.entityMappings.map(({ entityType, fieldMappings }) => ({
        entityType: terraformText(entityType),
        fieldMapping: fieldMappings.map(({ identifier, columnName }) => ({
          identifier: terraformText(identifier),
          columnName: terraformText(columnName),
        })),
      })),
    });
    named(this.alertRule);
  }
}
