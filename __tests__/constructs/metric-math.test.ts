import { CloudWatchDetection } from "../../constructs";
import { ruleText } from "../support/rules";
import { resources, synthesise } from "../support/synth";

const ALARM = "aws_cloudwatch_metric_alarm";

function alarmOf(
  trigger: Readonly<Record<string, unknown>>,
  props: { readonly metricNamespace?: string } = {},
) {
  const stack = synthesise((scope) => {
    new CloudWatchDetection(scope, "Rule", {
      rule: ruleText(trigger),
      logGroupName: "trail",
      ...props,
    });
  });
  return resources(stack, ALARM)[0];
}

test("an exact count is an alarm on an expression over the rule's metric, in its namespace", () => {
  const alarm = alarmOf(
    { triggerOperator: "eq", triggerThreshold: 3 },
    { metricNamespace: "Mine" },
  );
  expect(alarm).toMatchObject({
    comparison_operator: "GreaterThanThreshold",
    threshold: 0,
    treat_missing_data: "notBreaching",
    metric_query: [
      {
        id: "matches",
        metric: {
          metric_name: expect.stringContaining("aws_cloudwatch_log_metric_filter."),
          namespace: expect.stringContaining("aws_cloudwatch_log_metric_filter."),
          period: 900,
          stat: "Sum",
        },
        return_data: false,
      },
      { id: "alerts", expression: "IF(matches == 3, 1, 0)", return_data: true },
    ],
  });
  // The provider refuses an alarm with both.
  for (const key of ["metric_name", "namespace", "period", "statistic"]) {
    expect(alarm).not.toHaveProperty(key);
  }
});

test("a plain trigger is an alarm on the metric itself", () => {
  const alarm = alarmOf({ triggerOperator: "lt", triggerThreshold: 2 });
  expect(alarm).toMatchObject({ threshold: 2, statistic: "Sum", treat_missing_data: "breaching" });
  expect(alarm).not.toHaveProperty("metric_query");
});
