import type { CountOperator } from "../ir/count";
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

/**
 * What the alarm of a rule goes to ALARM on: of a correlation, all events that it counts together,
 * by its lower bounds, where it has groups or counts values.
 */
export function alarmWords(detection: ResolvedRule): string {
  const { matches } = detection;
  if (matches.kind !== "correlation") return alertWords(detection);
  const { type, groupBy, condition, timespan } = matches.correlation;
  if (type === "event_count" && groupBy.length === 0) return alertWords(detection);
  const lower = condition.filter(({ operator }) => operator === "gt" || operator === "gte");
  const apart = [
    ...(type === "value_count" ? ["equal values"] : []),
    ...(groupBy.length > 0 ? ["all groups"] : []),
  ];
  const counted = countWords(lower, "matching event");
  return `${counted} in ${durationInWords(timespan)}, ${apart.join(" and ")} counted together`;
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
function countWords(condition: Correlation["condition"], one: string): string {
  const words = condition.map(({ operator, count }) => BOUND_WORDS[operator](count)).join(" and ");
  return `${words} ${one}${/ 1$/.test(words) ? "" : "s"}`;
}

/** `10 or more matching events in 5 minutes for the same userIdentity.arn`. */
function correlationWords(correlation: Correlation): string {
  const { groupBy, condition, timespan, type, field = "" } = correlation;
  const counted =
    type === "value_count"
      ? `${countWords(condition, "different value")} of ${field}`
      : countWords(condition, "matching event");
  const group = groupBy.length === 0 ? "" : ` for the same ${groupBy.join(" and ")}`;
  return `${counted} in ${durationInWords(timespan)}${group}`;
}
