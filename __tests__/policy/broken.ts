import type { JsonObject } from "../../compiler/core/json";
import {
  FILTER,
  ALARM,
  SCHEDULED,
  filter,
  alarm,
  trail,
  analytic,
  counting,
  target,
  described,
  told,
} from "./bodies";

/*
 * For every policy what breaks it, what is right, and what only Terraform will know. Resources by type and
 * name, each beside what it needs.
 */

/** Resources, of which the one named `a` is what the policy is about. */
type Resources = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

interface Case {
  readonly broken: readonly Resources[];
  readonly right: readonly Resources[];
  /** @default - nothing that decides it is ever unknown */
  readonly unknown?: readonly Resources[];
}

const alone = (type: string, ...bodies: readonly JsonObject[]): readonly Resources[] =>
  bodies.map((body) => ({ [type]: { a: body } }));
const fed = (...bodies: readonly JsonObject[]): readonly Resources[] =>
  bodies.map((body) => ({ [FILTER]: { f: filter() }, [ALARM]: { a: body } }));
const read = (body: JsonObject, ...filters: readonly JsonObject[]): readonly Resources[] =>
  filters.map((each) => ({ [FILTER]: { a: each }, [ALARM]: { x: body } }));
const onTrail = (made: JsonObject, ...filters: readonly JsonObject[]): readonly Resources[] =>
  filters.map((each) => ({ [FILTER]: { a: each }, aws_cloudtrail: { t: made } }));

