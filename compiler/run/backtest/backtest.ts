import type { CompiledRule } from "../../compile";
import type { JsonObject } from "../../core/json";
import { logSourceOf, logSourcesOf, type ResolvedRule } from "../../ir/rule";
import { KqlError } from "../../kql/values/error";
import type { LogSource } from "../../log-sources/log-source";
import { LOG_SOURCES } from "../../log-sources/registry";
import { ROW_TIME } from "../../log-sources/row-tables/row-tables";
import { expressionMatcher, type Matcher } from "../../reference/evaluate";
import { runAfter } from "../../reference/history/alerts";
import type { Seconds } from "../../rule/duration";
import { windowOf } from "../../targets/sentinel/rule/window";
import { engineOf, expressionOf, type Engine, type EngineName } from "../engine";
import { askedOf } from "./asked";
import { alarmTimeOf, type AlarmTime, type OwnMatches } from "./alarm-time";
import { addTo, alertsOf, bucketOf, increase, noCounts, type Counts } from "./alerts";
import { busyOf, type Busy } from "./busy";
import { countingOf, type Counting } from "./counting";
import { factReaderOf, type Example, type FactReader } from "./event-facts";
import { historyOfEvents, isoTime, secondsOf, timeReader, type History } from "./event-time";
import { countNoise, type Frequency, type Noise } from "./noise";
import { overTime, type AlertedGroup, type OverTime } from "./over-time";
import { byText } from "./prefilter";

/** Event ids that are kept for one rule; the count of matches has no bound. */
const EVENT_IDS = 10_000;
const EXAMPLES = 3;

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
   * Runs that would trigger (reference, sentinel), changes to ALARM (cloudwatch), matches (eventbridge);
   * one for a run, however many groups of a correlation trigger in it.
   */
  readonly alerts: number | null;
  /** When the first 100 came, in ISO 8601. */
  readonly alertTimes: readonly string[];
  /** Of a rule that counts by groups over a time, the first 100 for which runs alerted. */
  readonly groups: readonly (Omit<AlertedGroup, "first"> & { readonly first: string })[];
  /** Events that count over a time and came after later ones, which no alert counts. */
  readonly unordered: number;
  /** Of cloudwatch alone, and where an event has a time. */
  readonly alarm: (AlarmTime & { readonly busy: Busy | null }) | null;
  /** Matches that arrived later than any run looks back, which no alert counts. */
  readonly late: number;
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
  /** Whether an event is of what the rule reads. */
  readonly isAsked: (event: JsonObject) => boolean;
  /** Until it meets an event that it cannot decide; the rule is not run from there on. */
  engine: Engine;
  /** What is asked of an event; of a rule that counts over a time, by each of its leaves. */
  readonly asks: OverTime["leaves"];
  readonly overTime: OverTime | undefined;
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
  late: number;
  /** Where an answer has to be waited for: the events behind it wait too, so that none overtakes it. */
  waiting: Promise<unknown> | undefined;
}

export interface BacktestOptions {
  /**
   * When an event arrived; undefined of one that did when it happened.
   * @default - all do
   */
  readonly arrival?: (event: JsonObject) => Seconds | undefined;
}

/**
 * Runs a history through rules, event by event. Memory grows with the rules and with the minutes of
 * history in which they match, or with what the windows of a rule hold that counts over a time, not with
 * the number of events; with a time of arrival, with what such rules match.
 */
