import { DATE_BOUNDS, type DatePart, type DatePredicate } from "../ir/expression";

/** CloudTrail's times: ISO 8601 in UTC (record contents, `eventTime`); years begin with 1. */
const TIME = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

const DAY = 24 * 60 * 60 * 1000;

/** A part of a time in UTC; undefined for text that is no time. Weeks are those of ISO 8601. */
export function datePart(text: string, part: DatePart): number | undefined {
  const time = TIME.test(text) ? new Date(text) : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) return undefined;
  // `Date` takes 30 February for 1 March; it is no time at all.
  if (time.toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  switch (part) {
    case "minute":
      return time.getUTCMinutes();
    case "hour":
      return time.getUTCHours();
    case "day":
      return time.getUTCDate();
    case "week":
      return isoWeek(time);
    case "month":
      return time.getUTCMonth() + 1;
    case "year":
      return time.getUTCFullYear();
  }
}

/** The week that holds the Thursday of the time's week. */
function isoWeek(time: Date): number {
  const weekday = (time.getUTCDay() + 6) % 7;
  const thursday = time.getTime() + (3 - weekday) * DAY;
  const yearStart = new Date(thursday).setUTCMonth(0, 1);
  return Math.floor((thursday - yearStart) / DAY / 7) + 1;
}

/** The numbers that a test of a part is true for, of those that the part can be; none if `low > high`. */
export function dateRange({
  part,
  operator,
  value,
}: Pick<DatePredicate, "part" | "operator" | "value">): {
  readonly low: number;
  readonly high: number;
} {
  const [least, most] = DATE_BOUNDS[part];
  const from = (low: number) => ({ low: Math.max(least, low), high: most });
  const to = (high: number) => ({ low: least, high: Math.min(most, high) });
  switch (operator) {
    case "eq":
      return { low: Math.max(least, Math.ceil(value)), high: Math.min(most, Math.floor(value)) };
    case "lt":
      return to(Math.ceil(value) - 1);
    case "lte":
      return to(Math.floor(value));
    case "gt":
      return from(Math.floor(value) + 1);
    case "gte":
      return from(Math.ceil(value));
  }
}
