import type { Json } from "../../core/json";
import type { Bound } from "../../ir/count";
import {
  boundOf,
  type Correlation,
  type ResolvedRule,
  type Matches,
  type Schedule,
} from "../../ir/rule";
import { expressionMatcher, type Matcher } from "../../reference/evaluate";
import { fieldReader, type FieldReader } from "../../reference/event";
import type { Seconds } from "../../rule/duration";
import { triggerOf } from "../../targets/cloudwatch/trigger";
import { windowOf } from "../../targets/sentinel/rule/window";
import type { EngineName } from "../engine";

/** How a schedule looks at counts of matches. */
export type Rhythm =
  /** Sentinel: a run every `queryFrequency`, at its multiples since 1970; each that triggers alerts. */
  | "runs"
  /** CloudWatch: a look every minute; a change to ALARM alerts. */
  | "alarm";

export const MINUTE: Seconds = 60;

/** What of a rule's matches is counted, when it is looked at, and which counts alert. */
export interface Counting {
  readonly rhythm: Rhythm;
  /** A look at time t sees `[t - period, t)`. */
  readonly period: Seconds;
  /** Between two looks. */
  readonly step: Seconds;
  /** All have to hold. */
  readonly bounds: readonly Bound[];
  /** Distinct values, or events. */
  readonly counts: "values" | "events";
  /** Whether groups are counted apart: one without an event in sight is then not there. */
  readonly grouped: boolean;
  /**
   * Where a matching event is counted, once in each: in several where it has several values of a
   * field that groups, or where rules group by several fields.
   */
  readonly places: (event: Json) => readonly Place[];
}

export interface Place {
  readonly group: string;
  /** What the event adds to the distinct values. */
  readonly values: readonly string[];
}

const ONE_PLACE: readonly Place[] = [{ group: "", values: [] }];

/**
 * How an engine counts. Sentinel's query and the reference count a correlation's groups and values;
 * the metric counts every event that a correlated rule matches, and the alarm its bounds on that total.
 */
export function countingOf(detection: ResolvedRule, engine: EngineName): Counting {
  const { matches, schedule } = detection;
  if (engine === "cloudwatch") {
    const trigger = triggerOf(detection);
    // What cannot be an alarm is refused by the engine too, and never counted.
    if ("code" in trigger) return countEvents(schedule, "alarm");
    const { period, bounds } = trigger;
    return { ...countEvents(schedule, "alarm"), period, bounds };
  }
  if (matches.kind !== "correlation") return countEvents(schedule, "runs");
  const { correlation } = matches;
  const { frequency } = windowOf(detection);
  return {
    ...countEvents(
      { ...schedule, queryFrequency: frequency, queryPeriod: correlation.timespan },
      "runs",
    ),
    bounds: correlation.condition,
    counts: correlation.type === "value_count" ? "values" : "events",
    grouped: correlation.groupBy.length > 0,
    places: placesOf(correlation, matches, engine),
  };
}

/** Counts events by a schedule. */
export function countEvents(schedule: Schedule, rhythm: Rhythm): Counting {
  const { queryFrequency, queryPeriod } = schedule;
  return {
    rhythm,
    period: queryPeriod,
    step: rhythm === "runs" && queryFrequency > 0 ? queryFrequency : MINUTE,
    bounds: [boundOf(schedule)],
    counts: "events",
    grouped: false,
    places: () => ONE_PLACE,
  };
}

function placesOf(
  { rules, groupBy, aliases, field }: Correlation,
  { logSource }: Matches & { readonly kind: "correlation" },
  engine: Exclude<EngineName, "cloudwatch">,
): Counting["places"] {
  const { fields } = logSource;
  const isValue = (text: string) => engine === "reference" || text !== "";
  // Sentinel cannot tell an empty text from a missing one.
  const textsOf = (reader: FieldReader, event: Json) => reader.texts(event).filter(isValue);
  const value = field === undefined ? undefined : fieldReader(fields, field);
  const readers = (names: readonly string[]) => names.map((name) => fieldReader(fields, name));
  const placesIn = (by: readonly FieldReader[], event: Json): readonly Place[] => {
    const values = value === undefined ? [] : textsOf(value, event);
    return combinations(by.map((reader) => [...new Set(textsOf(reader, event))])).map((group) => ({
      group: JSON.stringify(group),
      values,
    }));
  };
  if (aliases === undefined) {
    const by = readers(groupBy);
    return (event) => placesIn(by, event);
  }
  // A name that stands for another field in each rule: an event counts where the rules it matches say.
  const named = rules.map((rule, index) => ({
    matches: matcherOf(rule),
    by: readers(
      groupBy.map((name) => (Object.hasOwn(aliases, name) ? aliases[name]?.[index] : null) ?? name),
    ),
  }));
  return (event) => {
    const places = named.flatMap(({ matches, by }) => (matches(event) ? placesIn(by, event) : []));
    return [...new Map(places.map((place) => [place.group, place])).values()];
  };
}

/** One of each list, in every way; null for a list that has none. */
function combinations(
  lists: readonly (readonly string[])[],
): readonly (readonly (string | null)[])[] {
  return lists.reduce<readonly (readonly (string | null)[])[]>(
    (before, list) =>
      before.flatMap((one) => (list.length === 0 ? [null] : list).map((text) => [...one, text])),
    [[]],
  );
}

function matcherOf({ matches }: ResolvedRule): Matcher {
  return matches.kind === "expression"
    ? expressionMatcher(matches.expression, matches.logSource.fields)
    : () => false;
}
