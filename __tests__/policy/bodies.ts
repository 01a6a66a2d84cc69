import type { JsonObject } from "../../compiler/core/json";

/* Resources as they are right; keys can be replaced. */

export const FILTER = "aws_cloudwatch_log_metric_filter";
export const ALARM = "aws_cloudwatch_metric_alarm";
export const SCHEDULED = "azurerm_sentinel_alert_rule_scheduled";

export const filter = (keys: JsonObject = {}) => ({
  name: "root",
  pattern: '{ $.userIdentity.type = "Root" }',
  log_group_name: "trail",
  metric_transformation: { name: "root", namespace: "Security", value: "1" },
  ...keys,
});

export const alarm = (keys: JsonObject = {}) => ({
  alarm_name: "root",
  comparison_operator: "GreaterThanThreshold",
  evaluation_periods: 1,
  metric_name: "root",
  namespace: "Security",
  period: 300,
  statistic: "Sum",
  threshold: 0,
  treat_missing_data: "notBreaching",
  alarm_actions: ["arn:aws:sns:us-east-1:111122223333:security"],
  ...keys,
});

export const trail = (keys: JsonObject = {}) => ({
  name: "trail",
  s3_bucket_name: "trail",
  is_multi_region_trail: true,
  cloud_watch_logs_group_arn: "arn:aws:logs:us-east-1:111122223333:log-group:trail:*",
  ...keys,
});

export const analytic = (keys: JsonObject = {}) => ({
  name: "root",
  query: "AWSCloudTrail",
  query_frequency: "PT15M",
  query_period: "PT15M",
  entity_mapping: [{ entity_type: "IP", field_mapping: [] }],
  ...keys,
});

export const counting = (keys: JsonObject = {}) =>
  alarm({ threshold: 5, period: 3600, tags: { "detection:rule-id": "root" }, ...keys });

export const target = (keys: JsonObject = {}) => ({
  rule: "${aws_cloudwatch_event_rule.a.name}",
  arn: "${aws_sns_topic.a.arn}",
  dead_letter_config: { arn: "${aws_sqs_queue.lost.arn}" },
  ...keys,
});

export const described = (verdict: string) =>
  `Somebody did something. Verdict: ${verdict}, and so on.`;
export const told = { alarm_actions: ["${aws_sns_topic.a.arn}"] };
