import fc from "fast-check";

import type { Bound } from "../../../../compiler/ir/count";
import { or, type Expression } from "../../../../compiler/ir/expression";
import { text } from "../../../../compiler/ir/pattern";
import type { Correlation } from "../../../../compiler/ir/rule";
import {
  compileCloudWatch,
  type CloudWatchOutput,
} from "../../../../compiler/targets/cloudwatch/compile";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { ORIGIN } from "../../../support/predicates";
import { correlationOf, detectionOf } from "./detections";
import { read } from "./read";

/*
 * Histories run through the printed filters and the alarm, minute by minute, against decision 0011 read
 * by brute force: at which events a correlation holds, by every window.
 */

interface Happening {
  /** Seconds. */
  readonly at: number;
  readonly name: "A" | "B" | "C" | "D";
  readonly region: string | undefined;
  readonly address: string | undefined;
}

const named = (name: string): Expression => ({
  kind: "string",
  field: "eventName",
  pattern: text(name),
  cased: false,
  origin: ORIGIN,
});

/** What each rule matches; `A` two of them. */
const NAMES = [["A"], ["B"], ["A", "C"]] as const;
const RULES = NAMES.map((names) => or(names.map(named)));

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The rules that an event matches, by their place. */
const rulesOf = ({ name }: Happening) =>
  NAMES.flatMap((names, rule) => (names.some((each) => each === name) ? [rule] : []));

type Shape = Omit<Correlation, "rules">;

/** The groups that an event is in, by what each of its rules groups by. */
function groupsOf({ groupBy, aliases }: Shape, event: Happening): readonly string[] {
  if (groupBy.length === 0) return [""];
  const fields = { awsRegion: event.region, sourceIPAddress: event.address };
  const of = (rule: number) =>
    groupBy.map((name) => fields[(aliases?.[name]?.[rule] ?? name) as keyof typeof fields] ?? null);
  return rulesOf(event).map((rule) => JSON.stringify(of(rule)));
}

const HOLDS: Readonly<Record<Bound["operator"], (found: number, count: number) => boolean>> = {
  gt: (found, count) => found > count,
  gte: (found, count) => found >= count,
  lt: (found, count) => found < count,
  lte: (found, count) => found <= count,
  eq: (found, count) => found === count,
  neq: (found, count) => found !== count,
};

/** Whether a correlation holds at an event. */
function holdsAt(shape: Shape, history: readonly Happening[], event: Happening): boolean {
  const { type, timespan, condition, groupBy, aliases } = shape;
  const inWindow = history.filter(({ at }) => at >= event.at - timespan && at <= event.at);
  return groupsOf(shape, event).some((group) => {
    const fields = { awsRegion: "region", sourceIPAddress: "address" } as const;
    const keyOf = (each: Happening, rule: number) =>
      groupBy.length === 0
        ? ""
        : JSON.stringify(
            groupBy.map(
              (name) =>
                each[fields[(aliases?.[name]?.[rule] ?? name) as keyof typeof fields]] ?? null,
            ),
          );
    const matches = (each: Happening, rule: number) =>
      rulesOf(each).includes(rule) && keyOf(each, rule) === group;
    const members = inWindow.filter((each) => NAMES.some((_, rule) => matches(each, rule)));
    const meets = (count: number) =>
      condition.every((bound) => HOLDS[bound.operator](count, bound.count));
    switch (type) {
      case "event_count":
        return meets(members.length);
      case "value_count":
        return meets(new Set(members.flatMap(({ address }) => address ?? [])).size);
      case "temporal":
        return meets(NAMES.filter((_, rule) => members.some((each) => matches(each, rule))).length);
      case "temporal_ordered": {
        if (!matches(event, NAMES.length - 1)) return false;
        const chain = (rule: number, from: number): boolean =>
          rule === NAMES.length - 1
            ? from <= event.at
            : members.some(
                (each) => each.at >= from && matches(each, rule) && chain(rule + 1, each.at),
              );
        return chain(0, -Infinity);
      }
      default:
        throw new Error(type);
    }
  });
}

