import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";

import { member, type Json } from "../../compiler/core/json";
import { CloudWatchDetection, Detection, SentinelDetection } from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleText } from "../support/rules";
import { annotations, synthesise } from "../support/synth";

const TOO_LONG = ruleText({ author: "name, ".repeat(300) });

describe("author and link that are too long to be carried whole", () => {
  test("fail the synthesis of a CloudWatch detection", () => {
    expect(() =>
      synthesise((stack) => {
        new CloudWatchDetection(stack, "Rule", { rule: TOO_LONG, logGroupName: "trail" });
      }),
    ).toThrow(/DET311 author and link have \d+ characters together/);
  });

  test("fail the synthesis of a Sentinel detection", () => {
    expect(() =>
      synthesise((stack) => {
        new SentinelDetection(stack, "Rule", { rule: TOO_LONG, workspaceId: WORKSPACE });
      }),
    ).toThrow(/DET311 author and link have \d+ characters together/);
  });
});

test("a rule over another table goes to Sentinel, and CloudWatch is told of it", () => {
  const rule = {
    name: "A sign-in",
    id: "11111111-2222-4333-8444-555555555555",
    severity: "Low",
    query: "SigninLogs | where ResultType == '0'",
  };
  const stack = new TerraformStack(Testing.app(), "detections");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  const { cloudwatch } = new Detection(stack, "SignIn", {
    rule,
    logGroupName: "trail",
    workspaceId: WORKSPACE,
  });
  const json: Json = JSON.parse(Testing.synth(stack, true));
  expect(Object.keys(member(json, "resource") ?? {})).toEqual([
    "azurerm_sentinel_alert_rule_scheduled",
  ]);
  expect(cloudwatch?.alarm).toBeUndefined();
  expect(annotations(stack).join("\n")).toMatch(/A sign-in: not deployed to cloudwatch: /);
});
