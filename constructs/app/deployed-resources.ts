import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import type { CompiledRule } from "../../compiler/compile";
import type { LogGroupUse } from "../../compiler/targets/cloudwatch/log-group";
import type { EventBusUse } from "../../compiler/targets/eventbridge/compile";
import type { WorkspaceUse } from "../../compiler/targets/sentinel/rule/workspace";
import type { DetectionSettings } from "../props/settings";

/** A detection on AWS, as far as it takes of what others share. */
export interface OnCloudWatch extends CompiledRule {
  readonly scope: Construct;
  readonly settings: DetectionSettings;
  readonly provider: TerraformProvider | undefined;
  readonly logGroupNames: readonly string[];
  readonly filterNames: readonly string[];
  readonly metric: { readonly name: string; readonly namespace: string };
  /** The metrics that there are: that one, or its parts. */
  readonly metricNames: readonly string[];
  readonly alarmName: string;
  readonly uses: LogGroupUse;
}

/** A detection on Azure, as far as it takes of what others share. */
export interface OnSentinel extends CompiledRule {
  readonly scope: Construct;
  readonly settings: DetectionSettings;
  readonly workspaceId: string;
  readonly ruleName: string;
  readonly uses: WorkspaceUse;
}

/** A detection on an event bus, as far as it takes of what others share. */
export interface OnEventBridge extends CompiledRule {
  readonly scope: Construct;
  readonly settings: DetectionSettings;
  readonly provider: TerraformProvider | undefined;
  readonly eventBus: string | undefined;
  readonly ruleNames: readonly string[];
  readonly machineName: string;
  /** Of the alarm on what fails, and of the one on the matches, where they are counted. */
  readonly alarmNames: readonly string[];
  /** Of the matches; undefined where none are counted. */
  readonly metric: { readonly name: string; readonly namespace: string } | undefined;
  readonly topics: readonly string[];
  readonly uses: EventBusUse;
}

/** What is there already, outside this app. */
export interface ExistingInLogGroup {
  readonly scope: Construct;
  readonly provider: TerraformProvider | undefined;
  readonly logGroupName: string;
  readonly uses: LogGroupUse;
}
export interface ExistingInWorkspace {
  readonly scope: Construct;
  readonly workspaceId: string;
  readonly uses: WorkspaceUse;
  /** @default - the service's limit */
  readonly scheduledMax?: number;
}

/** Everything in one construct tree that has to fit together. */
export interface DeployedResources {
  readonly cloudwatch: OnCloudWatch[];
  readonly sentinel: OnSentinel[];
  readonly eventbridge: OnEventBridge[];
  readonly logGroups: ExistingInLogGroup[];
  readonly workspaces: ExistingInWorkspace[];
}

/** Something that keeps an app from being synthesised. */
export interface Problem {
  /** Path of the construct. */
  readonly scope: string;
  /** `path:line:column code message`, or without a place where no rule's file is to blame. */
  readonly text: string;
}
