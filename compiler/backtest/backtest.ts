import { engineOf, type Engine, type EngineName } from "../engine";
import { LOG_SOURCES } from "../fields/logsources";
import type { Detection } from "../ir/detection";
import { member, type JsonObject } from "../json";
import type { Seconds } from "../rule/duration";
import { alertsOf, bucketOf, type History, type Rhythm } from "./alerts";
import { countNoise, type Frequency, type Noise } from "./noise";
import { byName, namesOf } from "./prefilter";

/** Event ids that are kept for one rule; the count of matches has no bound. */
export const EVENT_IDS = 10_000;
const EXAMPLES = 3;

/** An event that matched, in the words of its own fields. */
export interface Example {
  readonly eventID: string | null;
  readonly eventTime: string | null;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly arn: string | null;
  readonly sourceIPAddress: string | null;
}

/** What a rule would have done over a history. */
export interface Backtested {
  readonly detection: Detection;
  readonly engine: Engine;
  /** Events that were looked at. */
  readonly events: number;
  /** Null where the engine has nothing that could be run. */
  readonly matches: number | null;
  /** In the order read, at most `EVENT_IDS`; events without an id are not among them. */
  readonly matchedEventIds: readonly string[];
  /** Runs that would trigger (reference, sentinel), changes to ALARM (cloudwatch). */
  readonly alerts: number | null;
  /** When the first 100 came, in ISO 8601. */
  readonly alertTimes: readonly string[];
  /** Matches whose time cannot be read, which no alert counts. */
  readonly undated: number;
  readonly loudest: readonly Frequency[];
  readonly examples: readonly Example[];
}

export interface Backtest {
  add(event: JsonObject): void;
  readonly events: () => number;
  readonly results: () => readonly Backtested[];
}

interface Tally {
  readonly detection: Detection;
  readonly engine: Engine;
  readonly counts: Map<Seconds, number>;
  readonly bucket: Seconds;
  readonly noise: Noise;
  readonly ids: string[];
  readonly examples: Example[];
  matches: number;
  undated: number;
}

const RHYTHM: Readonly<Record<EngineName, Rhythm>> = {
  reference: "runs",
  sentinel: "runs",
  cloudwatch: "alarm",
};

/**
 * Runs a history through rules, event by event. Memory grows with the rules and with the minutes of
 * history in which they match, not with the number of events.
 */
export function backtest(detections: readonly Detection[], engine: EngineName): Backtest {
  const rhythm = RHYTHM[engine];
  const tallies = detections.map((detection): Tally => ({
    detection,
    engine: engineOf(detection, engine),
    counts: new Map(),
    bucket: bucketOf(detection.schedule, rhythm),
    noise: countNoise(modelOf(detection)),
    ids: [],
    examples: [],
    matches: 0,
    undated: 0,
  }));
  const ready = tallies.flatMap((tally) =>
    tally.engine.kind === "ready" ? [{ tally, ...tally.engine }] : [],
  );
  const rules = byName(ready, ({ text }) =>
    text.kind === "patterns" ? namesOf({ kind: "or", operands: text.patterns }) : undefined,
  );
  let events = 0;
  // Times of one form sort as text; reading each as a date would cost more than the rules do.
  let first: string | undefined;
  let last: string | undefined;
  return {
    add: (event) => {
      events += 1;
      const time = timeOf(event);
      if (time !== undefined) {
        if (first === undefined || time < first) first = time;
        if (last === undefined || time > last) last = time;
      }
      for (const { tally, matches } of rules.for(event)) if (matches(event)) count(tally, event);
    },
    events: () => events,
    results: () => {
      const history = historyOf(first, last);
      return tallies.map((tally) => resultOf(tally, events, history, rhythm));
    },
  };
}

function count(tally: Tally, event: JsonObject): void {
  tally.matches += 1;
  const id = textAt(event, "eventID");
  if (id !== null && tally.ids.length < EVENT_IDS) tally.ids.push(id);
  if (tally.examples.length < EXAMPLES) tally.examples.push(exampleOf(event));
  tally.noise.add(event);
  const time = secondsOf(timeOf(event));
  if (time === undefined) tally.undated += 1;
  else {
    const bucket = Math.floor(time / tally.bucket) * tally.bucket;
    tally.counts.set(bucket, (tally.counts.get(bucket) ?? 0) + 1);
  }
}

function resultOf(
  { detection, engine, counts, matches, ids, undated, noise, examples }: Tally,
  events: number,
  history: History | undefined,
  rhythm: Rhythm,
): Backtested {
  const ready = engine.kind === "ready";
  const { alerts, times } = alertsOf(detection.schedule, rhythm, counts, history);
  return {
    detection,
    engine,
    events,
    matches: ready ? matches : null,
    matchedEventIds: ids,
    alerts: ready ? alerts : null,
    alertTimes: ready ? times.map(isoTime) : [],
    undated,
    loudest: noise.loudest(),
    examples,
  };
}

function modelOf({ matches }: Detection) {
  // A query alone speaks of the one table there is, and that is of the first log source.
  return matches.kind === "query" ? LOG_SOURCES[0]!.fields : matches.logSource.fields;
}

function exampleOf(event: JsonObject): Example {
  return {
    eventID: textAt(event, "eventID"),
    eventTime: textAt(event, "eventTime"),
    eventSource: textAt(event, "eventSource"),
    eventName: textAt(event, "eventName"),
    arn: textAt(member(event, "userIdentity"), "arn"),
    sourceIPAddress: textAt(event, "sourceIPAddress"),
  };
}

function textAt(value: Parameters<typeof member>[0], key: string): string | null {
  const found = member(value, key);
  return typeof found === "string" ? found : null;
}

/** CloudTrail's times: ISO 8601 in UTC; an export may write a blank for the `T` and leave out the `Z`. */
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?Z?$/;

/** The time to the second in one form, so that times sort as text; undefined where it is none. */
function timeOf(event: JsonObject): string | undefined {
  const [, date, time] = TIME.exec(textAt(event, "eventTime") ?? "") ?? [];
  return date === undefined ? undefined : `${date}T${time}Z`;
}

function secondsOf(time: string | undefined): Seconds | undefined {
  const milliseconds = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

function historyOf(first: string | undefined, last: string | undefined): History | undefined {
  const from = secondsOf(first);
  const to = secondsOf(last);
  return from === undefined || to === undefined ? undefined : { from, to };
}

function isoTime(time: Seconds): string {
  return new Date(time * 1000).toISOString().replace(".000Z", "Z");
}
