import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isObject, member, type Json } from "../compiler/core/json";
import { buildApp, type AppOptions } from "../main";
import { SHIPPED } from "./support/repository-rules";
import { resources } from "./support/synth";

const SEED = SHIPPED.find((path) => path.endsWith("/aws-iam-backdoor-user-keys.yml")) ?? "";
const SEED_ID = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "detections-app-"));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

function built(options: AppOptions) {
  const rules = join(outdir, "rules");
  mkdirSync(rules);
  copyFileSync(SEED, join(rules, "seed.yml"));
  const { app, summary } = buildApp({ outdir, rules, packs: [], review: false, ...options });
  app.synth();
  const path = join(outdir, "stacks/aws-detections/cdk.tf.json");
  const aws: Json = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(aws)) throw new Error("a stack is an object");
  const [, onAws = ""] = /aws-detections:([^]*?)azure-detections:/.exec(summary) ?? [];
  return { aws, onAws, variable: member(member(aws, "variable"), "message_topic_arn") };
}

describe("the app on EventBridge", () => {
  test("goes there where a metric filter is not exact, if it is told so", () => {
    const { aws, onAws, variable } = built({ awsTarget: "exact-first" });
    expect(resources(aws, "aws_cloudwatch_event_rule")).toMatchObject([{ name: SEED_ID }]);
    expect(resources(aws, "aws_cloudwatch_log_metric_filter")).toEqual([]);
    const [machine] = resources(aws, "aws_sfn_state_machine");
    expect(JSON.stringify(machine)).toContain("${var.message_topic_arn}");
    expect(variable).not.toHaveProperty("default");
    expect(onAws).toMatch(/exact on EventBridge: .*\n +alerts on /);
    expect(onAws).not.toContain("wider");
  });

  test("asks for no topic where no rule goes there", () => {
    const { aws, variable } = built({ awsTarget: "cloudwatch" });
    expect(resources(aws, "aws_cloudwatch_log_metric_filter")).toMatchObject([{ name: SEED_ID }]);
    expect(variable).toBeUndefined();
  });

  test("refuses a way on AWS that there is not", () => {
    const awsTarget = "eventbrigde" as "eventbridge";
    expect(() => built({ awsTarget })).toThrow(/`awsTarget`.*"eventbridge"/);
  });
});
