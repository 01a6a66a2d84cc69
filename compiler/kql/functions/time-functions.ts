import { unsupported } from "../values/error";
import {
  addMonths,
  dateTicks,
  EPOCH,
  datetime,
  daysInMonth,
  floorTicks,
  pad,
  partsOf,
  TICKS,
  timespan,
  type Datetime,
} from "../values/time";
import { longOf, realOf, textOf, unwrap, describe, type Value } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

type OfTime = (time: Datetime) => Value;

const onTime =
  (apply: OfTime): ScalarFunction =>
  ([value = null]) => {
    const time = timeOf(value);
    return time === null ? null : apply(time);
  };

const WEEK = TICKS.day * 7n;
const LAST_DAY = dateTicks(9999, 12, 31);

/** The start of the period that a time is in, and of the one so many periods on. */
const STARTS: Readonly<Record<Period, (time: Datetime, offset: number) => bigint>> = {
  day: ({ ticks }, offset) => floorTicks(ticks, TICKS.day) + BigInt(offset) * TICKS.day,
  // Weeks begin on Sunday; 0001-01-01 was a Monday.
  week: ({ ticks }, offset) => floorTicks(ticks, WEEK, -TICKS.day) + BigInt(offset) * WEEK,
  month: (time, offset) => {
    const { year, month } = partsOf(time);
    return dateTicks(year, month + offset, 1);
  },
  year: (time, offset) => dateTicks(partsOf(time).year + offset, 1, 1),
};
type Period = "day" | "week" | "month" | "year";

const startOf =
  (period: Period): ScalarFunction =>
  ([value = null, offset = 0n]) => {
    const [time, periods] = [timeOf(value), longOf(offset)];
    return time === null || periods === null
      ? null
      : datetime(STARTS[period](time, Number(periods)));
  };

const endOf =
  (period: Period): ScalarFunction =>
  ([value = null, offset = 0n]) => {
    const [time, periods] = [timeOf(value), longOf(offset)];
    return time === null || periods === null
      ? null
      : datetime(STARTS[period](time, Number(periods) + 1) - 1n);
  };

/** Functions of points and lengths of time. */
export const TIME_FUNCTIONS = {
  now: ([offset = null], { now }) => {
    const span = unwrap(offset);
    if (span === null) return datetime(now());
    return typeof span === "object" ? datetime(now() + ticksOf(span)) : null;
  },
  ago: ([span = null], { now }) => (span === null ? null : datetime(now() - ticksOf(span))),
  ingestion_time: (_, { ingested }) => ingested(),
  startofday: startOf("day"),
  startofweek: startOf("week"),
  startofmonth: startOf("month"),
  startofyear: startOf("year"),
  endofday: endOf("day"),
  endofweek: endOf("week"),
  endofmonth: endOf("month"),
  endofyear: endOf("year"),
  getyear: onTime((time) => BigInt(partsOf(time).year)),
  getmonth: onTime((time) => BigInt(partsOf(time).month)),
  monthofyear: onTime((time) => BigInt(partsOf(time).month)),
  dayofmonth: onTime((time) => BigInt(partsOf(time).day)),
  dayofyear: onTime((time) => BigInt(partsOf(time).dayOfYear)),
  // The last day has none (datetime-timespan-0028#2, -0039#3).
  dayofweek: onTime((time) =>
    time.ticks >= LAST_DAY ? null : timespan(BigInt(partsOf(time).weekday) * TICKS.day),
  ),
  hourofday: onTime((time) => partsOf(time).ticksOfDay / TICKS.hour),
  week_of_year: onTime(weekOfYear),
  weekofyear: onTime(weekOfYear),
  unixtime_seconds_todatetime: sinceEpoch(TICKS.second),
  unixtime_milliseconds_todatetime: sinceEpoch(TICKS.millisecond),
  unixtime_microseconds_todatetime: sinceEpoch(TICKS.microsecond),
  unixtime_nanoseconds_todatetime: ([value = null]) => {
    const long = longOf(value);
    return long === null ? null : datetime(EPOCH + long / 100n);
  },
  datetime_part: ([part = "", value = null]) => {
    const time = timeOf(value);
    return time === null ? null : datePart(textOf(part), time);
  },
  datetime_add: ([part = "", count = null, value = null]) => {
    const [time, amount] = [timeOf(value), longOf(count)];
    return time === null || amount === null ? null : addTo(time, textOf(part), amount);
  },
  datetime_diff: ([part = "", one = null, other = null]) => {
    const [a, b] = [timeOf(one), timeOf(other)];
    return a === null || b === null ? null : count(textOf(part), a) - count(textOf(part), b);
  },
  make_datetime: (args) => {
    const numbers = args.map(realOf);
    if (numbers.length === 1 || numbers.includes(null)) throw unsupported("such a make_datetime");
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers.map(Number);
    if (year < 1 || year > 9999 || month < 1 || month > 12) return null;
    if (day < 1 || day > daysInMonth(year, month)) return null;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second >= 60) {
      return null;
    }
    return datetime(dateTicks(year, month, day) + clockTicks(hour, minute, second));
  },
  make_timespan: (args) => {
    const numbers = args.map(realOf);
    if (numbers.includes(null) || numbers.length < 2) throw unsupported("such a make_timespan");
    const days = numbers.length === 4 ? numbers[0] : 0;
    const [hour = 0, minute = 0, second = 0] = numbers.slice(numbers.length === 4 ? 1 : 0);
    const parts = [hour, minute, second].map(Number);
    if (parts.some((part) => part < 0)) return null;
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60) return null;
    const clock = clockTicks(Number(hour), Number(minute), Number(second));
    return timespan(BigInt(days ?? 0) * TICKS.day + clock);
  },
  format_datetime: ([value = null, format = ""]) => {
    const time = timeOf(value);
    return time === null ? "" : formatDatetime(time, textOf(format));
  },
  format_timespan: ([value = null, format = ""]) => {
    if (value === null) return "";
    return formatTimespan(ticksOf(value), textOf(format));
  },
} as const satisfies Readonly<Record<string, ScalarFunction>>;

