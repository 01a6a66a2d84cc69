import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { DetectionPack } from "cdktf-detections";
import type { Construct } from "constructs";

interface EnvironmentProps {
  readonly accountId: string;
  /** Whom an alarm may wake; nobody where there is none. */
  readonly pager?: string;
}

class Environment extends TerraformStack {
  constructor(scope: Construct, id: string, { accountId, pager }: EnvironmentProps) {
    super(scope, id);
    // Says to Terraform where it may deploy, and to the detections that equal names do not collide.
    new AwsProvider(this, "aws", { region: "us-east-1", allowedAccountIds: [accountId] });
    const channel = `arn:aws:sns:us-east-1:${accountId}:security-channel`;
    new DetectionPack(this, "Detections", {
      rules: [join(__dirname, "rules")],
      logGroupName: "cloudtrail/management",
      shadow: pager === undefined,
      alarmActions: [channel],
      ...(pager === undefined
        ? {}
        : { alarmActionsByLevel: { high: [channel, pager], critical: [channel, pager] } }),
      tags: { environment: id },
    });
  }
}

const app = new App();
new Environment(app, "dev", { accountId: "111122223333" });
new Environment(app, "staging", { accountId: "444455556666" });
new Environment(app, "prod", {
  accountId: "777788889999",
  pager: "arn:aws:sns:us-east-1:777788889999:pager",
});
app.synth();
