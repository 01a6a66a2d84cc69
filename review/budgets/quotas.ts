import type { Outputs } from "../../compiler/compile";
import type { Limit } from "../../compiler/core/limit";
import {
  LOG_GROUP_LIMITS,
  measure,
  PATTERN_LIMITS,
  type Measure,
} from "../../compiler/targets/cloudwatch/limits";
import type { LogGroupUsage } from "../../compiler/targets/cloudwatch/log-group";
import { parsePattern } from "../../compiler/targets/cloudwatch/parse";
import { copiesOf } from "../../compiler/targets/cloudwatch/output-text";
import type { EventBridgeOutput } from "../../compiler/targets/eventbridge/compile";
import type { EventBusUsage } from "../../compiler/targets/eventbridge/event-bus";
import { PATTERN_LIMITS as EVENT_PATTERN_LIMITS } from "../../compiler/targets/eventbridge/limits";
import { LIMITS } from "../../compiler/targets/sentinel/limits";
import type { WorkspaceUsage } from "../../compiler/targets/sentinel/rule/workspace";

/** A quota: how much of it the rules take. */
export interface Budget {
  readonly name: string;
  /** What shares the quota: `log group`, `event bus`, `workspace`, `rule`. */
  readonly per:
    "log group" | "event bus" | "workspace" | "filter pattern" | "event pattern" | "rule";
  /** Which of them, where it is known. @default - one that all rules share, or each */
  readonly place?: string;
  readonly used: number;
  /** What others use of it; undefined: not known. */
  readonly usedElsewhere?: number;
  readonly limit: number;
  readonly source: string;
}

/** What already uses the quotas that rules share. */
export interface UsedElsewhere {
  readonly metricFilters?: number;
  readonly regexes?: number;
  readonly scheduledRules?: number;
  readonly nrtRules?: number;
}

/** From this share on a budget is worth a warning. */
export const NEARLY_USED = 0.8;

/** Share of the limit that is used, as far as known. */
export function shareOf({ used, usedElsewhere = 0, limit }: Budget): number {
  return (used + usedElsewhere) / limit;
}

/** What rules on one log group and one workspace share, if all of them are deployed there. */
export function sharedBudgets(
  rules: readonly {
    readonly kind: string;
    readonly logGroupName?: string;
    readonly cloudwatch: { readonly output: Outputs["cloudwatch"] | null };
    readonly sentinel: { readonly output: Outputs["sentinel"] | null };
  }[],
  elsewhere: UsedElsewhere,
): readonly Budget[] {
  const onSentinel = rules.filter(({ sentinel }) => sentinel.output !== null);
  const nrt = onSentinel.filter(({ kind }) => kind === "NRT").length;
  const named = rules.flatMap(({ logGroupName }) => logGroupName ?? []);
  const groups = new Set([
    ...(named.length < rules.length || named.length === 0 ? [undefined] : []),
    ...named,
  ]);
  return [
    ...[...groups].flatMap((name) =>
      logGroupBudgets(
        rules.filter(({ logGroupName }) => logGroupName === name),
        name,
        elsewhere,
      ),
    ),
    budget(
      "enabled scheduled rules",
      "workspace",
      onSentinel.length - nrt,
      LIMITS.enabledRulesMax,
      elsewhere.scheduledRules,
    ),
    budget(
      "enabled near-real-time rules",
      "workspace",
      nrt,
      LIMITS.enabledNrtRulesMax,
      elsewhere.nrtRules,
    ),
  ];
}

/** What rules take of a log group that is named for their log source, or of the one that all others share. */
function logGroupBudgets(
  rules: readonly { readonly cloudwatch: { readonly output: Outputs["cloudwatch"] | null } }[],
  name: string | undefined,
  elsewhere: UsedElsewhere,
): readonly Budget[] {
  const patterns = rules.flatMap(({ cloudwatch }) => measuresOf(cloudwatch.output));
  const counts = {
    metricFilters: patterns.length,
    regexes: patterns.reduce((sum, each) => sum + each.regexes, 0),
  };
  return (["metricFilters", "regexes"] as const).map((what) => ({
    ...budget(
      QUOTA_NAMES[what],
      "log group",
      counts[what],
      LOG_GROUP_LIMITS[what],
      name === undefined ? elsewhere[what] : undefined,
    ),
    ...(name === undefined ? {} : { place: name }),
  }));
}

