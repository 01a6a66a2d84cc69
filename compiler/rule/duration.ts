/** A span of time, in whole seconds. */
export type Seconds = number;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The seconds of each unit in a short form such as `15m`. */
export const UNIT_SECONDS = { s: 1, m: MINUTE, h: HOUR, d: DAY } as const;

const SHORT = /^(\d{1,9})([mhd])$/;
const ISO = /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/** What `parseDuration` reads, for messages and schemas. */
export const DURATION_FORM = "a duration such as `15m`, `1h`, `1d` or `PT15M`";
export const DURATION_PATTERN =
  /^(\d{1,9}[mhd]|P(?=.)(\d{1,9}D)?(T(?=.)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}S)?)?)$/;

/** Reads Sentinel's short form (`15m`, `1h`, `1d`) or ISO 8601 of days and smaller. */
export function parseDuration(written: string): Seconds | undefined {
  if (!DURATION_PATTERN.test(written)) return undefined;
  const short = SHORT.exec(written);
  if (short) {
    return Number(short[1]) * UNIT_SECONDS[short[2] as "m" | "h" | "d"];
  }
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = ISO.exec(written) ?? [];
  return Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds);
}

/** ISO 8601 in its canonical form: days, hours, minutes, seconds, each only where it counts. */
export function isoDuration(duration: Seconds): string {
  const days = Math.floor(duration / DAY);
  const hours = Math.floor((duration % DAY) / HOUR);
  const minutes = Math.floor((duration % HOUR) / MINUTE);
  const seconds = duration % MINUTE;
  const date = days > 0 ? `${days}D` : "";
  const time = `${hours > 0 ? `${hours}H` : ""}${minutes > 0 ? `${minutes}M` : ""}${seconds > 0 ? `${seconds}S` : ""}`;
  if (date === "" && time === "") return "PT0S";
  return `P${date}${time === "" ? "" : `T${time}`}`;
}

/**
 * Sentinel's form in rule files: `15m`, `1h`, `1d`, in the largest unit that holds it. Its checks take
 * no ISO 8601; seconds are written as .NET does, `hh:mm:ss`.
 */
export function shortDuration(duration: Seconds): string {
  for (const [unit, size] of [
    ["d", DAY],
    ["h", HOUR],
    ["m", MINUTE],
  ] as const) {
    if (duration % size === 0) return `${duration / size}${unit}`;
  }
  const two = (count: number) => String(count).padStart(2, "0");
  const [hours, minutes] = [Math.floor(duration / HOUR), Math.floor((duration % HOUR) / MINUTE)];
  return `${two(hours)}:${two(minutes)}:${two(duration % MINUTE)}`;
}

/** The same in words: `15 minutes`, `1 hour`. */
export function durationInWords(duration: Seconds): string {
  const parts: string[] = [];
  let rest = duration;
  for (const [unit, size] of [
    ["day", DAY],
    ["hour", HOUR],
    ["minute", MINUTE],
    ["second", 1],
  ] as const) {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.length === 0 ? "0 seconds" : parts.join(" ");
}
