import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import { DetectionPack, packageRules } from "cdktf-detections";

const RULES = join(__dirname, "rules");
const WORKSPACE =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/security/providers/Microsoft.OperationalInsights/workspaces/siem";

const app = new App();
const stack = new TerraformStack(app, "detections");
new AwsProvider(stack, "aws", { region: "us-east-1" });
new AzurermProvider(stack, "azurerm", { features: [{}] });

new DetectionPack(stack, "Detections", {
  rules: [RULES, packageRules("starter")],
  logGroupName: "cloudtrail/management",
  alarmActions: ["arn:aws:sns:us-east-1:111122223333:security"],
  workspaceId: WORKSPACE,
  // The same file that `npm test` gives to the command line.
  placeholders: JSON.parse(readFileSync(join(__dirname, "placeholders.json"), "utf8")),
  // IAM Access Key Created: our users rotate their keys every month.
  excludeIds: ["9a6554e6-63d9-4f94-9b32-64d1d40628f2"],
  overrides: {
    // Break-Glass Role Assumed: critical for us.
    "6a1d2f04-8c3b-4e57-9b10-4d2c7e8f9a44": { level: "critical" },
    // Call from a Penetration Testing System: no metric filter can say it.
    "ae516d48-2a7f-4c91-9f54-8b601c2d3e88": { targets: ["sentinel"] },
    // IAM Access Key Created for Another User: on trial, so nobody is told.
    "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2": { shadow: true },
  },
});

app.synth();
