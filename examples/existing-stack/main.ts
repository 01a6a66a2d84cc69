import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { SentinelLogAnalyticsWorkspaceOnboarding } from "@cdktf/provider-azurerm/lib/sentinel-log-analytics-workspace-onboarding";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { AlarmTopic, DetectionPack, LogGroupQuota, packageRules } from "cdktf-detections";
import type { Construct } from "constructs";

/** A stack as a team may have it for years; the detections are new, at its end. */
class Security extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-central-1" });
    // The trail delivers here, for IAM's events arrive in us-east-1.
    const global = new AwsProvider(this, "global", { region: "us-east-1", alias: "global" });
    new AzurermProvider(this, "azurerm", {
      features: [{}],
      subscriptionId: new TerraformVariable(this, "subscription_id", { type: "string" })
        .stringValue,
    });

    const trail = new CloudwatchLogGroup(this, "Trail", {
      provider: global,
      name: "cloudtrail/management",
      retentionInDays: 365,
    });
    const workspace = new LogAnalyticsWorkspace(this, "Workspace", {
      name: "siem",
      location: "westeurope",
      resourceGroupName: "security",
      retentionInDays: 90,
    });
    const sentinel = new SentinelLogAnalyticsWorkspaceOnboarding(this, "Sentinel", {
      workspaceId: workspace.id,
    });

    // Here the detections begin.
    const topic = new AlarmTopic(this, "Alarms", { topicName: "detections", provider: global });
    new SnsTopicSubscription(this, "OnCall", {
      provider: global,
      topicArn: topic.arn,
      protocol: "email",
      endpoint: "on-call@example.com",
    });
    // Filters of others on this log group, so that the synthesis, not the apply, says when it is full.
    new LogGroupQuota(this, "TrailQuota", {
      provider: global,
      logGroupName: trail.name,
      metricFilters: 14,
      regexes: 2,
    });
    new DetectionPack(this, "Detections", {
      rules: [packageRules("starter")],
      logGroupName: trail.name,
      awsProvider: global,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      workspaceId: sentinel.workspaceId,
    });
  }
}

const app = new App();
new Security(app, "security");
app.synth();
