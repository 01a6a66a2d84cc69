import type { Reason } from "../verdict";
import { LOG_GROUP_LIMITS, type SharedBudget } from "./limits";
import { reasons } from "./reasons";

/** What one rule takes of the budgets that the rules of a log group share. */
export interface LogGroupUse {
  readonly metricFilters: number;
  /** Of all its filters together. */
  readonly regexes: number;
}

export type LogGroupUsage = Readonly<Record<keyof LogGroupUse, SharedBudget>>;

/** What one detection puts on a log group. */
interface OnLogGroup {
  /** The rule's. @default - the metric's name, which is the rule's id */
  readonly title?: string;
  readonly metric: { readonly name: string };
  readonly uses: LogGroupUse;
}

/** What detections on one log group need together, beside the filters that `existing` tells of. */
export function logGroupUsage(
  outputs: readonly OnLogGroup[],
  existing: LogGroupUse = { metricFilters: 0, regexes: 0 },
): LogGroupUsage {
  const shared = (what: keyof LogGroupUse): SharedBudget => {
    const rules = outputs
      .map(({ title, metric, uses }) => ({ name: title ?? metric.name, needs: uses[what] }))
      .filter(({ needs }) => needs > 0)
      .sort((a, b) => b.needs - a.needs || (a.name < b.name ? -1 : 1));
    const needs = rules.reduce((sum, rule) => sum + rule.needs, existing[what]);
    return { limit: LOG_GROUP_LIMITS[what], needs, existing: existing[what], rules };
  };
  return { metricFilters: shared("metricFilters"), regexes: shared("regexes") };
}

/** Why detections cannot share a log group: each budget they exceed, who competes, the ways out. */
export function logGroupRefusals({
  metricFilters,
  regexes,
}: LogGroupUsage): readonly (Reason & { readonly what: keyof LogGroupUse })[] {
  const isExceeded = ({ needs, limit }: SharedBudget) => needs > limit.value;
  return [
    ...(isExceeded(regexes)
      ? [{ ...reasons.sharedRegexes(regexes), what: "regexes" } as const]
      : []),
    ...(isExceeded(metricFilters)
      ? [{ ...reasons.sharedFilters(metricFilters), what: "metricFilters" } as const]
      : []),
  ];
}