/** What the alarm makes of the counts of its metrics; the sums of `IF`s that it prints, and no more. */
function alerts({ alarm, metric }: CloudWatchOutput, countOf: (metric: string) => number): boolean {
  const { metricQueries = [], comparisonOperator, threshold } = alarm;
  expect(comparisonOperator).toBe("GreaterThanThreshold");
  const result = metricQueries.find((query) => query.returnData);
  if (result === undefined) return countOf(metric.name) > threshold;
  const ids = new Map(
    metricQueries.flatMap((query) => (query.returnData ? [] : [[query.id, query.metric.name]])),
  );
  const value = result.expression.split(" + ").reduce((sum, part) => {
    const [, filled, plain] = /^IF\((?:FILL\((\w+), 0\)|(\w+)) > 0, 1, 0\)$/.exec(part) ?? [];
    const of = ids.get(filled ?? plain ?? "");
    if (of === undefined) throw new Error(part);
    return sum + (countOf(of) > 0 ? 1 : 0);
  }, 0);
  return value > threshold;
}

/** The looks of an alarm at which it is in ALARM, over all minutes that may see an event. */
function looksInAlarm(output: CloudWatchOutput, history: readonly Happening[]): readonly number[] {
  const { periodSeconds } = output.alarm;
  // CloudWatch guide: every minute, and by the hour what looks back over more than a day.
  const every = periodSeconds > DAY ? HOUR : MINUTE;
  const filters = output.filters.map(({ pattern, metric = output.metric.name }) => ({
    matches: patternMatcher(read(pattern)),
    metric,
  }));
  const fed = history.map((event) => {
    const { at, name: eventName, region: awsRegion, address: sourceIPAddress } = event;
    const raw = {
      eventName,
      ...(awsRegion === undefined ? {} : { awsRegion }),
      ...(sourceIPAddress === undefined ? {} : { sourceIPAddress }),
    };
    return { at, metrics: filters.flatMap((each) => (each.matches(raw) ? each.metric : [])) };
  });
  // Between the looks at which an event comes into sight or leaves it, nothing changes.
  const next = (at: number) => (Math.floor(at / every) + 1) * every;
  const times = new Set(history.flatMap(({ at }) => [next(at), next(at + periodSeconds)]));
  return [...times].filter((look) => {
    const seen = fed.filter(({ at }) => at >= look - periodSeconds && at < look);
    const countOf = (metric: string) =>
      seen.reduce((sum, { metrics }) => sum + metrics.filter((each) => each === metric).length, 0);
    return alerts(output, countOf);
  });
}

const bounds = (most: number) =>
  fc.oneof(
    fc
      .record({
        operator: fc.constantFrom("gt", "gte", "eq"),
        count: fc.integer({ min: 0, max: most }),
      })
      .map((bound): readonly Bound[] => [bound as Bound]),
    fc
      .tuple(fc.integer({ min: 1, max: most }), fc.nat(2))
      .map(([count, more]): readonly Bound[] => [
        { operator: "gte", count },
        { operator: "lte", count: count + more },
      ]),
  );

const grouping: fc.Arbitrary<Pick<Shape, "groupBy" | "aliases">> = fc.constantFrom(
  { groupBy: [] },
  { groupBy: ["awsRegion"] },
  { groupBy: ["who"], aliases: { who: ["awsRegion", "sourceIPAddress", "awsRegion"] } },
);

const shape = (timespan: fc.Arbitrary<number>): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc.tuple(grouping, timespan, bounds(5)).map(([by, span, condition]): Shape => ({
      type: "event_count",
      ...by,
      timespan: span,
      condition,
    })),
    fc.tuple(grouping, timespan, bounds(3)).map(([by, span, condition]): Shape => ({
      type: "value_count",
      field: "sourceIPAddress",
      ...by,
      timespan: span,
      condition,
    })),
    fc.tuple(grouping, timespan, bounds(3)).map(([by, span, condition]): Shape => ({
      type: "temporal",
      ...by,
      timespan: span,
      condition,
    })),
    fc.tuple(grouping, timespan).map(([by, span]): Shape => ({
      type: "temporal_ordered",
      ...by,
      timespan: span,
      condition: [{ operator: "gte", count: NAMES.length }],
    })),
  );

