import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

import { DetectionPack, type DetectionPackProps } from "../../constructs";
import { REGION } from "./aws-endpoint";
import type { Deployment } from "./deployment";

const STACK = "pack";

/** Where the pack goes. */
export const PACK = {
  logGroups: ["trail/one", "trail/two"],
  namePrefix: "acme/",
  // What looks like a token is refused here: a value that only Terraform knows would match nothing.
  placeholders: { value: [String.raw`value ${"${"}file("x")} %{ if true } $${"${"}doubled}`] },
} as const;

/** A stack with a pack of these files on two log groups, for Terraform to deploy. */
export function synthesisePack(
  at: Deployment,
  files: readonly string[],
  build: (stack: TerraformStack) => Partial<DetectionPackProps>,
): void {
  const outdir = join(at.work, "cdktf.out");
  const app = new App({ outdir });
  const stack = new TerraformStack(app, STACK);
  new AwsProvider(stack, "aws", { region: REGION });
  const [logGroupName, second] = PACK.logGroups;
  new DetectionPack(stack, "detections", {
    rules: [...files],
    logGroupName,
    furtherLogGroups: { second },
    namePrefix: PACK.namePrefix,
    placeholders: { value: [...PACK.placeholders.value] },
    ...build(stack),
  });
  app.synth();
  at.use(outdir, STACK);
}
