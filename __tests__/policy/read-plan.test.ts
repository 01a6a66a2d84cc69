import type { JsonObject } from "../../compiler/core/json";
import { saidBy } from "./declaring";

/* In the form of what Terraform 1.11 with the AWS provider 5.100 printed of a plan. */

const planned = (type: string, name: string, values: JsonObject, at = "") => ({
  address: `${at}${type}.${name}`,
  mode: "managed",
  type,
  name,
  values,
});

const plan = (resources: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: { root_module: { resources } },
  ...more,
});

const unknown = (address: string, after_unknown: JsonObject) => ({
  address,
  change: { actions: ["create"], after_unknown },
});
const ALARM = "aws_cloudwatch_metric_alarm";

describe("a plan", () => {
  test("says what variables have come to", () => {
    const json = plan([
      planned(ALARM, "none", { alarm_actions: null }),
      planned(ALARM, "empty", { alarm_actions: [] }),
      planned(ALARM, "some", { alarm_actions: ["arn:aws:sns:us-east-1:111122223333:a"] }),
    ]);
    expect(saidBy("alarm-without-action", json)).toEqual([
      "none found",
      "empty found",
      "some fine",
    ]);
  });

  test("says of what is still to be made what it refers to", () => {
    const json = plan(
      [
        planned(ALARM, "told", {}),
        planned("aws_sns_topic", "a", { kms_master_key_id: "alias/aws/sns" }),
        planned("aws_sns_topic", "b", {}),
      ],
      {
        resource_changes: [
          unknown(`${ALARM}.told`, { alarm_actions: true, arn: true }),
          unknown("aws_sns_topic.b", { kms_master_key_id: true }),
        ],
        configuration: {
          root_module: {
            resources: [
              {
                address: `${ALARM}.told`,
                expressions: {
                  alarm_actions: { references: ["aws_sns_topic.a.arn", "aws_sns_topic.a"] },
                },
              },
            ],
          },
        },
      },
    );
    expect(saidBy("alarm-without-action", json)).toEqual(["told fine"]);
    expect(saidBy("topic-key-locks-out", json)).toEqual(["a found"]);
    expect(saidBy("topic-not-encrypted", json)).toEqual(["a fine", "b fine"]);
  });

  test("has the resources of modules, whose names are their own", () => {
    const at = 'module.one["a"].';
    const filter = planned(
      "aws_cloudwatch_log_metric_filter",
      "f",
      { pattern: '{ $.eventName = "X" }', metric_transformation: [{ name: "m", namespace: "N" }] },
      at,
    );
    const group = planned("aws_cloudwatch_log_group", "g", { name: "other" }, at);
    const trail = planned("aws_cloudtrail", "t", { is_multi_region_trail: true });
    const json = plan([], {
      planned_values: {
        root_module: {
          resources: [trail, planned("aws_cloudwatch_log_group", "g", { name: "trail" })],
          child_modules: [{ address: 'module.one["a"]', resources: [filter, group] }],
        },
      },
      resource_changes: [
        unknown(filter.address, { log_group_name: true }),
        unknown("aws_cloudtrail.t", { cloud_watch_logs_group_arn: true }),
      ],
      configuration: {
        root_module: {
          resources: [
            {
              address: "aws_cloudtrail.t",
              expressions: {
                cloud_watch_logs_group_arn: { references: ["aws_cloudwatch_log_group.g"] },
              },
            },
          ],
          module_calls: {
            one: {
              module: {
                resources: [
                  {
                    address: "aws_cloudwatch_log_metric_filter.f",
                    expressions: { log_group_name: { references: ["aws_cloudwatch_log_group.g"] } },
                  },
                ],
              },
            },
          },
        },
      },
    });
    expect(saidBy("filter-without-trail", json)).toEqual([
      'module.one["a"].aws_cloudwatch_log_metric_filter.f found',
    ]);
  });

  test("leaves out what is read and not made", () => {
    const data = { ...planned("aws_sns_topic", "a", { name: "a" }), mode: "data" };
    expect(saidBy("topic-not-encrypted", plan([data]))).toEqual([]);
  });

  test("has values, no templates: what looks like one is text", () => {
    const json = plan([planned("aws_sns_topic", "a", { kms_master_key_id: "${var.key}" })]);
    expect(saidBy("topic-not-encrypted", json)).toEqual(["a fine"]);
  });
});

test("a state as `terraform show -json` prints it says what there is", () => {
  const resources = [planned("aws_sns_topic", "a", { kms_master_key_id: "" })];
  const json = { format_version: "1.0", values: { root_module: { resources } } };
  expect(saidBy("topic-not-encrypted", json)).toEqual(["a found"]);
  expect(saidBy("topic-not-encrypted", { format_version: "1.0" })).toEqual([]);
});
