import type { SentinelAlertRuleNrtConfig } from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-nrt";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { analyticRuleName } from "../compiler/targets/names";
import type { SentinelOutput } from "../compiler/targets/sentinel/compile";
import { LIMITS, RESOURCE_NAME } from "../compiler/targets/sentinel/limits";
import { workspaceUseOf } from "../compiler/targets/sentinel/rule/workspace";
import { checkName, checkNaming, checkWorkspace } from "./arguments";
import { deployable, isHandedOn, loadedRule, type RuleProps } from "./compiled-rule";
import { importIfAsked } from "./import-block";
import { areFormed, FORMS } from "./prop-forms";
import { withProvenance } from "./provenance";
import { azurerm, hasProvider } from "./providers";
import { registerOf } from "./register";
import type { NamingProps, SentinelSettings, SingleRuleSettings } from "./rule-settings";
import { commonArguments, scheduledArguments } from "./sentinel-arguments";
import { terraformText } from "./terraform-text";

export interface SentinelDetectionProps
  extends RuleProps, SentinelSettings, SingleRuleSettings, NamingProps {
  /** Resource id of the Log Analytics workspace that Sentinel runs on; may be a token. */
  readonly workspaceId: string;
  /**
   * Provider of the workspace's subscription.
   * @default - the stack's provider for Azure
   */
  readonly provider?: TerraformProvider;
}

/**
 * A detection on Azure: a scheduled or near-real-time analytic rule of Microsoft Sentinel. A rule that
 * cannot be deployed fails the synthesis with its reasons.
 */
export class SentinelDetection extends Construct {
  /** How faithful the query is; undefined where the rule is refused. */
  public readonly verdict: string | undefined;
  /**
   * The provider's `SentinelAlertRuleScheduled` or `SentinelAlertRuleNrt`; undefined where the rule is
   * refused. Its id is `alertRule.getStringAttribute("id")`.
   */
  public readonly alertRule: TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: SentinelDetectionProps) {
    super(scope, id);
    if (!isHandedOn(props) && !areFormed(this, props, FORMS.sentinel)) return;
    checkNaming(this, props);
    checkWorkspace(this, props.workspaceId);
    const loaded = loadedRule(this, props, props);
    const rule = loaded && deployable(this, "sentinel", loaded, props);
    if (!hasProvider(this, "azurerm") || rule === undefined) return;
    const { compiled, output } = rule;
    this.verdict = compiled.verdict ?? undefined;
    const { namePrefix = "", workspaceId, provider } = props;
    const name = namePrefix + analyticRuleName(rule.detection, rule.id);
    checkName(this, "analyticRule", name, RESOURCE_NAME);
    registerOf(this).shared.sentinel.push({
      ...rule.rule,
      scope: this,
      settings: props,
      workspaceId,
      ruleName: name,
      uses: workspaceUseOf(output),
    });
    const common = {
      ...(provider === undefined ? {} : { provider }),
      name: terraformText(name),
      logAnalyticsWorkspaceId: workspaceId,
      ...commonArguments({ ...output, displayName: displayName(namePrefix, output) }),
      ...(props.shadow === true ? { incident: NO_INCIDENTS } : {}),
      enabled: output.enabled,
    };
    this.alertRule = withProvenance(rule.detection, this.createRule(output, common));
    const importId = `${workspaceId}/providers/Microsoft.SecurityInsights/alertRules/${common.name}`;
    importIfAsked(this.alertRule, "analyticRule", importId, props);
  }
  private createRule(
    output: SentinelOutput,
    common: SentinelAlertRuleNrtConfig,
  ): TerraformResource {
    if (output.kind === "NRT") {
      const { SentinelAlertRuleNrt } = azurerm.nrtRule();
      return new SentinelAlertRuleNrt(this, "Rule", common);
    }
    const { SentinelAlertRuleScheduled } = azurerm.scheduledRule();
    const config = { ...common, ...scheduledArguments(output) };
    return new SentinelAlertRuleScheduled(this, "Rule", config);
  }
}

/** The prefix, and of the rule's name what fits behind it. */
function displayName(prefix: string, { displayName: name }: SentinelOutput): string {
  return [...(prefix + name)].slice(0, LIMITS.nameMax.value).join("");
}

/** The provider asks for a grouping also where there is nothing to group. */
const NO_INCIDENTS = { createIncidentEnabled: false, grouping: { enabled: false } };
