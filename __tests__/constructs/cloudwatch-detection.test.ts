import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformElement, TerraformStack, TerraformVariable, Testing } from "cdktf";

import { CloudWatchDetection } from "../../constructs";
import { ruleObject, ruleText, WIDER_DETECTION } from "../support/rules";
import { annotations, resourceNames, resources, synthesise } from "../support/synth";

const FILTER = "aws_cloudwatch_log_metric_filter";
const ALARM = "aws_cloudwatch_metric_alarm";
const QUERY = "aws_cloudwatch_query_definition";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";

function deployed(props: Partial<ConstructorParameters<typeof CloudWatchDetection>[2]> = {}) {
  return synthesise((stack) => {
    new CloudWatchDetection(stack, "TrailStopped", {
      rule: ruleText(),
      logGroupName: "trail",
      ...props,
    });
  });
}

describe("a detection on CloudWatch", () => {
  test("its alarm may get another logical id; its filter, which the alarm names, is not left behind", () => {
    const stack = new TerraformStack(Testing.app(), "detections");
    const detection = new CloudWatchDetection(stack, "X", {
      rule: ruleText(),
      logGroupName: "trail",
    });
    detection.alarm?.overrideLogicalId("ours");
    expect(Testing.synth(stack)).toContain('"ours": {');
    const filter = detection.node.findChild("Filter");
    if (!TerraformElement.isTerraformElement(filter)) throw new Error("the filter is an element");
    expect(() => filter.overrideLogicalId("ours")).toThrow(/may not be overridden/);
  });

  test("is a metric filter that counts from zero", () => {
    expect(resources(deployed(), FILTER)).toEqual([
      expect.objectContaining({
        name: ID,
        log_group_name: "trail",
        pattern: '{ $.eventSource = "cloudtrail.amazonaws.com" && $.eventName = "StopLogging" }',
        metric_transformation: {
          name: ID,
          namespace: "Detections",
          value: "1",
          default_value: "0",
        },
      }),
    ]);
  });

  test("has an alarm on that filter's metric, for more than zero matches in 15 minutes", () => {
    const stack = deployed();
    const [filterName] = resourceNames(stack, FILTER);
    const metric = `\${${FILTER}.${filterName}.metric_transformation[0]`;
    const [alarm] = resources(stack, ALARM);
    expect(alarm).toEqual(
      expect.objectContaining({
        alarm_name: "A trail was stopped 7c6f2c0e",
        metric_name: `${metric}.name}`,
        namespace: `${metric}.namespace}`,
        statistic: "Sum",
        period: 900,
        evaluation_periods: 1,
        comparison_operator: "GreaterThanThreshold",
        threshold: 0,
        treat_missing_data: "notBreaching",
      }),
    );
    expect(alarm).not.toHaveProperty("alarm_actions");
  });

  test("takes period, threshold and operator from the rule's schedule", () => {
    const schedule = {
      queryFrequency: "1h",
      queryPeriod: "PT2H",
      triggerThreshold: 7,
      accept: "wider",
    };
    expect(resources(deployed({ rule: ruleText(schedule) }), ALARM)).toEqual([
      expect.objectContaining({ period: 7260, threshold: 7 }),
    ]);
    const silence = { triggerOperator: "lt", triggerThreshold: 1 };
    expect(resources(deployed({ rule: ruleText(silence) }), ALARM)).toEqual([
      expect.objectContaining({
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        treat_missing_data: "breaching",
      }),
    ]);
  });

  test("notifies whom it is told to, tokens too", () => {
    expect(
      resources(deployed({ alarmActions: ["arn:aws:sns:us-east-1:111122223333:a"] }), ALARM),
    ).toEqual([
      expect.objectContaining({ alarm_actions: ["arn:aws:sns:us-east-1:111122223333:a"] }),
    ]);
    const stack = synthesise((scope) => {
      const topics = new TerraformVariable(scope, "topics", { type: "list(string)" });
      const group = new TerraformVariable(scope, "group", { type: "string" });
      new CloudWatchDetection(scope, "TrailStopped", {
        rule: ruleText(),
        logGroupName: group.stringValue,
        alarmActions: topics.listValue,
      });
    });
    expect(resources(stack, ALARM)).toEqual([
      expect.objectContaining({ alarm_actions: "${var.topics}" }),
    ]);
    expect(resources(stack, FILTER)).toEqual([
      expect.objectContaining({ log_group_name: "${var.group}" }),
    ]);
  });

  test("puts its metric into another namespace on request", () => {
    const [filter] = resources(deployed({ metricNamespace: "Acme/Security" }), FILTER);
    expect(filter).toHaveProperty("metric_transformation.namespace", "Acme/Security");
  });

  test("saves the query that shows why it fired, and its alarm names it", () => {
    const stack = deployed();
    expect(resources(stack, QUERY)).toEqual([
      expect.objectContaining({
        name: `detections/${ID}`,
        log_group_names: ["trail"],
        query_string: expect.stringContaining("eventName like /(?i)^StopLogging$/"),
      }),
    ]);
    const [alarm] = resources(stack, ALARM);
    expect(alarm).toHaveProperty(
      "alarm_description",
      expect.stringContaining(`Logs Insights query detections/${ID}.`),
    );
    const without = deployed({ savedQuery: false });
    expect(resources(without, QUERY)).toEqual([]);
    const [quiet] = resources(without, ALARM);
    expect(quiet).toHaveProperty("alarm_description", expect.not.stringContaining("Insights"));
  });

  test("takes a rule as a path, as text and as an object alike", () => {
    const folder = mkdtempSync(join(tmpdir(), "detections-"));
    try {
      const path = join(folder, "trail.yml");
      writeFileSync(path, ruleText());
      const byText = deployed();
      expect(deployed({ rule: path })).toEqual(byText);
      const object = { ...ruleObject(), level: "high", status: "test" } as const;
      expect(deployed({ rule: object })).toEqual(byText);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a rule with a placeholder", () => {
  const detection = {
    selection: { eventName: "StopLogging", "awsRegion|expand": "%watched%" },
    condition: "selection",
  };

  test("takes the construct's values, and is refused without them", () => {
    const rule = ruleText({ detection });
    const stack = deployed({ rule, placeholders: { watched: ["us-east-1", "eu-west-1"] } });
    expect(resources(stack, FILTER)).toEqual([
      expect.objectContaining({
        pattern:
          '{ $.eventName = "StopLogging" && ($.awsRegion = "us-east-1" || $.awsRegion = "eu-west-1") }',
      }),
    ]);
    expect(() => deployed({ rule })).toThrow(/DET228 the placeholder `%watched%` has no value/);
  });
});

describe("a rule that is told to do without regexes", () => {
  test("is wider, and names what it leaves out", () => {
    const detection = {
      selection: { eventName: "StopLogging", "userAgent|contains": "scanner" },
      condition: "selection",
    };
    const rule = ruleText({ detection });
    const [filter] = resources(deployed({ rule }), FILTER);
    expect(filter).toHaveProperty("pattern", expect.stringContaining("$.userAgent = %"));
    expect(() => deployed({ rule, regex: false })).toThrow(/userAgent\|contains: scanner/);
    const [without] = resources(deployed({ rule, regex: false, accept: "wider" }), FILTER);
    expect(without).toHaveProperty("pattern", '{ $.eventName = "StopLogging" }');
  });
});

describe("a rule that says more than a filter pattern can", () => {
  const wider = { detection: WIDER_DETECTION };

  test("is refused, with the condition, the reason and the way out", () => {
    expect(() => deployed({ rule: ruleText(wider) })).toThrow(
      /DET501 CloudWatch: wider, and not accepted: `userIdentity\.userName\|fieldref: responseElements\.accessKey\.userName`[^]*`accept: wider`/,
    );
  });

  test("is deployed where the rule or the construct accepts it, and says what it leaves out", () => {
    const byRule = deployed({ rule: ruleText({ ...wider, accept: "wider" }) });
    const byProp = deployed({ rule: ruleText(wider), accept: "wider" });
    for (const stack of [byRule, byProp]) {
      const [alarm] = resources(stack, ALARM);
      expect(alarm).toHaveProperty(
        "alarm_description",
        expect.stringMatching(
          /Verdict: wider, alerts on more than the rule says\. Not applied: `userIdentity\.userName\|fieldref: /,
        ),
      );
      expect(resources(stack, FILTER)).toEqual([
        expect.objectContaining({
          pattern: '{ $.eventSource = "iam.amazonaws.com" && $.eventName = "CreateAccessKey" }',
        }),
      ]);
    }
  });

  test("is annotated, so that a review sees it", () => {
    const stack = new TerraformStack(Testing.app(), "detections");
    const detection = new CloudWatchDetection(stack, "Keys", {
      rule: ruleText({ ...wider, accept: "wider" }),
      logGroupName: "trail",
    });
    expect(detection.verdict).toBe("wider");
    expect(annotations(stack).join("\n")).toMatch(/wider on cloudwatch[^]*not applied/);
  });
});

describe("a rule that cannot be deployed", () => {
  test.each([
    ["has no id", { id: undefined }, /DET310 a rule without an id cannot be deployed/],
    [
      "asks for what an alarm cannot do",
      { queryPeriod: "14d" },
      /DET802 CloudWatch: unsupported: an alarm cannot look at 14 days/,
    ],
    [
      "is about another log source",
      { logsource: { product: "zeek", service: "dns" } },
      /DET203 the log source `zeek\/dns` is not supported: a `detection` is compiled for `aws\/cloudtrail`/,
    ],
  ])("%s: fails the synthesis and says why", (_, keys, message) => {
    expect(() => deployed({ rule: ruleText(keys) })).toThrow(message);
  });

  test("does not hide another: all are reported at once", () => {
    const build = () =>
      synthesise((stack) => {
        const props = { logGroupName: "trail" };
        new CloudWatchDetection(stack, "One", { ...props, rule: "title: [\n" });
        new CloudWatchDetection(stack, "Two", { ...props, rule: ruleText({ level: "hgih" }) });
        new CloudWatchDetection(stack, "Three", { ...props, rule: "no-such-rule.yml" });
      });
    expect(build).toThrow(
      /\/One: [^]*DET101[^]*\/Two: [^]*DET304[^]*`high`[^]*\/Three: [^]*DET103/,
    );
  });
});

describe("names in Terraform", () => {
  test("are valid for construct ids that begin with a digit, and references follow", () => {
    const stack = synthesise((scope) => {
      new CloudWatchDetection(scope, "0a5177f4", { rule: ruleText(), logGroupName: "trail" });
    });
    const [filter] = resourceNames(stack, FILTER);
    expect(filter).toMatch(/^[A-Za-z_]/);
    expect(resources(stack, ALARM)).toEqual([
      expect.objectContaining({ metric_name: expect.stringContaining(`.${filter}.`) }),
    ]);
  });

  test("do not collide where construct ids differ in punctuation only", () => {
    const other = "1d0a5a2e-7a0b-4d52-8f0c-0c54a5d1f001";
    const stack = synthesise((scope) => {
      new CloudWatchDetection(scope, "aws.root", { rule: ruleText(), logGroupName: "trail" });
      new CloudWatchDetection(scope, "awsroot", {
        rule: ruleText({ id: other }),
        logGroupName: "trail",
      });
    });
    expect(resources(stack, ALARM)).toHaveLength(2);
    expect(resources(stack, FILTER)).toHaveLength(2);
  });

  test("do not depend on the title or the file", () => {
    const titled = deployed({ rule: ruleText({ title: "Another title" }) });
    expect(resourceNames(titled, FILTER)).toEqual(resourceNames(deployed(), FILTER));
    expect(resources(titled, FILTER)).toEqual(resources(deployed(), FILTER));
    expect(resources(titled, ALARM)).toEqual([
      expect.objectContaining({ alarm_name: "Another title 7c6f2c0e" }),
    ]);
  });
});
