import fc from "fast-check";

import { DEFAULT_SCHEDULE, type Schedule } from "../../../../compiler/ir/rule";
import { alarmTimeOf } from "../../../../compiler/run/backtest/alarm-time";
import { addTo, bucketOf, increase, noCounts } from "../../../../compiler/run/backtest/alerts";
import { busyOf } from "../../../../compiler/run/backtest/busy";
import { countEvents } from "../../../../compiler/run/backtest/counting";

const MINUTE = 60;
const NOON = 1_700_006_400;

/** An alarm's time for matches at these seconds; `own`: those of them that are the rule's. */
function timeFor(
  keys: Partial<Schedule>,
  seconds: readonly number[],
  own: readonly number[],
  [from, to]: readonly [number, number],
) {
  const counting = countEvents({ ...DEFAULT_SCHEDULE, ...keys }, "alarm");
  const bucket = bucketOf(counting);
  const counts = noCounts();
  for (const second of seconds) addTo(counts, [], second, bucket);
  const ofRule = { count: own.length, series: new Map() };
  for (const second of own) increase(ofRule.series, second, bucket);
  return alarmTimeOf(counting, counts, ofRule, { from, to });
}

const minutes = (...at: readonly number[]) => at.map((minute) => NOON + minute * MINUTE);
const HOUR = [NOON, NOON + 59 * MINUTE] as const;

describe("an alarm's time in ALARM", () => {
  test("is its period after one match; the match itself it notifies of", () => {
    expect(timeFor({}, minutes(5), minutes(5), HOUR)).toEqual({
      historySeconds: 60 * MINUTE,
      alarmSeconds: 15 * MINUTE,
      ownMatches: 1,
      ownMatchesInAlarm: 0,
    });
  });

  test("goes on while others come, and what is the rule's own then is notified to nobody", () => {
    const steady = minutes(0, 10, 20, 30);
    expect(timeFor({}, steady, minutes(20, 30), HOUR)).toMatchObject({
      alarmSeconds: 45 * MINUTE,
      ownMatchesInAlarm: 2,
    });
  });

  test("begins anew after it was OK", () => {
    expect(timeFor({}, minutes(0, 40), minutes(0, 40), HOUR)).toMatchObject({
      ownMatchesInAlarm: 0,
    });
  });

  test("ends with the history, also where the window goes on", () => {
    expect(timeFor({}, minutes(58), [], HOUR)).toMatchObject({ alarmSeconds: 2 * MINUTE });
  });

  test("of two matches in the minute that makes it ring, both are notified of", () => {
    const both = [NOON + 61, NOON + 62];
    expect(timeFor({}, both, both, HOUR)).toMatchObject({ ownMatchesInAlarm: 0 });
  });

  test("is that of silence where silence triggers, which no match comes in", () => {
    const none = { triggerOperator: "lt", triggerThreshold: 1 } as const;
    expect(timeFor(none, minutes(20), minutes(20), HOUR)).toEqual({
      historySeconds: 46 * MINUTE,
      alarmSeconds: 31 * MINUTE,
      ownMatches: 1,
      ownMatchesInAlarm: null,
    });
  });

  test("is that of looking at every minute by hand", () => {
    const match = fc.record({ second: fc.nat(200 * MINUTE), isOwn: fc.boolean() });
    const keys = fc.record({
      queryPeriod: fc.constantFrom(MINUTE, 15 * MINUTE, 60 * MINUTE),
      triggerThreshold: fc.nat(3),
    });
    fc.assert(
      fc.property(keys, fc.array(match, { maxLength: 40 }), (given, matches) => {
        const history = [NOON + 20 * MINUTE, NOON + 180 * MINUTE] as const;
        const seconds = matches.map(({ second }) => NOON + second);
        const own = matches.filter(({ isOwn }) => isOwn).map(({ second }) => NOON + second);
        const rings = (look: number) =>
          seconds.filter((s) => s >= look - given.queryPeriod && s < look).length >
          given.triggerThreshold;
        let wanted = 0;
        for (let look = history[0] + MINUTE; look <= history[1] + MINUTE; look += MINUTE) {
          if (rings(look)) wanted += MINUTE;
        }
        expect(timeFor(given, seconds, own, history)).toEqual({
          historySeconds: 161 * MINUTE,
          alarmSeconds: wanted,
          ownMatches: own.length,
          ownMatchesInAlarm: own.filter((s) => rings(s - (s % MINUTE))).length,
        });
      }),
    );
  });
});

describe("an alarm is busy", () => {
  const of = (alarmMinutes: number, ownMatches: number | null, matches: number, hours = 10) =>
    busyOf(
      {
        historySeconds: hours * 60 * MINUTE,
        alarmSeconds: alarmMinutes * MINUTE,
        ownMatches,
        ownMatchesInAlarm: null,
      },
      matches,
      15 * MINUTE,
    );

  test("from more than half of the time in ALARM on, in a history that says something", () => {
    expect([of(300, 2, 2), of(301, 2, 2)]).toEqual([undefined, "in-alarm"]);
    expect([of(15, 1, 1, 0.25), of(16, 1, 1, 0.5)]).toEqual([undefined, "in-alarm"]);
  });

  test("where fewer than half of its matches are the rule's own, if there are enough", () => {
    expect([of(30, 2, 5), of(30, 3, 5)]).toEqual(["few-own", undefined]);
    expect([of(30, 0, 4), of(30, null, 100)]).toEqual([undefined, undefined]);
  });
});
