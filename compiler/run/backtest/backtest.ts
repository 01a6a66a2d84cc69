import type { CompiledRule } from "../../compile";
import { readerOf, type JsonObject } from "../../core/json";
import { logSourceOf, type ResolvedRule } from "../../ir/rule";
import { KqlError } from "../../kql/values/error";
import { isEventOf, type LogSource } from "../../log-sources/log-source";
import { LOG_SOURCES } from "../../log-sources/registry";
import { expressionMatcher, type Matcher } from "../../reference/evaluate";
import type { Seconds } from "../../rule/duration";
import { engineOf, expressionOf, type Engine, type EngineName } from "../engine";
import { alarmTimeOf, type AlarmTime, type OwnMatches } from "./alarm-time";
import { addTo, alertsOf, bucketOf, increase, type Counts } from "./alerts";
import { busyOf, type Busy } from "./busy";
import { countingOf, type Counting } from "./counting";
import {
  historyOfEvents,
  isoTime,
  secondsOf,
  timeReader,
  type History,
  type TimeReader,
} from "./event-time";
import { countNoise, type Frequency, type Noise } from "./noise";
import { byText } from "./prefilter";

/** Event ids that are kept for one rule; the count of matches has no bound. */
const EVENT_IDS = 10_000;
const EXAMPLES = 3;

/** An event that matched: what its log source tells of it, by the keys that it has for that. */
type Example = Readonly<Record<string, string | null>>;

/** What a rule would have done over a history. */
export interface Backtested {
  readonly detection: ResolvedRule;
  /** Whose events it was asked of. */
  readonly logSource: LogSource;
  readonly engine: Engine;
  /** Events that were looked at. */
  readonly events: number;
  /**
   * Of a correlation, the events that it counts: those that one of its rules matches. Null where the
   * engine has nothing that could be run.
   */
  readonly matches: number | null;
  /** In the order read, at most `EVENT_IDS`; events without an id are not among them. */
  readonly matchedEventIds: readonly string[];
  /**
   * Runs that would trigger (reference, sentinel), changes to ALARM (cloudwatch); one for a run,
   * however many groups of a correlation trigger in it.
   */
  readonly alerts: number | null;
  /** When the first 100 came, in ISO 8601. */
  readonly alertTimes: readonly string[];
  /** Of cloudwatch alone, and where an event has a time. */
  readonly alarm: (AlarmTime & { readonly busy: Busy | null }) | null;
  /** Matches whose time cannot be read, which no alert counts. */
  readonly undated: number;
  /** Events without a time that can be read, which a query that asks for the time cannot decide. */
  readonly undecided: number;
  readonly loudest: readonly Frequency[];
  readonly examples: readonly Example[];
}

export interface Backtest {
  add(event: JsonObject): void;
  /** Ends when every engine has answered for the events so far; undefined where all have. */
  readonly settled: () => Promise<unknown> | undefined;
  readonly events: () => number;
  /** Of what is settled. */
  readonly results: () => readonly Backtested[];
}

interface Tally {
  readonly detection: ResolvedRule;
  readonly logSource: LogSource;
  readonly facts: FactReader;
  /** Until it meets an event that it cannot decide; the rule is not run from there on. */
  engine: Engine;
  readonly counting: Counting;
  readonly counts: Counts;
  readonly bucket: Seconds;
  /** Of an alarm, what the rule itself matches. */
  readonly own: (OwnMatches & { readonly matches: Matcher }) | undefined;
  readonly noise: Noise;
  readonly ids: string[];
  readonly examples: Example[];
  matches: number;
  undated: number;
  undecided: number;
}

/**
 * Runs a history through rules, event by event. Memory grows with the rules and with the minutes of
 * history in which they match, of a correlation also with the groups and values that it tells apart,
 * not with the number of events.
 */
export function backtest(all: readonly CompiledRule[], engine: EngineName): Backtest {
  const tallies = all.map((rule): Tally => {
    const { detection } = rule;
    const counting = countingOf(detection, engine);
    const logSource = logSourceFor(detection);
    return {
      detection,
      logSource,
      facts: factReader(logSource),
      engine: engineOf(rule, engine),
      counting,
      counts: new Map(),
      bucket: bucketOf(counting),
      own: counting.rhythm === "alarm" ? ownOf(rule) : undefined,
      noise: countNoise(logSource),
      ids: [],
      examples: [],
      matches: 0,
      undated: 0,
      undecided: 0,
    };
  });
  const rules = byText(tallies, ({ engine, logSource: { events } }) => ({
    field: events.name,
    texts: engine.kind === "ready" ? engine.textsAt?.(events.name) : NO_NAMES,
  }));
  let events = 0;
  const pending: Promise<unknown>[] = [];
  const sources = [...new Set(tallies.map(({ logSource }) => logSource))];
  const span = historyOfEvents(timeReader(sources.map(({ events: { time } }) => time)));
  return {
    add: (event) => {
      events += 1;
      span.add(event);
      for (const tally of rules.for(event)) {
        // A history of several logs: a rule is asked of its own.
        if (sources.length > 1 && !isEventOf(event, tally.logSource)) continue;
        const answer = matches(tally, event);
        if (answer === true) count(tally, event);
        else if (answer !== false) pending.push(answer.then((is) => is && count(tally, event)));
      }
    },
    settled: () => (pending.length === 0 ? undefined : Promise.all(pending.splice(0))),
    events: () => events,
    results: () => {
      const history = span.history();
      return tallies.map((tally) => resultOf(tally, events, history));
    },
  };
}

