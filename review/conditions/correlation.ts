import { positionAt } from "../../compiler/core/source";
import type { Correlation, ResolvedRule } from "../../compiler/ir/rule";
import { isoDuration } from "../../compiler/rule/duration";
import { conditionTree, type ConditionTree, type NotApplied } from "./stages";

/** What a correlation counts, for reading. */
export interface CorrelationReview {
  readonly type: Correlation["type"];
  /** The rules whose matches are counted together. */
  readonly rules: readonly CountedRule[];
  /** Names whose values are counted apart; with `fields` where a name is another field in each rule. */
  readonly groupBy: readonly { readonly name: string; readonly fields?: readonly string[] }[];
  /** ISO 8601. */
  readonly timespan: string;
  /** Bounds that must all hold. */
  readonly condition: Correlation["condition"];
  /** The field whose distinct values are counted. */
  readonly field?: string;
}

/** A rule that a correlation counts: it has a page only where it also alerts by itself. */
export interface CountedRule {
  /** Name of its page. */
  readonly key?: string;
  readonly id?: string;
  readonly title: string;
  readonly path: string;
  /** Line of the rule's first key. */
  readonly line: number;
  readonly condition?: ConditionTree;
  /** What it counts itself, where it is a correlation. */
  readonly correlation?: CorrelationReview;
}

/** What of its rules a correlation is about, above their list. */
export const MEMBERS: Readonly<Record<Correlation["type"], string>> = {
  event_count: "matches of any of",
  value_count: "matches of any of",
  value_sum: "matches of any of",
  value_avg: "matches of any of",
  temporal: "matches of these rules, in any order",
  temporal_ordered: "matches of these rules, in this order",
};

export function correlationReview(
  { rules, groupBy, aliases = {}, timespan, condition, type, field }: Correlation,
  keyOf: (rule: ResolvedRule) => string | undefined,
  notApplied: NotApplied,
): CorrelationReview {
  return {
    type,
    rules: rules.map((rule): CountedRule => {
      const { id, title, source, root, matches } = rule;
      const key = keyOf(rule);
      const tree = conditionTree(rule, notApplied);
      return {
        ...(key === undefined ? {} : { key }),
        ...(id === undefined ? {} : { id }),
        title,
        path: source.path,
        line: positionAt(source, root.span.start).line,
        ...(tree === undefined ? {} : { condition: tree }),
        ...(matches.kind === "correlation"
          ? { correlation: correlationReview(matches.correlation, keyOf, notApplied) }
          : {}),
      };
    }),
    groupBy: groupBy.map((name) => {
      const fields = aliases[name];
      return fields === undefined ? { name } : { name, fields };
    }),
    timespan: isoDuration(timespan),
    condition,
    ...(field === undefined ? {} : { field }),
  };
}
