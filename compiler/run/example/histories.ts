import type { JsonObject } from "../../core/json";
import { holds } from "../../ir/count";
import { leafLegsOf, legsOf, reachOf, type Leg } from "../../ir/legs";
import type { Correlation } from "../../ir/rule";
import type { LogSource } from "../../log-sources/log-source";
import { fieldReader } from "../../reference/event";
import { correlationHistory } from "../../reference/history/correlation-history";
import { UNIT_SECONDS, type Seconds } from "../../rule/duration";
import { examplesOf } from "./examples";
import { place } from "./place";

/** Made events with their times, and whether the rule alerts on them; the reference says so. */
export interface HistoryExample {
  readonly name: string;
  readonly events: readonly { readonly at: string; readonly event: JsonObject }[];
  readonly alert: boolean;
}

export interface HistoryExamples {
  /** One that alerts; none where none was found. */
  readonly examples: readonly HistoryExample[];
  /** What no events were found for. */
  readonly missing: readonly string[];
}

interface Timed {
  readonly at: Seconds;
  readonly event: JsonObject;
}

type History = readonly Timed[];

/** A count, sum or number of rules beyond which no history is made. */
const MOST = 1_000;

/**
 * Histories of a correlation: one on which it alerts, one that is an event short of it, one whose events
 * are spread wider than its windows.
 */
export function historiesOf(correlation: Correlation, logSource: LogSource): HistoryExamples {
  const alerts = (history: History) => holdsIn(correlation, logSource, history);
  const whole = alertingHistory(correlation, logSource);
  if (whole === undefined || !alerts(whole)) {
    return { examples: [], missing: ["events on which it alerts"] };
  }
  const short = shorter(whole, correlation).find((history) => !alerts(history));
  const spread = spreadOut(whole, reachOf(correlation));
  const examples: HistoryExample[] = [written("alerts", whole, true)];
  const missing: string[] = [];
  if (short === undefined) missing.push("events that are one short");
  else examples.push(written("one event short", short, false));
  if (spread !== undefined && !alerts(spread)) {
    examples.push(written("spread wider than the timespan", spread, false));
  } else missing.push("events that are spread too wide");
  return { examples, missing };
}

function holdsIn(correlation: Correlation, { fields }: LogSource, history: History): boolean {
  const reference = correlationHistory(correlation, fields);
  const inOrder = [...history].sort((one, other) => one.at - other.at);
  const held = inOrder.map(({ event, at }) => reference.add(event, at).length > 0);
  return reference.end().length > 0 || held.includes(true);
}

/** Events on which a correlation should alert, from 0 on. */
function alertingHistory(correlation: Correlation, logSource: LogSource): History | undefined {
  const legs = legsOf(correlation);
  const parts = partsOf(correlation, legs, logSource);
  if (parts === undefined || parts.length === 0) return undefined;
  return inTurn(inOneGroup(parts), correlation.timespan);
}

/** What stands in one leg: an event, or a history of the correlation that the leg is. */
interface Part {
  readonly leg: Leg;
  readonly history: History;
  /** Other events that match as the last of the history does. */
  readonly others: readonly JsonObject[];
}

function partsOf(
  { type, condition, field }: Correlation,
  legs: readonly Leg[],
  logSource: LogSource,
): readonly Part[] | undefined {
  const all = legs.map(partOf);
  const [first] = all;
  const count = leastOf((found) => condition.every((bound) => holds(bound, found)));
  if (first === undefined) return undefined;
  switch (type) {
    case "temporal_ordered":
      return known(all);
    case "temporal":
      return count === undefined ? undefined : known(all.slice(0, count));
    case "event_count":
      return count === undefined ? undefined : Array.from({ length: count }, () => first);
    case "value_count":
      if (count === undefined || field === undefined) return undefined;
      return eventsOfValues(field, count, first, logSource).map((event) => withLast(first, event));
    case "value_sum":
    case "value_avg": {
      const wanted = condition
        .flatMap(({ count: bound }) => [bound, bound + 1, bound - 1])
        .find((sum) => condition.every((bound) => holds(bound, sum)));
      if (wanted === undefined || field === undefined) return undefined;
      const half = Math.ceil(wanted / 2);
      const numbers = type === "value_avg" ? [wanted, wanted] : [half, wanted - half];
      return numbers.map((value) => {
        const { event } = lastOf(first.history);
        return withLast(first, place(event, [{ path: field, value }], logSource.fields));
      });
    }
  }
}

function partOf(leg: Leg): Part | undefined {
  const { logSource } = leg;
  if (leg.of.kind === "correlation") {
    const history = alertingHistory(leg.of.correlation, logSource);
    return history && { leg, history, others: [] };
  }
  const { examples } = examplesOf(leg.of.expression, logSource);
  const [event, ...others] = examples.filter(({ match }) => match).map((each) => each.event);
  return event && { leg, history: [{ at: 0, event }], others };
}

