import fc from "fast-check";

import { DEFAULT_SCHEDULE, type Schedule } from "../../../../compiler/ir/rule";
import { addTo, alertsOf, bucketOf, noCounts } from "../../../../compiler/run/backtest/alerts";
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
  const matches = seconds.map((second) => ({ second, values: [] }));
  return alertsFor(countEvents(rule, rhythm), matches, [from, to]);
}

interface Match {
  readonly second: number;
  readonly values: readonly string[];
}

function alertsFor(
  counting: Counting,
  matches: readonly Match[],
  [from, to]: readonly [number, number] = [NOON, NOON + 6 * 60 * MINUTE],
) {
  const counts = noCounts();
  for (const { second, values } of matches) addTo(counts, values, second, bucketOf(counting));
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
  expect(alertsOf(counting, noCounts(), undefined)).toEqual({ alerts: 0, times: [] });
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

describe("distinct values", () => {
  const counting = (keys: Partial<Counting> = {}): Counting => ({
    ...countEvents(schedule(), "runs"),
    bounds: [{ operator: "gte", count: 2 }],
    values: () => [],
    ...keys,
  });
  const at = (minute: number, ...values: readonly string[]): Match => {
    return { second: NOON + minute * MINUTE, values };
  };

  test("count once, however often they come", () => {
    expect(alertsFor(counting(), [at(1, "x"), at(2, "x")]).alerts).toBe(0);
    expect(alertsFor(counting(), [at(1, "x"), at(2, "y")]).alerts).toBe(1);
    expect(alertsFor(counting(), [at(1, "x", "y")]).alerts).toBe(1);
  });

  test("alert as does counting every window by hand", () => {
    const match = fc.record({
      second: fc.integer({ min: 0, max: 200 * MINUTE }).map((second) => NOON + second),
      values: fc.uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 2 }),
    });
    const given = fc.record({
      period: fc.constantFrom(90, 15 * MINUTE, 60 * MINUTE),
      step: fc.constantFrom(MINUTE, 15 * MINUTE),
      bounds: fc.constantFrom(2, 3).map((count) => [{ operator: "gte", count } as const]),
    });
    fc.assert(
      fc.property(given, fc.array(match, { maxLength: 30 }), (keys, matches) => {
        let wanted = 0;
        for (let time = NOON; time <= NOON + 24 * 60 * MINUTE; time += keys.step) {
          const seen = matches.filter(
            ({ second }) => second >= time - keys.period && second < time,
          );
          const values = new Set(seen.flatMap((each) => each.values));
          if (values.size >= keys.bounds[0]!.count) wanted += 1;
        }
        expect(alertsFor(counting(keys), matches).alerts).toBe(wanted);
      }),
    );
  });
});
