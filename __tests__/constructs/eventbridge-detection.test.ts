import { TerraformVariable, Token } from "cdktf";

import type { JsonObject } from "../../compiler/core/json";
import { AlarmTopic, EventBridgeDetection, EventDelivery } from "../../constructs";
import { ruleObject, ruleText, WIDER_DETECTION } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { ALARM, deployPack, FILTER, idOf, refusalOf } from "./packs";

const RULE = "aws_cloudwatch_event_rule";
const TARGET = "aws_cloudwatch_event_target";
const MACHINE = "aws_sfn_state_machine";
const ROLE = "aws_iam_role";
const ROLE_POLICY = "aws_iam_role_policy";
const QUEUE = "aws_sqs_queue";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";
const FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:triage";

type Props = Partial<ConstructorParameters<typeof EventBridgeDetection>[2]>;

function deployed(props: Props = {}): JsonObject {
  return synthesise((stack) => {
    new EventBridgeDetection(stack, "TrailStopped", {
      rule: ruleText(),
      alarmActions: [TOPIC],
      ...props,
    });
  });
}

const only = (json: JsonObject, type: string) => {
  const found = resources(json, type);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
};

const parsed = (text: unknown): JsonObject => JSON.parse(String(text)) as JsonObject;
const definitionOf = (json: JsonObject) => parsed(only(json, MACHINE)["definition"]);
const statements = (json: JsonObject) =>
  resources(json, ROLE_POLICY).flatMap(({ policy }) => parsed(policy)["Statement"]);

