import type { Reason } from "../../verdict";
import { LOG_GROUP_LIMITS, type Limit } from "./capabilities";
import type { CloudWatchOutput } from "./compile";
import { reasons } from "./reasons";

/** What one rule takes of the budgets that the rules of a log group share. */
export interface LogGroupUse {
  readonly metricFilters: number;
  /** Of all its filters together. */
  readonly regexes: number;
}

/** One budget of a log group, and the rules that take of it. */
export interface SharedBudget {
  readonly limit: Limit;
  readonly needs: number;
  /** What other filters of the log group take of it already. */
  readonly existing: number;
  /** By metric name, the largest share first. */
  readonly rules: readonly { readonly name: string; readonly needs: number }[];
}

export type LogGroupUsage = Readonly<Record<keyof LogGroupUse, SharedBudget>>;

/** What detections on one log group need together, beside the filters that `existing` tells of. */
export function logGroupUsage(
  outputs: readonly Pick<CloudWatchOutput, "metric" | "uses">[],
  existing: LogGroupUse = { metricFilters: 0, regexes: 0 },
): LogGroupUsage {
  const shared = (what: keyof LogGroupUse): SharedBudget => {
    const rules = outputs
      .map(({ metric, uses }) => ({ name: metric.name, needs: uses[what] }))
      .filter(({ needs }) => needs > 0)
      .sort((a, b) => b.needs - a.needs || (a.name < b.name ? -1 : 1));
    const needs = rules.reduce((sum, rule) => sum + rule.needs, existing[what]);
    return { limit: LOG_GROUP_LIMITS[what], needs, existing: existing[what], rules };
  };
  return { metricFilters: shared("metricFilters"), regexes: shared("regexes") };
}

/** Why detections cannot share a log group: each budget they exceed, who competes, the ways out. */
export function logGroupRefusals({ metricFilters, regexes }: LogGroupUsage): readonly Reason[] {
  return [
    ...(regexes.needs > regexes.limit.max ? [reasons.sharedRegexes(regexes)] : []),
    ...(metricFilters.needs > metricFilters.limit.max
      ? [reasons.sharedFilters(metricFilters)]
      : []),
  ];
}
