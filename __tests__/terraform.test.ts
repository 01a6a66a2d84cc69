import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { isObject, member, type Json, type JsonObject } from "../compiler/json";
import { buildApp, STACK } from "./support/aws-app";
import { startAwsEndpoint, type AwsEndpoint } from "./support/aws-endpoint";
import { runGroup, type Ended } from "./support/child-group";
import { describeIf } from "./support/optional";
import {
  adjustStack,
  runTerraform,
  terraformEnvironment,
  terraformTools,
} from "./support/terraform";

const LOG_GROUP = "cloudtrail/management";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
const VARIABLES = [`log_group=${LOG_GROUP}`, `topics=["${TOPIC}"]`];
const APP_FILE = resolve(__dirname, "support/aws-app.ts");

/** What the stack must leave in AWS, in the words of the AWS API. */
const FILTERS = [
  { name: "root-use", pattern: '{ ($.userIdentity.type = "Root") }' },
  { name: "template-text", pattern: '{ ($.requestParameters.x = "*${a}%{b}*") }' },
];
const QUERIES = [
  { name: "detections/root-use", text: 'fields @timestamp | filter userIdentity.type = "Root"' },
];

/** The synthesised AWS stack: the only place that knows where it comes from. */
function awsStackJson(outdir: string): JsonObject {
  buildApp({ outdir }).synth();
  return readObject(stackFile(outdir));
}

function stackFile(outdir: string): string {
  return join(outdir, "stacks", STACK, "cdk.tf.json");
}

function readObject(path: string): JsonObject {
  const value: Json = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(value)) throw new Error(`${path} is not a JSON object`);
  return value;
}

function byName(key: string, objects: readonly JsonObject[]): readonly JsonObject[] {
  const name = (object: JsonObject) => String(member(object, key));
  return [...objects].sort((a, b) => name(a).localeCompare(name(b)));
}

/** Fails with all that was printed, for an exit code alone explains nothing. */
function expectExit(ended: Ended, code: number): void {
  if (ended.code !== code) throw new Error(`exit ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
}

async function expectDeployed(aws: AwsEndpoint): Promise<void> {
  expect(byName("filterName", await aws.metricFilters())).toEqual(
    FILTERS.map(({ name, pattern }) =>
      expect.objectContaining({
        filterName: name,
        filterPattern: pattern,
        logGroupName: LOG_GROUP,
        metricTransformations: [
          expect.objectContaining({
            metricName: name,
            metricNamespace: "Detections",
            metricValue: "1",
            defaultValue: 0,
          }),
        ],
      }),
    ),
  );
  expect(byName("AlarmName", await aws.alarms())).toEqual(
    FILTERS.map(({ name }) =>
      expect.objectContaining({
        AlarmName: name,
        MetricName: name,
        Namespace: "Detections",
        Statistic: "Sum",
        Period: 900,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
        AlarmActions: [TOPIC],
      }),
    ),
  );
  expect(byName("name", await aws.queryDefinitions())).toEqual(
    QUERIES.map(({ name, text }) =>
      expect.objectContaining({ name, queryString: text, logGroupNames: [LOG_GROUP] }),
    ),
  );
}

async function expectNothingLeft(aws: AwsEndpoint): Promise<void> {
  expect(await aws.metricFilters()).toEqual([]);
  expect(await aws.alarms()).toEqual([]);
  expect(await aws.queryDefinitions()).toEqual([]);
}

const tools = terraformTools();
const missing = tools.kind === "missing" ? tools.what : "";

describeIf(tools.kind === "found", missing, "the AWS stack, applied by Terraform", () => {
  if (tools.kind === "missing") return;
  jest.setTimeout(1_200_000);
  const variables = VARIABLES.map((variable) => `-var=${variable}`);
  let work: string;
  let aws: AwsEndpoint | undefined;
  let env: NodeJS.ProcessEnv;

  function endpoint(): AwsEndpoint {
    if (aws === undefined) throw new Error("the endpoint is not running");
    return aws;
  }

  beforeEach(async () => {
    work = mkdtempSync(join(tmpdir(), "detections-terraform-"));
    aws = await startAwsEndpoint(tools.motoServer);
    env = terraformEnvironment(tools, aws.url, join(work, "home"));
    await aws.call("logs", "CreateLogGroup", { logGroupName: LOG_GROUP });
  });
  afterEach(async () => {
    await aws?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  async function terraform(dir: string, ...args: string[]): Promise<Ended> {
    return runTerraform(dir, [...args, "-no-color"], { env, timeoutSeconds: 180 });
  }

  test("applies, plans again without a change, and destroys without remainder", async () => {
    const dir = join(work, "stack");
    mkdirSync(dir);
    const stack = awsStackJson(join(work, "cdktf.out"));
    const adjusted = adjustStack(stack, tools.awsVersion, join(work, `terraform.${STACK}.tfstate`));
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(adjusted));

    expectExit(await terraform(dir, "init"), 0);
    expectExit(await terraform(dir, "validate"), 0);
    expectExit(await terraform(dir, "apply", "-auto-approve", ...variables), 0);
    await expectDeployed(endpoint());

    expectExit(await terraform(dir, "plan", "-detailed-exitcode", ...variables), 0);

    expectExit(await terraform(dir, "destroy", "-auto-approve", ...variables), 0);
    await expectNothingLeft(endpoint());
  });

  test("is deployed and destroyed by the cdktf command", async () => {
    const bin = resolve(__dirname, "../node_modules/.bin");
    const outdir = join(work, "cdktf.out");
    const app = `"${join(bin, "tsx")}" "${APP_FILE}"`;
    writeFileSync(join(work, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
    const cdktf = (...args: string[]) =>
      runGroup(join(bin, "cdktf"), args, { cwd: work, env, timeoutSeconds: 240 });

    expectExit(await cdktf("synth"), 0);
    const stack = readObject(stackFile(outdir));
    const adjusted = adjustStack(stack, tools.awsVersion, join(work, `terraform.${STACK}.tfstate`));
    writeFileSync(stackFile(outdir), JSON.stringify(adjusted));

    const values = VARIABLES.map((variable) => `--var=${variable}`);
    const flags = ["--auto-approve", "--skip-synth", "--skip-provider-lock", ...values];
    expectExit(await cdktf("deploy", STACK, ...flags), 0);
    await expectDeployed(endpoint());

    expectExit(await cdktf("destroy", STACK, ...flags), 0);
    await expectNothingLeft(endpoint());
  });
});
