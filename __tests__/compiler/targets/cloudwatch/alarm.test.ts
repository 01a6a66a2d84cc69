import fc from "fast-check";

import type { Bound, CountOperator } from "../../../../compiler/ir/count";
import { lowerAlarm, type Alarm } from "../../../../compiler/targets/cloudwatch/alarm";

const METRIC = { name: "a-rule", namespace: "Detections" };
const MINUTES = 60;
const DAYS = 24 * 60 * MINUTES;

function lower(bound: Bound, period = 15 * MINUTES) {
  return lowerAlarm({ bound, period, path: "queryPeriod", counts: "events" }, [METRIC]);
}

function alarm(operator: CountOperator, count: number): Alarm {
  const lowered = lower({ operator, count });
  if ("code" in lowered) throw new Error(lowered.message);
  return lowered;
}

/** What CloudWatch does with a count; undefined is silence. */
function alerts(lowered: Alarm, count: number | undefined): boolean {
  if (count === undefined) return lowered.treatMissingData === "breaching";
  const expression = lowered.metricQueries?.find((query) => query.returnData)?.expression;
  const value = expression === undefined ? count : evaluate(expression, count);
  return lowered.comparisonOperator === "GreaterThanThreshold"
    ? value > lowered.threshold
    : value < lowered.threshold;
}

/** `IF(matches != 7, 1, 0)`. */
function evaluate(expression: string, matches: number): number {
  const [, symbol, count] = /^IF\(matches (==|!=) (\d+), 1, 0\)$/.exec(expression) ?? [];
  if (symbol === undefined) throw new Error(expression);
  return (matches === Number(count)) === (symbol === "==") ? 1 : 0;
}

const TRUTH: Readonly<Record<CountOperator, (found: number, count: number) => boolean>> = {
  gt: (found, count) => found > count,
  gte: (found, count) => found >= count,
  lt: (found, count) => found < count,
  lte: (found, count) => found <= count,
  eq: (found, count) => found === count,
  neq: (found, count) => found !== count,
};

const bound = fc.record({
  operator: fc.constantFrom<CountOperator>("gt", "gte", "lt", "lte", "eq", "neq"),
  count: fc.nat(12),
});

test("an alarm is in ALARM on exactly the counts of its trigger, and on silence as on zero", () => {
  fc.assert(
    fc.property(bound, ({ operator, count }) => {
      const lowered = lower({ operator, count });
      const wanted = (found: number) => TRUTH[operator](found, count);
      const counts = Array.from({ length: 20 }, (_, found) => found);
      if ("code" in lowered) {
        expect(lowered.code).toBe("DET803");
        expect(new Set(counts.map(wanted)).size).toBe(1);
        return;
      }
      expect(counts.map((found) => alerts(lowered, found))).toEqual(counts.map(wanted));
      expect(alerts(lowered, undefined)).toBe(wanted(0));
    }),
    { numRuns: 500 },
  );
});

describe("triggers in the words of the API", () => {
  test("more than is a plain alarm", () => {
    expect(alarm("gt", 4)).toEqual({
      periodSeconds: 900,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 4,
      statistic: "Sum",
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    });
  });

  test("each bound that an alarm has an operator for is a plain alarm", () => {
    const plain = (operator: CountOperator) => {
      const { comparisonOperator, threshold, metricQueries } = alarm(operator, 4);
      return [comparisonOperator, threshold, metricQueries];
    };
    expect(plain("gte")).toEqual(["GreaterThanThreshold", 3, undefined]);
    expect(plain("lt")).toEqual(["LessThanThreshold", 4, undefined]);
    expect(plain("lte")).toEqual(["LessThanThreshold", 5, undefined]);
  });

  test("a trigger that no count changes is refused", () => {
    expect(lower({ operator: "gte", count: 0 })).toMatchObject({
      code: "DET803",
      message: "every count satisfies the trigger",
      path: "triggerThreshold",
    });
    expect(lower({ operator: "lt", count: 0 })).toMatchObject({
      code: "DET803",
      message: "no count satisfies the trigger",
    });
  });

  test("fewer than alerts on silence", () => {
    expect(alarm("lt", 1)).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
  });

  test("exactly is metric math over the one metric", () => {
    expect(alarm("eq", 3)).toMatchObject({
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      metricQueries: [
        {
          id: "matches",
          metric: { name: "a-rule", namespace: "Detections", periodSeconds: 900, statistic: "Sum" },
          returnData: false,
        },
        { id: "alerts", expression: "IF(matches == 3, 1, 0)", returnData: true },
      ],
    });
    expect(alarm("eq", 0).treatMissingData).toBe("breaching");
    expect(alarm("neq", 0).treatMissingData).toBe("notBreaching");
  });
});

describe("periods", () => {
  const one = { operator: "gt", count: 0 } as const;

  test.each([MINUTES, 15 * MINUTES, DAYS, 7 * DAYS])("%d seconds", (period) => {
    expect(lower(one, period)).toMatchObject({ periodSeconds: period });
  });

  test.each([0, 30, 90, 7 * DAYS + MINUTES, 14 * DAYS])(
    "%d seconds are refused by name",
    (period) => {
      expect(lower(one, period)).toMatchObject({
        code: "DET802",
        message: expect.stringContaining("7 days"),
        path: "queryPeriod",
      });
    },
  );
});