export const CASES: Readonly<Record<string, Case>> = {
  "alarm-without-action": {
    broken: [
      ...alone(ALARM, alarm({ alarm_actions: [] }), alarm({ alarm_actions: null })),
      ...alone("aws_cloudwatch_composite_alarm", { alarm_name: "c", alarm_rule: "TRUE" }),
    ],
    right: [
      ...alone(ALARM, alarm(), alarm({ alarm_actions: ["${var.topic}"] })),
      {
        [ALARM]: { a: alarm({ alarm_actions: [] }) },
        aws_cloudwatch_composite_alarm: {
          c: { alarm_rule: "ALARM(${aws_cloudwatch_metric_alarm.a.alarm_name})", ...told },
        },
      },
      {
        [ALARM]: { a: alarm({ alarm_actions: [] }) },
        aws_cloudwatch_composite_alarm: { c: { alarm_rule: 'ALARM("root")', ...told } },
      },
    ],
    unknown: [
      ...alone(ALARM, alarm({ alarm_actions: "${var.topics}" })),
      {
        [ALARM]: { a: alarm({ alarm_actions: [] }) },
        aws_cloudwatch_composite_alarm: { c: { alarm_rule: "${var.rule}", ...told } },
      },
    ],
  },
  "alarm-actions-disabled": {
    broken: alone(ALARM, alarm({ actions_enabled: false }), alarm({ actions_enabled: "false" })),
    right: alone(ALARM, alarm(), alarm({ actions_enabled: true })),
    unknown: alone(ALARM, alarm({ actions_enabled: "${var.on}" })),
  },
  "alarm-missing-data": {
    broken: fed(
      alarm({ treat_missing_data: null }),
      alarm({ treat_missing_data: "missing" }),
      alarm({ treat_missing_data: "ignore" }),
    ),
    right: fed(alarm(), alarm({ treat_missing_data: "breaching" })),
    unknown: fed(alarm({ treat_missing_data: "${var.missing}" })),
  },
  "alarm-several-periods": {
    broken: fed(
      alarm({ evaluation_periods: 3 }),
      alarm({ evaluation_periods: 3, datapoints_to_alarm: 2 }),
    ),
    right: fed(alarm(), alarm({ evaluation_periods: 3, datapoints_to_alarm: 1 })),
    unknown: fed(alarm({ evaluation_periods: "${var.periods}" })),
  },
  "alarm-statistic": {
    broken: fed(
      alarm({ statistic: "Average" }),
      alarm({ statistic: "SampleCount" }),
      alarm({ statistic: null, extended_statistic: "p99" }),
    ),
    right: fed(alarm(), alarm({ statistic: "Maximum" })),
    unknown: fed(alarm({ statistic: "${var.statistic}" })),
  },
  "alarm-metric-unwritten": {
    broken: fed(alarm({ metric_name: "rooot" }), alarm({ namespace: "Securty" })),
    right: fed(
      alarm(),
      alarm({ metric_name: `\${${FILTER}.f.metric_transformation[0].name}` }),
      alarm({ metric_name: `\${${FILTER}.f.metric_transformation.0.name}` }),
      alarm({
        metric_name: null,
        namespace: null,
        metric_query: [
          { id: "m", metric: [{ metric_name: "root", namespace: "Security", period: 60 }] },
          { id: "e", expression: "m * 2", return_data: true },
        ],
      }),
    ),
    unknown: fed(alarm({ metric_name: "${var.metric}" })),
  },
  "filter-without-alarm": {
    broken: [
      ...alone(FILTER, filter()),
      ...read(alarm({ metric_name: "other" }), filter()),
      ...read(alarm({ namespace: "Other" }), filter()),
    ],
    right: [
      ...read(alarm(), filter()),
      ...read(
        alarm({ metric_name: "${var.prefix}root" }),
        filter({ metric_transformation: [{ name: "${var.prefix}root", namespace: "Security" }] }),
      ),
      ...read(
        alarm({
          metric_name: null,
          namespace: null,
          metric_query: { id: "m", metric: { metric_name: "root", namespace: "Security" } },
        }),
        filter(),
      ),
    ],
    unknown: [
      ...read(alarm({ metric_name: "${var.metric}" }), filter()),
      ...read(
        alarm({
          metric_name: null,
          namespace: null,
          metric_query: { id: "s", expression: "SUM(SEARCH('{Security} root', 'Sum'))" },
        }),
        filter(),
      ),
      ...read(
        alarm({
          metric_name: null,
          namespace: null,
          dynamic: { metric_query: { for_each: "${var.queries}", content: {} } },
        }),
        filter(),
      ),
    ],
  },
  "filter-without-trail": {
    broken: [
      ...onTrail(trail(), filter({ log_group_name: "other" })),
      ...onTrail(trail({ cloud_watch_logs_group_arn: null }), filter()),
      {
        aws_cloudwatch_log_group: { g: { name: "trail" }, h: { name: "other" } },
        [FILTER]: { a: filter({ log_group_name: "${aws_cloudwatch_log_group.h.name}" }) },
        aws_cloudtrail: {
          t: trail({ cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.g.arn}:*" }),
        },
      },
    ],
    right: [
      ...onTrail(trail(), filter()),
      {
        aws_cloudwatch_log_group: { g: { name_prefix: "trail" } },
        [FILTER]: { a: filter({ log_group_name: "${aws_cloudwatch_log_group.g.name}" }) },
        aws_cloudtrail: {
          t: trail({ cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.g.arn}:*" }),
        },
      },
    ],
    unknown: [
      ...onTrail(trail(), filter({ log_group_name: "${var.group}" })),
      ...onTrail(trail({ cloud_watch_logs_group_arn: "${var.arn}" }), filter()),
    ],
  },
  "trail-not-logging": {
    broken: alone("aws_cloudtrail", trail({ enable_logging: false })),
    right: alone("aws_cloudtrail", trail(), trail({ enable_logging: true })),
    unknown: alone("aws_cloudtrail", trail({ enable_logging: "${var.on}" })),
  },
  "trail-of-one-region": {
    broken: alone(
      "aws_cloudtrail",
      trail({ is_multi_region_trail: null }),
      trail({ is_multi_region_trail: false }),
    ),
    right: alone("aws_cloudtrail", trail(), trail({ is_multi_region_trail: "${true}" })),
    unknown: alone("aws_cloudtrail", trail({ is_multi_region_trail: "${var.all}" })),
  },
  "log-group-without-retention": {
    broken: alone("aws_cloudwatch_log_group", { name: "a" }, { retention_in_days: 0 }),
    right: alone("aws_cloudwatch_log_group", { retention_in_days: 365 }),
    unknown: alone("aws_cloudwatch_log_group", { retention_in_days: "${var.days}" }),
  },
  "log-group-without-key": {
    broken: alone("aws_cloudwatch_log_group", { name: "a" }),
    right: alone("aws_cloudwatch_log_group", { kms_key_id: "${aws_kms_key.k.arn}" }),
    unknown: alone("aws_cloudwatch_log_group", { kms_key_id: "${var.key}" }),
  },
  "topic-not-encrypted": {
    broken: alone("aws_sns_topic", { name: "a" }, { kms_master_key_id: "" }),
    right: alone(
      "aws_sns_topic",
      { kms_master_key_id: "${aws_kms_key.k.arn}" },
      { kms_master_key_id: "${data.aws_kms_key.k.arn}" },
      { kms_master_key_id: "alias/aws/sns" },
    ),
    unknown: alone("aws_sns_topic", { kms_master_key_id: "${var.key}" }),
  },
  "topic-key-locks-out": {
    broken: [
      { aws_sns_topic: { a: { kms_master_key_id: "alias/aws/sns" } }, [ALARM]: { x: alarm(told) } },
      {
        aws_sns_topic: {
          a: { kms_master_key_id: "arn:aws:kms:us-east-1:111122223333:alias/aws/sns" },
        },
        aws_cloudwatch_event_target: { x: target() },
      },
    ],
    right: [
      {
        aws_sns_topic: { a: { kms_master_key_id: "${aws_kms_key.k.arn}" } },
        [ALARM]: { x: alarm(told) },
      },
      { aws_sns_topic: { a: { kms_master_key_id: "alias/own" } }, [ALARM]: { x: alarm(told) } },
    ],
    unknown: [
      { aws_sns_topic: { a: { kms_master_key_id: "${var.key}" } }, [ALARM]: { x: alarm(told) } },
    ],
  },
  "event-rule-without-target": {
    broken: [
      ...alone("aws_cloudwatch_event_rule", { name: "a" }),
      {
        aws_cloudwatch_event_rule: { a: { name: "a" } },
        aws_cloudwatch_event_target: { x: target({ rule: "other" }) },
      },
    ],
    right: [
      {
        aws_cloudwatch_event_rule: { a: { name_prefix: "a" } },
        aws_cloudwatch_event_target: { x: target() },
      },
      {
        aws_cloudwatch_event_rule: { a: { name: "a" } },
        aws_cloudwatch_event_target: { x: target({ rule: "a" }) },
      },
    ],
    unknown: [
      {
        aws_cloudwatch_event_rule: { a: { name: "a" } },
        aws_cloudwatch_event_target: { x: target({ rule: "${var.rule}" }) },
      },
    ],
  },
  "event-rule-disabled": {
    broken: alone("aws_cloudwatch_event_rule", { state: "DISABLED" }, { is_enabled: false }),
    right: alone(
      "aws_cloudwatch_event_rule",
      { name: "a" },
      { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" },
    ),
    unknown: alone(
      "aws_cloudwatch_event_rule",
      { state: "${var.state}" },
      { is_enabled: "${var.on}" },
    ),
  },
  "event-target-without-dead-letters": {
    broken: alone("aws_cloudwatch_event_target", target({ dead_letter_config: null })),
    right: alone("aws_cloudwatch_event_target", target()),
    unknown: alone("aws_cloudwatch_event_target", {
      rule: "a",
      dynamic: { dead_letter_config: { for_each: "${var.queues}", content: {} } },
    }),
  },
  "state-machine-without-logging": {
    broken: alone(
      "aws_sfn_state_machine",
      { name: "a" },
      { logging_configuration: [{ level: "OFF" }] },
      { logging_configuration: { include_execution_data: true } },
    ),
    right: alone("aws_sfn_state_machine", { logging_configuration: { level: "ERROR" } }),
    unknown: alone("aws_sfn_state_machine", { logging_configuration: { level: "${var.level}" } }),
  },
  "analytic-rule-disabled": {
    broken: [
      ...alone(SCHEDULED, analytic({ enabled: false })),
      ...alone("azurerm_sentinel_alert_rule_nrt", analytic({ enabled: false })),
    ],
    right: alone(SCHEDULED, analytic(), analytic({ enabled: true })),
    unknown: alone(SCHEDULED, analytic({ enabled: "${var.on}" })),
  },
  "analytic-rule-without-incident": {
    broken: alone(
      SCHEDULED,
      analytic({ incident: { create_incident_enabled: false, grouping: { enabled: false } } }),
    ),
    right: alone(
      SCHEDULED,
      analytic(),
      analytic({ incident: [{ create_incident_enabled: true }] }),
    ),
    unknown: alone(SCHEDULED, analytic({ incident: { create_incident_enabled: "${var.on}" } })),
  },
  "analytic-rule-without-entities": {
    broken: alone(SCHEDULED, analytic({ entity_mapping: [] }), analytic({ entity_mapping: null })),
    right: alone(
      SCHEDULED,
      analytic(),
      analytic({ entity_mapping: [], sentinel_entity_mapping: [{ column_name: "Entities" }] }),
    ),
    unknown: alone(
      SCHEDULED,
      analytic({
        entity_mapping: null,
        dynamic: [{ entity_mapping: { for_each: "${var.maps}", content: {} } }],
      }),
    ),
  },
  "analytic-rule-gaps": {
    broken: alone(
      SCHEDULED,
      analytic({ query_frequency: "PT1H" }),
      analytic({ query_frequency: null, query_period: "PT4H" }),
    ),
    right: alone(
      SCHEDULED,
      analytic(),
      analytic({ query_frequency: "PT60M", query_period: "PT1H" }),
      analytic({ query_frequency: null, query_period: null }),
    ),
    unknown: alone(
      SCHEDULED,
      analytic({ query_period: "${var.period}" }),
      analytic({ query_frequency: "${var.frequency}" }),
    ),
  },
  "verdict-wider": {
    broken: [
      ...alone(ALARM, alarm({ alarm_description: described("wider") })),
      ...alone(SCHEDULED, analytic({ description: described("wider") })),
      ...alone("aws_cloudwatch_event_rule", { description: described("wider") }),
      ...alone(ALARM, alarm({ alarm_description: `\${var.team}: ${described("wider")}` })),
    ],
    right: alone(ALARM, alarm({ alarm_description: described("exact") })),
  },
  "verdict-as-written": {
    broken: alone(SCHEDULED, analytic({ description: described("as written") })),
    right: alone(SCHEDULED, analytic({ description: described("exact") })),
  },
  "detection-times-differ": {
    broken: [
      { [ALARM]: { a: counting() }, [SCHEDULED]: { s: analytic() } },
      {
        [ALARM]: { a: counting({ period: 600, evaluation_periods: 6 }) },
        [SCHEDULED]: { s: analytic({ query_period: "PT30M" }) },
      },
    ],
    right: [
      { [ALARM]: { a: counting() }, [SCHEDULED]: { s: analytic({ query_period: "PT1H30M" }) } },
    ],
    unknown: [
      { [ALARM]: { a: counting() }, [SCHEDULED]: { s: analytic({ query_period: "${var.p}" }) } },
      { [ALARM]: { a: counting({ period: "${var.p}" }) }, [SCHEDULED]: { s: analytic() } },
    ],
  },
};
