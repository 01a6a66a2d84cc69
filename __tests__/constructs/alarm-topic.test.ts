import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformVariable } from "cdktf";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import { AlarmTopic, DetectionPack, type AlarmTopicProps } from "../../constructs";
import { ruleText } from "../support/rules";
import { resourceNames, resources, synthesise } from "../support/synth";
import { ALARM } from "./packs";

const TOPIC = "aws_sns_topic";
const POLICY = "aws_sns_topic_policy";
const KEY = "aws_kms_key";

function deployed(props?: AlarmTopicProps): JsonObject {
  return synthesise((stack) => {
    new AlarmTopic(stack, "Alarms", props);
  });
}

function policyOf(resource: JsonObject | undefined): Json {
  return JSON.parse(String(resource?.["policy"]));
}

/** The data sources of a stack, by type. */
function dataOf(stack: JsonObject): readonly string[] {
  const data = member(stack, "data");
  return isObject(data) ? Object.keys(data).sort() : [];
}

/** The name of the one resource of a type, as others refer to it. */
function reference(stack: JsonObject, type: string, attribute: string): string {
  return `\${${type}.${resourceNames(stack, type)[0]}.${attribute}}`;
}

describe("a topic for alarms", () => {
  test("is encrypted with a key of its own, which turns", () => {
    const stack = deployed();
    expect(resources(stack, TOPIC)).toEqual([{ kms_master_key_id: reference(stack, KEY, "arn") }]);
    expect(resources(stack, KEY)).toMatchObject([{ enable_key_rotation: true }]);
    expect(dataOf(stack)).toEqual(["aws_caller_identity", "aws_partition"]);
  });

  test("lets CloudWatch's alarms of this account publish, and nobody else", () => {
    const stack = deployed();
    const [policy] = resources(stack, POLICY);
    expect(policy).toMatchObject({ arn: reference(stack, TOPIC, "arn") });
    expect(policyOf(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Alarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: reference(stack, TOPIC, "arn"),
          Condition: { ArnLike: { "aws:SourceArn": expect.stringMatching(ALARMS_OF_ACCOUNT) } },
        },
      ],
    });
  });

  test("has a key that CloudWatch may use, and that the account can administer", () => {
    const [key] = resources(deployed(), KEY);
    expect(policyOf(key)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Administration",
          Effect: "Allow",
          Principal: { AWS: expect.stringMatching(ROOT_OF_ACCOUNT) },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "Alarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
        },
      ],
    });
  });

  test("is encrypted with a key that there is already, and then has none of its own", () => {
    const stack = deployed({ kmsKeyArn: "arn:aws:kms:us-east-1:1:key/k" });
    expect(resources(stack, KEY)).toEqual([]);
    expect(resources(stack, TOPIC)).toEqual([
      { kms_master_key_id: "arn:aws:kms:us-east-1:1:key/k" },
    ]);
    const late = synthesise((scope) => {
      const key = new TerraformVariable(scope, "key", { type: "string" });
      new AlarmTopic(scope, "Alarms", { kmsKeyArn: key.stringValue });
    });
    expect(resources(late, TOPIC)).toEqual([{ kms_master_key_id: "${var.key}" }]);
  });

  test("has the name and the tags that it is given", () => {
    const stack = deployed({ topicName: "detections", tags: { team: "blue" } });
    expect(resources(stack, TOPIC)).toMatchObject([{ name: "detections", tags: { team: "blue" } }]);
    expect(resources(stack, KEY)).toMatchObject([{ tags: { team: "blue" } }]);
    for (const type of [TOPIC, KEY]) {
      expect(resources(deployed(), type)[0]).not.toHaveProperty("tags");
      expect(resources(deployed(), type)[0]).not.toHaveProperty("name");
    }
  });

  test("goes through the provider that it is given, with all that belongs to it", () => {
    const stack = synthesise((scope) => {
      const provider = new AwsProvider(scope, "eu", { region: "eu-west-1", alias: "eu" });
      new AlarmTopic(scope, "Alarms", { provider });
    });
    for (const type of [TOPIC, POLICY, KEY]) {
      expect(resources(stack, type)).toMatchObject([{ provider: "aws.eu" }]);
    }
    const data = member(stack, "data");
    for (const type of dataOf(stack)) {
      const named = member(data, type);
      expect(isObject(named) && Object.values(named)).toMatchObject([{ provider: "aws.eu" }]);
    }
  });

  test("is told by the alarms that are given its ARN", () => {
    const stack = synthesise((scope) => {
      const { arn } = new AlarmTopic(scope, "Alarms");
      const props = { rules: [ruleText()], logGroupName: "trail" };
      new DetectionPack(scope, "Pack", { ...props, alarmActions: [arn], okActions: [arn] });
    });
    const arn = reference(stack, TOPIC, "arn");
    expect(resources(stack, ALARM)).toMatchObject([{ alarm_actions: [arn], ok_actions: [arn] }]);
  });

  test("stands beside others in one stack", () => {
    const stack = synthesise((scope) => {
      new AlarmTopic(scope, "Pager");
      new AlarmTopic(scope, "Chat");
    });
    for (const type of [TOPIC, POLICY, KEY]) expect(resourceNames(stack, type)).toHaveLength(2);
  });
});

/** Any Region, for a topic's alarms are where it is; this partition and account alone. */
const ALARMS_OF_ACCOUNT =
  /^arn:\$\{data\.aws_partition\.\w+\.partition\}:cloudwatch:\*:\$\{data\.aws_caller_identity\.\w+\.account_id\}:alarm:\*$/;
const ROOT_OF_ACCOUNT =
  /^arn:\$\{data\.aws_partition\.\w+\.partition\}:iam::\$\{data\.aws_caller_identity\.\w+\.account_id\}:root$/;
