import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { CloudwatchQueryDefinitionConfig } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { Annotations, Fn, Token, type TerraformProvider, type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { logSourceOf, type ResolvedRule } from "../../compiler/ir/rule";
import type { Alarm } from "../../compiler/targets/cloudwatch/alarm";
import { NAME_RULES } from "../../compiler/targets/cloudwatch/limits";
import { describeDetection } from "../../compiler/targets/description";
import { alarmNameOf } from "../../compiler/targets/names";
import { checkActions } from "../props/alarm-actions";
import { checkLogGroups, checkName, checkPlacement, checkSavedQuery } from "../props/checks";
import type { CloudWatchPlacement } from "../props/placement";
import type { CloudWatchSettings } from "../props/settings";
import { diagnosticsOf, report } from "./app-diagnostics";
import { createAuditorCopies } from "./auditor-copies";
import { importIfAsked } from "./import-block";
import { deployable, type Deployable, type RuleSource } from "./load-rule";
import { metricFilter, metricOf } from "./metric-filter";
import { detectionTags, withProvenance } from "./provenance";
import { messages } from "./messages";
import { aws, hasProvider } from "./providers";
import { terraformText } from "./terraform-text";

/** Where a rule's filters go, and with which settings. */
export interface OnLogGroups extends CloudWatchSettings, CloudWatchPlacement {
  readonly logGroupName?: string;
  readonly provider?: TerraformProvider;
}

/** What a rule becomes on AWS. Public members are those of `CloudWatchDetection`. */
export class CloudWatchResources extends Construct {
  /** How faithful the filter is; undefined where the rule is refused. */
  public readonly verdict: string | undefined;
  /**
   * The provider's `CloudwatchMetricAlarm`; undefined where the rule is refused. Its ARN is
   * `alarm.getStringAttribute("arn")`.
   */
  public readonly alarm: TerraformResource | undefined;
  /**
   * The provider's `CloudwatchQueryDefinition`; undefined where the rule is refused, or no query is saved.
   */
  public readonly savedQuery: TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: OnLogGroups, ruleOf: RuleSource) {
    super(scope, id);
    const loaded = ruleOf(this);
    const rule = loaded && deployable(this, "cloudwatch", loaded, props);
    if (rule === undefined) return;
    const logGroups = logGroupsOf(rule.rule.detection, props);
    if (logGroups.length === 0) {
      const why = "`logGroupName` is not given, where its log source lies";
      const { title } = rule.rule.detection;
      Annotations.of(this).addInfo(`${title}: not deployed to cloudwatch: ${why}`);
      return;
    }
    if (!hasProvider(this, "aws")) return;
    this.verdict = rule.compiled.verdict ?? undefined;
    if (props.savedQuery !== false) checkSavedQuery(this, props, logGroups.length);
    const names = namesOf(rule, props);
    for (const { name } of names.filters) checkName(this, "metricFilter", name, NAME_RULES.filter);
    checkName(this, "alarm", names.alarm, NAME_RULES.alarm);
    diagnosticsOf(this).deployed.cloudwatch.push({
      ...rule.rule,
      scope: this,
      settings: props,
      provider: props.provider,
      logGroupNames: logGroups.map(({ name }) => name),
      filterNames: names.filters.map(({ name }) => name),
      metric: { name: names.prefix + rule.output.metric.name, namespace: names.namespace },
      metricNames: [...new Set(names.filters.map(({ metric }) => metric))],
      alarmName: names.alarm,
      uses: rule.output.uses,
    });
    const query =
      props.savedQuery === false ? undefined : this.saveQuery(rule, names, logGroups, props);
    this.savedQuery = query?.resource;
    const filters = this.createFilters(rule, names, logGroups, props);
    this.alarm = this.createAlarm(rule, names, props, filters, query?.name);
    const { prefix, namespace, alarm } = names;
    const tags = tagsOf(rule.rule.detection, props);
    const beside = { settings: props, provider: props.provider, logGroups, tags };
    createAuditorCopies(this, rule, { ...beside, prefix, namespace, alarm });
  }

  /** The filters on every log group. */
  private createFilters(
    rule: Deployable<"cloudwatch">,
    names: Names,
    logGroups: readonly LogGroup[],
    props: OnLogGroups,
  ) {
    return logGroups.flatMap(({ key, name: logGroupName }) =>
      rule.output.filters.map(({ pattern }, index) => {
        const part = index === 0 ? "" : `${index + 1}`;
        const id = key === undefined ? `Filter${part}` : `Filter${part}-${key}`;
        const { name = "", metric = "" } = names.filters[index] ?? {};
        const filter = metricFilter(this, id, rule.rule.detection, {
          ...{ name, pattern, logGroupName, metric },
          namespace: names.namespace,
          provider: props.provider,
        });
        importIfAsked(filter, "metricFilter", `${logGroupName}:${terraformText(name)}`, props);
        return { metric, filter };
      }),
    );
  }

  private saveQuery(
    { rule: { detection, compiled } }: Deployable<"cloudwatch">,
    names: Names,
    logGroups: readonly LogGroup[],
    props: OnLogGroups,
  ) {
    const { output } = compiled("logs-insights");
    if (output === null) return undefined;
    const name = names.prefix + output.name;
    const config: CloudwatchQueryDefinitionConfig = {
      ...providerOf(props),
      name,
      logGroupNames: logGroups.map((group) => group.name),
      queryString: terraformText(output.query),
    };
    const { CloudwatchQueryDefinition } = aws.queryDefinition();
    const query = new CloudwatchQueryDefinition(this, "Query", config);
    return { name, resource: withProvenance(detection, query) };
  }

  private createAlarm(
    { rule: { detection }, compiled, output: { alarm } }: Deployable<"cloudwatch">,
    names: Names,
    props: OnLogGroups,
    filters: readonly Feeding[],
    savedQuery: string | undefined,
  ) {
    const { alarmActions, okActions, shadow } = props;
    const config: CloudwatchMetricAlarmConfig = {
      ...providerOf(props),
      alarmName: terraformText(names.alarm),
      alarmDescription: terraformText(describeDetection(detection, compiled, savedQuery)),
      ...measured(alarm, names.prefix, filters),
      evaluationPeriods: alarm.evaluationPeriods,
      comparisonOperator: alarm.comparisonOperator,
      threshold: alarm.threshold,
      treatMissingData: alarm.treatMissingData,
      ...(alarmActions === undefined ? {} : { alarmActions }),
      ...(okActions === undefined ? {} : { okActions }),
      ...(shadow === true ? { actionsEnabled: false } : {}),
      tags: tagsOf(detection, props),
    };
    const { CloudwatchMetricAlarm } = aws.metricAlarm();
    const resource = withProvenance(detection, new CloudwatchMetricAlarm(this, "Alarm", config));
    importIfAsked(resource, "alarm", config.alarmName, props);
    return resource;
  }
}

