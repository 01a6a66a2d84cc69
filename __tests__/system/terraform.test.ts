import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { inAws } from "../support/aws-state";
import { runGroup } from "../support/child-group";
import {
  readObject,
  stackFile,
  startDeployment,
  succeeded,
  type Deployment,
} from "../support/deployment";
import { expectedDeployment } from "../support/expected-deployment";
import { describeIf } from "../support/optional";
import { DEPLOYED, repositoryPlaceholders } from "../support/repository-rules";
import { adjustStack, terraformTools } from "../support/terraform";

const STACK = "aws-detections";
const LOG_GROUP = "cloudtrail/management";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
const VARIABLES = [`log_group_name=${LOG_GROUP}`, `alarm_action_arns=["${TOPIC}"]`];
const MAIN = resolve(__dirname, "../../main.ts");
const BIN = resolve(__dirname, "../../node_modules/.bin");

const tools = terraformTools();
const missing = tools.kind === "missing" ? tools.what : "";

describeIf(tools.kind === "found", missing, "the AWS stack", () => {
  if (tools.kind === "missing") return;
  jest.setTimeout(600_000);
  let at: Deployment;

  beforeAll(async () => {
    at = await startDeployment(tools, [LOG_GROUP]);
  });
  afterAll(() => at.stop());

  async function run(cwd: string, command: string, ...args: string[]): Promise<void> {
    succeeded(await runGroup(command, args, { cwd, env: at.env, timeoutSeconds: 240 }));
  }

  test("is deployed by the cdktf command, plans clean, and is destroyed without remainder", async () => {
    const outdir = join(at.work, "cdktf.out");
    const tsconfig = resolve(__dirname, "../../tsconfig.json");
    const app = `"${join(BIN, "tsx")}" --tsconfig "${tsconfig}" "${MAIN}"`;
    writeFileSync(join(at.work, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
    const cdktf = (...args: string[]) => run(at.work, join(BIN, "cdktf"), ...args);

    await cdktf("synth");
    const file = stackFile(outdir, STACK);
    const state = join(at.work, `terraform.${STACK}.tfstate`);
    writeFileSync(file, JSON.stringify(adjustStack(readObject(file), tools.awsVersion, state)));

    const values = VARIABLES.map((variable) => `--var=${variable}`);
    const flags = ["--auto-approve", "--skip-synth", "--skip-provider-lock", ...values];
    await cdktf("deploy", STACK, ...flags);
    const found = await inAws(at.aws);
    const expected = expectedDeployment(DEPLOYED, {
      logGroups: [LOG_GROUP],
      placeholders: repositoryPlaceholders(),
    });
    expect(Object.keys(found)).toEqual(Object.keys(expected).sort());
    expect(found).toMatchObject(expected);
    for (const alarm of await at.aws.alarms()) expect(alarm["AlarmActions"]).toEqual([TOPIC]);

    const variables = VARIABLES.map((variable) => `-var=${variable}`);
    const stack = join(outdir, "stacks", STACK);
    await run(stack, "terraform", "plan", "-detailed-exitcode", "-no-color", ...variables);

    await cdktf("destroy", STACK, ...flags);
    expect(await inAws(at.aws)).toEqual({});
  });
});
