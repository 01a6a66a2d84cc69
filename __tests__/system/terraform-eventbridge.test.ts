import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

import { isObject, type Json, type JsonObject } from "../../compiler/core/json";
import {
  AlarmTopic,
  DetectionPack,
  EventDelivery,
  type DetectionPackProps,
} from "../../constructs";
import { REGION } from "../support/aws-endpoint";
import { difference, inAws, type Deployed } from "../support/aws-state";
import { startDeployment, type Deployment } from "../support/deployment";
import { inEventBridge, objects } from "../support/event-bridge-state";
import { describeIf } from "../support/optional";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { terraformTools } from "../support/terraform";

const STACK = "eventbridge";
const LOG_GROUP = "trail";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:detections";

const id = (number: number) => `0000000${number}-51f4-4b0b-9d1f-2f1a3f7b8a55`;
/** Terraform would take it for a template. */
const TITLE = "Key ${file(x)} %{ if y }";
/** What a metric filter says exactly, what it cannot, and what is counted too. */
const [EXACT, WIDER, COUNTED] = [id(1), id(2), id(3)];
const RULES = {
  exact: ruleText({ id: EXACT, title: "Exact" }),
  wider: ruleText({ id: WIDER, title: TITLE, detection: WIDER_DETECTION }),
  counted: ruleText({
    id: COUNTED,
    title: "Counted",
    awsTarget: "eventbridge",
    detection: { selection: { eventName: "ListUsers" }, condition: "selection" },
  }),
};

const tools = terraformTools();
const missing = tools.kind === "missing" ? tools.what : "";

