import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Aspects, TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { IConstruct } from "constructs";

import {
  AlarmTopic,
  CloudWatchDetection,
  DetectionPolicies,
  type DetectionPoliciesProps,
} from "../../constructs";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { annotations, synthesise } from "../support/synth";
import { refusalOf } from "./packs";

/** Without a word of the lints. */
const QUIET = { tags: ["attack.impact"] };
const TOPIC = "arn:aws:sns:us-east-1:111122223333:security";

/** A stack with a topic in the clear and an alarm that tells nobody, and what it is held to. */
function refused(props: DetectionPoliciesProps, build: (stack: TerraformStack) => void = broken) {
  return refusalOf(() =>
    synthesise((stack) => {
      build(stack);
      new DetectionPolicies(stack, "Policies", props);
    }),
  );
}

function told(props: DetectionPoliciesProps, build: (stack: TerraformStack) => void = broken) {
  let made: TerraformStack | undefined;
  synthesise((stack) => {
    made = stack;
    build(stack);
    new DetectionPolicies(stack, "Policies", props);
  });
  return made === undefined ? [] : annotations(made);
}

function broken(stack: TerraformStack): void {
  new SnsTopic(stack, "Topic", { name: "t" });
  new CloudwatchMetricAlarm(stack, "Pager", {
    alarmName: "a",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    metricName: "m",
    namespace: "AWS/EC2",
    period: 60,
    statistic: "Sum",
    threshold: 1,
  });
}

