import type { Source } from "../core/source";
import type { Node } from "../load/node";
import type { LogSource } from "../log-sources/log-source";
import { logSourcesReadBy } from "../log-sources/registry";
import type { Seconds } from "../rule/duration";
import type { RuleDocument, TriggerOperator } from "../rule/schema";
import type { Bound } from "./count";
import type { Expression } from "./expression";

/** A rule after every name in it is resolved: all that the targets are lowered from. */
export interface ResolvedRule {
  /** The rule's id in lower case; a rule without one is compiled, but not deployed. */
  readonly id?: string;
  readonly title: string;
  /** The rule's text; its path is as it was given, or `<text>`, `<object>`. */
  readonly source: Source;
  /** The document with positions. */
  readonly root: Node;
  /** The document with all its keys, for what targets copy from it. */
  readonly document: RuleDocument;
  readonly schedule: Schedule;
  readonly matches: Matches;
  /**
   * The values of placeholders that it was resolved with, which its tests may name.
   * @default - none were given
   */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/** What the rule looks for. */
export type Matches =
  | {
      readonly kind: "expression";
      readonly logSource: LogSource;
      readonly expression: Expression;
      /** Each selection by name, for explanations and lints. */
      readonly selections: ReadonlyMap<string, Expression>;
    }
  | {
      readonly kind: "correlation";
      /** That of its rules, of rules of several the first rule's. */
      readonly logSource: LogSource;
      /**
       * The further ones that its rules read.
       * @default - all read the one
       */
      readonly further?: readonly LogSource[];
      readonly correlation: Correlation;
    }
  /** KQL alone: nothing but Sentinel can run it. */
  | { readonly kind: "query"; readonly query: string };

/**
 * A condition over what other rules match within a time (Sigma correlation rules 2.1.0). It holds at an
 * event of a group if it holds for the group's events of the closed window of `timespan` that ends there
 * (decision 0011).
 */
export interface Correlation {
  readonly type: CorrelationType;
  /** The rules whose matches are looked at together; of a correlation, the events at which it holds. */
  readonly rules: readonly ResolvedRule[];
  /** Fields whose values are looked at apart; empty for one look over everything. */
  readonly groupBy: readonly string[];
  /**
   * Names in `groupBy` that stand for a field of each rule, in the order of `rules`.
   * @default - none: every name is a field
   */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly timespan: Seconds;
  /** Bounds that must all hold: for the count, the sum or the average; of `temporal`, for the count of rules. */
  readonly condition: readonly Bound[];
  /** Of `value_count`, `value_sum` and `value_avg`: the field whose values these are. */
  readonly field?: string;
}

/** The types that have a meaning here: of `value_percentile` the specification gives two. */
export type CorrelationType =
  "event_count" | "value_count" | "value_sum" | "value_avg" | "temporal" | "temporal_ordered";

/** Sentinel's words: every `queryFrequency`, the matches of `queryPeriod` are counted. */
export interface Schedule {
  readonly queryFrequency: Seconds;
  readonly queryPeriod: Seconds;
  /** How late rows may come after their events; 0 of a rule that any match alerts and that does not say. */
  readonly ingestionDelay: Seconds;
  readonly triggerOperator: TriggerOperator;
  readonly triggerThreshold: number;
}

/** What a rule that says nothing is scheduled by. */
export const DEFAULT_SCHEDULE: Schedule = {
  queryFrequency: 15 * 60,
  queryPeriod: 15 * 60,
  ingestionDelay: 0,
  triggerOperator: "gt",
  triggerThreshold: 0,
};

/** The log sources that a rule reads; none of KQL alone over tables that are not known here. */
export function logSourcesOf({ matches }: Pick<ResolvedRule, "matches">): readonly LogSource[] {
  if (matches.kind === "query") return logSourcesReadBy(matches.query);
  const further = matches.kind === "correlation" ? (matches.further ?? []) : [];
  return [matches.logSource, ...further];
}

/** The first of them. */
export function logSourceOf(rule: Pick<ResolvedRule, "matches">): LogSource | undefined {
  return logSourcesOf(rule)[0];
}

/** The bound that a schedule sets on the count of matches. */
export function boundOf({
  triggerOperator,
  triggerThreshold,
}: Pick<Schedule, "triggerOperator" | "triggerThreshold">): Bound {
  return {
    operator: triggerOperator === "ne" ? "neq" : triggerOperator,
    count: triggerThreshold,
  };
}

/**
 * What a rule counts over a time: a correlation, or a trigger above 0, which is a count of the rule's own
 * matches over `queryPeriod`. Undefined of a rule that any match of alerts, and of triggers that are no
 * lower bound: these are asked of the period at each run, as Sentinel's words are.
 */
export function countingOf(rule: ResolvedRule): Correlation | undefined {
  const { matches, schedule } = rule;
  if (matches.kind === "correlation") return matches.correlation;
  if (matches.kind === "query" || !isCount(schedule)) return undefined;
  return {
    type: "event_count",
    rules: [rule],
    groupBy: [],
    timespan: schedule.queryPeriod,
    condition: [boundOf(schedule)],
  };
}

/** Whether a trigger asks for more than any match. */
export function isCount({
  triggerOperator,
  triggerThreshold,
}: Pick<Schedule, "triggerOperator" | "triggerThreshold">): boolean {
  return triggerOperator === "gt" && triggerThreshold > 0;
}
