import type { SentinelAlertRuleNrtConfig } from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-nrt";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { analyticRuleName } from "../../compiler/targets/names";
import type { SentinelOutput } from "../../compiler/targets/sentinel/compile";
import { LIMITS, RESOURCE_NAME } from "../../compiler/targets/sentinel/limits";
import { workspaceUseOf } from "../../compiler/targets/sentinel/rule/workspace";
import { checkName, checkNaming, checkWorkspace } from "../props/checks";
import type { NamingProps } from "../props/placement";
import type { SentinelSettings } from "../props/settings";
import { diagnosticsOf } from "./app-diagnostics";
import { importIfAsked } from "./import-block";
import { deployable, type RuleSource } from "./load-rule";
import { withProvenance } from "./provenance";
import { azurerm, hasProvider } from "./providers";
import { commonArguments, scheduledArguments } from "./sentinel-arguments";
import { terraformText } from "./terraform-text";

/** Where an analytic rule goes, and with which settings. */
export interface InWorkspace extends SentinelSettings, NamingProps {
  readonly workspaceId: string;
  readonly provider?: TerraformProvider;
}

/** What a rule becomes on Azure. Public members are those of `SentinelDetection`. */
export class SentinelResources extends Construct {
  /** How faithful the query is; undefined where the rule is refused. */
  public readonly verdict: string | undefined;
  /**
   * The provider's `SentinelAlertRuleScheduled` or `SentinelAlertRuleNrt`; undefined where the rule is
   * refused. Its id is `alertRule.getStringAttribute("id")`.
   */
  public readonly alertRule: TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: InWorkspace, ruleOf: RuleSource) {
    super(scope, id);
    const loaded = ruleOf(this);
    const rule = loaded && deployable(this, "sentinel", loaded, props);
    if (rule === undefined || !hasProvider(this, "azurerm")) return;
    const { compiled, output } = rule;
    this.verdict = compiled.verdict ?? undefined;
    const { namePrefix = "", workspaceId, provider } = props;
    const name = namePrefix + analyticRuleName(rule.rule.detection, rule.id);
    checkName(this, "analyticRule", name, RESOURCE_NAME);
    diagnosticsOf(this).deployed.sentinel.push({
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
    this.alertRule = withProvenance(rule.rule.detection, this.createRule(output, common));
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

/** Reports what Azure would refuse. */
export function checkInWorkspace(scope: Construct, props: InWorkspace): void {
  checkNaming(scope, props);
  checkWorkspace(scope, props.workspaceId);
}