export function backtest(
  all: readonly CompiledRule[],
  name: EngineName,
  { arrival }: BacktestOptions = {},
): Backtest {
  const tallies = all.map((rule): Tally => {
    const { detection } = rule;
    const logSource = logSourceFor(detection);
    const engine = engineOf(rule, name);
    const counting = countingOf(detection, engine);
    const counted = overTime(detection, engine, { byArrival: arrival !== undefined });
    return {
      detection,
      logSource,
      facts: factReaderOf([...new Set([logSource, ...logSourcesOf(detection)])]),
      isAsked: askedOf(detection),
      engine,
      asks: counted?.leaves ?? (engine.kind === "ready" ? [engine.matches] : []),
      overTime: counted,
      counting,
      counts: noCounts(),
      bucket: bucketOf(counting),
      own: counting.rhythm === "alarm" ? ownOf(rule) : undefined,
      noise: countNoise(logSource),
      ids: [],
      examples: [],
      matches: 0,
      undated: 0,
      undecided: 0,
      late: 0,
      waiting: undefined,
    };
  });
  const rules = byText(tallies, ({ engine, logSource: { events } }) => ({
    field: events.name,
    texts: engine.kind === "ready" ? engine.textsAt?.(events.name) : NO_NAMES,
  }));
  let events = 0;
  const pending = new Set<Tally>();
  const sources = [
    ...new Set(
      tallies.flatMap(({ detection, logSource }) => [logSource, ...logSourcesOf(detection)]),
    ),
  ];
  const times = new Set([...sources.map(({ events: { time } }) => time), ROW_TIME]);
  const span = historyOfEvents(timeReader([...times]));
  return {
    add: (event) => {
      events += 1;
      span.add(event);
      for (const tally of rules.for(event)) {
        // A history of several logs: a rule is asked of its own.
        if (sources.length > 1 && !tally.isAsked(event)) continue;
        const answers = answersOf(tally, event);
        if (tally.waiting === undefined && answers.every(isKnown)) {
          count(tally, event, answers, arrival);
          continue;
        }
        const known = Promise.all(answers);
        tally.waiting = Promise.all([known, tally.waiting]).then(([matched]) =>
          count(tally, event, matched, arrival),
        );
        pending.add(tally);
      }
    },
    settled: () => {
      if (pending.size === 0) return undefined;
      const waiting = [...pending].map(async (tally) => {
        await tally.waiting;
        tally.waiting = undefined;
      });
      pending.clear();
      return Promise.all(waiting);
    },
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

type Answer = boolean | Promise<boolean>;

function isKnown(answer: Answer): answer is boolean {
  return typeof answer === "boolean";
}

const NO_ANSWERS: readonly Answer[] = [];

function answersOf(tally: Tally, event: JsonObject): readonly Answer[] {
  const { engine, asks } = tally;
  if (engine.kind !== "ready") return NO_ANSWERS;
  try {
    return asks.map((matches) => matches(event));
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    if (error.code === "clock") {
      tally.undecided += 1;
      return NO_ANSWERS;
    }
    const { name, verdict } = engine;
    const id = tally.facts.id(event);
    const which = id === null ? "an event without an id" : `the event ${JSON.stringify(id)}`;
    tally.engine = { kind: "unreadable", name, verdict, message: `${which}: ${error.message}` };
    return NO_ANSWERS;
  }
}

function count(
  tally: Tally,
  event: JsonObject,
  matched: readonly boolean[],
  arrival: BacktestOptions["arrival"],
): void {
  if (!matched.includes(true)) return;
  tally.matches += 1;
  const id = tally.facts.id(event);
  if (id !== null && tally.ids.length < EVENT_IDS) tally.ids.push(id);
  if (tally.examples.length < EXAMPLES) tally.examples.push(tally.facts.example(event));
  tally.noise.add(event);
  const { own, counting } = tally;
  const time = secondsOf(event, tally.facts.time);
  if (own?.matches(event) === true) {
    own.count += 1;
    if (time !== undefined) increase(own.series, time, tally.bucket);
  }
  if (time === undefined) {
    tally.undated += 1;
    return;
  }
  // A metric's datum has the time of its event; a run sees what has arrived.
  const arrived = counting.rhythm === "alarm" ? time : Math.max(time, arrival?.(event) ?? time);
  if (isLate(tally, time, arrived)) tally.late += 1;
  else if (tally.overTime !== undefined) tally.overTime.take(event, matched, time, arrived);
  else addTo(tally.counts, counting.values?.(event) ?? [], arrived, tally.bucket);
}

/** Whether the first run after an event has arrived looks back less far than to its time. */
function isLate({ engine, counting, detection }: Tally, time: Seconds, arrived: Seconds): boolean {
  if (engine.name !== "sentinel" || arrived === time) return false;
  return time < runAfter(arrived, { frequency: counting.step }) - windowOf(detection).lookBack;
}

function resultOf(tally: Tally, events: number, history: History | undefined): Backtested {
  const { detection, logSource, engine, counting, counts, matches, ids, undated, noise, examples } =
    tally;
  const ready = engine.kind === "ready";
  // What has no time is told of as well as what has one.
  const untimed = counting.rhythm === "matches" ? tally.undated : 0;
  const { alerts, times, groups, unordered } = tally.overTime?.results() ?? {
    ...alertsOf(counting, counts, history),
    groups: [],
    unordered: 0,
  };
  return {
    detection,
    logSource,
    engine,
    events,
    matches: ready ? matches : null,
    matchedEventIds: ready ? ids : [],
    alerts: ready ? alerts + untimed : null,
    alertTimes: ready ? times.map(isoTime) : [],
    groups: ready ? groups.map((each) => ({ ...each, first: isoTime(each.first) })) : [],
    unordered: ready ? unordered : 0,
    late: ready ? tally.late : 0,
    alarm: ready ? alarmOf(tally, history) : null,
    undated: ready ? undated - untimed : 0,
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