/** What an app takes of the quotas of one log group, one event bus or one workspace. */
export function deployedBudgets({ per, place, usage, told }: DeployedQuota): readonly Budget[] {
  return Object.entries(usage).map(([what, { limit, needs, existing }]) => ({
    ...budget(
      NAMES_OF_QUOTAS[what] ?? what,
      per,
      needs - existing,
      limit,
      told ? existing : undefined,
    ),
    place,
  }));
}

export interface DeployedQuota {
  readonly per: "log group" | "event bus" | "workspace";
  readonly place: string;
  readonly usage: LogGroupUsage | EventBusUsage | WorkspaceUsage;
  /** Whether it is known what others use. */
  readonly told: boolean;
}

const QUOTA_NAMES = {
  metricFilters: "metric filters",
  regexes: "regexes",
  scheduledRules: "enabled scheduled rules",
  nrtRules: "enabled near-real-time rules",
  rules: "event rules",
  wildcardRules: "event rules with wildcards",
} as const satisfies Record<
  keyof LogGroupUsage | keyof EventBusUsage | keyof WorkspaceUsage,
  string
>;

const NAMES_OF_QUOTAS: Readonly<Record<string, string>> = QUOTA_NAMES;

/** What one rule takes of the limits of its own filter patterns and query. */
export function ruleBudgets(
  cloudwatch: Outputs["cloudwatch"] | null,
  sentinel: Outputs["sentinel"] | null,
): readonly Budget[] {
  const { length, regexes, wildcardSelectors } = PATTERN_LIMITS;
  const measures = measuresOf(cloudwatch);
  const most = (of: (measure: Measure) => number) => Math.max(...measures.map(of));
  return [
    ...(measures.length === 0
      ? []
      : [
          budget(
            length.unit,
            "filter pattern",
            most(({ chars }) => chars),
            length,
          ),
          budget(
            "regexes",
            "filter pattern",
            most((each) => each.regexes),
            regexes,
          ),
          budget(
            "wildcard selectors",
            "filter pattern",
            most((each) => each.wildcardSelectors),
            wildcardSelectors,
          ),
        ]),
    ...(sentinel === null
      ? []
      : [
          budget("characters of the query", "rule", sentinel.query.length, LIMITS.queryMax),
          budget(
            "entity mappings",
            "rule",
            sentinel.entityMappings.length,
            LIMITS.entityMappingsMax,
          ),
        ]),
  ];
}

/** What one rule takes of the limits of its event patterns. */
export function eventPatternBudgets({ rules }: EventBridgeOutput): readonly Budget[] {
  const longest = Math.max(...rules.map(({ eventPattern }) => JSON.stringify(eventPattern).length));
  return [budget("characters", "event pattern", longest, EVENT_PATTERN_LIMITS.length)];
}

function measuresOf(output: Outputs["cloudwatch"] | null): readonly Measure[] {
  if (output === null) return [];
  const copies = copiesOf(output).flatMap(({ filters }) => filters);
  return [...output.filters, ...copies].flatMap(({ pattern }) => {
    const parsed = parsePattern(pattern);
    const measured = parsed.kind === "parsed" ? measure(parsed.pattern) : undefined;
    return measured?.kind === "measure" ? [measured] : [];
  });
}

function budget(
  name: string,
  per: Budget["per"],
  used: number,
  { value: limit, source }: Limit,
  usedElsewhere?: number,
): Budget {
  return {
    name,
    per,
    used,
    ...(usedElsewhere === undefined ? {} : { usedElsewhere }),
    limit,
    source,
  };
}
