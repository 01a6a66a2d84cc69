import { join } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import { DetectionPack } from "cdktf-detections";

const app = new App();
const stack = new TerraformStack(app, "identity");
new AzurermProvider(stack, "azurerm", { features: [{}] });

// Rules of Entra and Okta go to Sentinel alone: no provider of AWS is needed, and none is made.
new DetectionPack(stack, "Identity", {
  rules: [join(__dirname, "rules")],
  workspaceId:
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/security/providers/Microsoft.OperationalInsights/workspaces/siem",
  // Our Okta still fills the table of the connector before.
  sentinelTables: { "okta/okta": "Okta_CL" },
});

app.synth();
