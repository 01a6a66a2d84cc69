import type * as MetricFilters from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type * as MetricAlarms from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type * as QueryDefinitions from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import type * as CallerIdentity from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import type * as Partition from "@cdktf/provider-aws/lib/data-aws-partition";
import type * as KmsKeys from "@cdktf/provider-aws/lib/kms-key";
import type * as SnsTopics from "@cdktf/provider-aws/lib/sns-topic";
import type * as SnsTopicPolicies from "@cdktf/provider-aws/lib/sns-topic-policy";
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
  kmsKey: (): typeof KmsKeys => require("@cdktf/provider-aws/lib/kms-key"),
  metricAlarm: (): typeof MetricAlarms =>
    require("@cdktf/provider-aws/lib/cloudwatch-metric-alarm"),
  metricFilter: (): typeof MetricFilters =>
    require("@cdktf/provider-aws/lib/cloudwatch-log-metric-filter"),
  partition: (): typeof Partition => require("@cdktf/provider-aws/lib/data-aws-partition"),
  queryDefinition: (): typeof QueryDefinitions =>
    require("@cdktf/provider-aws/lib/cloudwatch-query-definition"),
  snsTopic: (): typeof SnsTopics => require("@cdktf/provider-aws/lib/sns-topic"),
  snsTopicPolicy: (): typeof SnsTopicPolicies =>
    require("@cdktf/provider-aws/lib/sns-topic-policy"),
} as const;

export const azurerm = {
  nrtRule: (): typeof NrtRules => require("@cdktf/provider-azurerm/lib/sentinel-alert-rule-nrt"),
  scheduledRule: (): typeof ScheduledRules =>
    require("@cdktf/provider-azurerm/lib/sentinel-alert-rule-scheduled"),
} as const;
