import { compile } from "../../../../compiler/compile";
import { member, type Json, type JsonObject } from "../../../../compiler/core/json";
import { AWS_CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { envelopeOf } from "../../../../compiler/targets/eventbridge/envelope";
import { patternMatcher } from "../../../../compiler/targets/eventbridge/evaluate";
import { parsePattern } from "../../../../compiler/targets/eventbridge/parse";
import { machineOf, type Machine } from "../../../../compiler/targets/eventbridge/machine";
import { MACHINE_LIMITS } from "../../../../compiler/targets/eventbridge/limits";
import { messageOf } from "../../../../compiler/targets/eventbridge/message/message";
import { undecidedMessage } from "../../../../compiler/targets/eventbridge/message/undecided";
import { describeWithShared } from "../../../support/optional";
import { recordedEvents, shippedRules } from "../../../support/recorded";
import { play, type Service } from "../../../support/state-machine";

const SEED = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";
const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";
const OTHER_TOPIC = `${TOPIC}-2`;

const seed = shippedRules().find(({ id }) => id === SEED)!;
const compiled = compile(seed, "eventbridge", {});

const machine = (changes: Partial<Machine> = {}): JsonObject =>
  machineOf({
    title: seed.title,
    condition: compiled.output?.condition ?? null,
    message: messageOf(seed, compiled),
    undecided: undecidedMessage(seed.title),
    topicArns: [TOPIC],
    metric: { namespace: "Detections", name: "seed" },
    ...changes,
  });

const envelope = (detail: Json): Json => envelopeOf(detail, AWS_CLOUDTRAIL);

/** Whether the bus starts an execution for an event. */
const patterns = (compiled.output?.rules ?? []).map(({ eventPattern }) => {
  const parsed = parsePattern(JSON.stringify(eventPattern));
  if (parsed.kind === "error") throw new Error(parsed.message);
  return patternMatcher(parsed.pattern);
});
const passes = (event: Json): boolean => patterns.some((matches) => matches(event));

const works: Service = { call: () => ({ MessageId: "1" }) };
const failing = (isFailing: (resource: string, args: JsonObject) => boolean): Service => ({
  call: (resource, args) => {
    if (isFailing(resource, args)) throw new Error("throttled");
    return {};
  },
});

const MATCH: JsonObject = {
  eventID: "c0ffee00-1111-4222-8333-444455556666",
  eventTime: "2026-11-02T10:11:12Z",
  eventSource: "iam.amazonaws.com",
  eventName: "CreateAccessKey",
  awsRegion: "us-east-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli/2.15",
  recipientAccountId: "111122223333",
  userIdentity: {
    type: "IAMUser",
    arn: "arn:aws:iam::111122223333:user/mallory",
    userName: "mallory",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  },
  requestParameters: { userName: "alice" },
  responseElements: {
    accessKey: { userName: "alice", accessKeyId: "AKIAI44QH8DHBEXAMPLE", status: "Active" },
  },
};

const subjects = (calls: readonly { readonly args: JsonObject }[]) =>
  calls.flatMap(({ args }) => (args["Subject"] === undefined ? [] : [args["Subject"]]));

test("a match is published and counted, an event that is none is not", async () => {
  const { status, entered, calls } = await play(machine(), envelope(MATCH), works);
  expect({ status, entered }).toEqual({
    status: "succeeded",
    entered: ["Decide", "Matches", "Publish", "Count"],
  });
  expect(calls.map(({ resource }) => resource)).toEqual([
    "arn:aws:states:::sns:publish",
    "arn:aws:states:::aws-sdk:cloudwatch:putMetricData",
  ]);
  expect(calls[0]?.args["TopicArn"]).toBe(TOPIC);
  expect(calls[1]?.args).toEqual({
    Namespace: "Detections",
    MetricData: [{ MetricName: "seed", Value: 1, Unit: "Count" }],
  });
  expect(calls[0]?.args["Message"]).toMatch(
    /^Who: {5}arn:aws:iam::111122223333:user\/mallory \(IAMUser\)$/m,
  );
  expect(calls[0]?.args["Message"]).toMatch(/^Target: {2}User alice$/m);
  const own = { ...MATCH, userIdentity: { type: "IAMUser", userName: "alice" } };
  const none = await play(machine(), envelope(own), works);
  expect(none.entered).toEqual(["Decide", "Matches", "DoesNotMatch"]);
  expect(none.calls).toEqual([]);
});

test("a definition of long texts and long lists is far from what the service takes", () => {
  const condition = `'${"x".repeat(200_000)}' = ''`;
  const definition = machine({ condition, topicArns: Array.from({ length: 9 }, () => TOPIC) });
  const bytes = Buffer.byteLength(JSON.stringify(definition), "utf8");
  expect(bytes).toBeLessThan(MACHINE_LIMITS.definition.value / 3);
});

test("without a condition every event that comes is published", async () => {
  const { entered } = await play(machine({ condition: null }), envelope({}), works);
  expect(entered).toEqual(["Decide", "Publish", "Count"]);
});

test("an alarm alone counts, and publishes only what is not decided", async () => {
  const counting = machineOf({
    title: seed.title,
    condition: compiled.output?.condition ?? null,
    undecided: undecidedMessage(seed.title),
    topicArns: [TOPIC],
    metric: { namespace: "Detections", name: "seed" },
  });
  expect((await play(counting, envelope(MATCH), works)).entered).toEqual([
    "Decide",
    "Matches",
    "Count",
  ]);
});

describe("what cannot be decided or told is published as that", () => {
  test("where the condition throws", async () => {
    const broken = machine({ condition: "$number('x') = 1" });
    const { status, calls } = await play(broken, envelope(MATCH), works);
    expect(status).toBe("succeeded");
    expect(subjects(calls)).toEqual([`Not decided: ${seed.title}`]);
    expect(calls[0]?.args["Message"]).toMatch(/^Event: {5}c0ffee00-1111-4222-8333-444455556666$/m);
    expect(calls[0]?.args["Message"]).toMatch(/^Error: {5}States.QueryEvaluationError$/m);
  });

  test("where the condition is neither true nor false", async () => {
    for (const condition of ["'yes'", "$states.input.missing"]) {
      const { entered } = await play(machine({ condition }), envelope(MATCH), works);
      expect(entered).toEqual(["Decide", "Matches", "PublishUndecided"]);
    }
  });

  test("where the count fails, after as many tries as are asked for", async () => {
    const service = failing((resource) => resource.includes("cloudwatch"));
    const { status, calls } = await play(machine(), envelope(MATCH), service);
    expect(status).toBe("succeeded");
    expect(calls.filter(({ resource }) => resource.includes("cloudwatch"))).toHaveLength(5);
    expect(subjects(calls).at(-1)).toBe(`Not decided: ${seed.title}`);
  });

  test("where the topic is not told, and where nothing can be told the execution fails", async () => {
    const service = failing((_, { Subject }) => !String(Subject).startsWith("Not decided"));
    const { status, entered } = await play(machine(), envelope(MATCH), service);
    expect(entered.at(-1)).toBe("PublishUndecided");
    expect(status).toBe("succeeded");
    const nothing = await play(
      machine(),
      envelope(MATCH),
      failing(() => true),
    );
    expect(nothing.status).toBe("failed");
    const untold = machine({ topicArns: [] });
    expect(
      (
        await play(
          untold,
          envelope(MATCH),
          failing(() => true),
        )
      ).status,
    ).toBe("failed");
  });

  test("to every topic, though one of them is gone", async () => {
    const two = machine({ topicArns: [TOPIC, OTHER_TOPIC] });
    const all = await play(two, envelope(MATCH), works);
    expect(all.calls.map(({ args }) => args["TopicArn"])).toEqual([TOPIC, OTHER_TOPIC, undefined]);
    const service = failing((_, { TopicArn }) => TopicArn === TOPIC);
    const { status, calls, entered } = await play(two, envelope(MATCH), service);
    expect(calls.at(-1)?.args).toMatchObject({
      TopicArn: OTHER_TOPIC,
      Subject: `Not decided: ${seed.title}`,
    });
    expect(calls.at(-1)?.args["Message"]).toMatch(/^Error: {5}States.TaskFailed$/m);
    expect({ status, last: entered.at(-1) }).toEqual({ status: "failed", last: "NotTold" });
  });

  test("whatever the event is", async () => {
    for (const input of [
      null,
      5,
      "x",
      [],
      {},
      { detail: [] },
      { detail: { eventID: "a\nForged: x" } },
    ]) {
      const { status, calls } = await play(machine({ condition: "$error('no')" }), input, works);
      expect(status).toBe("succeeded");
      expect(calls[0]?.args["Message"]).not.toContain("Forged");
    }
  });
});

test("a title is no expression, no template and no more than one line", async () => {
  const title = "{% $states.input %} \n ü ${a} ".repeat(9);
  const { calls } = await play(
    machine({ title, undecided: undecidedMessage(title), condition: "$error('no')" }),
    envelope({ eventID: "secret" }),
    works,
  );
  const subject = String(calls[0]?.args["Subject"]);
  expect(subject).toMatch(/^[ -~]{1,99}$/);
  expect(subject).not.toMatch(/secret/);
  expect(calls[0]?.args["Message"]).not.toMatch(/secret/);
  expect(messageOf({ ...seed, title: "{% 1 %}" }, compiled).subject).toBe("{ % 1 %} (medium)");
});

describeWithShared("the seed rule", () => {
  test("has one message for each recorded event that it matches, and for no other", async () => {
    if (seed.matches.kind !== "expression") throw new Error("no expression");
    const { expression, logSource } = seed.matches;
    const means = expressionMatcher(expression, logSource.fields);
    const all = recordedEvents();
    const about = all.filter(({ event }) => passes(envelope(event)));
    expect(about.length).toBeLessThan(all.length / 10);
    expect(all.filter(({ event }) => means(event) && !passes(envelope(event)))).toEqual([]);
    const definition = machine();
    let published = 0;
    for (const { event, place } of about) {
      const { status, calls, entered } = await play(definition, envelope(event), works);
      const messages = calls.filter(({ args }) => args["Message"] !== undefined);
      expect([place, status, messages.length]).toEqual([place, "succeeded", means(event) ? 1 : 0]);
      expect(entered).not.toContain("PublishUndecided");
      for (const { args } of messages) {
        published += 1;
        const lines = String(args["Message"]).split("\n");
        expect(lines[0]).toBe("IAM Access Key Created for Another User (medium)");
        expect(lines).toContain(`Event:   ${String(member(event, "eventID"))}`);
      }
    }
    expect(published).toBeGreaterThan(5);
    expect(published).toBeLessThan(about.length);
  });
});
