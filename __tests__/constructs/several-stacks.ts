import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";

import { DetectionPack, DetectionReview, LogGroupQuota } from "../../constructs";
import { ruleText } from "../support/rules";

export const [TRAIL, ADMINS] = ["1", "2"].map(
  (digit) => `7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a5${digit}`,
) as [string, string];
export const CHANNEL = "arn:aws:sns:eu-west-1:111122223333:security-channel";
export const WORKSPACE =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/security/providers/Microsoft.OperationalInsights/workspaces/siem";

const RULES = [
  ruleText({ id: TRAIL }),
  ruleText({
    id: ADMINS,
    title: "An admin logs in",
    detection: {
      selection: { eventName: "ConsoleLogin", "userIdentity.userName|cased|expand": "%admins%" },
      condition: "selection",
    },
  }),
];

/**
 * Three stacks: `dev` in shadow, `prod` with two log groups, other admins and a level of its own for one
 * rule, and `siem` in Azure.
 */
export function severalStacks(outdir: string): App {
  const app = new App({ outdir, stackTraces: false });
  new DetectionReview(app, "Review");

  const dev = new TerraformStack(app, "dev");
  const group = new TerraformVariable(dev, "log_group_name", { type: "string" });
  const topics = new TerraformVariable(dev, "topics", { type: "list(string)" });
  new AwsProvider(dev, "aws", { region: "us-east-1", allowedAccountIds: ["444455556666"] });
  new DetectionPack(dev, "Detections", {
    rules: RULES,
    logGroupName: group.stringValue,
    alarmActions: topics.listValue,
    placeholders: { admins: ["dev-admin"], others: ["nobody asks for them"] },
    shadow: true,
  });

  const prod = new TerraformStack(app, "prod");
  new AwsProvider(prod, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
  new LogGroupQuota(prod, "Quota", { logGroupName: "trail/one", metricFilters: 7 });
  new DetectionPack(prod, "Detections", {
    rules: RULES,
    logGroupName: "trail/one",
    furtherLogGroups: { second: "trail/two" },
    namePrefix: "acme/",
    alarmActions: [CHANNEL],
    placeholders: { admins: ["alice", "bob"] },
    overrides: { [TRAIL]: { level: "critical", savedQuery: false } },
  });

  const siem = new TerraformStack(app, "siem");
  new AzurermProvider(siem, "azurerm", { features: [{}] });
  new DetectionPack(siem, "Detections", {
    rules: RULES,
    workspaceId: WORKSPACE,
    includeIds: [TRAIL],
    createIncidents: false,
    placeholders: { admins: ["alice"] },
  });
  return app;
}
