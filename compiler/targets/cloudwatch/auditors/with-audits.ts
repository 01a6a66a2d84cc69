import { monitoringControlsOf } from "../../../controls/controls";
import type { ResolvedRule } from "../../../ir/rule";
import type { FieldModel } from "../../../log-sources/field";
import type { Alarm } from "../alarm";
import type { Audited, CloudWatchOutput, MetricFilter } from "../output";
import { auditOf } from "./audit";
import type { Auditor } from "./auditor";

/** Any event raises a copy's alarm, as auditors ask. */
const ANY_EVENT: Omit<Alarm, "periodSeconds"> = {
  statistic: "Sum",
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
};

/**
 * What is deployed of a rule so that its controls pass an auditor's check. A text that counts what the
 * detection counts takes the place of the detection's own filters; any other stands beside them.
 */
export function withAudits(
  output: CloudWatchOutput,
  filterName: string,
  detection: ResolvedRule,
  auditor: Auditor | undefined,
  model: FieldModel,
): { readonly output: CloudWatchOutput; readonly assumes: readonly string[] } {
  const controls = auditor === undefined ? [] : monitoringControlsOf(detection.document.controls);
  if (auditor === undefined || controls.length === 0) return { output, assumes: [] };
  // The metrics of a rule that counts several others are no text's.
  const own = output.filters.some(({ metric }) => metric !== undefined)
    ? []
    : output.filters.map(({ pattern }) => pattern);
  const audits = controls.flatMap((control) => auditOf(auditor, control, own, model) ?? []);
  const equal = audits.find(({ relation }) => relation === "equal");
  const filters = equal === undefined ? output.filters : named(equal.patterns, filterName);
  const copies = audits.filter((audit) => audit !== equal);
  const audited = audits.map((audit): Audited => {
    if (audit === equal) return audit;
    const nth = copies.indexOf(audit) + 1;
    const end = nth === 1 ? "-auditor" : `-auditor-${nth}`;
    const metric = { ...output.metric, name: `${output.metric.name}${end}` };
    const alarm = { ...ANY_EVENT, periodSeconds: output.alarm.periodSeconds };
    return { ...audit, copy: { filters: named(audit.patterns, filterName + end), metric, alarm } };
  });
  const ofCopies = audited.flatMap(({ copy }) => copy?.filters ?? []);
  return {
    output: {
      ...output,
      filters,
      uses: {
        // No auditor's text has a regex.
        regexes: equal === undefined ? output.uses.regexes : 0,
        metricFilters: filters.length + ofCopies.length,
      },
      ...(audited.length === 0 ? {} : { audits: audited }),
    },
    assumes: equal?.assumes ?? [],
  };
}

/** Filters of one metric: the first bears the plain name. */
function named(patterns: readonly string[], name: string): readonly MetricFilter[] {
  return patterns.map((pattern, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    pattern,
  }));
}
