import { Construct } from "constructs";

import { checkKeysOf } from "../props/checks";
import type { DetectionPlacement } from "../props/detection-placement";
import type { DetectionSettings } from "../props/settings";
import { report } from "./app-diagnostics";
import { deployedWayOf } from "./aws-way";
import { checkOnLogGroups, CloudWatchResources, goesToLogGroup } from "./cloudwatch-resources";
import { checkOnEventBus, EventBridgeResources } from "./event-bridge-resources";
import type { RuleSource } from "./load-rule";
import { messages } from "./messages";
import { checkInWorkspace, SentinelResources } from "./sentinel-resources";

/** Where a rule goes, and with which settings. */
export interface Deployment extends DetectionSettings, DetectionPlacement {}

/** What a rule becomes on one cloud or both. Public members are those of `Detection`. */
export class DetectionResources extends Construct {
  /** A `CloudWatchDetection`; undefined where the rule is refused, or nothing goes to AWS. */
  public readonly cloudwatch: CloudWatchResources | undefined;
  /** An `EventBridgeDetection`; undefined where the rule is refused, or goes another way. */
  public readonly eventbridge: EventBridgeResources | undefined;
  /** A `SentinelDetection` a workspace; empty where the rule is refused, or nothing goes to Azure. */
  public readonly sentinel: SentinelResources[] = [];

  constructor(scope: Construct, id: string, props: Deployment, ruleOf: RuleSource) {
    super(scope, id);
    const rule = ruleOf(this);
    if (rule === undefined) return;
    const { logGroupName, awsProvider, azurermProvider, ...settings } = props;
    const way = deployedWayOf(rule, props);
    if (way === "eventbridge" && goesToEventBus(props)) {
      const onBus = {
        ...settings,
        ...(awsProvider === undefined ? {} : { provider: awsProvider }),
      };
      this.eventbridge = new EventBridgeResources(this, "EventBridge", onBus, (self) => {
        checkOnEventBus(self, onBus);
        return rule;
      });
    }
    if (way === "cloudwatch" && !goesToLogGroup(props) && goesToEventBus(props)) {
      const { verdict } = rule.compiled("cloudwatch", {});
      if (verdict !== "not-applicable") report(this, messages.noLogGroup(rule.detection.title));
    }
    if (way === "cloudwatch" && goesToLogGroup(props)) {
      const onAws = {
        ...settings,
        ...(awsProvider === undefined ? {} : { provider: awsProvider }),
        ...(logGroupName === undefined ? {} : { logGroupName }),
      };
      this.cloudwatch = new CloudWatchResources(this, "CloudWatch", onAws, (self) => {
        checkOnLogGroups(self, onAws);
        return rule;
      });
    }
    this.sentinel = workspacesOf(props).map(([childId, workspaceId]) => {
      const onAzure = {
        ...settings,
        ...(azurermProvider === undefined ? {} : { provider: azurermProvider }),
        workspaceId,
      };
      return new SentinelResources(this, childId, onAzure, (self) => {
        checkInWorkspace(self, onAzure);
        return rule;
      });
    });
  }
}

/** Reports places that are missing, and those with keys that construct ids cannot end with. */
export function checkPlaces(scope: Construct, props: Deployment): void {
  const { logGroupName, furtherLogGroups, furtherWorkspaces = {} } = props;
  checkKeysOf(scope, "furtherWorkspaces", furtherWorkspaces);
  if (logGroupName === undefined && furtherLogGroups !== undefined) {
    report(scope, messages.firstLogGroupMissing());
  } else if (!goesToLogGroup(props) && !goesToEventBus(props) && workspacesOf(props).length === 0) {
    report(scope, messages.nothingToDeployTo());
  }
}

/** Whether rules may go to an event bus: one is named, or a log group is, or it is the way that is asked for. */
export function goesToEventBus(
  props: Pick<Deployment, "awsTarget" | "eventBus" | "logGroupName" | "logGroupNames">,
): boolean {
  const { awsTarget, eventBus } = props;
  const asked = awsTarget === "eventbridge" || awsTarget === "exact-first";
  return asked || eventBus !== undefined || goesToLogGroup(props);
}

/** The workspaces with the ids of what is made for them. */
function workspacesOf({ workspaceId, furtherWorkspaces = {} }: DetectionPlacement) {
  const further = Object.entries(furtherWorkspaces).map(
    ([key, id]) => [`Sentinel-${key}`, id] as const,
  );
  return workspaceId === undefined ? further : [["Sentinel", workspaceId] as const, ...further];
}
