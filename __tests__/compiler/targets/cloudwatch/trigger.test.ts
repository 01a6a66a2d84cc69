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
      expression: CREATE,
      period: 900,
      bounds: [{ operator: "neq", count: 3 }],
      wider: [],
    });
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
    expect(wider({})).toEqual([]);
    expect(wider({ condition: range })).toEqual([]);
    expect(wider({ groupBy: ["awsRegion"] })).toEqual(["DET524"]);
    expect(wider({ type: "value_count", field: "awsRegion" })).toEqual(["DET525"]);
    expect(wider({ type: "value_count", field: "awsRegion", condition: range })).toEqual([
      "DET525",
      "DET526",
    ]);
    expect(wider({ groupBy: ["awsRegion"], condition: range.slice(1) })).toBe("DET523");
  });

  test("stands alone: another trigger beside it is refused by name", () => {
    const correlation = correlationOf([CREATE], COUNT);
    for (const change of [{ triggerThreshold: 1 }, { triggerOperator: "lt" }] as const) {
      const both = { ...correlation, schedule: { ...correlation.schedule, ...change } };
      expect(triggerOf(both)).toMatchObject({ code: "DET801", path: "triggerOperator" });
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
