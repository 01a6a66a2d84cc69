import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { compile } from "../compiler/compile";
import { describeDetection } from "../compiler/description";
import { Diagnostics } from "../compiler/diagnostic";
import { isObject, type Json, type JsonObject } from "../compiler/json";
import { loadRules } from "../compiler/load-rules";
import { ruleFiles } from "../compiler/rule-files";
import { alarmName } from "../compiler/rule/name";
import { buildApp } from "../main";
import { startAwsEndpoint, type AwsEndpoint } from "./support/aws-endpoint";
import { runGroup, type Ended } from "./support/child-group";
import { describeIf } from "./support/optional";
import {
  adjustStack,
  runTerraform,
  terraformEnvironment,
  terraformTools,
} from "./support/terraform";

const STACK = "aws-detections";
const LOG_GROUP = "cloudtrail/management";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
const VARIABLES = [`log_group_name=${LOG_GROUP}`, `alarm_topic_arns=["${TOPIC}"]`];
const MAIN = resolve(__dirname, "../main.ts");
const RULES = resolve(__dirname, "../rules");

/** Every text field says something that Terraform or CDKTF would take for a template or a token. */
const TEMPLATE_RULE = String.raw`
title: 'Template ${"${"}file("x")} %{ if true } "quoted" ${"${"}TfToken[TOKEN.0]}'
id: 3c5a2c1e-4f0a-4d53-8a55-0f3a5b0f6a11
status: test
level: low
description: "First ${"${"}path.module}.\nThen %{ for } and $${"${"}doubled}."
author: '${"${"}author} %{x}'
references: ['https://example.com/${"${"}a}%{b}']
runbook: '$${"${"}TfToken[TOKEN.1]}'
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource: iam.amazonaws.com
    requestParameters.x|cased: '${"${"}a} %{b} "c" \d'
  condition: selection
`;

/** What the rules of a folder must leave in AWS: the compiler's own output, before any escaping. */
function expectedOf(folder: string) {
  const diagnostics = new Diagnostics();
  const rules = loadRules(ruleFiles(folder), diagnostics);
  expect(diagnostics.hasErrors).toBe(false);
  return rules.map(({ detection }) => {
    const filter = compile(detection, "cloudwatch");
    const query = compile(detection, "logs-insights").output;
    if (!filter.output || !query || !detection.id) throw new Error(`${detection.title} is refused`);
    const description = describeDetection(detection, filter, query.name);
    const alarm = { name: alarmName(detection.title, detection.id), description };
    return { ...filter.output, query, alarmTexts: alarm };
  });
}

function stackFile(outdir: string): string {
  return join(outdir, "stacks", STACK, "cdk.tf.json");
}

function readObject(path: string): JsonObject {
  const value: Json = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(value)) throw new Error(`${path} is not a JSON object`);
  return value;
}

const PRINTED_CHARS = 4_000;

/** Fails with the end of what was printed, for an exit code alone explains nothing. */
function expectExit(ended: Ended, code: number): void {
  if (ended.code === code) return;
  const printed = `${ended.stdout}\n${ended.stderr}`.slice(-PRINTED_CHARS);
  throw new Error(`exit ${ended.code}\n${printed}`);
}

async function expectDeployed(aws: AwsEndpoint, folder: string): Promise<void> {
  const expected = expectedOf(folder);
  expect(await aws.metricFilters()).toHaveLength(expected.length);
  expect(await aws.metricFilters()).toEqual(
    expect.arrayContaining(
      expected.map(({ filters, metric }) =>
        expect.objectContaining({
          filterName: filters[0]?.name,
          filterPattern: filters[0]?.pattern,
          logGroupName: LOG_GROUP,
          metricTransformations: [
            expect.objectContaining({
              metricName: metric.name,
              metricNamespace: "Detections",
              metricValue: "1",
              defaultValue: 0,
            }),
          ],
        }),
      ),
    ),
  );
  expect(await aws.alarms()).toHaveLength(expected.length);
  expect(await aws.alarms()).toEqual(
    expect.arrayContaining(
      expected.map(({ metric, alarmTexts }) =>
        expect.objectContaining({
          AlarmName: alarmTexts.name,
          AlarmDescription: alarmTexts.description,
          MetricName: metric.name,
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
    ),
  );
  expect(await aws.queryDefinitions()).toHaveLength(expected.length);
  expect(await aws.queryDefinitions()).toEqual(
    expect.arrayContaining(
      expected.map(({ query }) =>
        expect.objectContaining({
          name: query.name,
          queryString: query.query,
          logGroupNames: [LOG_GROUP],
        }),
      ),
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
    const rules = join(work, "rules");
    cpSync(RULES, rules, { recursive: true });
    writeFileSync(join(rules, "template.yml"), TEMPLATE_RULE);
    buildApp({ rules, outdir: join(work, "cdktf.out") }).app.synth();
    const stack = readObject(stackFile(join(work, "cdktf.out")));
    const adjusted = adjustStack(stack, tools.awsVersion, join(work, `terraform.${STACK}.tfstate`));
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(adjusted));

    expectExit(await terraform(dir, "init"), 0);
    expectExit(await terraform(dir, "validate"), 0);
    expectExit(await terraform(dir, "apply", "-auto-approve", ...variables), 0);
    await expectDeployed(endpoint(), rules);

    expectExit(await terraform(dir, "plan", "-detailed-exitcode", ...variables), 0);

    expectExit(await terraform(dir, "destroy", "-auto-approve", ...variables), 0);
    await expectNothingLeft(endpoint());
  });

  test("is deployed and destroyed by the cdktf command", async () => {
    const bin = resolve(__dirname, "../node_modules/.bin");
    const outdir = join(work, "cdktf.out");
    const app = `"${join(bin, "tsx")}" "${MAIN}"`;
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
    await expectDeployed(endpoint(), RULES);

    expectExit(await cdktf("destroy", STACK, ...flags), 0);
    await expectNothingLeft(endpoint());
  });
});
