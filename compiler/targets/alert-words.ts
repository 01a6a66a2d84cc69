import { meets, type Bound, type CountOperator } from "../ir/count";
import { boundOf, type Correlation, type ResolvedRule } from "../ir/rule";
import { durationInWords } from "../rule/duration";

/**
 * What whoever waits for an alarm has to know, the same wherever it is read. Source: CloudWatch User
 * Guide, "Alarm actions": they are taken when the state changes.
 */
export const ALARM_NOTIFIES =
  "An alarm notifies when it goes to ALARM, and not again while it stays there.";

/** What a rule alerts on, the same wherever it is read: `one or more matching events in 15 minutes`. */
export function alertWords({ schedule, matches, document }: ResolvedRule): string {
  if (matches.kind === "correlation") return correlationWords(matches.correlation);
  const counted = countWords([boundOf(schedule)], "matching event");
  const nrt = document.kind === "NRT" ? "; Sentinel looks every minute" : "";
  return `${counted} in ${durationInWords(schedule.queryPeriod)}${nrt}`;
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
export function countWords(condition: readonly Bound[], one: string): string {
  const words = condition.map(({ operator, count }) => BOUND_WORDS[operator](count)).join(" and ");
  return `${words} ${one}${/ 1$/.test(words) ? "" : "s"}`;
}

/** `10 or more matching events in 5 minutes for the same userIdentity.arn`. */
function correlationWords(correlation: Correlation): string {
  const { groupBy, timespan } = correlation;
  const group = groupBy.length === 0 ? "" : ` for the same ${groupBy.join(" and ")}`;
  return `${conditionWords(correlation)} in ${durationInWords(timespan)}${group}`;
}

function conditionWords({ type, condition, rules, field = "" }: Correlation): string {
  switch (type) {
    case "event_count":
      return countWords(condition, "matching event");
    case "value_count":
      return `${countWords(condition, "different value")} of ${field}`;
    case "value_sum":
      return `a sum of ${field} ${numberWords(condition)}`;
    case "value_avg":
      return `an average of ${field} ${numberWords(condition)}`;
    case "temporal":
      return ruleWords(condition, rules.length);
    case "temporal_ordered":
      return `${ruleWords(condition, rules.length)} in their order`;
  }
}

/** `matches of all 3 rules`, `matches of 2 or more of 3 rules`. */
export function ruleWords(condition: readonly Bound[], rules: number): string {
  const all = meets(condition, rules) && !meets(condition, rules - 1);
  return all
    ? `matches of all ${rules} rules`
    : `matches of ${countWords(condition, "rule").replace(/ rules?$/, "")} of ${rules} rules`;
}

const NUMBER_WORDS: Readonly<Record<CountOperator, string>> = {
  gt: "above",
  gte: "of at least",
  lt: "below",
  lte: "of at most",
  eq: "of",
  neq: "other than",
};

function numberWords(condition: readonly Bound[]): string {
  return condition.map(({ operator, count }) => `${NUMBER_WORDS[operator]} ${count}`).join(" and ");
}
