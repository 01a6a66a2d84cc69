import fc from "fast-check";

import { DEFAULT_SCHEDULE, type Schedule } from "../../../../compiler/ir/rule";
import { addTo, alertsOf, bucketOf, type Counts } from "../../../../compiler/run/backtest/alerts";
import {
  countEvents,
  type Counting,
  type Rhythm,
} from "../../../../compiler/run/backtest/counting";

const MINUTE = 60;
/** A time that every schedule below has a run at. */
const NOON = 1_700_006_400;

function schedule(keys: Partial<Schedule> = {}): Schedule {
  return { ...DEFAULT_SCHEDULE, ...keys };
}

/** Alerts for matches at these seconds, in a history from `from` to `to`. */
function alerts(
  rule: Schedule,
  rhythm: Rhythm,
  seconds: readonly number[],
  [from, to]: readonly [number, number] = [NOON, NOON + 6 * 60 * MINUTE],
) {
  const places = seconds.map((second) => ({ second, group: "", values: [] }));
  return alertsFor(countEvents(rule, rhythm), places, [from, to]);
}

interface Placed {
  readonly second: number;
  readonly group: string;
  readonly values: readonly string[];
}

/** Alerts for matches at these places. */
function alertsFor(
  counting: Counting,
  places: readonly Placed[],
  [from, to]: readonly [number, number] = [NOON, NOON + 6 * 60 * MINUTE],
) {
  const counts: Counts = new Map();
  for (const place of places) addTo(counts, place, place.second, bucketOf(counting));
  return alertsOf(counting, counts, { from, to });
}

describe("runs", () => {
  test("one event in one window is one alert, at the run that sees it", () => {
    const found = alerts(schedule(), "runs", [NOON + 5 * MINUTE]);
    expect(found).toEqual({ alerts: 1, times: [NOON + 15 * MINUTE] });
  });

  test("an event on the stroke of a run is seen by the next", () => {
    expect(alerts(schedule(), "runs", [NOON]).times).toEqual([NOON + 15 * MINUTE]);
  });

  test("a period longer than the frequency sees an event again and again", () => {
    const rule = schedule({ queryFrequency: 15 * MINUTE, queryPeriod: 60 * MINUTE });
    expect(alerts(rule, "runs", [NOON + 1]).alerts).toBe(4);
  });

  test("a threshold counts the window, not the event", () => {
    const rule = schedule({ triggerThreshold: 2 });
    const burst = [1, 2, 3].map((minute) => NOON + minute * MINUTE);
    expect(alerts(rule, "runs", burst).alerts).toBe(1);
    expect(alerts(rule, "runs", [...burst.slice(1), NOON + 16 * MINUTE]).alerts).toBe(0);
  });

  test("silence triggers where few is what triggers, but only inside the history", () => {
    const rule = schedule({ triggerOperator: "lt", triggerThreshold: 1 });
    const hour = [NOON, NOON + 59 * MINUTE] as const;
    expect(alerts(rule, "runs", [], hour).alerts).toBe(4);
    expect(alerts(rule, "runs", [NOON + 20 * MINUTE], hour).alerts).toBe(3);
  });

  test("a time far outside costs nothing", () => {
    const rule = schedule({ queryFrequency: MINUTE, queryPeriod: MINUTE });
    expect(alerts(rule, "runs", [0, 8_000_000_000_000 / 1000]).alerts).toBe(2);
  });
});

describe("an alarm", () => {
  test("rings once for matches that keep it up, again after it was silent", () => {
    const steady = [0, 10, 20, 30].map((minute) => NOON + minute * MINUTE);
    expect(alerts(schedule(), "alarm", steady).alerts).toBe(1);
    const again = [...steady, NOON + 120 * MINUTE];
    expect(alerts(schedule(), "alarm", again)).toEqual({
      alerts: 2,
      times: [NOON + MINUTE, NOON + 121 * MINUTE],
    });
  });

  test("slides by the minute, so it sees a burst that no run holds whole", () => {
    const rule = schedule({ triggerThreshold: 1 });
    const burst = [NOON + 14 * MINUTE, NOON + 16 * MINUTE];
    expect(alerts(rule, "runs", burst).alerts).toBe(0);
    expect(alerts(rule, "alarm", burst).alerts).toBe(1);
  });
});

test("no history, no alerts", () => {
  const counting = countEvents(schedule(), "runs");
  expect(alertsOf(counting, new Map(), undefined)).toEqual({ alerts: 0, times: [] });
});

