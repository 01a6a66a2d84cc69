import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { Construct } from "constructs";
import { compile } from "../compiler/compile";
import { describeDetection } from "../compiler/description";
import type { Detection } from "../compiler/ir/detection";
import type { RuleInput } from "../compiler/load-rule";
import { alarmName } from "../compiler/rule/name";
import type { Alarm } from "../compiler/targets/cloudwatch/alarm";
import type { Verdict } from "../compiler/verdict";
import { compiledRule, type Deployable } from "./compiled-rule";
import { named } from "./resource-name";
import { terraformText } from "./terraform-text";

export interface CloudWatchDetectionProps {
  /**
   * The rule: the path of its file, its YAML text, the document as an object, or a detection of
   * `loadRules`, which has the filters of its set.
   */
  readonly rule: RuleInput | Detection;
  /** Name of the log group that the trail writes to; may be a token. */
  readonly logGroupName: string;
  /**
   * Deploy the rule also where its filter matches more than the rule says.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: "wider";
  /**
   * Values of the rule's `%placeholders%`.
   * @default - none: a rule that has one is refused
   */
  readonly placeholders?: Record<string, string[]>;
  /**
   * Whether the filter may have regexes, of which a log group has 5. Where not, the conditions that need
   * one are dropped, which makes the rule wider.
   * @default true
   */
  readonly regex?: boolean;
  /**
   * ARNs to notify when the alarm goes to ALARM, at most 5; may be tokens.
   * @default - nobody is notified
   */
  readonly alarmActions?: string[];
  /**
   * Namespace of the metric.
   * @default "Detections"
   */
  readonly metricNamespace?: string;
  /**
   * Whether to save the Logs Insights query that shows the events behind an alarm.
   * @default true
   */
  readonly savedQuery?: boolean;
}

/**
 * A detection on AWS: metric filters on the trail's log group, an alarm on their metric, and the saved
 * query that shows why it fired. A rule that cannot be deployed fails the synthesis with its reasons.
 */
export class CloudWatchDetection extends Construct {
  /** How faithful the filter is; undefined where the rule is refused. */
  public readonly verdict: Verdict | undefined;
  /** Undefined where the rule is refused. */
  public readonly alarm: CloudwatchMetricAlarm | undefined;

  constructor(scope: Construct, id: string, props: CloudWatchDetectionProps) {
    super(scope, id);
    const rule = compiledRule(this, "cloudwatch", props);
    if (rule === undefined) return;
    this.verdict = rule.compiled.verdict ?? undefined;
    const query = props.savedQuery === false ? undefined : this.saveQuery(rule, props);
    this.alarm = this.createAlarm(rule, props, this.createFilters(rule, props), query);
  }

  /** The filters; all feed the metric of the first. */
  private createFilters({ output }: Deployable<"cloudwatch">, props: CloudWatchDetectionProps) {
    return output.filters.map(({ name, pattern }, index) => {
      const id = index === 0 ? "Filter" : `Filter${index + 1}`;
      const filter = new CloudwatchLogMetricFilter(this, id, {
        name,
        logGroupName: props.logGroupName,
        pattern: terraformText(pattern),
        metricTransformation: {
          name: output.metric.name,
          namespace: props.metricNamespace ?? output.metric.namespace,
          value: "1",
          // Text, and so kept: the metric must say 0 where logs arrive and nothing matches.
          defaultValue: "0",
        },
      });
      return named(filter);
    });
  }

  private saveQuery({ detection }: Deployable<"cloudwatch">, props: CloudWatchDetectionProps) {
    const { output } = compile(detection, "logs-insights");
    if (output === null) return undefined;
    const query = new CloudwatchQueryDefinition(this, "Query", {
      name: output.name,
      logGroupNames: [props.logGroupName],
      queryString: terraformText(output.query),
    });
    named(query);
    return output.name;
  }

  private createAlarm(
    { id, detection, compiled, output }: Deployable<"cloudwatch">,
    props: CloudWatchDetectionProps,
    [filter]: readonly CloudwatchLogMetricFilter[],
    savedQuery: string | undefined,
  ) {
    if (filter === undefined) return undefined;
    const { alarm } = output;
    const resource = new CloudwatchMetricAlarm(this, "Alarm", {
      alarmName: terraformText(alarmName(detection.title, id)),
      alarmDescription: terraformText(describeDetection(detection, compiled, savedQuery)),
      ...measured(alarm, filter),
      evaluationPeriods: alarm.evaluationPeriods,
      comparisonOperator: alarm.comparisonOperator,
      threshold: alarm.threshold,
      treatMissingData: alarm.treatMissingData,
      ...(props.alarmActions === undefined ? {} : { alarmActions: props.alarmActions }),
    });
    return named(resource);
  }
}

/** What the alarm compares: the metric, or where there is metric math, its expression over the metric. */
function measured(
  alarm: Alarm,
  filter: CloudwatchLogMetricFilter,
): Partial<CloudwatchMetricAlarmConfig> {
  // By reference, so that the alarm is created after the metric's filter and destroyed before it.
  const { name, namespace } = filter.metricTransformation;
  const { metricQueries, statistic, periodSeconds } = alarm;
  if (metricQueries === undefined) {
    return { metricName: name, namespace, statistic, period: periodSeconds };
  }
  return {
    metricQuery: metricQueries.map((query) =>
      query.returnData
        ? { id: query.id, expression: query.expression, label: query.id, returnData: true }
        : {
            id: query.id,
            metric: {
              metricName: name,
              namespace,
              period: query.metric.periodSeconds,
              stat: query.metric.statistic,
            },
            returnData: false,
          },
    ),
  };
}
