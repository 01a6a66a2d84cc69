import { SentinelAlertRuleNrt } from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-nrt";
import { SentinelAlertRuleScheduled } from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-scheduled";
import { Construct } from "constructs";
import type { Detection } from "../compiler/ir/detection";
import type { RuleInput } from "../compiler/load-rule";
import type { Verdict } from "../compiler/verdict";
import { compiledRule } from "./compiled-rule";
import { named } from "./resource-name";
import { commonArguments, scheduledArguments } from "./sentinel-arguments";

export interface SentinelDetectionProps {
  /**
   * The rule: the path of its file, its YAML text, the document as an object, or a detection of
   * `loadRules`, which has the filters of its set.
   */
  readonly rule: RuleInput | Detection;
  /** Resource id of the Log Analytics workspace that Sentinel runs on; may be a token. */
  readonly workspaceId: string;
  /**
   * Deploy the rule also where its query matches more than the rule says.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: "wider";
  /**
   * Values of the rule's `%placeholders%`.
   * @default - none: a rule that has one is refused
   */
  readonly placeholders?: Record<string, string[]>;
  /**
   * Whether the rule runs.
   * @default - what the rule's own `enabled` says, else true
   */
  readonly enabled?: boolean;
}

/**
 * A detection on Azure: a scheduled or near-real-time analytic rule of Microsoft Sentinel. A rule that
 * cannot be deployed fails the synthesis with its reasons.
 */
export class SentinelDetection extends Construct {
  /** How faithful the query is; undefined where the rule is refused. */
  public readonly verdict: Verdict | undefined;
  /** Undefined where the rule is refused. */
  public readonly alertRule: SentinelAlertRuleScheduled | SentinelAlertRuleNrt | undefined;

  constructor(scope: Construct, id: string, props: SentinelDetectionProps) {
    super(scope, id);
    const rule = compiledRule(this, "sentinel", props);
    if (rule === undefined) return;
    const { compiled, output } = rule;
    this.verdict = compiled.verdict ?? undefined;
    const common = {
      name: rule.id,
      logAnalyticsWorkspaceId: props.workspaceId,
      ...commonArguments(output),
      enabled: props.enabled ?? output.enabled,
    };
    this.alertRule = named(
      output.kind === "NRT"
        ? new SentinelAlertRuleNrt(this, "Rule", common)
        : new SentinelAlertRuleScheduled(this, "Rule", {
            ...common,
            ...scheduledArguments(output),
          }),
    );
  }
}
