import fc from "fast-check";

import {
  historyOfEvents,
  secondsOf,
  timeReader,
} from "../../../../compiler/run/backtest/event-time";

const TIME = timeReader(["eventTime"]);
const NOON = Date.UTC(2026, 2, 1, 12) / 1000;

function historyOf(times: readonly unknown[]) {
  const span = historyOfEvents(TIME);
  for (const eventTime of times) span.add({ eventTime: eventTime as string });
  return span.history();
}

test.each(["2026-03-01T12:00:00Z", "2026-03-01 12:00:00", "2026-03-01T12:00:00.000Z"])(
  "%s is noon",
  (eventTime) => {
    expect(secondsOf({ eventTime }, TIME)).toBe(NOON);
  },
);

test("a number of milliseconds is a time too", () => {
  expect(secondsOf({ eventTime: NOON * 1000 + 250 }, TIME)).toBe(NOON + 0.25);
  expect(historyOf([NOON * 1000, "2026-03-01T12:00:05Z"])).toEqual({ from: NOON, to: NOON + 5 });
});

test("a part of a second is kept", () => {
  expect(secondsOf({ eventTime: "2026-03-01T12:00:00.5Z" }, TIME)).toBe(NOON + 0.5);
  expect(secondsOf({ eventTime: "2026-03-01 12:00:00.1234567" }, TIME)).toBe(NOON + 0.1234567);
});

test.each(["noon", "", 5, null, "2026-03-01T12:00:00+09:00", "2026-13-01T12:00:00Z"])(
  "%j is no time",
  (eventTime) => {
    expect(secondsOf({ eventTime }, TIME)).toBeUndefined();
  },
);

test("a history without a time is none", () => {
  expect(historyOf([])).toBeUndefined();
  expect(historyOf(["noon", 5])).toBeUndefined();
});

test("a history goes from its first time to its last, in whatever forms and order they come", () => {
  const forms: readonly ((iso: string) => string)[] = [
    (iso) => iso,
    (iso) => iso.replace("Z", ""),
    (iso) => iso.replace("T", " ").replace("Z", ""),
    (iso) => iso.replace("T", " "),
    (iso) => iso.replace("Z", ".75Z"),
  ];
  const time = fc.record({
    second: fc.integer({ min: 0, max: 3 * 24 * 3600 }),
    form: fc.constantFrom(...forms),
  });
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 12 }), (times) => {
      const written = times.map(({ second, form }) =>
        form(new Date((NOON + second) * 1000).toISOString().replace(".000Z", "Z")),
      );
      const seconds = times.map(({ second }) => NOON + second);
      expect(historyOf(written)).toEqual({ from: Math.min(...seconds), to: Math.max(...seconds) });
    }),
  );
});