function known(parts: readonly (Part | undefined)[]): readonly Part[] | undefined {
  const found = parts.filter((part) => part !== undefined);
  return found.length < parts.length ? undefined : found;
}

function leastOf(fits: (count: number) => boolean): number | undefined {
  for (let count = 1; count <= MOST; count += 1) if (fits(count)) return count;
  return undefined;
}

function lastOf(history: History): Timed {
  return history[history.length - 1]!;
}

function withLast(part: Part, event: JsonObject): Part {
  const history = [...part.history.slice(0, -1), { ...lastOf(part.history), event }];
  return { ...part, history };
}

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

/** Events like the last of a part, each with another text at a field: such as the rule asks for, first. */
function eventsOfValues(
  field: string,
  count: number,
  { history, others }: Part,
  { fields }: LogSource,
): readonly JsonObject[] {
  const { event } = lastOf(history);
  const reader = fieldReader(fields, field);
  const asked = new Map(
    [event, ...others].flatMap((each) => {
      const [text] = reader.texts(each);
      return text === undefined ? [] : [[text, each] as const];
    }),
  );
  if (asked.size >= count) return [...asked.values()].slice(0, count);
  const [text = "example"] = reader.texts(event);
  return Array.from({ length: count }, (_, nth) => {
    const value = ADDRESS.test(text) ? `192.0.2.${nth + 1}` : `${text}-${nth + 1}`;
    return place(event, [{ path: field, value }], fields);
  });
}

/** The parts with one text at each field that groups: the first that one of them has. */
function inOneGroup(parts: readonly Part[]): readonly History[] {
  const texts = (parts[0]?.leg.by ?? []).map((_, index) =>
    parts
      .flatMap(({ leg, history }) =>
        fieldReader(leg.logSource.fields, leg.by[index] ?? "").texts(lastOf(history).event),
      )
      .at(0),
  );
  return parts.map(({ leg, history }) => {
    const { fields } = leg.logSource;
    const placed = leg.by.flatMap((path, index) => {
      const value = texts[index];
      return value === undefined ? [] : [{ path, value }];
    });
    return history.map(({ at, event }) => {
      const differing = placed.filter(
        ({ path, value }) => fieldReader(fields, path).texts(event)[0] !== value,
      );
      return { at, event: place(event, differing, fields) };
    });
  });
}

/** Times that read well. */
const STEPS: readonly Seconds[] = [
  ...[1, 2, 5, 10, 20, 30].flatMap((each) => [each, each * 60]),
  ...[1, 2, 4, 6, 12].map((each) => each * 60 * 60),
].sort((a, b) => b - a);

/** Histories one after the other, in three quarters of the time at most. */
function inTurn(histories: readonly History[], timespan: Seconds): History {
  const taken = histories.reduce((sum, history) => sum + lastOf(history).at, 0);
  const free = (0.75 * (timespan - taken)) / histories.length;
  const step = STEPS.find((each) => each <= free) ?? 0;
  let from = 0;
  return histories.flatMap((history) => {
    const shifted = history.map(({ at, event }) => ({ at: from + at, event }));
    from = lastOf(shifted).at + step;
    return shifted;
  });
}

/** The history without one of its events, or with one that does not match in the last one's place. */
function shorter(whole: History, correlation: Correlation): readonly History[] {
  if (whole.length > 1) {
    return whole.map((_, nth) => whole.filter((__, other) => other !== whole.length - 1 - nth));
  }
  const misses = leafLegsOf(correlation).map(({ expression, logSource }) =>
    examplesOf(expression, logSource).examples.filter(({ match }) => !match),
  );
  return misses.flat().map(({ event }) => [{ at: 0, event }]);
}

/** The history over a longer time than any window; undefined of one event, or of one time. */
function spreadOut(whole: History, reach: Seconds): History | undefined {
  const span = lastOf(whole).at;
  if (span === 0) return undefined;
  // A minute more than the window, which an alarm that counts by the minute does not see whole either.
  const factor = (reach + 3 * 60) / span;
  return whole.map(({ at, event }) => ({ at: Math.ceil(at * factor), event }));
}

function written(name: string, history: History, alert: boolean): HistoryExample {
  return { name, events: history.map(({ at, event }) => ({ at: offsetOf(at), event })), alert };
}

function offsetOf(at: Seconds): string {
  const unit = (["h", "m"] as const).find((each) => at > 0 && at % UNIT_SECONDS[each] === 0) ?? "s";
  return `${at / UNIT_SECONDS[unit]}${unit}`;
}
