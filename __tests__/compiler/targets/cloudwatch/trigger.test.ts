import fc from "fast-check";

import { countFacts, type Bound, type CountOperator } from "../../../../compiler/ir/count";
import type { Correlation } from "../../../../compiler/ir/rule";
import type { Expression } from "../../../../compiler/ir/expression";
import { text } from "../../../../compiler/ir/pattern";
import { triggerOf } from "../../../../compiler/targets/cloudwatch/trigger";
import { ORIGIN } from "../../../support/predicates";
import { correlationOf, detectionOf } from "./detections";

const holds: Readonly<Record<CountOperator, (found: number, count: number) => boolean>> = {
  gt: (found, count) => found > count,
  gte: (found, count) => found >= count,
  lt: (found, count) => found < count,
  lte: (found, count) => found <= count,
  eq: (found, count) => found === count,
  neq: (found, count) => found !== count,
};

test("the facts about a trigger are those of every count, tried one by one", () => {
  const bound: fc.Arbitrary<Bound> = fc.record({
    operator: fc.constantFrom("gt", "gte", "lt", "lte", "eq", "neq"),
    count: fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(0.5, 2.5)),
  });
  fc.assert(
    fc.property(fc.array(bound, { minLength: 1, maxLength: 3 }), (bounds) => {
      const answers = Array.from({ length: 20 }, (_, found) =>
        bounds.every(({ operator, count }) => holds[operator](found, count)),
      );
      const [zero, ...others] = answers;
      expect(countFacts(bounds)).toEqual({
        zero,
        some: answers.includes(true),
        all: !answers.includes(false),
        upward: answers.every((each, index) => !each || !answers.slice(index).includes(false)),
        zeroOnly: new Set(others).size === 1,
      });
    }),
    { numRuns: 1000 },
  );
});

const CREATE: Expression = {
  kind: "string",
  field: "eventName",
  pattern: text("CreateUser"),
  cased: false,
  origin: ORIGIN,
};
const COUNT: Omit<Correlation, "rules"> = {
  type: "event_count",
  groupBy: [],
  timespan: 600,
  condition: [{ operator: "gte", count: 10 }],
};

describe("the trigger of a rule", () => {
  test("is Sentinel's, over its period", () => {
    const detection = detectionOf(CREATE, { triggerOperator: "ne", triggerThreshold: 3 });
    expect(triggerOf(detection)).toMatchObject({
      expressions: [CREATE],
      period: 900,
      bound: { operator: "neq", count: 3 },
      wider: [],
    });
  });

  test("counts over a minute more where it asks for more than any match", () => {
    const detection = detectionOf(CREATE, { triggerThreshold: 3 });
    expect(triggerOf(detection)).toMatchObject({
      period: 960,
      bound: { operator: "gte", count: 4 },
      wider: [
        {
          code: "DET533",
          path: "queryPeriod",
          message: expect.stringMatching(/^15 minutes exactly: they can lie in 16 minutes /),
        },
      ],
    });
    expect(triggerOf(detectionOf(CREATE))).toMatchObject({ period: 900, wider: [] });
  });
});