function timeOf(value: Value): Datetime | null {
  const plain = unwrap(value);
  if (plain === null) return null;
  if (typeof plain === "object" && plain.kind === "datetime") return plain;
  throw unsupported(`a datetime out of ${describe(plain)}`);
}

/** A number of such units since 1970, with a fraction or without. */
function sinceEpoch(unit: bigint): ScalarFunction {
  return ([value = null]) => {
    const plain = unwrap(value);
    if (plain === null) return null;
    if (typeof plain === "bigint") return datetime(EPOCH + plain * unit);
    return datetime(EPOCH + BigInt(Math.round(Number(realOf(plain)) * Number(unit))));
  };
}

function ticksOf(value: Value): bigint {
  const plain = unwrap(value);
  if (plain !== null && typeof plain === "object" && plain.kind === "timespan") return plain.ticks;
  throw unsupported(`a timespan out of ${describe(plain)}`);
}

function clockTicks(hour: number, minute: number, second: number): bigint {
  return BigInt(hour * 3600 + minute * 60) * TICKS.second + BigInt(Math.round(second * 1e7));
}

/** ISO 8601: the week that holds the year's first Thursday is the first. */
function weekOfYear(time: Datetime): bigint {
  const { weekday } = partsOf(time);
  const thursday = time.ticks + BigInt(4 - (weekday === 0 ? 7 : weekday)) * TICKS.day;
  const { dayOfYear } = partsOf({ kind: "datetime", ticks: thursday });
  return BigInt(Math.floor((dayOfYear - 1) / 7) + 1);
}

function datePart(part: string, time: Datetime): bigint {
  const { year, month, day, dayOfYear, ticksOfDay } = partsOf(time);
  switch (part.toLowerCase()) {
    case "year":
      return BigInt(year);
    case "quarter":
      return BigInt(Math.floor((month - 1) / 3) + 1);
    case "month":
      return BigInt(month);
    case "week_of_year":
    case "weekofyear":
      return weekOfYear(time);
    case "day":
      return BigInt(day);
    case "dayofyear":
      return BigInt(dayOfYear);
    case "hour":
      return ticksOfDay / TICKS.hour;
    case "minute":
      return (ticksOfDay % TICKS.hour) / TICKS.minute;
    case "second":
      return (ticksOfDay % TICKS.minute) / TICKS.second;
    case "millisecond":
      return (ticksOfDay % TICKS.second) / TICKS.millisecond;
    case "microsecond":
      return (ticksOfDay % TICKS.second) / TICKS.microsecond;
    case "nanosecond":
      return (ticksOfDay % TICKS.second) * 100n;
  }
  throw unsupported(`the part ${part}`);
}