describe("a detection on EventBridge", () => {
  test("is an event rule that starts one machine, and a queue for what cannot be delivered", () => {
    const json = deployed();
    const rule = only(json, RULE);
    expect(rule).toMatchObject({ name: ID, state: "ENABLED" });
    expect(parsed(rule["event_pattern"])["detail"]).toEqual({
      eventSource: ["cloudtrail.amazonaws.com"],
      eventName: ["StopLogging"],
    });
    expect(only(json, TARGET)).toMatchObject({
      target_id: "StateMachine",
      arn: expect.stringContaining(`${MACHINE}.`),
      role_arn: expect.stringContaining(`${ROLE}.`),
      dead_letter_config: { arn: expect.stringContaining(`${QUEUE}.`) },
      retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 },
    });
    expect(only(json, MACHINE)).toMatchObject({ name: ID, type: "EXPRESS" });
    expect(resources(json, FILTER)).toEqual([]);
  });

  test("publishes each match to the topic, and logs nothing of the record", () => {
    const json = deployed();
    expect(JSON.stringify(definitionOf(json))).toContain(`"TopicArn":"${TOPIC}"`);
    expect(only(json, MACHINE)["logging_configuration"]).toMatchObject({
      include_execution_data: false,
      level: "ERROR",
    });
  });

  test("has an alarm on what is not decided or not told, which the same people hear", () => {
    const alarms = resources(deployed(), ALARM);
    const watch = alarms.find(({ alarm_name: name }) => String(name).endsWith("(not told)"));
    expect(watch).toMatchObject({ alarm_actions: [TOPIC], treat_missing_data: "notBreaching" });
    const metrics = JSON.stringify(watch?.["metric_query"]);
    for (const name of ["ExecutionsFailed", "ExecutionsTimedOut", "FailedInvocations"]) {
      expect(metrics).toContain(name);
    }
    const undelivered = alarms.find(({ namespace }) => namespace === "AWS/SQS");
    expect(undelivered).toMatchObject({ alarm_actions: [TOPIC], threshold: 0 });
  });

  test("tells the topics of messages of what is not told, where its alarms have no actions", () => {
    const alarms = resources(
      deployed({ alarmActions: [], messageTopics: [TOPIC], notify: "both" }),
      ALARM,
    );
    const actionsOf = (of: (alarm: JsonObject) => boolean) => alarms.find(of)?.["alarm_actions"];
    expect(actionsOf(({ alarm_name: name }) => String(name).endsWith("(not told)"))).toEqual([
      TOPIC,
    ]);
    expect(actionsOf(({ namespace }) => namespace === "AWS/SQS")).toEqual([TOPIC]);
    expect(actionsOf(({ namespace }) => namespace === "Detections")).toEqual([]);
  });

  test("is refused where its state machine is larger than Step Functions takes", () => {
    const messageTopics = Array.from({ length: 300 }, (_, at) => `${TOPIC}-${at}`);
    expect(refusalOf(() => deployed({ messageTopics }))).toMatch(/DET958 .* at most 1048576/);
  });

  test("may do what it needs, and no more", () => {
    const json = deployed();
    const actions = statements(json).flatMap((each) => Object(each).Action as string | string[]);
    expect(actions.filter((each) => !each.startsWith("logs:")).sort()).toEqual([
      "kms:Decrypt",
      "kms:GenerateDataKey*",
      "sns:Publish",
      "states:StartExecution",
    ]);
    expect(statements(json)).toContainEqual(
      expect.objectContaining({ Action: "sns:Publish", Resource: [TOPIC] }),
    );
    const trusts = resources(json, ROLE).map(({ assume_role_policy: policy }) => String(policy));
    expect(trusts.filter((each) => each.includes("aws:SourceArn"))).toHaveLength(1);
  });

  test("takes roles, a queue and a log group that exist", () => {
    const queueArn = "arn:aws:sqs:us-east-1:111122223333:undelivered";
    const logGroupArn = "arn:aws:logs:us-east-1:111122223333:log-group:/machines";
    const startRoleArn = "arn:aws:iam::111122223333:role/start";
    const machineRoleArn = "arn:aws:iam::111122223333:role/machine";
    const json = deployed({
      eventDelivery: { queueArn, logGroupArn },
      eventBridgeRoles: { startRoleArn, machineRoleArn },
    });
    for (const type of [ROLE, ROLE_POLICY, QUEUE]) expect(resources(json, type)).toEqual([]);
    expect(only(json, TARGET)).toMatchObject({
      role_arn: startRoleArn,
      dead_letter_config: { arn: queueArn },
    });
    expect(only(json, MACHINE)).toMatchObject({
      role_arn: machineRoleArn,
      logging_configuration: { log_destination: `${logGroupArn}:*` },
    });
  });

  test("reads another bus, by name", () => {
    const json = deployed({ eventBus: "organisation" });
    expect(only(json, RULE)["event_bus_name"]).toBe("organisation");
    expect(only(json, TARGET)["event_bus_name"]).toBe("organisation");
    expect(JSON.stringify(resources(json, ALARM))).toContain('"EventBusName":"organisation"');
  });

  test.each(["alarm", "both"] as const)("notify %s counts matches in a metric", (notify) => {
    const json = deployed({ notify, metricNamespace: "Ours" });
    const definition = JSON.stringify(definitionOf(json));
    expect(definition).toContain('"Namespace":"Ours"');
    expect(definition.includes('"Publish":')).toBe(notify === "both");
    expect(resources(json, ALARM)).toContainEqual(
      expect.objectContaining({
        alarm_name: "A trail was stopped 7c6f2c0e",
        namespace: "Ours",
        metric_name: ID,
        period: 900,
        threshold: 0,
        alarm_actions: [TOPIC],
      }),
    );
    expect(statements(json)).toContainEqual(
      expect.objectContaining({
        Action: "cloudwatch:PutMetricData",
        Condition: { StringEquals: { "cloudwatch:namespace": "Ours" } },
      }),
    );
  });

  test("shadow tells nobody, and counts", () => {
    const json = deployed({ shadow: true });
    const definition = JSON.stringify(definitionOf(json));
    expect(definition).not.toContain("sns:publish");
    expect(definition).toContain("putMetricData");
    for (const alarm of resources(json, ALARM)) {
      const quiet = alarm["actions_enabled"] === false || alarm["alarm_actions"] === undefined;
      expect([alarm["alarm_name"], quiet]).toEqual([alarm["alarm_name"], true]);
    }
  });

  test("writes a finding of OCSF for machines", () => {
    const definition = JSON.stringify(definitionOf(deployed({ messageFormat: "ocsf" })));
    expect(definition).toContain("2004");
  });

  test("tells topics alone of matches, and the alarm all its actions", () => {
    const json = deployed({ notify: "both", alarmActions: [FUNCTION, TOPIC] });
    const definition = JSON.stringify(definitionOf(json));
    expect(definition).toContain(`"TopicArn":"${TOPIC}"`);
    expect(definition).not.toContain(FUNCTION);
    const named = deployed({ messageTopics: [`${TOPIC}-2`], alarmActions: [FUNCTION] });
    expect(JSON.stringify(definitionOf(named))).toContain(`"TopicArn":"${TOPIC}-2"`);
  });

  test("publishes to an encrypted topic of this app, whose keys may be named", () => {
    const topicKeyArns = ["arn:aws:kms:us-east-1:111122223333:key/1"];
    const json = synthesise((stack) => {
      const { arn } = new AlarmTopic(stack, "Topic");
      const props = { rule: ruleText(), messageTopics: [arn], topicKeyArns };
      new EventBridgeDetection(stack, "TrailStopped", props);
    });
    expect(JSON.stringify(definitionOf(json))).toMatch(
      /"TopicArn":"\$\{aws_sns_topic\.\w+\.arn\}"/,
    );
    expect(statements(json)).toContainEqual(
      expect.objectContaining({ Sid: "TopicKeys", Resource: topicKeyArns }),
    );
  });

  test("what a rule says never becomes an expression of Terraform's", () => {
    const title = "Stop ${aws_iam_role.x} %{ if } {% 1 %}";
    const rule = ruleText({ title, description: title, runbook: title });
    const json = deployed({ rule, notify: "both" });
    const definition = String(only(json, MACHINE)["definition"]);
    expect(definition).toContain("$${aws_iam_role.x}");
    expect(definition).toContain("%%{ if }");
    expect(definition).not.toMatch(/(?<![$])\$\{(?!"\$"\})/);
    expect(String(only(json, RULE)["description"])).toContain("$${aws_iam_role.x}");
  });

  test("names what cannot be told, and a rule that counts the way that works", () => {
    expect(refusalOf(() => deployed({ alarmActions: [FUNCTION] }))).toMatch(/DET956/);
    expect(refusalOf(() => deployed({ messageTopics: [`${TOPIC}.fifo`] }))).toMatch(
      /`messageTopics` is .*no FIFO topic/,
    );
    const counts = ruleText({ triggerThreshold: 5, queryPeriod: "1h", queryFrequency: "1h" });
    expect(refusalOf(() => deployed({ rule: counts }))).toMatch(/DET550 .*CloudWatch/);
    const late = () =>
      synthesise((stack) => {
        const variable = new TerraformVariable(stack, "topics", { type: "list(string)" });
        const alarmActions = variable.listValue;
        expect(Token.isUnresolved(alarmActions)).toBe(true);
        new EventBridgeDetection(stack, "X", { rule: ruleText(), alarmActions });
      });
    expect(refusalOf(late)).toMatch(/DET957/);
  });

  test("a prefix keeps names apart, of fewer characters where AWS takes fewer", () => {
    const json = deployed({ namePrefix: "blue/" });
    expect(only(json, RULE)["name"]).toBe(`blue-${ID}`);
    expect(only(json, MACHINE)["name"]).toBe(`blue-${ID}`);
    expect(refusalOf(() => deployed({ namePrefix: "a".repeat(40) }))).toMatch(/DET922 .*64/);
  });
});

