import { or, type Expression } from "../../../../compiler/ir/expression";
import { text } from "../../../../compiler/ir/pattern";
import { compileLogsInsights } from "../../../../compiler/targets/logs-insights/compile";
import { ORIGIN } from "../../../support/predicates";
import { correlationOf, detectionOf, loaded } from "../cloudwatch/detections";

const CREATE: Expression = {
  kind: "string",
  field: "eventName",
  pattern: text("CreateUser"),
  cased: true,
  origin: ORIGIN,
};
const AGENT: Expression = { ...CREATE, field: "userAgent", pattern: text("Pacu") };
const COUNT = {
  type: "event_count",
  groupBy: [],
  timespan: 600,
  condition: [{ operator: "gte", count: 10 }],
} as const;

describe("a saved query", () => {
  test("lies in a folder under the rule's name, and claims no verdict", () => {
    const detection = detectionOf(CREATE);
    const { output, verdict, target } = compileLogsInsights(detection);
    expect([target, verdict, output?.name]).toEqual([
      "logs-insights",
      null,
      expect.stringMatching(new RegExp(`^[^/]+/${detection.id}$`)),
    ]);
  });

  test("shows who called what from where, and what the rule looks at, once each", () => {
    const shown = (expression: Expression) =>
      compileLogsInsights(detectionOf(expression)).output?.query.split("\n")[0];
    const always = shown(CREATE);
    expect(always).toMatch(/^fields @timestamp, .*eventName.*sourceIPAddress.*, @message$/);
    expect(always?.match(/eventName/g)).toHaveLength(1);
    expect(shown(or([CREATE, AGENT]))).toBe(always?.replace(", @message", ", userAgent, @message"));
  });

  test("of a correlation shows the events of all its rules", () => {
    const { output, reasons } = compileLogsInsights(correlationOf([CREATE, AGENT], COUNT));
    expect(reasons).toEqual([]);
    expect(output?.query).toContain('eventName = "CreateUser"');
    expect(output?.query).toContain('userAgent = "Pacu"');
  });

  test("of a correlation of correlations shows the events behind all of them", () => {
    const inner = correlationOf([CREATE], COUNT);
    if (inner.matches.kind !== "correlation") throw new Error("it is one");
    const { matches } = inner;
    const rules = [detectionOf(AGENT), inner];
    const outer = { ...inner, matches: { ...matches, correlation: { ...COUNT, rules } } } as const;
    const { output, reasons } = compileLogsInsights(outer);
    expect(reasons).toEqual([]);
    expect(output?.query).toContain('eventName = "CreateUser"');
    expect(output?.query).toContain('userAgent = "Pacu"');
  });

  test("cannot be made of a query in KQL alone", () => {
    const own = loaded('{ name: By hand, severity: Low, query: "AWSCloudTrail | where true" }');
    expect(compileLogsInsights(own)).toMatchObject({ output: null, reasons: [{ path: "query" }] });
  });
});