/** No alarm misses what its rule matches, so the rule is asked only of what the alarm counts. */
function ownOf({ detection: { matches } }: CompiledRule): Tally["own"] {
  const rule = expressionOf(matches);
  return (
    rule && {
      matches: expressionMatcher(rule.expression, rule.model),
      count: 0,
      series: new Map(),
    }
  );
}

const NO_NAMES: ReadonlySet<string> = new Set();

function matches(tally: Tally, event: JsonObject): boolean | Promise<boolean> {
  const { engine } = tally;
  if (engine.kind !== "ready") return false;
  try {
    return engine.matches(event);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    if (error.code === "clock") {
      tally.undecided += 1;
      return false;
    }
    const { name, verdict } = engine;
    const id = tally.facts.id(event);
    const which = id === null ? "an event without an id" : `the event ${JSON.stringify(id)}`;
    tally.engine = { kind: "unreadable", name, verdict, message: `${which}: ${error.message}` };
    return false;
  }
}

function count(tally: Tally, event: JsonObject): void {
  tally.matches += 1;
  const id = tally.facts.id(event);
  if (id !== null && tally.ids.length < EVENT_IDS) tally.ids.push(id);
  if (tally.examples.length < EXAMPLES) tally.examples.push(tally.facts.example(event));
  tally.noise.add(event);
  const { own } = tally;
  const time = secondsOf(event, tally.facts.time);
  if (own?.matches(event) === true) {
    own.count += 1;
    if (time !== undefined) increase(own.series, time, tally.bucket);
  }
  if (time === undefined) {
    tally.undated += 1;
    return;
  }
  for (const place of tally.counting.places(event)) {
    addTo(tally.counts, place, time, tally.bucket);
  }
}

function resultOf(tally: Tally, events: number, history: History | undefined): Backtested {
  const { detection, logSource, engine, counting, counts, matches, ids, undated, noise, examples } =
    tally;
  const ready = engine.kind === "ready";
  const { alerts, times } = alertsOf(counting, counts, history);
  return {
    detection,
    logSource,
    engine,
    events,
    matches: ready ? matches : null,
    matchedEventIds: ready ? ids : [],
    alerts: ready ? alerts : null,
    alertTimes: ready ? times.map(isoTime) : [],
    alarm: ready ? alarmOf(tally, history) : null,
    undated: ready ? undated : 0,
    undecided: ready ? tally.undecided : 0,
    loudest: ready ? noise.loudest() : [],
    examples: ready ? examples : [],
  };
}

function alarmOf(
  { engine, counting, counts, own, matches }: Tally,
  history: History | undefined,
): Backtested["alarm"] {
  if (counting.rhythm !== "alarm") return null;
  const time = alarmTimeOf(counting, counts, own, history);
  if (time === undefined) return null;
  const busy = engine.verdict === "wider" ? busyOf(time, matches, counting.period) : undefined;
  return { ...time, busy: busy ?? null };
}

/** KQL alone over tables that are not known here is asked of the events of the first log source. */
function logSourceFor(detection: ResolvedRule): LogSource {
  return logSourceOf(detection) ?? LOG_SOURCES[0]!;
}

/** Reads what is told of an event. */
interface FactReader {
  readonly id: (event: JsonObject) => string | null;
  readonly time: TimeReader;
  readonly example: (event: JsonObject) => Example;
}

function factReader({ events }: LogSource): FactReader {
  const example = Object.entries(events.example).map(
    ([key, path]) => [key, textReader(path)] as const,
  );
  return {
    id: textReader(events.id),
    time: timeReader([events.time]),
    example: (event) => Object.fromEntries(example.map(([key, read]) => [key, read(event)])),
  };
}

function textReader(path: string): (event: JsonObject) => string | null {
  const read = readerOf(path);
  return (event) => {
    const found = read(event);
    return typeof found === "string" ? found : null;
  };
}