describe("what events on EventBridge are delivered by", () => {
  test("is encrypted and kept as its props say", () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/2";
    const json = synthesise((stack) => {
      const props = {
        kmsKeyArn,
        logRetentionDays: 365,
        alarmActions: [TOPIC],
        tags: { team: "a" },
      };
      const eventDelivery = new EventDelivery(stack, "Delivery", props);
      const detection = { rule: ruleText(), messageTopics: [TOPIC], eventDelivery };
      new EventBridgeDetection(stack, "TrailStopped", detection);
    });
    expect(only(json, QUEUE)).toMatchObject({ kms_master_key_id: kmsKeyArn, tags: { team: "a" } });
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
      kms_key_id: kmsKeyArn,
      retention_in_days: 365,
    });
    expect(only(json, MACHINE)["encryption_configuration"]).toEqual({
      kms_key_id: kmsKeyArn,
      type: "CUSTOMER_MANAGED_KMS_KEY",
    });
  });
});

describe("the way of a pack's rules on AWS", () => {
  test("tells what a rule's calls need of the trail and the Region", () => {
    const { warnings } = deployPack({
      rules: [ruleText({ detection: WIDER_DETECTION })],
      alarmActions: [TOPIC],
      awsTarget: "eventbridge",
    });
    expect(warnings).toContain(
      "A trail was stopped: EventBridge needs: events of iam.amazonaws.com come to us-east-1 alone",
    );
  });

  const exact = ruleText({ id: idOf(1), title: "Exact", level: "low" });
  const wider = JSON.stringify(
    ruleObject({ id: idOf(2), title: "Wider", level: "high", detection: WIDER_DETECTION }),
  );
  const both = { rules: [exact, wider], logGroupName: "trail", alarmActions: [TOPIC] };
  const ways = (json: JsonObject) => ({
    filters: resources(json, FILTER).map(({ name }) => name),
    rules: resources(json, RULE).map(({ name }) => name),
  });

  test("exact-first takes the metric filter where it is exact, else EventBridge", () => {
    const { json } = deployPack({ ...both, awsTarget: "exact-first" });
    expect(ways(json)).toEqual({ filters: [idOf(1)], rules: [idOf(2)] });
    expect(resources(json, QUEUE)).toHaveLength(1);
  });

  test("tells those whom the rules tell of what is not delivered, where the pack names nobody", () => {
    const { json } = deployPack({
      rules: [ruleText()],
      alarmActionsByLevel: { high: [TOPIC] },
      awsTarget: "eventbridge",
    });
    const undelivered = resources(json, ALARM).find(({ namespace }) => namespace === "AWS/SQS");
    expect(undelivered?.["alarm_actions"]).toEqual([TOPIC]);
  });

  test("exact-first is refused for a rule whose metric filter has no log group", () => {
    const lost = () =>
      deployPack({ rules: [ruleText()], alarmActions: [TOPIC], awsTarget: "exact-first" });
    expect(refusalOf(lost)).toMatch(/DET959 .*no log group is given/);
  });

  test("eventbridge alone needs no log group", () => {
    const { rules, alarmActions } = both;
    const { json } = deployPack({ rules, alarmActions, awsTarget: "eventbridge" });
    expect(ways(json)).toEqual({ filters: [], rules: [idOf(1), idOf(2)] });
    expect(resources(json, QUEUE)).toHaveLength(1);
  });

  test("is that of a level, of a rule, or what the rule's own file says", () => {
    const byLevel = deployPack({
      ...both,
      accept: "wider",
      awsTargetByLevel: { high: "eventbridge" },
    });
    expect(ways(byLevel.json)).toEqual({ filters: [idOf(1)], rules: [idOf(2)] });
    const byRule = deployPack({
      ...both,
      accept: "wider",
      overrides: { [idOf(1)]: { awsTarget: "eventbridge" } },
    });
    expect(ways(byRule.json)).toEqual({ filters: [idOf(2)], rules: [idOf(1)] });
    const own = ruleText({ id: idOf(1), title: "Exact", awsTarget: "eventbridge" });
    const byFile = deployPack({ ...both, accept: "wider", rules: [own, wider] });
    expect(ways(byFile.json)).toEqual({ filters: [idOf(2)], rules: [idOf(1)] });
  });

  test("a level that there is not is named", () => {
    const wrong = { ...both, awsTargetByLevel: { hihg: "eventbridge" } as const };
    expect(refusalOf(() => deployPack(wrong))).toMatch(/DET925 `awsTargetByLevel`.*`hihg`/);
  });

  test("another rule changes nothing of what is there", () => {
    const { rules, alarmActions } = both;
    const props = { alarmActions, awsTarget: "eventbridge" } as const;
    const one = deployPack({ ...props, rules: [rules[0] ?? ""] }).json;
    const two = deployPack({ ...props, rules }).json;
    for (const type of [RULE, TARGET, MACHINE, ROLE, ROLE_POLICY, QUEUE, ALARM]) {
      expect(resources(two, type)).toEqual(expect.arrayContaining(resources(one, type)));
    }
  });
});
