import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  Aspects,
  Fn,
  Lazy,
  TerraformIterator,
  TerraformStack,
  Token,
  type TerraformResource,
} from "cdktf";
import fc from "fast-check";

import { madeQuickly } from "../../constructs/quick-resource";
import { resources, synthesise, synthesiseApp } from "../support/synth";

const text = Token.asString(Lazy.stringValue({ produce: () => "resolved" }));
const number = Token.asNumber(Lazy.numberValue({ produce: () => 42 }));
const list = Token.asList(Lazy.listValue({ produce: () => ["one", "two"] }));
const map = Token.asStringMap(Lazy.anyValue({ produce: () => ({ key: "value" }) }));

/** Everything that CDKTF takes for a token, and much that looks like one. */
const values = fc.letrec<{ value: unknown; one: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, tie("one"), {
    arbitrary: fc.oneof(
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", `${text}x`, "Ab_c"), tie("value"), { maxKeys: 3 }),
    ),
    weight: 1,
  }),
  one: fc.oneof(
    fc.string(),
    fc.double({ noNaN: true }),
    fc.constantFrom<unknown>(true, false, null, undefined, 0, "", {}, [], "${a.b}", "%{ if true }"),
    fc.constantFrom<unknown>(text, `a${text}b`, number, `${number}`, `at ${number}.`, list, map),
    fc.constantFrom<unknown>("1e5", "-1.5e+300 apples", "TfToken[TOKEN.0]", Fn.join("-", list)),
  ),
}));

type Make = (stack: TerraformStack) => TerraformResource;

const ALARM = {
  alarmName: "alarm",
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 0,
};

const alarm = (stack: TerraformStack) => new CloudwatchMetricAlarm(stack, "Alarm", ALARM);

/** What an app makes of the resource, or what it says against it. */
function outcome(make: Make): unknown {
  try {
    return synthesiseApp((app) => {
      const stack = new TerraformStack(app, "stack");
      new AwsProvider(stack, "aws", { region: "us-east-1" });
      make(stack);
    });
  } catch (error) {
    return String(error);
  }
}

describe("a resource made quickly", () => {
  test("is synthesised as it always is, whatever it holds", () => {
    const overrides = fc.dictionary(fc.constantFrom("x", "tags", "y.z", "//.note"), values.value);
    fc.assert(
      fc.property(overrides, (each) => {
        const overridden: Make = (stack) => {
          const resource = alarm(stack);
          for (const [path, value] of Object.entries(each)) resource.addOverride(path, value);
          return resource;
        };
        expect(outcome((stack) => madeQuickly(() => overridden(stack)))).toEqual(
          outcome(overridden),
        );
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, (made: CloudwatchMetricAlarm) => void]>([
    ["an argument called resolve", (made) => made.addOverride("resolve", "text")],
    ["what contains itself", (made) => made.addOverride("x", [cyclic()])],
    ["what is nested deeply", (made) => made.addOverride("x", nested(150))],
    [
      "a method that is replaced",
      (made) => {
        const inFull = made.toTerraform.bind(made);
        made.toTerraform = () => ({ ...inFull(), check: {} });
      },
    ],
    [
      "provisioners, a lifecycle and an iterator",
      (made) => {
        const each = TerraformIterator.fromList(["one", "two"]);
        made.forEach = each;
        made.alarmName = each.value;
        made.provisioners = [{ type: "local-exec", command: `echo ${text}` }];
        made.lifecycle = { ignoreChanges: "all" };
        made.dependsOn = ["aws_sns_topic.other"];
      },
    ],
    ["a move and an import", (made) => (made.moveFromId("aws_x.y"), made.importFrom("alarm"))],
  ])("is synthesised as it always is with %s", (_, change) => {
    const changed = (made: CloudwatchMetricAlarm) => (change(made), made);
    expect(outcome((stack) => changed(madeQuickly(() => alarm(stack))))).toEqual(
      outcome((stack) => changed(alarm(stack))),
    );
  });

  test("follows what is said of it later", () => {
    const stack = synthesise((scope) => {
      const resource = madeQuickly(() => new CloudwatchMetricAlarm(scope, "Alarm", ALARM));
      Aspects.of(scope).add({
        visit: (node) => {
          if (node === resource) resource.tags = { team: text };
        },
      });
      resource.addOverride("alarm_description", "says");
      scope.addOverride(`resource.aws_cloudwatch_metric_alarm.${resource.friendlyUniqueId}`, {
        datapoints_to_alarm: 1,
      });
    });
    expect(resources(stack, "aws_cloudwatch_metric_alarm")).toMatchObject([
      {
        alarm_name: "alarm",
        alarm_description: "says",
        tags: { team: "resolved" },
        datapoints_to_alarm: 1,
      },
    ]);
  });

  test.each<[string, (alarm: CloudwatchMetricAlarm, filter: CloudwatchLogMetricFilter) => void]>([
    ["a text", (made, filter) => (made.metricName = filter.name)],
    ["part of a text", (made, filter) => (made.alarmDescription = `see ${filter.name}.`)],
    ["a text of a list", (made, filter) => (made.alarmActions = [filter.name])],
    ["a list", (made, filter) => (made.alarmActions = filter.getListAttribute("names"))],
    ["a number", (made, filter) => (made.threshold = filter.getNumberAttribute("count"))],
    [
      "a number in a text",
      (made, filter) => (made.unit = `${filter.getNumberAttribute("count")} of them`),
    ],
    ["a map", (made, filter) => (made.tags = filter.getStringMapAttribute("tags"))],
    ["a key", (made, filter) => (made.tags = { [filter.name]: "metric" })],
    [
      "an object",
      (made, filter) => made.addOverride("dimensions", filter.interpolationForAttribute("names")),
    ],
  ])("refers to another stack by %s", (_, refer) => {
    const stacks = synthesiseApp((app) => {
      const [one, two] = ["one", "two"].map((name) => new TerraformStack(app, name));
      for (const stack of [one!, two!]) new AwsProvider(stack, "aws", { region: "us-east-1" });
      const filter = new CloudwatchLogMetricFilter(one!, "Filter", {
        name: "filter",
        pattern: "",
        logGroupName: "trail",
        metricTransformation: { name: "metric", namespace: "Detections", value: "1" },
      });
      const made = madeQuickly(() => new CloudwatchMetricAlarm(two!, "Alarm", ALARM));
      refer(made, filter);
    });
    expect(stacks["one"]).toContain("cross-stack-output-aws_cloudwatch_log_metric_filter");
    expect(stacks["two"]).toContain("${data.terraform_remote_state.");
  });

  test("leaves errors their traces, those that are thrown on the way too", () => {
    const failing = () =>
      madeQuickly(() => {
        throw new Error("no resource");
      });
    expect(failing).toThrow("no resource");
    const thrown = caught(failing);
    expect(thrown.stack).toContain("quick-resource.test");
    expect(new Error("later").stack).toContain("quick-resource.test");
  });
});

function cyclic(): object {
  const value: Record<string, unknown> = {};
  return Object.assign(value, { itself: value });
}

function nested(levels: number): unknown {
  return levels === 0 ? "text" : [nested(levels - 1)];
}

function caught(fail: () => unknown): Error {
  try {
    fail();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