test("alerts are those of looking at every window by hand", () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 30 });
  const rule = fc.record({
    queryFrequency: fc.constantFrom(5, 15, 60).map((each) => each * MINUTE),
    queryPeriod: fc.constantFrom(15, 60, 90).map((each) => each * MINUTE),
    triggerOperator: fc.constantFrom("gt", "lt", "eq", "ne"),
    triggerThreshold: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(rule, minutes, fc.constantFrom("runs", "alarm"), (given, at, rhythm) => {
      const history = [NOON, NOON + 240 * MINUTE] as const;
      const seconds = at.map((minute) => NOON + minute * MINUTE);
      const holds = (count: number) =>
        ({
          gt: count > given.triggerThreshold,
          lt: count < given.triggerThreshold,
          eq: count === given.triggerThreshold,
          ne: count !== given.triggerThreshold,
        })[given.triggerOperator];
      const step = rhythm === "runs" ? given.queryFrequency : MINUTE;
      let wanted = 0;
      let ringing = false;
      for (let time = NOON - 24 * 3600; time <= NOON + 24 * 3600; time += step) {
        const inside = time - given.queryPeriod >= NOON && time <= NOON + 241 * MINUTE;
        if (holds(0) && !inside) continue;
        const seen = seconds.filter((s) => s >= time - given.queryPeriod && s < time).length;
        if (holds(seen) && (rhythm === "runs" || !ringing)) wanted += 1;
        ringing = holds(seen);
      }
      expect(alerts({ ...given, ingestionDelay: 0 }, rhythm, seconds, history).alerts).toBe(wanted);
    }),
  );
});

describe("groups and values", () => {
  const counting = (keys: Partial<Counting>): Counting => ({
    ...countEvents(schedule(), "runs"),
    grouped: true,
    bounds: [{ operator: "gte", count: 2 }],
    ...keys,
  });
  const at = (minute: number, group: string, ...values: readonly string[]): Placed => {
    return { second: NOON + minute * MINUTE, group, values };
  };

  test("a group reaches a bound alone", () => {
    expect(alertsFor(counting({}), [at(1, "a"), at(2, "b")]).alerts).toBe(0);
    expect(alertsFor(counting({}), [at(1, "a"), at(2, "a")]).alerts).toBe(1);
  });

  test("several groups that trigger in one run are one alert", () => {
    const places = [at(1, "a"), at(2, "a"), at(3, "b"), at(4, "b")];
    expect(alertsFor(counting({}), places).alerts).toBe(1);
  });

  test("a value counts once, however often it comes", () => {
    const distinct = counting({ counts: "values" });
    expect(alertsFor(distinct, [at(1, "a", "x"), at(2, "a", "x")]).alerts).toBe(0);
    expect(alertsFor(distinct, [at(1, "a", "x"), at(2, "a", "y")]).alerts).toBe(1);
  });

  test("no group is there without an event, so silence triggers nothing", () => {
    const few = counting({ bounds: [{ operator: "lt", count: 3 }] });
    expect(alertsFor(few, []).alerts).toBe(0);
    expect(alertsFor(few, [at(1, "a")]).alerts).toBe(1);
    expect(alertsFor({ ...few, grouped: false }, []).alerts).toBe(24);
  });

  test("an event without a value makes its group be there, with no value", () => {
    const none = counting({ counts: "values", bounds: [{ operator: "lt", count: 1 }] });
    expect(alertsFor(none, [at(1, "a")]).alerts).toBe(1);
    expect(alertsFor(none, [at(1, "a", "x")]).alerts).toBe(0);
  });

  test("alerts are those of counting every window by hand", () => {
    const operator = fc.constantFrom("gt", "gte", "lt", "lte", "eq", "neq");
    const place = fc.record({
      second: fc.integer({ min: 0, max: 200 * MINUTE }).map((second) => NOON + second),
      group: fc.constantFrom("a", "b"),
      values: fc.uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 2 }),
    });
    const given = fc.record({
      period: fc.constantFrom(90, 15 * MINUTE, 60 * MINUTE),
      step: fc.constantFrom(MINUTE, 15 * MINUTE),
      bounds: fc.array(fc.record({ operator, count: fc.nat(3) }), { minLength: 1, maxLength: 2 }),
      counts: fc.constantFrom("events", "values"),
    });
    fc.assert(
      fc.property(given, fc.array(place, { maxLength: 30 }), (keys, places) => {
        const rule = counting(keys);
        const holds = (found: number) =>
          rule.bounds.every(
            ({ operator, count }) =>
              ({
                gt: found > count,
                gte: found >= count,
                lt: found < count,
                lte: found <= count,
                eq: found === count,
                neq: found !== count,
              })[operator],
          );
        let wanted = 0;
        for (let time = NOON; time <= NOON + 24 * 60 * MINUTE; time += rule.step) {
          const triggers = ["a", "b"].some((group) => {
            const seen = places.filter(
              (each) =>
                each.group === group && each.second >= time - rule.period && each.second < time,
            );
            const values = new Set(seen.flatMap((each) => each.values));
            return seen.length > 0 && holds(rule.counts === "values" ? values.size : seen.length);
          });
          if (triggers) wanted += 1;
        }
        expect(alertsFor(rule, places).alerts).toBe(wanted);
      }),
    );
  });
});