const MONTHS: ReadonlyMap<string, number> = new Map([
  ["month", 1],
  ["quarter", 3],
  ["year", 12],
]);
const LENGTHS: ReadonlyMap<string, bigint> = new Map([
  ["week", TICKS.day * 7n],
  ["day", TICKS.day],
  ["hour", TICKS.hour],
  ["minute", TICKS.minute],
  ["second", TICKS.second],
  ["millisecond", TICKS.millisecond],
  ["microsecond", TICKS.microsecond],
]);

function addTo(time: Datetime, part: string, amount: bigint): Value {
  const name = part.toLowerCase();
  const months = MONTHS.get(name);
  if (months !== undefined) return addMonths(time, months * Number(amount));
  const length = LENGTHS.get(name);
  if (length === undefined) throw unsupported(`the part ${part}`);
  return datetime(time.ticks + amount * length);
}

/** How many boundaries of the part lie before a time: differences count boundaries. */
function count(part: string, time: Datetime): bigint {
  const name = part.toLowerCase();
  const months = MONTHS.get(name);
  if (months !== undefined) {
    const { year, month } = partsOf(time);
    return BigInt(Math.floor((year * 12 + month - 1) / months));
  }
  const length = LENGTHS.get(name);
  if (name === "nanosecond") return time.ticks * 100n;
  // The service and the engine disagree on the type of a difference of weeks.
  if (length === undefined || name === "week") throw unsupported(`the part ${part}`);
  return time.ticks / length;
}

const DATETIME_PART = /(yyyy|yy|y|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|tt|f{1,7}|F{1,7})|([-/:,. _[\]])/y;
/** Up to eight `d` are the days (Kusto documentation, format_timespan). */
const TIMESPAN_PART = /(d{1,8}(?!d)|HH|H|hh|h|mm|m|ss|s|f{1,7}|F{1,7})|([-/:,. _[\]])/y;

function formatDatetime(time: Datetime, format: string): string {
  const { year, month, day, ticksOfDay } = partsOf(time);
  const hour = ticksOfDay / TICKS.hour;
  const half = hour % 12n === 0n ? 12n : hour % 12n;
  return writeFormat(format, DATETIME_PART, (part) => {
    switch (part.charAt(0)) {
      case "y":
        return part === "yyyy" ? pad(year, 4) : pad(year % 100, part.length);
      case "M":
        return pad(month, part.length);
      case "d":
        return pad(day, part.length);
      case "H":
        return pad(hour, part.length);
      case "h":
        return pad(half, part.length);
      case "t":
        return hour < 12n ? "AM" : "PM";
    }
    return clockPart(part, ticksOfDay);
  });
}

/** The parts that datetimes and timespans share. */
function clockPart(part: string, ticks: bigint): string {
  const fraction = pad(ticks % TICKS.second, 7).slice(0, part.length);
  switch (part.charAt(0)) {
    case "m":
      return pad((ticks % TICKS.hour) / TICKS.minute, part.length);
    case "s":
      return pad((ticks % TICKS.minute) / TICKS.second, part.length);
    case "f":
      return fraction;
    case "F":
      return fraction.replace(/0+$/, "");
  }
  throw unsupported(`the format part ${part}`);
}

function formatTimespan(ticks: bigint, format: string): string {
  // The sign stands before the whole (datetime-timespan-0020#2).
  if (ticks < 0n) return `-${formatTimespan(-ticks, format)}`;
  return writeFormat(format, TIMESPAN_PART, (part) => {
    switch (part.charAt(0)) {
      case "d":
        return pad(ticks / TICKS.day, part.length);
      case "h":
      case "H":
        return pad((ticks % TICKS.day) / TICKS.hour, part.length);
    }
    return clockPart(part, ticks);
  });
}

function writeFormat(format: string, parts: RegExp, write: (part: string) => string): string {
  let result = "";
  for (let at = 0; at < format.length; at = parts.lastIndex) {
    parts.lastIndex = at;
    const found = parts.exec(format);
    if (found === null) throw unsupported(`the format ${format}`);
    const [, part, delimiter = ""] = found;
    result += part === undefined ? delimiter : write(part);
  }
  return result;
}
