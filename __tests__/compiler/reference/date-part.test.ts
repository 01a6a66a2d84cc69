import fc from "fast-check";

import type { DatePart } from "../../../compiler/ir/expression";
import { dateRange, datePart } from "../../../compiler/reference/date-part";

const PARTS: readonly DatePart[] = ["minute", "hour", "day", "week", "month", "year"];

test.each<[DatePart, number]>([
  ["minute", 5],
  ["hour", 4],
  ["day", 3],
  ["week", 5],
  ["month", 2],
  ["year", 2024],
])("the %s of a time", (part, value) => {
  expect(datePart("2024-02-03T04:05:06Z", part)).toBe(value);
  expect(datePart("2024-02-03T04:05:06.789012345Z", part)).toBe(value);
});

describe("weeks", () => {
  // The calendar's known hard cases: years that begin on each weekday, and those of 53 weeks.
  test.each([
    ["2018-01-01", 1],
    ["2019-12-30", 1],
    ["2020-12-31", 53],
    ["2021-01-03", 53],
    ["2021-01-04", 1],
    ["2022-01-01", 52],
    ["2023-01-01", 52],
    ["2023-01-02", 1],
    ["2024-12-30", 1],
    ["2026-12-31", 53],
    ["0001-01-01", 1],
  ])("%s is in week %d of ISO 8601", (day, week) => {
    expect(datePart(`${day}T00:00:00Z`, "week")).toBe(week);
    expect(datePart(`${day}T23:59:59Z`, "week")).toBe(week);
  });

  test("begin on Mondays, and last seven days", () => {
    const monday = Date.UTC(2024, 0, 1);
    fc.assert(
      fc.property(
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: 1, max: 6 }),
        (at, day) => {
          const week = (days: number) => {
            const time = new Date(monday + (at * 7 + days) * 24 * 60 * 60 * 1000).toISOString();
            return datePart(time, "week");
          };
          expect(week(day)).toBe(week(0));
          expect(week(7)).not.toBe(week(0));
        },
      ),
    );
  });
});

describe("text that is no time has no parts", () => {
  test.each([
    "",
    "today",
    "2024-02-03",
    "2024-02-03 04:05:06Z",
    "2024-02-03T04:05:06",
    "2024-02-03T04:05:06+01:00",
    "2024-02-03T04:05:06z",
    " 2024-02-03T04:05:06Z",
    "2024-02-03T04:05:06Z\n",
    "2024-13-03T04:05:06Z",
    "2024-02-30T04:05:06Z",
    "2023-02-29T04:05:06Z",
    // Calendars begin with the year 1, and so do the times of the clouds.
    "0000-02-03T04:05:06Z",
    "2024-02-03T24:00:00Z",
    "2024-02-03T04:60:06Z",
    "Jul 30, 2024 9:53:13 PM",
  ])("%j", (text) => {
    for (const part of PARTS) expect(datePart(text, part)).toBeUndefined();
  });

  test("any text has all parts or none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map(String)), (text) => {
        const found = PARTS.filter((part) => datePart(text, part) !== undefined);
        expect([0, PARTS.length]).toContain(found.length);
      }),
    );
  });
});

describe("ranges", () => {
  test("hold the numbers that the comparison is true for, and no others", () => {
    const OPERATORS = {
      eq: (a: number, b: number) => a === b,
      lt: (a: number, b: number) => a < b,
      lte: (a: number, b: number) => a <= b,
      gt: (a: number, b: number) => a > b,
      gte: (a: number, b: number) => a >= b,
    };
    const operators = ["eq", "lt", "lte", "gt", "gte"] as const;
    const LARGEST = { minute: 59, hour: 23, day: 31, week: 53, month: 12, year: 9999 };
    const LEAST = { minute: 0, hour: 0, day: 1, week: 1, month: 1, year: 1 };
    fc.assert(
      fc.property(
        fc.constantFrom(...PARTS),
        fc.constantFrom(...operators),
        fc.oneof(fc.integer({ min: -2, max: 70 }), fc.double({ min: -2, max: 70, noNaN: true })),
        // Around the bound, where it decides.
        fc.integer({ min: -2, max: 2 }),
        (part, operator, value, beside) => {
          const candidate = Math.round(value) + beside;
          fc.pre(candidate >= LEAST[part] && candidate <= LARGEST[part]);
          const { low, high } = dateRange({ part, operator, value });
          const inside = candidate >= low && candidate <= high;
          expect(inside).toBe(OPERATORS[operator](candidate, value));
        },
      ),
    );
  });
});
