/** Points and lengths of time in ticks of 100 ns, as .NET counts them; a datetime from year 1. */
export interface Datetime {
  readonly kind: "datetime";
  readonly ticks: bigint;
}
export interface Timespan {
  readonly kind: "timespan";
  readonly ticks: bigint;
}

export const TICKS = {
  tick: 1n,
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;

/** Ticks between 0001-01-01 and 1970-01-01. */
export const EPOCH = 621_355_968_000_000_000n;
/** 9999-12-31T23:59:59.9999999. */
const LAST = 3_155_378_975_999_999_999n;

/** Null outside the years 1 to 9999 (null-and-edge-0027#3). */
export function datetime(ticks: bigint): Datetime | null {
  return ticks < 0n || ticks > LAST ? null : { kind: "datetime", ticks };
}

export function timespan(ticks: bigint): Timespan {
  return { kind: "timespan", ticks: BigInt.asIntN(64, ticks) };
}

export function ofEpochMilliseconds(milliseconds: number): Datetime | null {
  return datetime(BigInt(Math.round(milliseconds)) * TICKS.millisecond + EPOCH);
}

/** The largest multiple of `size`, counted from `origin`, that is not after `ticks`. */
export function floorTicks(ticks: bigint, size: bigint, origin = 0n): bigint {
  const offset = (((ticks - origin) % size) + size) % size;
  return ticks - offset;
}

export interface DateParts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** Sunday is 0. */
  readonly weekday: number;
  /** From 1. */
  readonly dayOfYear: number;
  readonly ticksOfDay: bigint;
}

function utcDay({ ticks }: Datetime): Date {
  const day = floorTicks(ticks, TICKS.day);
  return new Date(Number((day - EPOCH) / TICKS.millisecond));
}

export function partsOf(time: Datetime): DateParts {
  const day = utcDay(time);
  const year = day.getUTCFullYear();
  return {
    year,
    month: day.getUTCMonth() + 1,
    day: day.getUTCDate(),
    weekday: day.getUTCDay(),
    dayOfYear: Number((time.ticks - dateTicks(year, 1, 1)) / TICKS.day) + 1,
    ticksOfDay: time.ticks % TICKS.day,
  };
}

/** Ticks of a day's start. Months and days may run over, as in `Date`. */
export function dateTicks(year: number, month: number, day: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime()) * TICKS.millisecond + EPOCH;
}

export function daysInMonth(year: number, month: number): number {
  return Number((dateTicks(year, month + 1, 1) - dateTicks(year, month, 1)) / TICKS.day);
}

/** The same time so many months on; the day held within the month. */
export function addMonths(time: Datetime, months: number): Datetime | null {
  const { year, month, day, ticksOfDay } = partsOf(time);
  const index = year * 12 + (month - 1) + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  if (newYear < 1 || newYear > 9999) return null;
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return datetime(dateTicks(newYear, newMonth, newDay) + ticksOfDay);
}

const DATETIME =
  /^\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?)?\s*(Z|[+-]\d{2}:\d{2})?\s*$/i;

/** Whether text has ISO 8601's form, be it of a day that is none. */
export function isIsoDate(text: string): boolean {
  return DATETIME.test(text);
}

/**
 * `todatetime` of ISO 8601 text, a blank or a `T` before the time; null of anything else. What is less
 * than a tick is cut.
 */
export function parseDatetime(text: string): Datetime | null {
  const found = DATETIME.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const zone = /^([+-])(\d{2}):(\d{2})$/.exec(found[8] ?? "");
  const offset = BigInt(zone ? Number(zone[2]) * 60 + Number(zone[3]) : 0) * TICKS.minute;
  return datetime(
    dateTicks(year, month, day) +
      BigInt(hour * 3600 + minute * 60 + second) * TICKS.second +
      BigInt((found[7] ?? "").padEnd(7, "0")) +
      (zone?.[1] === "-" ? offset : -offset),
  );
}

const CLOCK = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;
/** Every unit of a timespan literal, as the language service has them (`TextFacts.TimespanSuffixes`). */
const UNITS: ReadonlyMap<string, bigint> = new Map(
  (
    [
      [TICKS.day, "d day days"],
      [TICKS.hour, "h hr hrs hour hours"],
      [TICKS.minute, "m min minute minutes"],
      [TICKS.second, "s sec second seconds"],
      [TICKS.millisecond, "ms milli millis millisec millisecond milliseconds"],
      [TICKS.microsecond, "micro micros microsec microsecond microseconds"],
      [TICKS.tick, "tick ticks"],
    ] as const
  ).flatMap(([size, names]) => names.split(" ").map((name) => [name, size] as const)),
);
/** A hundred of them are a tick. */
const NANOSECONDS = ["nano", "nanos", "nanosec", "nanosecond", "nanoseconds"];
const LITERAL = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/;

/** Null where it is no whole number of ticks: what such a length is cut to is not known. */
function lengthOf(amount: string, unit: string): Timespan | null {
  const size = UNITS.get(unit);
  if (size !== undefined && /^-?\d+$/.test(amount)) return timespan(BigInt(amount) * size);
  const ticks = Number(amount) * (size === undefined ? 0.01 : Number(size));
  const whole = Math.round(ticks);
  if (size === undefined && !NANOSECONDS.includes(unit)) return null;
  return Math.abs(ticks - whole) > 1e-6 && (size ?? 0n) <= TICKS.tick
    ? null
    : timespan(BigInt(whole));
}

/** `totimespan` of text: `1.02:03:04.5` or a literal such as `2h`; null of anything else. */
export function parseTimespan(text: string): Timespan | null {
  const trimmed = text.trim();
  const literal = LITERAL.exec(trimmed);
  if (literal !== null) {
    const [, amount = "", unit = ""] = literal;
    return lengthOf(amount, unit);
  }
  const clock = CLOCK.exec(trimmed);
  if (clock === null) return null;
  const [days = 0n, hours = 0n, minutes = 0n, seconds = 0n] = clock
    .slice(2, 6)
    .map((part) => BigInt(part ?? "0"));
  if (hours > 23n || minutes > 59n || seconds > 59n) return null;
  const ticks =
    days * TICKS.day +
    hours * TICKS.hour +
    minutes * TICKS.minute +
    seconds * TICKS.second +
    BigInt((clock[6] ?? "").padEnd(7, "0"));
  return timespan(clock[1] === undefined ? ticks : -ticks);
}

export function pad(value: number | bigint, size: number): string {
  return String(value).padStart(size, "0");
}

export function datetimeText(time: Datetime): string {
  const { year, month, day, ticksOfDay } = partsOf(time);
  const fraction = pad(ticksOfDay % TICKS.second, 7);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clockText(ticksOfDay)}.${fraction}Z`;
}

function clockText(ticks: bigint): string {
  const hours = (ticks % TICKS.day) / TICKS.hour;
  const minutes = (ticks % TICKS.hour) / TICKS.minute;
  const seconds = (ticks % TICKS.minute) / TICKS.second;
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}`;
}

/** .NET's constant form: `[-][d.]hh:mm:ss[.fffffff]`. */
export function timespanText({ ticks }: Timespan): string {
  const size = ticks < 0n ? -ticks : ticks;
  const days = size / TICKS.day;
  const fraction = size % TICKS.second;
  return `${ticks < 0n ? "-" : ""}${days > 0n ? `${days}.` : ""}${clockText(size)}${
    fraction > 0n ? `.${pad(fraction, 7)}` : ""
  }`;
}
