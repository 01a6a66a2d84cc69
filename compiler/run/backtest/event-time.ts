import { readerOf, type Json, type JsonObject } from "../../core/json";
import type { Seconds } from "../../rule/duration";

/** Times of log sources: ISO 8601 in UTC; an export may write a blank for the `T` and leave out the `Z`. */
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?Z?$/;

/** Numbers that are milliseconds since 1970, as GitHub's times are: from 1973 to the last that is a date. */
const EPOCH_MILLISECONDS = { from: 1e11, to: 8.64e15 } as const;

/** The first and the last second that a history knows of; silence outside it means nothing. */
export interface History {
  readonly from: Seconds;
  readonly to: Seconds;
}

/** Reads the time of an event; undefined where it has none. */
export type TimeReader = (event: JsonObject) => Json | undefined;

/** When an event happened, to the part of a second that it tells; undefined where its time is none. */
export function secondsOf(event: JsonObject, time: TimeReader): Seconds | undefined {
  const written = time(event);
  if (isEpoch(written)) return written / 1000;
  const seconds = secondsIn(timeOf(written));
  const [, , , fraction] = (typeof written === "string" && TIME.exec(written)) || [];
  return seconds === undefined || fraction === undefined
    ? seconds
    : seconds + Number(`0.${fraction}`);
}

/** Reads the time of an event of any of some log sources. */
export function timeReader(fields: readonly string[]): TimeReader {
  const [first = () => undefined, ...others] = fields.map(readerOf);
  return (event) =>
    others.reduce<Json | undefined>((found, read) => found ?? read(event), first(event));
}

export function isoTime(time: Seconds): string {
  return new Date(time * 1000).toISOString().replace(".000Z", "Z");
}

/** Learns from events how far a history goes; undefined while none has a time. */
export function historyOfEvents(time: TimeReader): {
  readonly add: (event: JsonObject) => void;
  readonly history: () => History | undefined;
} {
  // Times of one form sort as text; reading each as a date would cost more than the rules do.
  let first: string | undefined;
  let last: string | undefined;
  return {
    add: (event) => {
      const written = time(event);
      // With a `T` at its place, what sorts inside is inside, whatever form the rest of it has.
      if (typeof written === "string" && written[10] === "T" && first && last) {
        if (first <= written && written <= last) return;
      }
      const read = timeOf(written);
      if (read === undefined) return;
      if (first === undefined || read < first) first = read;
      if (last === undefined || read > last) last = read;
    },
    history: () => {
      const from = secondsIn(first);
      const to = secondsIn(last);
      return from === undefined || to === undefined ? undefined : { from, to };
    },
  };
}

/** The time to the second in one form, so that times sort as text; undefined where it is none. */
function timeOf(written: Json | undefined): string | undefined {
  if (isEpoch(written)) return `${new Date(written).toISOString().slice(0, 19)}Z`;
  const [, date, time] = (typeof written === "string" && TIME.exec(written)) || [];
  return date === undefined ? undefined : `${date}T${time}Z`;
}

function isEpoch(written: Json | undefined): written is number {
  const { from, to } = EPOCH_MILLISECONDS;
  return typeof written === "number" && written >= from && written <= to;
}

function secondsIn(time: string | undefined): Seconds | undefined {
  const milliseconds = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
