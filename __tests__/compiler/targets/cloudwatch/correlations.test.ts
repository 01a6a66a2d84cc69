import type { Correlation } from "../../../../compiler/ir/rule";
import { and, or, type Expression } from "../../../../compiler/ir/expression";
import { text } from "../../../../compiler/ir/pattern";
import { compileCloudWatch } from "../../../../compiler/targets/cloudwatch/compile";
import { METRIC_MATH_LIMITS } from "../../../../compiler/targets/cloudwatch/limits";
import { ORIGIN } from "../../../support/predicates";
import { correlationOf } from "./detections";

function matching(field: string, value: string): Expression {
  return { kind: "string", field, pattern: text(value), cased: false, origin: ORIGIN };
}

const CREATE = matching("eventName", "CreateUser");

describe("correlations", () => {
  const count: Omit<Correlation, "rules"> = {
    type: "event_count",
    groupBy: [],
    timespan: 600,
    condition: [{ operator: "gte", count: 10 }],
  };
  const other = matching("eventName", "DeleteUser");
  const compiled = (change: Partial<Omit<Correlation, "rules">>) =>
    compileCloudWatch(correlationOf([CREATE, other], { ...count, ...change }));

  test("a count of events is one of all rules together, over a minute more than the timespan", () => {
    const { verdict, output, assumptions } = compiled({});
    expect(verdict).toBe("wider");
    expect(output?.alarm).toMatchObject({ periodSeconds: 660, threshold: 9 });
    expect(assumptions).toContainEqual(
      expect.stringContaining("in the minute in which it happens"),
    );
    expect(output?.filters.map(({ pattern }) => pattern)).toEqual([
      '{ $.eventName = "CreateUser" || $.eventName = "DeleteUser" }',
    ]);
  });

  test("groups and distinct values are bounded by the total: wider, and it says so", () => {
    const grouped = compiled({ groupBy: ["sourceIPAddress"] });
    expect(grouped.verdict).toBe("wider");
    expect(grouped.reasons[0]?.message).toContain("sourceIPAddress");
    expect(grouped.output?.alarm.threshold).toBe(9);
    const values = compiled({ type: "value_count", field: "userIdentity.arn" });
    expect(values.verdict).toBe("wider");
    expect(values.reasons[0]?.message).toContain("userIdentity.arn");
    const range = [
      { operator: "gt", count: 5 },
      { operator: "lt", count: 9 },
    ] as const;
    const upper = compiled({ groupBy: ["awsRegion"], condition: range });
    expect(upper.output?.alarm).toMatchObject({ threshold: 5 });
    expect(upper.reasons.map(({ code }) => code)).toEqual(["DET524", "DET526", "DET533"]);
  });

  test("values that one event may hold several of: any match raises the alarm, and it says so", () => {
    // A list by AWS's own model, and a path of which nothing is known.
    for (const field of ["requestParameters.layers", "requestParameters.unknown"]) {
      const bound = [{ operator: "gte", count: 3 }] as const;
      const values = compiled({ type: "value_count", field, condition: bound });
      expect(values.verdict).toBe("wider");
      expect(values.reasons.map(({ code }) => code)).toEqual(["DET537"]);
      expect(values.reasons[0]?.message).toContain(field);
      expect(values.output?.alarm).toMatchObject({ threshold: 0, periodSeconds: 600 });
    }
  });

  test("an upper bound alone is refused, whether there are groups or not", () => {
    for (const groupBy of [[], ["awsRegion"]]) {
      const few = compiled({ groupBy, condition: [{ operator: "lt", count: 3 }] });
      expect([few.verdict, few.reasons[0]?.code]).toEqual(["unsupported", "DET523"]);
    }
  });

  describe("of what several rules match within a time", () => {
    const of = (change: Partial<Omit<Correlation, "rules">>, rules = [CREATE, other]) =>
      compileCloudWatch(
        correlationOf(rules, {
          ...count,
          type: "temporal",
          condition: [{ operator: "gte", count: rules.length }],
          ...change,
        }),
      );

    test("are a metric for each rule, and an alarm on how many of them have a match", () => {
      const { output } = of({});
      const id = "6f9d1c52-7f0e-4a5b-9a43-0c8f6f6f0f10";
      const metric = (part: number) => ({
        name: `${id}-part-${part}`,
        namespace: "Detections",
        periodSeconds: 660,
        statistic: "Sum",
      });
      expect(output).toEqual({
        filters: [
          {
            name: `${id}-part-1`,
            pattern: '{ $.eventName = "CreateUser" }',
            metric: `${id}-part-1`,
          },
          {
            name: `${id}-part-2`,
            pattern: '{ $.eventName = "DeleteUser" }',
            metric: `${id}-part-2`,
          },
        ],
        metric: { name: id, namespace: "Detections" },
        alarm: {
          periodSeconds: 660,
          statistic: "Sum",
          evaluationPeriods: 1,
          treatMissingData: "notBreaching",
          comparisonOperator: "GreaterThanThreshold",
          threshold: 1,
          metricQueries: [
            { id: "part1", metric: metric(1), returnData: false },
            { id: "part2", metric: metric(2), returnData: false },
            {
              id: "matching",
              expression: "IF(part1 > 0, 1, 0) + IF(part2 > 0, 1, 0)",
              returnData: true,
            },
          ],
        },
        uses: { metricFilters: 2, regexes: 0 },
      });
    });

    test("count what has no data as no match where fewer than all will do", () => {
      const { output } = of({ condition: [{ operator: "gte", count: 2 }] }, [
        CREATE,
        other,
        matching("eventName", "UpdateUser"),
      ]);
      expect(output?.alarm.threshold).toBe(1);
      expect(output?.alarm.metricQueries?.at(-1)).toMatchObject({
        expression:
          "IF(FILL(part1, 0) > 0, 1, 0) + IF(FILL(part2, 0) > 0, 1, 0) + IF(FILL(part3, 0) > 0, 1, 0)",
      });
    });

    test("of as many rules as an alarm has metrics fit its expression", () => {
      const rules = Array.from({ length: METRIC_MATH_LIMITS.metrics.value }, () => CREATE);
      const { output } = of({ condition: [{ operator: "gte", count: 2 }] }, rules);
      const result = output?.alarm.metricQueries?.at(-1);
      const expression = result?.returnData === true ? result.expression : "";
      expect(expression).toContain("part10");
      expect(expression.length).toBeLessThanOrEqual(METRIC_MATH_LIMITS.expression.value);
    });

    test("divide long rules into filters of one metric, and lose what each of them loses", () => {
      const agents = or(
        Array.from({ length: 60 }, (_, index) => matching("userAgent", `agent-of-${index}`)),
      );
      const { output, reasons } = of({}, [CREATE, and([other, agents])]);
      const id = "6f9d1c52-7f0e-4a5b-9a43-0c8f6f6f0f10";
      expect(output?.filters.slice(0, 3).map(({ name, metric }) => [name, metric])).toEqual([
        [`${id}-part-1`, `${id}-part-1`],
        [`${id}-part-2`, `${id}-part-2`],
        [`${id}-part-2-2`, `${id}-part-2`],
      ]);
      expect(output?.uses.metricFilters).toBe(output?.filters.length);
      expect(reasons.at(-1)?.code).toBe("DET533");
    });

    test("are refused where one rule cannot be a filter", () => {
      const never = of({}, [CREATE, matching("readOnly", "perhaps")]);
      expect([never.verdict, never.reasons.at(-1)?.code]).toEqual(["unsupported", "DET512"]);
    });
  });

  test("a timespan that no alarm has is refused by name", () => {
    expect(compiled({ timespan: 30 * 86_400 }).reasons).toMatchObject([
      { code: "DET802", path: "correlation" },
    ]);
  });
});
