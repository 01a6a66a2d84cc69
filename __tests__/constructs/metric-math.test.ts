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

test("a temporal rule has a metric for each of its rules, and an alarm on how many have a match", () => {
  const part = (name: string) =>
    ruleText({
      name,
      id: undefined,
      detection: { selection: { eventName: name }, condition: "selection" },
    });
  const temporal = ruleText({
    logsource: undefined,
    detection: undefined,
    accept: "wider",
    correlation: { type: "temporal", rules: ["StopLogging", "DeleteTrail"], timespan: "10m" },
  });
  const stack = synthesise((scope) => {
    new CloudWatchDetection(scope, "Rule", {
      rule: [temporal, part("StopLogging"), part("DeleteTrail")].join("---\n"),
      logGroupName: "trail",
      furtherLogGroups: { second: "trail-2" },
      namePrefix: "dev-",
    });
  });
  const id = "dev-7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
  const filters = resources(stack, "aws_cloudwatch_log_metric_filter");
  expect(
    new Map(
      filters.map(({ name, log_group_name: group, metric_transformation: metric }) => [
        `${group} ${name}`,
        metric,
      ]),
    ),
  ).toEqual(
    new Map(
      ["trail", "trail-2"].flatMap((group) =>
        [1, 2].map((nth) => [
          `${group} ${id}-part-${nth}`,
          expect.objectContaining({ name: `${id}-part-${nth}`, namespace: "Detections" }),
        ]),
      ),
    ),
  );
  const [alarm] = resources(stack, ALARM);
  const metric = (filter: string) => ({
    metric_name: expect.stringMatching(
      new RegExp(`_${filter}_\\w+\\.metric_transformation\\[0\\]\\.name`),
    ),
    namespace: expect.stringContaining("namespace"),
    period: 660,
    stat: "Sum",
  });
  expect(alarm).toMatchObject({
    comparison_operator: "GreaterThanThreshold",
    threshold: 1,
    metric_query: [
      { id: "part1", metric: metric("Filter"), return_data: false },
      { id: "part2", metric: metric("Filter2"), return_data: false },
      {
        id: "matching",
        expression: "IF(part1 > 0, 1, 0) + IF(part2 > 0, 1, 0)",
        return_data: true,
      },
    ],
  });
});