describe("a stack is held to policies when it is synthesised", () => {
  test("an error fails the synthesis, at the construct that made the resource", () => {
    expect(refused({ levels: { "alarm-without-action": "error" } })).toContain(
      "[detections/Policies] alarm-without-action detections/Pager: the alarm has no `alarm_actions`, and no composite alarm asks for it\n" +
        "    fix: name a topic or a function in `alarm_actions`",
    );
  });

  test("a warning is an annotation, and what every policy looked at another", () => {
    const all = told({});
    expect(all).toContainEqual(
      expect.stringMatching(
        /^topic-not-encrypted detections\/Topic: `kms_master_key_id` is not set\n/,
      ),
    );
    expect(all).toContainEqual(
      expect.stringMatching(
        /^Policies:\n {4}warning alarm-without-action +1 alarm, 1 found\n(?: {4}.*\n)* {4}nothing trail-not-logging /,
      ),
    );
  });

  test("what is off, or excused by construct or by address, is not told", () => {
    const exceptions = [
      { policy: "alarm-without-action", resource: "*/Pager", reason: "a dashboard shows it" },
    ];
    const all = told({ levels: { "topic-not-encrypted": "off" }, exceptions });
    expect(all).toEqual([expect.stringMatching(/^Policies:\n.*1 alarm, 1 excused\n/)]);
  });

  test("an exception that excuses nothing is a warning", () => {
    const exceptions = [{ policy: "alarm-statistic", resource: "*", reason: "x" }];
    expect(told({ exceptions })).toContainEqual(expect.stringMatching(/^DET962 the exception of/));
  });

  test("a policy that was asked for and looked at nothing fails", () => {
    expect(refused({ levels: { "trail-not-logging": "error" } })).toMatch(/DET963 `trail-not-logg/);
    expect(refused({ required: ["trail-of-one-region"] })).toMatch(/DET963 `trail-of-one-region`/);
    expect(told({ required: ["topic-not-encrypted"] })).not.toContainEqual(
      expect.stringContaining("DET963"),
    );
  });

  test("one that is required and can know nothing fails; a default is not taken for the value", () => {
    const build = (stack: TerraformStack) => {
      const key = new TerraformVariable(stack, "key", { type: "string", default: "alias/own" });
      new SnsTopic(stack, "Topic", { kmsMasterKeyId: key.stringValue });
    };
    expect(refused({ required: ["topic-not-encrypted"] }, build)).toMatch(
      /DET964 .* any of 1 topic/,
    );
    expect(told({ levels: { "topic-not-encrypted": "error" } }, build)).toEqual([
      expect.stringMatching(/unknown topic-not-encrypted +1 topic, 1 not known before Terraform/),
    ]);
  });

  test("aspects are heard first", () => {
    const encrypt = {
      visit: (node: IConstruct) => {
        if (node.node.id === "Topic") Object.assign(node, { kmsMasterKeyId: "alias/own" });
      },
    };
    const build = (stack: TerraformStack) => {
      new SnsTopic(stack, "Topic", { name: "t" });
      Aspects.of(stack).add(encrypt);
    };
    expect(told({ levels: { "topic-not-encrypted": "error" } }, build)).toHaveLength(1);
  });
});

describe("detections of this package", () => {
  const detection = (detection?: object) => (stack: TerraformStack) => {
    const { arn } = new AlarmTopic(stack, "Alarms");
    new CloudWatchDetection(stack, "Rule", {
      rule: ruleText({
        ...QUIET,
        ...(detection === undefined ? {} : { detection, accept: "wider" }),
      }),
      logGroupName: "trail",
      alarmActions: [arn],
    });
  };
  const LEVELS = [
    "alarm-without-action",
    "alarm-actions-disabled",
    "alarm-missing-data",
    "alarm-several-periods",
    "alarm-statistic",
    "alarm-metric-unwritten",
    "filter-without-alarm",
    "topic-not-encrypted",
    "topic-key-locks-out",
    "verdict-wider",
  ];
  const levels = Object.fromEntries(LEVELS.map((id) => [id, "error" as const]));

  test("are fine with every policy that looks at them", () => {
    expect(told({ levels, required: LEVELS }, detection())).toEqual([
      expect.stringMatching(/^Policies:\n/),
    ]);
  });

  test("are told where they are wider, until it is accepted with a reason", () => {
    expect(refused({ levels }, detection(WIDER_DETECTION))).toMatch(
      /^.*verdict-wider detections\/Rule\/Alarm: the description says `Verdict: wider`$/m,
    );
    const exceptions = [{ policy: "verdict-wider", resource: "*/Rule/*", reason: "few keys" }];
    told({ levels, exceptions }, detection(WIDER_DETECTION));
  });

  test("that are refused keep policies silent: there is nothing to look at yet", () => {
    const refusal = refused({ levels }, (stack) => {
      new CloudWatchDetection(stack, "Rule", { rule: "title: [", logGroupName: "trail" });
    });
    expect(refusal).not.toMatch(/DET963/);
  });
});

describe("what is asked for", () => {
  test.each<[string, unknown, RegExp]>([
    [
      "levels",
      { "alarm-without-actions": "error" },
      /DET961 there is no policy `alarm-without-actions`.*\n.*write `alarm-without-action`/,
    ],
    [
      "levels",
      { "alarm-without-action": "fatal" },
      /DET937 `levels` .*allowed: an object of `error`, `warning` or `off` by policy/,
    ],
    ["required", ["x-y"], /DET961 there is no policy `x-y`/],
    [
      "exceptions",
      [{ policy: "alarm-statistic", resource: "*", reason: "" }],
      /DET937 `exceptions` /,
    ],
    [
      "exceptions",
      [{ policy: "none", resource: "*", reason: "x" }],
      /DET961 there is no policy `none`/,
    ],
  ])("is held to what there is: %s", (prop, value, says) => {
    expect(refused({ [prop]: value } as DetectionPoliciesProps)).toMatch(says);
  });
});

/** CDK Terrain, with which these tests are run too, takes no construct under the app. */
const packageOf = (name: string) => readFileSync(require.resolve(`${name}/package.json`), "utf8");
const { name: framework } = JSON.parse(packageOf("cdktf")) as { readonly name: string };

(framework === "cdktn" ? describe.skip : describe)("under the app", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "detections-policies-"));
  });
  afterEach(() => {
    rmSync(outdir, { recursive: true });
  });

  /** A topic in one stack, in another an alarm with an action and one without. */
  function app(props: DetectionPoliciesProps) {
    const app = Testing.app({ outdir });
    new DetectionPolicies(app, "Policies", props);
    const topics = new TerraformStack(app, "topics");
    new AwsProvider(topics, "aws", { region: "us-east-1" });
    new SnsTopic(topics, "Topic", { name: "t" });
    const alarms = new TerraformStack(app, "alarms");
    new AwsProvider(alarms, "aws", { region: "us-east-1" });
    new CloudWatchDetection(alarms, "Rule", {
      rule: ruleText(QUIET),
      logGroupName: "trail",
      alarmActions: [TOPIC],
    });
    broken(alarms);
    return app;
  }

  test("all stacks are looked at together, also those that are made later", () => {
    const built = app({ required: ["topic-not-encrypted", "alarm-missing-data"] });
    built.synth();
    const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    const of = (stack: string) =>
      stacks[stack].annotations.map(
        ({ constructPath, level, message }: Record<string, string>) =>
          `${level} ${constructPath}: ${message?.split("\n")[0]}`,
      );
    expect(of("topics")).toEqual([
      "@cdktf/warn topics/Topic: topic-not-encrypted topics/Topic: `kms_master_key_id` is not set",
      "@cdktf/info Policies: Policies:",
    ]);
    expect(of("alarms")).toEqual([
      expect.stringMatching(/^@cdktf\/warn alarms\/Pager: alarm-without-action alarms\/Pager: /),
      expect.stringMatching(/^@cdktf\/warn alarms\/Topic: topic-not-encrypted /),
    ]);
  });

  test("an error fails the synthesis of the app", () => {
    const built = app({ levels: { "topic-not-encrypted": "error" } });
    expect(() => built.synth()).toThrow(/topic-not-encrypted topics\/Topic: .*[^]*alarms\/Topic: /);
  });
});
