import { compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Json } from "../../../compiler/core/json";
import type { ResolvedRule } from "../../../compiler/ir/rule";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { engineOf, type Engine, type EngineName } from "../../../compiler/run/engine";
import { ruleObject, ruleText, WIDER_DETECTION } from "../../support/rules";
import { detectionOf } from "../detections";

const STOP = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
const KEY = {
  eventSource: "iam.amazonaws.com",
  eventName: "CreateAccessKey",
  userIdentity: { userName: "alice" },
  responseElements: { accessKey: { userName: "alice" } },
};

type Ready = Extract<Engine, { kind: "ready" }>;

function ready(detection: ResolvedRule, name: EngineName): Ready {
  const engine = engineOf(compiledRule(detection), name);
  if (engine.kind !== "ready") throw new Error(`${name}: ${JSON.stringify(engine)}`);
  return engine;
}

/** What an engine makes of events, and what its verdict promises that it does. */
const answers = ({ matches, promised }: Ready, ...events: readonly Json[]) => ({
  matches: events.map(matches),
  promised: promised && events.map(promised),
});

describe("the reference", () => {
  test("is the rule itself, and promises nothing", () => {
    const engine = ready(detectionOf(), "reference");
    expect(engine).toMatchObject({ verdict: null, reasons: [] });
    const other = { ...STOP, eventName: "StartLogging" };
    expect(answers(engine, STOP, other, null, [STOP])).toEqual({
      matches: [true, false, false, false],
      promised: undefined,
    });
  });
});

describe("a target", () => {
  test.each(["cloudwatch", "sentinel"] as const)("%s runs what it would deploy", (name) => {
    const engine = ready(detectionOf(), name);
    expect(engine).toMatchObject({ verdict: "exact", reasons: [] });
    const events = [STOP, { ...STOP, eventName: "StartLogging" }, {}];
    expect(answers(engine, ...events)).toEqual({
      matches: [true, false, false],
      promised: [true, false, false],
    });
    // Rows of a table are made of records alone.
    expect(answers(engine, null, "StopLogging", [STOP]).matches).toEqual([false, false, false]);
  });

  test("that is wider promises the rule without what it leaves out, accepted or not", () => {
    const engine = ready(detectionOf({ detection: WIDER_DETECTION }), "cloudwatch");
    expect(engine).toMatchObject({ verdict: "wider", reasons: [{ code: "DET501" }] });
    expect(answers(engine, KEY, STOP)).toEqual({
      matches: [true, false],
      promised: [true, false],
    });
  });

  test("that refuses the rule says why", () => {
    const detection = { k: ["mimikatz"], condition: "k" };
    expect(engineOf(compiledRule(detectionOf({ detection })), "sentinel")).toMatchObject({
      kind: "refused",
      verdict: "unsupported",
      reasons: [
        {
          code: "DET606",
          message: expect.stringContaining("such as `eventName|contains`") as string,
        },
        { code: "DET610" },
      ],
    });
  });

  test("that guards against late events takes each as being in time", () => {
    const engine = ready(detectionOf({ ingestionDelay: "10m" }), "sentinel");
    expect(answers(engine, STOP)).toEqual({ matches: [true], promised: [true] });
  });
});

describe("a correlation", () => {
  const correlation = {
    title: "Many",
    id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
    correlation: {
      type: "value_count",
      rules: ["stopped", "keys"],
      "group-by": ["userIdentity.arn"],
      timespan: "15m",
      condition: { field: "awsRegion", gte: 3 },
    },
  };
  const texts = [
    `${JSON.stringify(correlation)}\n`,
    ruleText({ name: "stopped" }),
    ruleText({ name: "keys", id: undefined, detection: WIDER_DETECTION }),
  ];
  const [loaded] = loadRules(texts, new Diagnostics());

  test.each([
    ["reference", [true, false, true, false]],
    ["cloudwatch", [true, true, true, false]],
    ["sentinel", [true, false, true, false]],
  ] as const)("on %s is about the events that are counted", (name, expected) => {
    const engine = ready(loaded!.detection, name);
    const other = { ...KEY, userIdentity: { userName: "bob" } };
    const { matches, promised } = answers(engine, STOP, KEY, other, {});
    expect(matches).toEqual(expected);
    expect(promised ?? matches).toEqual(expected);
  });
});

describe("a rule that is a query alone", () => {
  const query = (kql: string) =>
    detectionOf({
      ...Object.fromEntries(Object.keys(ruleObject()).map((key) => [key, undefined])),
      name: "By name",
      id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
      severity: "Low",
      query: kql,
    });

  test("has no reference", () => {
    const engine = engineOf(
      compiledRule(query('AWSCloudTrail | where EventName == "StopLogging"')),
      "reference",
    );
    expect(engine).toMatchObject({ kind: "unreadable", verdict: null });
  });

  test("is held to its tests: no engine promises anything by itself", () => {
    const detection = query('AWSCloudTrail | where EventName == "StopLogging"');
    expect(answers(ready(detection, "sentinel"), STOP, KEY)).toEqual({
      matches: [true, false],
      promised: undefined,
    });
    expect(answers(ready(detection, "cloudwatch"), STOP, KEY)).toEqual({
      matches: [true, false],
      promised: undefined,
    });
  });

  test("that CloudWatch can only take in part promises that part there", () => {
    const detection = query(
      'AWSCloudTrail | where EventName == "StopLogging" | where strlen(UserAgent) > 3',
    );
    const engine = ready(detection, "cloudwatch");
    expect(engine.verdict).toBe("wider");
    expect(answers(engine, { ...STOP, userAgent: "ab" })).toEqual({
      matches: [true],
      promised: [true],
    });
    expect(answers(ready(detection, "sentinel"), { ...STOP, userAgent: "ab" }).matches).toEqual([
      false,
    ]);
  });

  test("that asks for the time runs at the moment of the event, where that has one", () => {
    const engine = ready(
      query('AWSCloudTrail | where TimeGenerated > ago(1h) and EventName == "StopLogging"'),
      "sentinel",
    );
    expect(engine.matches({ ...STOP, eventTime: "2026-03-01T12:00:00Z" })).toBe(true);
    expect(() => engine.matches(STOP)).toThrow("the query asks for the time");
  });

  test("with operators that nothing here knows is not run, and says so", () => {
    const engine = engineOf(compiledRule(query("AWSCloudTrail | sample 1")), "sentinel");
    expect(engine).toMatchObject({ kind: "unreadable", verdict: "as-written" });
  });
});
