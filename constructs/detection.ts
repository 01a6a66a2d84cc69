import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

import { checkKeysOf } from "./arguments";
import { CloudWatchDetection } from "./cloudwatch-detection";
import { asRule, isHandedOn, loadedRule, type RuleProps } from "./compiled-rule";
import { messages } from "./messages";
import { areFormed, FORMS } from "./prop-forms";
import { registerOf } from "./register";
import type { CloudWatchPlacement, DetectionSettings, SingleRuleSettings } from "./rule-settings";
import { SentinelDetection } from "./sentinel-detection";

/** Where detections go: a log group, a workspace, or both. */
export interface DetectionPlacement extends CloudWatchPlacement {
  /**
   * Name of the log group that the trail writes to; may be a token.
   * @default - nothing is deployed to AWS
   */
  readonly logGroupName?: string;
  /**
   * Resource id of the Log Analytics workspace that Sentinel runs on; may be a token.
   * @default - nothing is deployed to Azure
   */
  readonly workspaceId?: string;
  /**
   * Further workspaces that get each rule too, by a short name of yours that stays in the names of their
   * resources; may be tokens.
   * @default - none
   */
  readonly furtherWorkspaces?: Record<string, string>;
  /**
   * Provider of the account and region of the log group.
   * @default - the stack's provider for AWS
   */
  readonly awsProvider?: TerraformProvider;
  /**
   * Provider of the workspaces' subscription.
   * @default - the stack's provider for Azure
   */
  readonly azurermProvider?: TerraformProvider;
}

export interface DetectionProps
  extends RuleProps, DetectionSettings, SingleRuleSettings, DetectionPlacement {}

/** One rule as a detection on AWS, on Azure, or on both. */
export class Detection extends Construct {
  /** Undefined where the rule is refused, or nothing goes to AWS. */
  public readonly cloudwatch: CloudWatchDetection | undefined;
  /** One a workspace; empty where the rule is refused, or nothing goes to Azure. */
  public readonly sentinel: SentinelDetection[] = [];

  constructor(scope: Construct, id: string, props: DetectionProps) {
    super(scope, id);
    if (!isHandedOn(props) && !areFormed(this, props, FORMS.detection)) return;
    const { logGroupName, furtherLogGroups } = props;
    const { awsProvider, azurermProvider, ...settings } = props;
    const workspaces = this.workspacesOf(props);
    if (logGroupName === undefined && furtherLogGroups !== undefined) {
      registerOf(this).report(this, messages.firstLogGroupMissing());
    } else if (logGroupName === undefined && workspaces.length === 0) {
      registerOf(this).report(this, messages.nothingToDeployTo());
    }
    const loaded = loadedRule(this, props, props);
    if (loaded === undefined) return;
    const rule = asRule(loaded);
    if (logGroupName !== undefined) {
      this.cloudwatch = new CloudWatchDetection(this, "CloudWatch", {
        ...settings,
        ...(awsProvider === undefined ? {} : { provider: awsProvider }),
        rule,
        logGroupName,
      });
    }
    this.sentinel = workspaces.map(([childId, workspace]) => {
      return new SentinelDetection(this, childId, {
        ...settings,
        ...(azurermProvider === undefined ? {} : { provider: azurermProvider }),
        rule,
        workspaceId: workspace,
      });
    });
  }

  /** The workspaces with the ids of what is made for them. */
  private workspacesOf({ workspaceId, furtherWorkspaces = {} }: DetectionPlacement) {
    checkKeysOf(this, "furtherWorkspaces", furtherWorkspaces);
    const further = Object.entries(furtherWorkspaces).map(
      ([key, id]) => [`Sentinel-${key}`, id] as const,
    );
    return workspaceId === undefined ? further : [["Sentinel", workspaceId] as const, ...further];
  }
}
