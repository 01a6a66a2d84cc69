import type { Seconds } from "../../rule/duration";
import { ALARM_PERIODS } from "./limits";

/** How often an alarm is looked at; the border of its period lies on a multiple of that. */
export function lookEvery(period: Seconds): Seconds {
  const { minute, hour, day } = ALARM_PERIODS;
  return period > day.value ? hour.value : minute.value;
}

/**
 * The least period in which some look of an alarm sees every window of `timespan` whole: a closed window
 * touches one minute more than it has, and one hour more where the alarm is looked at by the hour
 * (decision 0011).
 */
export function countingPeriod(timespan: Seconds): Seconds {
  const { minute, hour, day } = ALARM_PERIODS;
  const byMinute = touched(timespan, minute.value);
  return byMinute <= day.value ? byMinute : touched(timespan, hour.value);
}

/** The longest timespan that has such a period. */
export const LONGEST_COUNTED: Seconds = ALARM_PERIODS.window.value - ALARM_PERIODS.hour.value;

/** A time in whole minutes: enough of a period for what one event alone decides. */
export function wholeMinutes(timespan: Seconds): Seconds {
  const { minute } = ALARM_PERIODS;
  return Math.ceil(timespan / minute.value) * minute.value;
}

function touched(timespan: Seconds, unit: Seconds): Seconds {
  return (Math.ceil(timespan / unit) + 1) * unit;
}
