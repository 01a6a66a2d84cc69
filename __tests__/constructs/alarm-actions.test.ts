import { TerraformVariable, type TerraformStack } from "cdktf";

import { member } from "../../compiler/core/json";
import { ACTION_ARN } from "../../compiler/targets/cloudwatch/alarm-action";
import { CloudWatchDetection, DetectionPack } from "../../constructs";
import { topicNamed } from "../support/places";
import { ruleText } from "../support/rules";
import { annotations, resources, synthesise, synthesiseApp } from "../support/synth";
import { ALARM, refusalOf, stackIn } from "./packs";

const PLACE = "us-east-1:111122223333";

/** One of each that CloudWatch's API documents. */
const ACTIONS = [
  `arn:aws:sns:${PLACE}:security`,
  `arn:aws:sns:${PLACE}:security.fifo`,
  `arn:aws:lambda:${PLACE}:function:page`,
  `arn:aws:lambda:${PLACE}:function:page:7`,
  `arn:aws:lambda:${PLACE}:function:page:$LATEST`,
  `arn:aws:ssm:${PLACE}:opsitem:1`,
  `arn:aws:ssm:${PLACE}:opsitem:2#CATEGORY=Security`,
  "arn:aws:ssm-incidents::111122223333:response-plan/intrusion",
  `arn:aws:aiops:${PLACE}:investigation-group:a1B2`,
  `arn:aws:autoscaling:${PLACE}:scalingPolicy:0f1e2d3c-0000-4000-8000-000000000000:autoScalingGroupName/web:policyName/in`,
  `arn:aws:autoscaling:${PLACE}:scalingPolicy:0f1e2d3c-0000-4000-8000-000000000000:resource/ecs/service/a/b:policyName/in`,
  "arn:aws:automate:us-east-1:ec2:stop",
  `arn:aws:swf:${PLACE}:action/actions/AWS_EC2.InstanceId.Stop/1.0`,
];

function detection(stack: TerraformStack, arn: string, prop = "alarmActions"): void {
  const props = { rule: ruleText(), logGroupName: "trail", [prop]: [arn] };
  new CloudWatchDetection(stack, "Rule", props);
}

test.each(ACTIONS)("an alarm takes %s", (arn) => {
  const [alarm] = resources(
    synthesise((stack) => detection(stack, arn)),
    ALARM,
  );
  expect(member(alarm, "alarm_actions")).toEqual([arn]);
});

test.each([
  "security",
  "https://example.com/hook",
  "arn:aws:sns:us-east-1:security",
  `arn:aws:sns:${PLACE}:`,
  `arn:aws:sns:${PLACE}:security:0f1e2d3c-0000-4000-8000-000000000000`,
  `arn:aws:sns:${PLACE}:security\n`,
  ` arn:aws:sns:${PLACE}:security`,
  "arn:aws:sns:us-east-1:1234:security",
  `arn:aws:lambda:${PLACE}:layer:page`,
  `arn:aws:ssm:${PLACE}:opsitem:5`,
  `arn:aws:ssm-incidents:${PLACE}:response-plan/intrusion`,
  `arn:aws:sqs:${PLACE}:queue`,
  `arn:aws:events:${PLACE}:rule/x`,
  "arn:aws:automate:us-east-1:ec2:start",
])("no alarm takes %j", (arn) => {
  for (const prop of ["alarmActions", "okActions"]) {
    const found = refusalOf(() => synthesise((stack) => detection(stack, arn, prop)));
    expect(found).toContain(`DET922 \`${prop}\` is `);
    expect(found).toContain("allowed: the ARN of an SNS topic, a Lambda function, an OpsItem");
  }
});

test("what a pack says of a level or of one rule is looked at too", () => {
  const rules = [ruleText({ level: "high" })];
  const base = { rules, logGroupName: "trail" };
  for (const props of [
    { alarmActionsByLevel: { high: ["pager"] } },
    { overrides: { "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55": { okActions: ["pager"] } } },
  ]) {
    const build = (stack: TerraformStack) =>
      void new DetectionPack(stack, "Pack", { ...base, ...props });
    expect(refusalOf(() => synthesise(build))).toContain("Actions` is `pager`");
  }
});

describe("an action elsewhere", () => {
  const inEurope = `arn:aws:sns:eu-west-1:111122223333:security`;
  const opsItem = "arn:aws:ssm:us-east-1:444455556666:opsitem:1";
  const refused = (arn: string, aws = {}) =>
    refusalOf(() => synthesiseApp((app) => detection(stackIn(app, "aws", aws), arn)));

  test("in another Region than the alarm's is refused", () => {
    expect(refused(inEurope)).toMatch(
      /aws\/Rule: DET950 `alarmActions`: `arn:aws:sns:eu-west-1:.*` is in another Region than the alarm, `us-east-1`/,
    );
    expect(refused(topicNamed("x"), { region: "eu-west-1" })).toContain("the alarm, `eu-west-1`");
  });

  test("in another account is refused where it works in the alarm's alone", () => {
    const aws = { allowedAccountIds: ["111122223333"] };
    expect(refused(opsItem, aws)).toContain("in another account than the alarm, `111122223333`");
    const let_in = "arn:aws:sns:us-east-1:444455556666:security";
    const build = () => synthesiseApp((app) => detection(stackIn(app, "aws", aws), let_in));
    expect(build).not.toThrow();
  });

  test("is not judged where the place is not known", () => {
    synthesiseApp((app) => {
      const stack = stackIn(app, "aws", { region: "${var.region}" });
      detection(stack, inEurope);
    });
    synthesiseApp((app) => detection(stackIn(app, "aws"), opsItem));
    synthesise((stack) => {
      const name = new TerraformVariable(stack, "topic", { type: "string" }).stringValue;
      detection(stack, `arn:aws:sns:eu-west-1:111122223333:${name}`);
      new CloudWatchDetection(stack, "Other", {
        rule: ruleText({ title: "Other", id: "8c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55" }),
        logGroupName: "trail",
        alarmActions: ["${aws_sns_topic.mine.arn}"],
      });
    });
  });
});

test("an action on an EC2 instance is warned of: a detection's metric has none", () => {
  const made: TerraformStack[] = [];
  synthesise((stack) => {
    made.push(stack);
    detection(stack, "arn:aws:automate:us-east-1:ec2:reboot");
  });
  const warnings = made.flatMap((stack) => [...annotations(stack)]).join("\n");
  expect(warnings).toContain("DET951 `alarmActions`: `arn:aws:automate:us-east-1:ec2:reboot`");
});

test("the form of an action is written as Terraform's regular expressions are too", () => {
  expect(ACTION_ARN.source).not.toMatch(/\(\?|\\[bBdDsSwWk1-9]/);
  expect(ACTION_ARN.flags).toBe("");
});
