import type * as EventRules from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import type * as EventTargets from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type * as LogGroups from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type * as MetricFilters from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type * as MetricAlarms from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type * as QueryDefinitions from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import type * as CallerIdentity from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import type * as Partition from "@cdktf/provider-aws/lib/data-aws-partition";
import type * as Roles from "@cdktf/provider-aws/lib/iam-role";
import type * as RolePolicies from "@cdktf/provider-aws/lib/iam-role-policy";
import type * as KmsKeys from "@cdktf/provider-aws/lib/kms-key";
import type * as StateMachines from "@cdktf/provider-aws/lib/sfn-state-machine";
import type * as SnsTopics from "@cdktf/provider-aws/lib/sns-topic";
import type * as SnsTopicPolicies from "@cdktf/provider-aws/lib/sns-topic-policy";
import type * as Queues from "@cdktf/provider-aws/lib/sqs-queue";
import type * as QueuePolicies from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type * as NrtRules from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-nrt";
import type * as ScheduledRules from "@cdktf/provider-azurerm/lib/sentinel-alert-rule-scheduled";
import type { Construct } from "constructs";

import { report } from "./app-diagnostics";
import { messages } from "./messages";

/*
 * The resources of the clouds' providers. Each is loaded where one is made, for an app of one cloud has one
 * provider installed: the other is hundreds of megabytes. For the same reason no public type names them.
 */

/** The packages, as this package's `peerDependencies` name them. */
export const PROVIDERS = {
  aws: { name: "@cdktf/provider-aws", range: "^21.0.0" },
  azurerm: { name: "@cdktf/provider-azurerm", range: "^14.0.0" },
} as const;

/** Whether a provider's package is installed; where it is not, reports what to install. */
export function hasProvider(scope: Construct, provider: keyof typeof PROVIDERS): boolean {
  const { name, range } = PROVIDERS[provider];
  if (isInstalled(`${name}/package.json`)) return true;
  report(scope, messages.providerMissing(name, range));
  return false;
}

function isInstalled(file: string): boolean {
  try {
    require.resolve(file);
    return true;
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error) {
      if (error.code === "MODULE_NOT_FOUND") return false;
    }
    throw error;
  }
}

export const aws = {
  callerIdentity: (): typeof CallerIdentity =>
    require("@cdktf/provider-aws/lib/data-aws-caller-identity"),
  eventRule: (): typeof EventRules => require("@cdktf/provider-aws/lib/cloudwatch-event-rule"),
  eventTarget: (): typeof EventTargets =>
    require("@cdktf/provider-aws/lib/cloudwatch-event-target"),
  kmsKey: (): typeof KmsKeys => require("@cdktf/provider-aws/lib/kms-key"),
  logGroup: (): typeof LogGroups => require("@cdktf/provider-aws/lib/cloudwatch-log-group"),
  metricAlarm: (): typeof MetricAlarms =>
    require("@cdktf/provider-aws/lib/cloudwatch-metric-alarm"),
  metricFilter: (): typeof MetricFilters =>
    require("@cdktf/provider-aws/lib/cloudwatch-log-metric-filter"),
  partition: (): typeof Partition => require("@cdktf/provider-aws/lib/data-aws-partition"),
  queryDefinition: (): typeof QueryDefinitions =>
    require("@cdktf/provider-aws/lib/cloudwatch-query-definition"),
  queue: (): typeof Queues => require("@cdktf/provider-aws/lib/sqs-queue"),
  queuePolicy: (): typeof QueuePolicies => require("@cdktf/provider-aws/lib/sqs-queue-policy"),
  role: (): typeof Roles => require("@cdktf/provider-aws/lib/iam-role"),
  rolePolicy: (): typeof RolePolicies => require("@cdktf/provider-aws/lib/iam-role-policy"),
  snsTopic: (): typeof SnsTopics => require("@cdktf/provider-aws/lib/sns-topic"),
  snsTopicPolicy: (): typeof SnsTopicPolicies =>
    require("@cdktf/provider-aws/lib/sns-topic-policy"),
  stateMachine: (): typeof StateMachines => require("@cdktf/provider-aws/lib/sfn-state-machine"),
} as const;

export const azurerm = {
  nrtRule: (): typeof NrtRules => require("@cdktf/provider-azurerm/lib/sentinel-alert-rule-nrt"),
  scheduledRule: (): typeof ScheduledRules =>
    require("@cdktf/provider-azurerm/lib/sentinel-alert-rule-scheduled"),
} as const;
