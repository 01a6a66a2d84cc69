import type { Source } from "../core/source";
import type { Node } from "../load/node";
import type { LogSource } from "../log-sources/log-source";
import { logSourceReadBy } from "../log-sources/registry";
import type { Seconds } from "../rule/duration";
import type { RuleDocument, TriggerOperator } from "../rule/schema";
import type { Bound } from "./count";
import { or, type Expression } from "./expression";

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
      readonly logSource: LogSource;
      readonly correlation: Correlation;
    }
  /** KQL alone: nothing but Sentinel can run it. */
  | { readonly kind: "query"; readonly query: string };

/** A count over the matches of other rules. The types that Sigma has besides are refused by name. */
export interface Correlation {
  readonly type: "event_count" | "value_count";
  /** The rules whose matches are counted together. */
  readonly rules: readonly ResolvedRule[];
  /** Fields whose values are counted apart; empty for one count over everything. */
  readonly groupBy: readonly string[];
  /**
   * Names in `groupBy` that stand for a field of each rule, in the order of `rules`.
   * @default - none: every name is a field
   */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly timespan: Seconds;
  /** Bounds that must all hold for the count. */
  readonly condition: readonly Bound[];
  /** `value_count` only: the field whose distinct values are counted. */
  readonly field?: string;
}

/** Sentinel's words: every `queryFrequency`, the matches of `queryPeriod` are counted. */
export interface Schedule {
  readonly queryFrequency: Seconds;
  readonly queryPeriod: Seconds;
  readonly triggerOperator: TriggerOperator;
  readonly triggerThreshold: number;
}

/** What a rule that says nothing is scheduled by. */
export const DEFAULT_SCHEDULE: Schedule = {
  queryFrequency: 15 * 60,
  queryPeriod: 15 * 60,
  triggerOperator: "gt",
  triggerThreshold: 0,
};

/** The log source that a rule reads; undefined of KQL alone over tables that are not known here. */
export function logSourceOf({ matches }: Pick<ResolvedRule, "matches">): LogSource | undefined {
  return matches.kind === "query" ? logSourceReadBy(matches.query) : matches.logSource;
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

/** What any of a correlation's rules matches; undefined where there is none, or one is no expression. */
export function countedExpression({ rules }: Correlation): Expression | undefined {
  const expressions = rules.flatMap(({ matches }) =>
    matches.kind === "expression" ? [matches.expression] : [],
  );
  return expressions.length < rules.length || rules.length === 0 ? undefined : or(expressions);
}
