import type { CountOperator } from "../../compiler/ir/count";
import type { Correlation, Detection } from "../../compiler/ir/detection";
import { durationInWords, isoDuration } from "../../compiler/rule/duration";
import { positionAt } from "../../compiler/source";
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
}

export function correlationReview(
  { rules, groupBy, aliases = {}, timespan, condition, type, field }: Correlation,
  keyOf: (rule: Detection) => string | undefined,
  notApplied: NotApplied,
): CorrelationReview {
  return {
    type,
    rules: rules.map((rule): CountedRule => {
      const { id, title, source, root } = rule;
      const key = keyOf(rule);
      const tree = conditionTree(rule, notApplied);
      return {
        ...(key === undefined ? {} : { key }),
        ...(id === undefined ? {} : { id }),
        title,
        path: source.path,
        line: positionAt(source, root.span.start).line,
        ...(tree === undefined ? {} : { condition: tree }),
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

const BOUND_WORDS: Readonly<Record<CountOperator, (count: number) => string>> = {
  gt: (count) => (count === 0 ? "one or more" : `more than ${count}`),
  gte: (count) => (count === 1 ? "one or more" : `${count} or more`),
  lt: (count) => (count === 1 ? "no" : `fewer than ${count}`),
  lte: (count) => (count === 0 ? "no" : `at most ${count}`),
  eq: (count) => (count === 0 ? "no" : `exactly ${count}`),
  neq: (count) => (count === 0 ? "one or more" : `any number but ${count}`),
};

/** What bounds ask of a count: `10 or more calls`, `more than 5 and fewer than 20 calls`, `no calls`. */
export function countWords(condition: Correlation["condition"], one: string): string {
  const words = condition.map(({ operator, count }) => BOUND_WORDS[operator](count)).join(" and ");
  return `${words} ${one}${/ 1$/.test(words) ? "" : "s"}`;
}

/** `10 or more matching events in 5 minutes for the same userIdentity.arn`. */
export function correlationWords(correlation: Correlation): string {
  const { groupBy, condition, timespan, type, field = "" } = correlation;
  const counted =
    type === "value_count"
      ? `${countWords(condition, "different value")} of ${field}`
      : countWords(condition, "matching event");
  const group = groupBy.length === 0 ? "" : ` for the same ${groupBy.join(" and ")}`;
  return `${counted} in ${durationInWords(timespan)}${group}`;
}
