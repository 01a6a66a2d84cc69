import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import { controlName, auditWords } from "../../compiler/targets/cloudwatch/auditors/words";
import { ALARM_LIMITS, NAME_RULES } from "../../compiler/targets/cloudwatch/limits";
import type { Audited } from "../../compiler/targets/cloudwatch/output";
import { alarmName } from "../../compiler/targets/names";
import { checkName } from "../props/checks";
import type { CloudWatchSettings } from "../props/settings";
import type { Deployable } from "./load-rule";
import { metricFilter, metricOf } from "./metric-filter";
import { withProvenance } from "./provenance";
import { aws } from "./providers";
import { terraformText } from "./terraform-text";

/** Where an auditor's copy stands: beside its detection. */
interface Beside {
  readonly settings: CloudWatchSettings;
  readonly provider: TerraformProvider | undefined;
  readonly logGroups: readonly { readonly key: string | undefined; readonly name: string }[];
  readonly prefix: string;
  readonly namespace: string;
  /** Name of the detection's own alarm. */
  readonly alarm: string;
  readonly tags: CloudwatchMetricAlarmConfig["tags"];
}

/** The auditor's copies of a rule: filters with a metric and an alarm of their own, which bear no verdict. */
export function createAuditorCopies(
  scope: Construct,
  rule: Deployable<"cloudwatch">,
  beside: Beside,
): void {
  const copied = (rule.output.audits ?? []).filter(({ copy }) => copy !== undefined);
  copied.forEach((audit, index) => {
    createCopy(scope, rule, beside, audit, index === 0 ? "" : `${index + 1}`);
  });
}

function createCopy(
  scope: Construct,
  { id, rule: { detection } }: Deployable<"cloudwatch">,
  { settings, provider, logGroups, prefix, namespace, alarm: detects, tags }: Beside,
  audit: Audited,
  nth: string,
): void {
  const { copy } = audit;
  if (copy === undefined) return;
  const filters = logGroups.flatMap(({ key, name: logGroupName }) =>
    copy.filters.map(({ name, pattern }, index) => {
      checkName(scope, "metricFilter", prefix + name, NAME_RULES.filter);
      const part = index === 0 ? "" : `-${index + 1}`;
      const end = key === undefined ? part : `${part}-${key}`;
      const metric = prefix + copy.metric.name;
      return metricFilter(scope, `AuditorFilter${nth}${end}`, detection, {
        ...{ name: prefix + name, pattern, logGroupName, metric, namespace, provider },
      });
    }),
  );
  const [first] = filters;
  if (first === undefined) return;
  const { alarmActions, auditorActions = alarmActions, shadow } = settings;
  const title = `${prefix}${detection.title} (auditor's copy, ${controlName(audit)})`;
  const said = `Auditor's copy, without a verdict; what detects is the alarm ${detects}. ${auditWords(audit)}.`;
  const { periodSeconds: period, ...alarm } = copy.alarm;
  const config: CloudwatchMetricAlarmConfig = {
    ...(provider === undefined ? {} : { provider }),
    alarmName: terraformText(alarmName(title, id)),
    alarmDescription: terraformText([...said].slice(0, ALARM_LIMITS.description.value).join("")),
    ...metricOf(first),
    statistic: alarm.statistic,
    period,
    evaluationPeriods: alarm.evaluationPeriods,
    comparisonOperator: alarm.comparisonOperator,
    threshold: alarm.threshold,
    treatMissingData: alarm.treatMissingData,
    ...(auditorActions === undefined ? {} : { alarmActions: auditorActions }),
    ...(shadow === true ? { actionsEnabled: false } : {}),
    ...(tags === undefined ? {} : { tags }),
  };
  const { CloudwatchMetricAlarm } = aws.metricAlarm();
  withProvenance(detection, new CloudwatchMetricAlarm(scope, `AuditorAlarm${nth}`, config));
}