/** Events around bursts that are as long as the timespan, and so lie on borders wherever they begin. */
const historyOver = (timespan: number): fc.Arbitrary<readonly Happening[]> =>
  fc
    .tuple(
      fc.nat(2 * HOUR),
      fc.array(
        fc.record({
          part: fc.constantFrom(0, 0.25, 0.5, 1, 1, 1.05, 2.5),
          off: fc.constantFrom(0, 0, 0, 1, 59, 60),
          name: fc.constantFrom("A", "A", "B", "B", "C", "D"),
          region: fc.constantFrom("eu-west-1", "us-east-1", undefined),
          address: fc.constantFrom("192.0.2.1", "192.0.2.2", "eu-west-1", undefined),
        }),
        { minLength: 1, maxLength: 10 },
      ),
    )
    .map(([start, events]) =>
      events.map(({ part, off, ...event }) => ({
        ...event,
        name: event.name as Happening["name"],
        at: 1_800_000_000 + start + Math.round(part * timespan) + off,
      })),
    );

const SHORT = fc.oneof(
  fc.integer({ min: 1, max: 20 * MINUTE }),
  fc.constantFrom(60, 120, 600, HOUR),
);
const LONG = fc.constantFrom(
  DAY - MINUTE,
  DAY - MINUTE + 1,
  DAY,
  DAY + 1,
  2 * DAY + 1,
  6 * DAY + 23 * HOUR,
);

describe.each([
  ["a time short of a day", SHORT, 1_500],
  ["a day and more", LONG, 300],
])("over %s", (_, timespans, numRuns) => {
  test("an alarm misses nothing that holds, and goes off only if its period has as much", () => {
    const seen = { held: 0, alarmed: 0, beyond: 0, types: new Set<string>() };
    const cases = shape(timespans).chain((correlation) =>
      historyOver(correlation.timespan).map((history) => ({ correlation, history })),
    );
    fc.assert(
      fc.property(cases, ({ correlation, history }) => {
        const detection = correlationOf(RULES, correlation);
        const { output, reasons } = compileCloudWatch(detection);
        if (output === null) {
          expect(reasons.at(-1)?.code).toMatch(/^DET(803|523)$/);
          return;
        }
        const least = Array.from({ length: 12 }, (__, count) => count).find((count) =>
          correlation.condition.every(({ operator, count: bound }) =>
            HOLDS[operator](count, bound),
          ),
        );
        // Where one event is enough, the rest of the window is no matter.
        const span = least === 1 ? 0 : correlation.timespan;
        const { periodSeconds } = output.alarm;
        const looks = looksInAlarm(output, history);
        for (const event of history) {
          if (!holdsAt(correlation, history, event)) continue;
          seen.held += 1;
          seen.types.add(correlation.type);
          const whole = (look: number) =>
            look > event.at && look - periodSeconds <= event.at - span;
          expect(looks.filter(whole)).not.toEqual([]);
        }
        // What the reasons say is left: the lower bound, of all groups and values, over the period.
        const counts = correlation.type.startsWith("temporal")
          ? (events: readonly Happening[]) => new Set(events.flatMap(rulesOf)).size
          : (events: readonly Happening[]) =>
              events.filter((each) => rulesOf(each).length > 0).length;
        for (const look of looks) {
          seen.alarmed += 1;
          const inPeriod = history.filter(({ at }) => at >= look - periodSeconds && at < look);
          expect(counts(inPeriod)).toBeGreaterThanOrEqual(least ?? Infinity);
        }
        if (looks.length > 0 && history.every((event) => !holdsAt(correlation, history, event)))
          seen.beyond += 1;
      }),
      { numRuns },
    );
    expect(seen.types.size).toBe(4);
    expect(seen.held).toBeGreaterThan(numRuns / 10);
    expect(seen.beyond).toBeGreaterThan(0);
    expect(seen.alarmed).toBeGreaterThan(seen.held);
  });
});

test("a burst as long as the timespan is seen wherever it begins", () => {
  const timespan = 450;
  const detection = detectionOf(RULES[0]!, { queryPeriod: timespan, triggerThreshold: 9 });
  const { output } = compileCloudWatch(detection);
  if (output === null) throw new Error("it is compiled");
  for (let phase = 0; phase < MINUTE; phase += 1) {
    const burst = Array.from({ length: 10 }, (_, nth): Happening => ({
      at: 1_800_000_000 + phase + nth * 50,
      name: "A",
      region: undefined,
      address: undefined,
    }));
    expect(looksInAlarm(output, burst)).not.toEqual([]);
  }
});
