import fc from "fast-check";

import {
  DURATION_PATTERN,
  durationInWords,
  isoDuration,
  parseDuration,
} from "../../../compiler/rule/duration";

const YEAR = 366 * 24 * 60 * 60;
const anySeconds = fc.oneof(fc.nat({ max: YEAR }), fc.constantFrom(0, 60, 3600, 86_400, 90_061));

test.each([
  ["15m", 900],
  ["1h", 3600],
  ["1d", 86_400],
  ["0m", 0],
  ["90m", 5400],
  ["PT15M", 900],
  ["PT1H", 3600],
  ["P1D", 86_400],
  ["P1DT1H1M1S", 90_061],
  ["PT90M", 5400],
  ["PT36H", 129_600],
  ["P14D", 1_209_600],
  ["PT0S", 0],
])("%s is %d seconds", (written, seconds) => {
  expect(parseDuration(written)).toBe(seconds);
});

test.each([
  "",
  "15",
  "m",
  "15 m",
  "15M",
  "-15m",
  "1.5h",
  "15min",
  "15s",
  "1w",
  "P",
  "PT",
  "P1DT",
  "P1H",
  "PT1D",
  "PT15",
  "P1W",
  "P1M",
  "P1Y",
  "PT1.5H",
  "PT1M1H",
  "pt15m",
  "-PT15M",
  "15m\n",
  "1234567890m",
  "00:15:00",
])("%j is no duration", (written) => {
  expect(parseDuration(written)).toBeUndefined();
});

test("what the pattern for editors takes is what is read", () => {
  const pieces = fc.constantFrom("P", "T", "1", "15", "D", "H", "M", "S", "d", "h", "m", " ");
  const texts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, (written) => {
      expect(parseDuration(written) !== undefined).toBe(DURATION_PATTERN.test(written));
    }),
    { numRuns: 1000 },
  );
});

describe("ISO 8601", () => {
  test.each([
    [0, "PT0S"],
    [900, "PT15M"],
    [3600, "PT1H"],
    [5400, "PT1H30M"],
    [86_400, "P1D"],
    [90_061, "P1DT1H1M1S"],
    [61, "PT1M1S"],
    [1_209_600, "P14D"],
  ])("of %d seconds is %s", (seconds, written) => {
    expect(isoDuration(seconds)).toBe(written);
  });

  test("reads back as the same duration, in the same form", () => {
    fc.assert(
      fc.property(anySeconds, (seconds) => {
        expect(parseDuration(isoDuration(seconds))).toBe(seconds);
      }),
    );
  });

  test("is one for all ways to write a duration", () => {
    for (const written of ["60m", "1h", "PT60M", "PT3600S", "PT1H"]) {
      expect(isoDuration(parseDuration(written) ?? -1)).toBe("PT1H");
    }
  });
});

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [60, "1 minute"],
  [900, "15 minutes"],
  [3600, "1 hour"],
  [90_061, "1 day 1 hour 1 minute 1 second"],
  [172_800, "2 days"],
])("%d seconds in words: %s", (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});

test("words add up to the duration", () => {
  const SIZES: Readonly<Record<string, number>> = {
    day: 86_400,
    hour: 3600,
    minute: 60,
    second: 1,
  };
  fc.assert(
    fc.property(anySeconds, (seconds) => {
      const parts = [...durationInWords(seconds).matchAll(/(\d+) ([a-z]+?)s?(?: |$)/g)];
      const total = parts.reduce(
        (sum, [, count, unit]) => sum + Number(count) * (SIZES[unit ?? ""] ?? NaN),
        0,
      );
      expect(total).toBe(seconds);
    }),
  );
});
