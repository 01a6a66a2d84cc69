import { nearest } from "../../compiler/core/suggest";
import { quote } from "../../compiler/core/message";
import type { Declared } from "../declared";
import {
  anyOf,
  fedAlarms,
  isRead,
  isWritten,
  METRIC_ALARM,
  METRIC_FILTER,
  metricsRead,
  metricsWritten,
  namespacesIn,
  namesIn,
} from "../metrics";
import { attribute, FINE, found, unknown, type Policy } from "../policy";
import type { Resource } from "../resource";
import { flagOf, isUnset, numberOf, textOf, unknownsIn } from "../value";

const COMPOSITE = "aws_cloudwatch_composite_alarm";
const FED = "those that a metric filter in the same files feeds";

export const alarmPolicies: readonly Policy[] = [
  {
    id: "alarm-without-action",
    meaning: "An alarm tells nobody.",
    level: "warning",
    why: "An alarm without an action changes its colour in a console that nobody looks at.",
    source: "CloudWatch API, PutMetricAlarm: AlarmActions",
    noun: "alarm",
    types: [METRIC_ALARM, COMPOSITE],
    subjects: (declared) => declared.of(METRIC_ALARM, COMPOSITE),
    judge: (alarm, declared) => {
      const actions = attribute(alarm, "alarm_actions");
      if (actions.kind === "unknown") {
        // A plan knows whether there are any, and not yet what a topic that is still to be made is called.
        const refers = alarm.isPlanned && actions.references.length > 0;
        return refers ? FINE : unknown("alarm_actions");
      }
      if (!isUnset(actions)) return FINE;
      const composite = anyOf(
        declared.of(COMPOSITE).map((each) => isPartOf(alarm, each, declared)),
      );
      if (composite === "yes") return FINE;
      if (composite === "unknown") return unknown("alarm_rule");
      return found(
        "the alarm has no `alarm_actions`, and no composite alarm asks for it",
        "alarm_actions",
      );
    },
    fix: "name a topic or a function in `alarm_actions`",
  },
  {
    id: "alarm-actions-disabled",
    meaning: "The actions of an alarm are switched off.",
    level: "warning",
    why: "It goes to ALARM and tells nobody, as in shadow mode or after a night in which it was too loud.",
    source: "CloudWatch API, PutMetricAlarm: ActionsEnabled",
    noun: "alarm",
    types: [METRIC_ALARM, COMPOSITE],
    subjects: (declared) => declared.of(METRIC_ALARM, COMPOSITE),
    judge: (alarm) => {
      const enabled = attribute(alarm, "actions_enabled");
      if (enabled.kind === "unknown") return unknown("actions_enabled");
      return flagOf(enabled) === false
        ? found("`actions_enabled` is false: nobody is told", "actions_enabled")
        : FINE;
    },
    fix: "set `actions_enabled` to true, or say why not in an exception",
  },
  {
    id: "alarm-missing-data",
    meaning: "An alarm on a metric filter does not say what silence means.",
    level: "warning",
    why: "A filter writes nothing while no logs arrive. By default the alarm then has too little data, and with `ignore` it stays in ALARM after the first match and tells of no other.",
    source: "CloudWatch guide, Configuring how CloudWatch alarms treat missing data",
    noun: "alarm",
    types: [METRIC_ALARM],
    only: FED,
    subjects: fedAlarms,
    judge: (alarm) => {
      const treated = attribute(alarm, "treat_missing_data");
      if (treated.kind === "unknown") return unknown("treat_missing_data");
      const text = textOf(treated) ?? "missing";
      if (text === "notBreaching" || text === "breaching") return FINE;
      return isUnset(treated)
        ? found("`treat_missing_data` is not set")
        : found(`\`treat_missing_data\` is ${quote(text)}`, "treat_missing_data");
    },
    fix: "set `treat_missing_data` to `notBreaching`, or to `breaching` where silence is what alerts",
  },
  {
    id: "alarm-several-periods",
    meaning: "An alarm on a metric filter waits for matches in several periods.",
    level: "warning",
    why: "One match is one point of data: who does the thing once is never told of.",
    source: "CloudWatch guide, Evaluating an alarm: EvaluationPeriods and DatapointsToAlarm",
    noun: "alarm",
    types: [METRIC_ALARM],
    only: FED,
    subjects: fedAlarms,
    judge: (alarm) => {
      const points = attribute(alarm, "datapoints_to_alarm");
      const key = isUnset(points) ? "evaluation_periods" : "datapoints_to_alarm";
      const needed = attribute(alarm, key);
      if (needed.kind === "unknown") return unknown(key);
      const count = numberOf(needed) ?? 1;
      return count > 1
        ? found(`\`${key}\` is ${count}: matches in one period do not alert`, key)
        : FINE;
    },
    fix: "set `evaluation_periods` to 1 and count over a longer `period`, or `datapoints_to_alarm` to 1",
  },
  {
    id: "alarm-statistic",
    meaning: "An alarm on a metric filter uses a statistic that does not count matches.",
    level: "warning",
    why: "A filter writes 1 for a match and its default value for other events: an average of them sinks with every event that does not match, and the number of samples counts those too.",
    source: "CloudWatch Logs guide, Creating metrics from log events using filters: default value",
    noun: "alarm",
    types: [METRIC_ALARM],
    only: FED,
    subjects: fedAlarms,
    judge: (alarm) => {
      const statistic = attribute(alarm, "statistic");
      const extended = attribute(alarm, "extended_statistic");
      if (statistic.kind === "unknown") return unknown("statistic");
      const text = textOf(statistic);
      if (text !== undefined && !["Sum", "Maximum"].includes(text)) {
        return found(`\`statistic\` is ${quote(text)}`, "statistic");
      }
      return isUnset(extended) || text !== undefined
        ? FINE
        : found("`extended_statistic` is a percentile", "extended_statistic");
    },
    fix: "set `statistic` to `Sum`",
  },
  {
    id: "alarm-metric-unwritten",
    meaning: "An alarm reads a metric that no filter writes.",
    level: "warning",
    why: "CloudWatch takes every name of a metric: with a letter wrong in it the alarm waits for ever.",
    source: "CloudWatch API, PutMetricAlarm: MetricName, Namespace",
    noun: "alarm",
    types: [METRIC_ALARM],
    only: "those in a namespace that a metric filter in the same files writes to, or one of nearly its name",
    subjects: (declared) => declared.of(METRIC_ALARM).filter((alarm) => inFilters(alarm, declared)),
    judge: (alarm, declared) => {
      for (const read of metricsRead(alarm)) {
        const answer = isWritten(read, declared);
        if (answer === "yes") continue;
        if (answer === "unknown") return unknown("metric_name");
        const name = [textOf(read.namespace), textOf(read.name)].join(" ");
        const near = nearest(name, namesIn(declared));
        const like = near === undefined ? "" : `; filters write ${quote(near)}`;
        return found(`no metric filter writes ${quote(name, 120)}${like}`, "metric_name");
      }
      return FINE;
    },
    fix: "take the names from the filter, `aws_cloudwatch_log_metric_filter.<name>.metric_transformation[0].name`",
  },
  {
    id: "filter-without-alarm",
    meaning: "A metric filter feeds no alarm.",
    level: "warning",
    why: "It counts, and nobody is told.",
    source: "CloudWatch Logs guide, Creating metrics from log events using filters",
    noun: "metric filter",
    types: [METRIC_FILTER],
    subjects: (declared) => declared.of(METRIC_FILTER),
    judge: (filter, declared) => {
      for (const written of metricsWritten(filter)) {
        const answer = isRead(written, declared);
        if (answer === "unknown") return unknown("metric_transformation");
        if (answer === "yes") continue;
        const name = textOf(written.name);
        const which = name === undefined ? "its metric" : `the metric ${quote(name, 120)}`;
        return found(`no alarm reads ${which}`, "metric_transformation");
      }
      return FINE;
    },
    fix: "add an `aws_cloudwatch_metric_alarm` on the metric, or take the filter out",
  },
];

/** Whether a composite alarm asks for an alarm: by reference, or by its name. */
function isPartOf(alarm: Resource, composite: Resource, declared: Declared) {
  const rule = attribute(composite, "alarm_rule");
  if (declared.referred(rule, composite).some((each) => each.address === alarm.address))
    return "yes";
  const name = textOf(attribute(alarm, "alarm_name"));
  const text = textOf(rule) ?? unknownsIn(rule)[0]?.text ?? "";
  if (name !== undefined && text.includes(name)) return "yes";
  return rule.kind === "unknown" && unknownsIn(rule)[0]?.references.length === 0 ? "unknown" : "no";
}

/** Whether an alarm reads a namespace that filters write to: in others anybody may write. */
function inFilters(alarm: Resource, declared: Declared): boolean {
  return metricsRead(alarm).some(({ namespace }) => {
    const text = textOf(namespace);
    return text !== undefined && nearest(text, namespacesIn(declared)) !== undefined;
  });
}
