import { rmSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

import { CloudWatchDetection, type CloudWatchDetectionProps } from "../../constructs";
import { REGION } from "../support/aws-endpoint";
import { inAws } from "../support/aws-state";
import { startDeployment, type Deployment } from "../support/deployment";
import { describeIf } from "../support/optional";
import { ruleText } from "../support/rules";
import { terraformTools } from "../support/terraform";

const LOG_GROUP = "trail";
const NAMES = { metricFilter: "TrailStopped", alarm: "CIS: trail ${stopped}" };

const tools = terraformTools();

/** What the app deploys, and Terraform is to work on next. */
function use(at: Deployment, props: Partial<CloudWatchDetectionProps>): void {
  const outdir = join(at.work, "cdktf.out");
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "adoption");
  new AwsProvider(stack, "aws", { region: REGION });
  new CloudWatchDetection(stack, "Rule", {
    rule: ruleText(),
    logGroupName: LOG_GROUP,
    resourceNames: NAMES,
    ...props,
  });
  app.synth();
  at.use(outdir, "adoption");
}

describeIf(
  tools.kind === "found",
  tools.kind === "missing" ? tools.what : "",
  "resources that exist",
  () => {
    if (tools.kind === "missing") return;
    jest.setTimeout(600_000);
    let at: Deployment;

    beforeAll(async () => {
      at = await startDeployment(tools, [LOG_GROUP]);
    });
    afterAll(() => at.stop());

    test("are adopted under their names: nothing of them is created, and nothing is left to do", async () => {
      use(at, { savedQuery: false });
      await at.terraform("init");
      await at.terraform("apply", "-auto-approve");
      const before = await inAws(at.aws);
      expect(Object.keys(before).sort()).toEqual(
        expect.arrayContaining([expect.stringContaining(NAMES.alarm)]),
      );

      // Another Terraform, which knows of none of it.
      rmSync(join(at.work, "terraform", "terraform.tfstate"));
      use(at, {
        savedQuery: false,
        importExisting: ["metricFilter", "alarm"],
        runbook: "https://example.com/trail",
      });
      const { stdout } = await at.terraform("apply", "-auto-approve");
      expect(stdout).toMatch(/2 to import, 0 to add, 1 to change, 0 to destroy/);
      await at.terraform("plan", "-detailed-exitcode");
      expect(Object.keys(await inAws(at.aws))).toEqual(Object.keys(before));
    });
  },
);
