import type { Alarm, Metric } from "./alarm";
import type { Audit } from "./auditors/audit";
import type { LogGroupUse } from "./log-group";

/** Metric filters, their metric and the alarm on it, as CloudWatch's API names their parts. */
export interface CloudWatchOutput {
  /** An event counts once in a metric wherever the count matters. */
  readonly filters: readonly MetricFilter[];
  /** What filters feed that name no other; its namespace is that of all. */
  readonly metric: Metric;
  readonly alarm: Alarm;
  /** What the filters take of their log group's budgets, those of auditor's copies among them. */
  readonly uses: LogGroupUse;
  /**
   * Of the controls that the rule names: by which text they pass the auditor's check.
   * @default - no auditor is asked for, or the rule names none of the controls that it checks
   */
  readonly audits?: readonly Audited[];
}

/** How a control passes an auditor's check. */
export interface Audited extends Audit {
  /**
   * What is deployed beside the detection to pass, without a verdict: the auditor's text, where it does
   * not count what the detection counts.
   * @default - the text is that of the detection's own filters
   */
  readonly copy?: AuditorCopy;
}

/** The auditor's text as filters, with a metric and an alarm of its own. */
export interface AuditorCopy {
  readonly filters: readonly MetricFilter[];
  readonly metric: Metric;
  readonly alarm: Alarm;
}

export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  /**
   * Name of the metric that it feeds, where a rule has several: `<name>-part-1` and so on, in the order
   * of the correlated rules.
   * @default - the rule's one metric
   */
  readonly metric?: string;
}