/** Whether some log group is given. What `logGroupNames` is has not been looked at yet. */
export function goesToLogGroup({ logGroupName, logGroupNames }: OnLogGroups): boolean {
  return logGroupName !== undefined || Object.keys(Object(logGroupNames)).length > 0;
}

/** Reports what AWS would refuse. */
export function checkOnLogGroups(scope: Construct, props: OnLogGroups): void {
  checkPlacement(scope, props);
  checkLogGroups(scope, "logGroupName", [props.logGroupName]);
  if (props.logGroupName === undefined && props.furtherLogGroups !== undefined) {
    report(scope, messages.firstLogGroupMissing());
  }
  checkActions(scope, props);
}

/** A filter, and the metric that it feeds. */
interface Feeding {
  readonly metric: string;
  readonly filter: TerraformResource;
}

interface Names {
  readonly prefix: string;
  readonly filters: readonly { readonly name: string; readonly metric: string }[];
  readonly namespace: string;
  readonly alarm: string;
}

function namesOf(
  { id, rule: { detection }, output }: Deployable<"cloudwatch">,
  props: OnLogGroups,
): Names {
  const prefix = props.namePrefix ?? "";
  return {
    prefix,
    filters: output.filters.map(({ name, metric = output.metric.name }) => ({
      name: prefix + name,
      metric: prefix + metric,
    })),
    namespace: props.metricNamespace ?? output.metric.namespace,
    alarm: alarmNameOf(detection, id, prefix),
  };
}

interface LogGroup {
  /** What its filters' construct ids bear; the first has none. */
  readonly key: string | undefined;
  readonly name: string;
}

/** The log groups of a rule: the one that is named for its log source, else those of trails. */
function logGroupsOf(
  detection: ResolvedRule,
  { logGroupName, furtherLogGroups = {} }: OnLogGroups,
): readonly LogGroup[] {
  const named = logSourceOf(detection)?.logGroupName;
  if (named !== undefined) return [{ key: undefined, name: named }];
  if (logGroupName === undefined) return [];
  const further = Object.entries(furtherLogGroups).map(([key, name]) => ({ key, name }));
  return [{ key: undefined, name: logGroupName }, ...further];
}

function tagsOf(detection: ResolvedRule, { tags }: OnLogGroups) {
  return Token.isUnresolved(tags)
    ? Token.asStringMap(Fn.merge([detectionTags(detection), tags]))
    : { ...detectionTags(detection), ...tags };
}

function providerOf({ provider }: OnLogGroups) {
  return provider === undefined ? {} : { provider };
}

/** What the alarm compares: the metric, or where there is metric math, its expression over the metrics. */
function measured(
  { metricQueries, statistic, periodSeconds: period }: Alarm,
  prefix: string,
  filters: readonly Feeding[],
): Partial<CloudwatchMetricAlarmConfig> {
  if (metricQueries === undefined) return { ...metricFedBy(filters[0]), statistic, period };
  return {
    metricQuery: metricQueries.map((query) => {
      if (query.returnData) {
        return { id: query.id, expression: query.expression, label: query.id, returnData: true };
      }
      const { name, periodSeconds, statistic: stat } = query.metric;
      const feeding = filters.find(({ metric }) => metric === prefix + name);
      const metric = { ...metricFedBy(feeding), period: periodSeconds, stat };
      return { id: query.id, metric, returnData: false };
    }),
  };
}

function metricFedBy(feeding: Feeding | undefined) {
  if (feeding === undefined) throw new Error("each metric has a filter");
  return metricOf(feeding.filter);
}