// Each test goes on from what the one before has deployed.
describeIf(tools.kind === "found", missing, "detections on EventBridge", () => {
  if (tools.kind === "missing") return;
  jest.setTimeout(600_000);
  let at: Deployment;

  beforeAll(async () => {
    at = await startDeployment(tools, [LOG_GROUP]);
  });
  afterAll(() => at.stop());

  function synthesise(rules: readonly string[], props: Partial<DetectionPackProps> = {}): void {
    const outdir = join(at.work, "cdktf.out");
    const app = new App({ outdir });
    const stack = new TerraformStack(app, STACK);
    new AwsProvider(stack, "aws", { region: REGION });
    const { arn } = new AlarmTopic(stack, "alarms", { topicName: "detections" });
    // The provider waits minutes in all for a queue: none is made anew with a pack's names.
    const eventDelivery = new EventDelivery(stack, "delivery", { alarmActions: [arn] });
    new DetectionPack(stack, "detections", {
      rules: [...rules],
      eventDelivery,
      logGroupName: LOG_GROUP,
      awsTarget: "exact-first",
      alarmActions: [arn],
      overrides: { [COUNTED]: { awsTarget: "eventbridge", notify: "both" } },
      ...props,
    });
    app.synth();
    at.use(outdir, STACK);
  }

  const everything = async (): Promise<Deployed> => ({
    ...(await inAws(at.aws)),
    ...(await inEventBridge(at.aws)),
  });

  /** The one thing of a kind whose name begins so. */
  function only(found: Deployed, start: string): JsonObject {
    const [value, ...others] = Object.keys(found).filter((key) => key.startsWith(start));
    if (value === undefined || others.length > 0) {
      throw new Error(`not one ${start} among ${Object.keys(found).join(", ")}`);
    }
    return found[value] ?? {};
  }

  async function expectPlanIsClean(): Promise<void> {
    await at.terraform("plan", "-detailed-exitcode");
  }

  describe("an apply makes what the rules compile to", () => {
    let found: Deployed;

    beforeAll(async () => {
      synthesise(Object.values(RULES));
      await at.terraform("init");
      await at.terraform("apply", "-auto-approve");
      found = await everything();
    });

    test("each rule goes one way", () => {
      expect(namesOf(found, "filter")).toEqual([`${LOG_GROUP} ${EXACT}`]);
      expect(namesOf(found, "rule")).toEqual([WIDER, COUNTED]);
      expect(namesOf(found, "machine")).toEqual([WIDER, COUNTED]);
      expect(namesOf(found, "queue")).toHaveLength(1);
      expect(namesOf(found, "alarm").map(withoutAddress)).toEqual([
        "Counted 00000003",
        "Counted 00000003 (not told)",
        "Events not delivered",
        "Exact 00000001",
        `${TITLE} 00000002 (not told)`,
      ]);
    });

    test("a rule starts its machine by a role, and what it cannot deliver goes to the queue", () => {
      const rule = only(found, `rule ${WIDER}`);
      expect(rule).toMatchObject({ State: "ENABLED", Description: TITLE });
      expect(parsed(rule["EventPattern"])).toEqual({
        source: [{ prefix: "aws." }],
        "detail-type": [{ suffix: " via CloudTrail" }],
        detail: { eventSource: ["iam.amazonaws.com"], eventName: ["CreateAccessKey"] },
      });
      expect(objects(rule, "Targets")).toEqual([
        {
          Id: "StateMachine",
          Arn: only(found, `machine ${WIDER}`)["stateMachineArn"],
          RoleArn: expect.stringContaining(":role/detection-00000002-start-"),
          DeadLetterConfig: { Arn: only(found, "queue ")["QueueArn"] },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      ]);
      expect(only(found, `rule ${COUNTED}`)).toMatchObject({
        State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      });
    });

    test("a machine publishes, and counts where it is asked", () => {
      const machine = only(found, `machine ${WIDER}`);
      const group = only(found, "log group /aws/vendedlogs/states/");
      expect(machine).toMatchObject({
        type: "EXPRESS",
        loggingConfiguration: {
          level: "ERROR",
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: group["arn"] } }],
        },
      });
      expect(JSON.stringify(machine)).not.toContain('"includeExecutionData":true');
      const { definition } = machine;
      expect(parsed(definition)).toMatchObject({ Comment: TITLE, QueryLanguage: "JSONata" });
      expect(String(definition)).toContain(`"TopicArn":"${TOPIC}"`);
      expect(String(definition)).not.toContain("putMetricData");
      const counted = String(only(found, `machine ${COUNTED}`)["definition"]);
      expect(counted).toContain(`"Namespace":"Detections"`);
      expect(counted).toContain(`"MetricName":"${COUNTED}"`);
    });

    test("roles trust one service of this account, and may do what they need", () => {
      const start = only(found, "role arn:aws:iam::123456789012:role/detection-00000002-start-");
      expect(start).toEqual({
        trust: trustOf("events", {
          ArnEquals: { "aws:SourceArn": [only(found, `rule ${WIDER}`)["Arn"] ?? ""] },
        }),
        policies: [
          policy({
            Effect: "Allow",
            Action: "states:StartExecution",
            Resource: only(found, `machine ${WIDER}`)["stateMachineArn"] ?? "",
          }),
        ],
      });
      const machine = only(
        found,
        "role arn:aws:iam::123456789012:role/detection-00000003-machine-",
      );
      expect(machine["trust"]).toEqual(trustOf("states", {}));
      const [allowed] = list(machine["policies"]);
      expect(objects(allowed, "Statement").map(({ Sid }) => Sid)).toEqual([
        "Tell",
        "TopicKeys",
        "Count",
        "Log",
      ]);
    });

    test("the queue takes events of rules of this account and Region alone, for 14 days", () => {
      const queue = only(found, "queue ");
      expect(queue).toMatchObject({
        MessageRetentionPeriod: "1209600",
        SqsManagedSseEnabled: "true",
      });
      expect(objects(parsed(queue["Policy"]), "Statement")).toEqual([
        {
          Sid: "Undelivered",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue["QueueArn"],
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/*" },
          },
        },
      ]);
    });

    test("whoever is told of matches is told of what fails", () => {
      for (const name of namesOf(found, "alarm")) {
        expect(found[`alarm ${name}`]).toMatchObject({ AlarmActions: [TOPIC] });
      }
      const metrics = JSON.stringify(only(found, `alarm ${TITLE} 00000002 (not told)`)["Metrics"]);
      expect(metrics).toContain(`stateMachine:${WIDER}`);
      expect(metrics).toContain("FailedInvocations");
    });

    test("and a second plan is empty", expectPlanIsClean);
  });

  test("a rule that is removed takes its parts with it, and touches nothing of others", async () => {
    synthesise([RULES.exact, RULES.counted]);
    const planned = await at.plan();
    const parts = ["Rule", "Target", "StateMachine", "StartRole", "StartPolicy", "MachineRole"];
    expect(planned).toEqual(
      Object.fromEntries(
        [...parts, "MachinePolicy", "NotTold"].map((part) => [
          `detections/${WIDER}/EventBridge/${part}`,
          { actions: ["delete"], attributes: [] },
        ]),
      ),
    );
    const before = await everything();
    await at.terraform("apply", "plan");
    const { added, changed, removed } = difference(before, await everything());
    expect({ added, changed }).toEqual({ added: [], changed: [] });
    expect(removed.map((key) => key.replace(/-[0-9]{20,}$/, ""))).toEqual([
      `alarm ${TITLE} 00000002 (not told)`,
      `machine ${WIDER}`,
      "role arn:aws:iam::123456789012:role/detection-00000002-machine",
      "role arn:aws:iam::123456789012:role/detection-00000002-start",
      `rule ${WIDER}`,
    ]);
  });

  test("another prefix names all anew, roles apart, which Terraform names", async () => {
    synthesise([RULES.exact, RULES.counted], { namePrefix: "blue/" });
    const planned = await at.plan();
    const anew = ["delete", "create"];
    const actions = (part: string) => planned[`detections/${COUNTED}/EventBridge/${part}`]?.actions;
    for (const part of ["Rule", "Target", "StateMachine", "Alarm", "NotTold"]) {
      expect([part, actions(part)]).toEqual([part, anew]);
    }
    // Whom a role trusts is known when the rule is made.
    for (const part of ["StartRole", "MachineRole", "StartPolicy"]) {
      expect([part, actions(part)]).toEqual([part, ["update"]]);
    }
    await at.terraform("apply", "plan");
    const found = await everything();
    expect(namesOf(found, "rule")).toEqual([`blue-${COUNTED}`]);
    expect(namesOf(found, "machine")).toEqual([`blue-${COUNTED}`]);
    expect(namesOf(found, "alarm").map(withoutAddress)).toEqual([
      "Events not delivered",
      "blue/Counted 00000003",
      "blue/Counted 00000003 (not told)",
      "blue/Exact 00000001",
    ]);
    await expectPlanIsClean();
  });

  test("a destroy leaves nothing", async () => {
    await at.terraform("destroy", "-auto-approve");
    expect(Object.keys(await everything())).toEqual([`log group ${LOG_GROUP}`]);
  });
});

/** The names of what is of a kind. */
function namesOf(found: Deployed, kind: string): readonly string[] {
  return Object.keys(found).flatMap((key) => {
    return key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : [];
  });
}

/** The name of an alarm on a queue ends in the address of its construct. */
function withoutAddress(name: string): string {
  return name.replace(/(not delivered) [0-9a-f]{8}$/, "$1");
}

function parsed(text: Json | undefined): JsonObject {
  const value: Json = JSON.parse(String(text));
  if (!isObject(value)) throw new Error(`not an object: ${String(text)}`);
  return value;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function policy(...Statement: JsonObject[]): JsonObject {
  return { Version: "2012-10-17", Statement };
}

function trustOf(service: string, condition: JsonObject): JsonObject {
  return policy({
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sts:AssumeRole",
    Condition: { ...condition, StringEquals: { "aws:SourceAccount": "123456789012" } },
  });
}
