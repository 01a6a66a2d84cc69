import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { CloudWatchDetection } from "cdktf-detections";

const app = new App();
const stack = new TerraformStack(app, "detections");
new AwsProvider(stack, "aws", { region: "us-east-1" });

new CloudWatchDetection(stack, "KeysForOthers", {
  rule: require.resolve("cdktf-detections/rules/starter/aws-iam-backdoor-user-keys.yml"),
  logGroupName: "cloudtrail/management",
});

app.synth();