describe("the trigger of a correlation", () => {
  const wider = (change: Partial<Omit<Correlation, "rules">>) => {
    const trigger = triggerOf(correlationOf([CREATE], { ...COUNT, ...change }));
    return "code" in trigger ? trigger.code : trigger.wider.map(({ code }) => code);
  };

  test("says what of its condition the total does not", () => {
    const range = [
      { operator: "gte", count: 5 },
      { operator: "lte", count: 9 },
    ] as const;
    expect(wider({})).toEqual(["DET533"]);
    expect(wider({ condition: range })).toEqual(["DET526", "DET533"]);
    expect(wider({ condition: [{ operator: "eq", count: 5 }] })).toEqual(["DET526", "DET533"]);
    expect(wider({ groupBy: ["awsRegion"] })).toEqual(["DET524", "DET533"]);
    expect(wider({ type: "value_count", field: "awsRegion" })).toEqual(["DET525", "DET533"]);
    expect(wider({ type: "value_count", field: "awsRegion", condition: range })).toEqual([
      "DET525",
      "DET526",
      "DET533",
    ]);
    for (const operator of ["lt", "lte", "neq"] as const) {
      expect(wider({ condition: [{ operator, count: 5 }] })).toBe("DET523");
    }
    expect(wider({ groupBy: ["awsRegion"], condition: range.slice(1) })).toBe("DET523");
  });

  test("is exact where any event will do, whatever its group", () => {
    expect(wider({ condition: [{ operator: "gte", count: 1 }] })).toEqual([]);
    const any = [{ operator: "gt", count: 0 }] as const;
    expect(wider({ groupBy: ["awsRegion"], condition: any })).toEqual([]);
    expect(wider({ type: "value_count", field: "awsRegion", condition: any })).toEqual(["DET525"]);
  });

  test("which all counts meet, or none, is refused by name", () => {
    expect(wider({ condition: [{ operator: "gte", count: 0 }] })).toBe("DET803");
    const none = [
      { operator: "gt", count: 5 },
      { operator: "lt", count: 6 },
    ] as const;
    expect(wider({ condition: none })).toBe("DET803");
  });

  test("of a sum or an average is refused by name", () => {
    expect(wider({ type: "value_sum", field: "requestParameters.maxItems" })).toBe("DET535");
    expect(wider({ type: "value_avg", field: "requestParameters.maxItems" })).toBe("DET535");
  });

  test.each([
    [1, 120],
    [59, 120],
    [60, 120],
    [61, 180],
    [600, 660],
    [86_340, 86_400],
    // From here on an alarm is looked at by the hour alone.
    [86_341, 90_000],
    [86_400, 90_000],
    [86_401, 93_600],
    [601_200, 604_800],
  ])("over %d seconds looks at %d", (timespan, period) => {
    expect(triggerOf(correlationOf([CREATE], { ...COUNT, timespan }))).toMatchObject({ period });
  });

  test("over more than an alarm can see is refused with the longest that it can", () => {
    expect(triggerOf(correlationOf([CREATE], { ...COUNT, timespan: 601_201 }))).toMatchObject({
      code: "DET802",
      message: expect.stringContaining("at most 6 days 23 hours"),
      path: "correlation",
    });
    const week = detectionOf(CREATE, { queryPeriod: 604_800, triggerThreshold: 1 });
    expect(triggerOf(week)).toMatchObject({ code: "DET802", path: "queryPeriod" });
    expect(triggerOf(detectionOf(CREATE, { queryPeriod: 604_800 }))).toMatchObject({
      period: 604_800,
    });
  });

  test("stands alone: another trigger beside it is refused by name", () => {
    const correlation = correlationOf([CREATE], COUNT);
    for (const change of [{ triggerThreshold: 1 }, { triggerOperator: "lt" }] as const) {
      const document = { ...correlation.document, ...change };
      const both = { ...correlation, document, schedule: { ...correlation.schedule, ...change } };
      const [path] = Object.keys(change);
      expect(triggerOf(both)).toMatchObject({ code: "DET801", path });
    }
  });

  test("counts events of rules alone", () => {
    expect(triggerOf(correlationOf([], COUNT))).toMatchObject({ code: "DET516" });
    const inner = correlationOf([CREATE], COUNT);
    if (inner.matches.kind !== "correlation") throw new Error("it is one");
    const outer = (rules: Correlation["rules"]) => ({
      ...inner,
      matches: { ...inner.matches, correlation: { ...COUNT, rules } } as const,
    });
    expect(triggerOf(outer([inner]))).toMatchObject({ code: "DET516" });
    expect(triggerOf(outer([detectionOf(CREATE), inner]))).toMatchObject({ code: "DET516" });
  });
});

describe("the trigger of a temporal correlation", () => {
  const rules = ["CreateUser", "DeleteUser", "CreateAccessKey"].map((name): Expression => ({
    ...CREATE,
    pattern: text(name),
  }));
  const temporal = (change: Partial<Omit<Correlation, "rules">>, of = rules) =>
    triggerOf(
      correlationOf(of, {
        type: "temporal",
        groupBy: [],
        timespan: 600,
        condition: [{ operator: "gte", count: of.length }],
        ...change,
      }),
    );
  const wider = (change: Partial<Omit<Correlation, "rules">>) => {
    const trigger = temporal(change);
    return "code" in trigger ? trigger.code : trigger.wider.map(({ code }) => code);
  };

  test("asks how many of the rules match", () => {
    expect(temporal({})).toMatchObject({
      expressions: rules,
      counts: "rules",
      bound: { operator: "gte", count: 3 },
      period: 660,
    });
  });

  test("says what metrics do not tell", () => {
    expect(wider({})).toEqual(["DET533"]);
    expect(wider({ condition: [{ operator: "eq", count: 3 }] })).toEqual(["DET533"]);
    expect(wider({ condition: [{ operator: "eq", count: 2 }] })).toEqual(["DET526", "DET533"]);
    expect(wider({ condition: [{ operator: "gt", count: 0 }] })).toEqual([]);
    expect(wider({ type: "temporal_ordered" })).toEqual(["DET534", "DET533"]);
    expect(wider({ groupBy: ["awsRegion"] })).toEqual(["DET524", "DET533"]);
    expect(temporal({ groupBy: ["awsRegion"] })).toMatchObject({
      wider: [{ message: expect.stringContaining("different groups") }, {}],
    });
  });

  test("that too many or too few rules are of is refused by name", () => {
    expect(wider({ condition: [{ operator: "gte", count: 4 }] })).toBe("DET803");
    expect(wider({ condition: [{ operator: "lt", count: 3 }] })).toBe("DET523");
    const many = Array.from({ length: 11 }, () => CREATE);
    expect(temporal({}, many)).toMatchObject({
      code: "DET536",
      message: "the alarm needs a metric for each of 11 rules; allowed: 10 metrics an alarm",
    });
    expect(temporal({}, many.slice(1))).toMatchObject({ counts: "rules" });
  });
});
