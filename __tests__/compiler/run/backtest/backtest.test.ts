import fc from "fast-check";

import { compile, compiledRule } from "../../../../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../../compiler/core/json";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import { handWrittenQuery } from "../../../../compiler/kql/run";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { backtest } from "../../../../compiler/run/backtest/backtest";
import type { EngineName } from "../../../../compiler/run/engine";
import { ALERTING_MODULES } from "../../../../compiler/targets/registry";
import { ruleText } from "../../../support/rules";
import { detectionOf } from "../../detections";

const MINUTE = 60;
const NOON = Date.UTC(2026, 2, 1, 12) / 1000;

/** A correlation over two rules, `StopLogging` and `DeleteTrail`. */
function many(
  keys: Readonly<Record<string, unknown>>,
  outer: Readonly<Record<string, unknown>> = {},
): ResolvedRule {
  const correlation = {
    title: "Many",
    id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
    level: "high",
    ...outer,
    correlation: { type: "event_count", rules: ["stopped", "deleted"], timespan: "15m", ...keys },
  };
  const deleted = { eventSource: "cloudtrail.amazonaws.com", eventName: "DeleteTrail" };
  const texts = [
    `${JSON.stringify(correlation)}\n`,
    ruleText({ name: "stopped" }),
    ruleText({
      name: "deleted",
      id: undefined,
      detection: { s: deleted, condition: "s" },
    }),
  ];
  const diagnostics = new Diagnostics();
  const [loaded] = loadRules(texts, diagnostics);
  if (loaded === undefined) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  return loaded.detection;
}

function ruleOfQuery(query: string): ResolvedRule {
  const diagnostics = new Diagnostics();
  const text = JSON.stringify({ name: "By hand", severity: "Low", query });
  const [loaded] = loadRules([text], diagnostics);
  if (loaded === undefined) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  return loaded.detection;
}

function event(second: number, keys: JsonObject = {}): JsonObject {
  return {
    eventID: `at-${second}`,
    eventTime: new Date((NOON + second) * 1000).toISOString(),
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    ...keys,
  };
}

function run(detection: ResolvedRule, engine: EngineName, events: readonly JsonObject[]) {
  const history = backtest([compiledRule(detection)], engine);
  for (const each of events) history.add(each);
  return history.results()[0]!;
}

const ENGINES = ["reference", "sentinel", "cloudwatch"] as const;

test("an event without a time is left out of what asks for the time, and told", () => {
  const rule = ruleOfQuery(
    'AWSCloudTrail | where TimeGenerated > ago(1h) | where EventName == "StopLogging"',
  );
  const undated = {
    eventID: "u",
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
  };
  expect(run(rule, "sentinel", [event(60), undated, event(62)])).toMatchObject({
    events: 3,
    matches: 2,
    undecided: 1,
    undated: 0,
    engine: { kind: "ready" },
  });
});

describe("on EventBridge", () => {
  test("each match alerts when it comes, also one without a time", () => {
    const undated = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
    const events = [event(60), event(61), event(61), event(62, { eventName: "Other" }), undated];
    expect(run(detectionOf(), "eventbridge", events)).toMatchObject({
      matches: 4,
      alerts: 4,
      alertTimes: ["2026-03-01T12:01:00Z", "2026-03-01T12:01:01Z", "2026-03-01T12:01:01Z"],
      undated: 0,
      alarm: null,
    });
  });

  test("a condition is waited for, of the events that the pattern lets through", async () => {
    const selection = { eventName: "StopLogging", "userAgent|contains": "curl" };
    const rule = detectionOf({ detection: { selection, condition: "selection" } });
    const history = backtest([compiledRule(rule)], "eventbridge");
    for (const userAgent of ["curl/8", "CURL", "aws-cli"]) history.add(event(60, { userAgent }));
    history.add(event(61, { eventName: "Other", userAgent: "curl" }));
    await history.settled();
    expect(history.results()[0]).toMatchObject({ matches: 2, alerts: 2 });
  });

  test("a rule that counts is not run", () => {
    const result = run(detectionOf({ triggerThreshold: 5 }), "eventbridge", [event(60)]);
    expect(result).toMatchObject({ matches: null, alerts: null, engine: { kind: "refused" } });
  });
});

describe("a correlation", () => {
  test("over a day rings on CloudWatch at the hour, and sees an hour more", () => {
    const day = many({ timespan: "1d", condition: { gte: 2 } });
    const hour = 60 * MINUTE;
    const apart = (seconds: number) => run(day, "cloudwatch", [event(90), event(90 + seconds)]);
    expect(apart(24 * hour).alertTimes).toEqual(["2026-03-02T13:00:00Z"]);
    expect(apart(26 * hour).alerts).toBe(0);
  });

  test("of rules that must all match rings on CloudWatch where the period has one of each", () => {
    const temporal = many({ type: "temporal", timespan: "10m" });
    const alertsOf = (...names: readonly (readonly [number, string])[]) =>
      run(
        temporal,
        "cloudwatch",
        names.map(([second, eventName]) => event(second, { eventName })),
      ).alerts;
    const [stopped, deleted] = ["StopLogging", "DeleteTrail"];
    expect(alertsOf([0, stopped], [60, stopped], [120, stopped])).toBe(0);
    expect(alertsOf([0, stopped], [60, deleted])).toBe(1);
    // Ten minutes apart across eleven minutes of the clock; a minute more is too far.
    expect(alertsOf([59, deleted], [659, stopped])).toBe(1);
    expect(alertsOf([59, deleted], [720, stopped])).toBe(0);
  });

  const two = { gte: 2 };
  const ofUser = (second: number, name: string, keys: JsonObject = {}) =>
    event(second, { userIdentity: { arn: `arn:aws:iam::111122223333:user/${name}` }, ...keys });

  test.each(ENGINES)("on %s counts the events of all its rules together", (engine) => {
    const rule = many({ condition: two });
    const events = [
      event(60),
      event(120, { eventName: "DeleteTrail" }),
      event(180, { eventName: "X" }),
    ];
    expect(run(rule, engine, events)).toMatchObject({ events: 3, matches: 2, alerts: 1 });
    expect(run(rule, engine, events.slice(1))).toMatchObject({ matches: 1, alerts: 0 });
  });

  test.each([
    ["reference", 0],
    ["sentinel", 0],
    // The metric has no groups: that is what its verdict says.
    ["cloudwatch", 1],
  ] as const)("on %s, events of two groups raise %i alerts", (engine, alerts) => {
    const rule = many({ "group-by": ["userIdentity.arn"], condition: two });
    const events = [ofUser(60, "alice"), ofUser(120, "bob")];
    expect(run(rule, engine, events)).toMatchObject({ matches: 2, alerts });
    expect(run(rule, engine, [...events, ofUser(180, "bob")])).toMatchObject({ alerts: 1 });
  });

  test.each([
    ["reference", 0],
    ["sentinel", 0],
    ["cloudwatch", 1],
  ] as const)("on %s, one value twice raises %i alerts", (engine, alerts) => {
    const rule = many({ type: "value_count", condition: { field: "awsRegion", ...two } });
    const here = { awsRegion: "us-east-1" };
    expect(run(rule, engine, [event(60, here), event(120, here)])).toMatchObject({ alerts });
    const there = event(180, { awsRegion: "eu-west-1" });
    expect(run(rule, engine, [event(60, here), there])).toMatchObject({ alerts: 1 });
    // What is missing is no value.
    expect(run(rule, engine, [event(60, here), event(180)])).toMatchObject({ alerts });
  });

  test.each(["reference", "sentinel"] as const)(
    "on %s groups by each element of an array, and counts an event once in each",
    (engine) => {
      const rule = many({ "group-by": ["requestParameters.names"], condition: two });
      const named = (second: number, names?: readonly string[]) =>
        event(second, names === undefined ? {} : { requestParameters: { names } });
      const alerts = (...events: readonly JsonObject[]) => run(rule, engine, events).alerts;
      expect(alerts(named(60, ["a", "b"]), named(120, ["c", "b"]))).toBe(1);
      expect(alerts(named(60, ["a", "a"]), named(120, ["c"]))).toBe(0);
      // Those without any are a group of their own.
      expect(alerts(named(60, []), named(120))).toBe(1);
      expect(alerts(named(60, ["a"]), named(120))).toBe(0);
    },
  );

  test.each(["reference", "sentinel"] as const)(
    "on %s counts the elements of an array",
    (engine) => {
      const rule = many({
        type: "value_count",
        condition: { field: "requestParameters.names", gte: 3 },
      });
      const alerts = (...names: readonly (readonly string[])[]) =>
        run(
          rule,
          engine,
          names.map((each, index) => event(60 + index, { requestParameters: { names: each } })),
        ).alerts;
      expect(alerts(["a", "b"], ["b", "c"])).toBe(1);
      expect(alerts(["a", "b"], ["b", "a"], [])).toBe(0);
    },
  );

  test.each(ENGINES)("on %s looks back over its timespan", (engine) => {
    const rule = many({ timespan: "1h", condition: two });
    expect(run(rule, engine, [event(60), event(50 * MINUTE)]).alerts).toBeGreaterThan(0);
    expect(run(rule, engine, [event(60), event(65 * MINUTE)]).alerts).toBe(0);
  });

  test("that groups by a name with a field of each rule counts each event by its own rule's", () => {
    const rule = many({
      "group-by": ["who"],
      aliases: { who: { stopped: "userIdentity.arn", deleted: "requestParameters.by" } },
      condition: two,
    });
    const stopped = event(60, { userIdentity: { arn: "alice" }, requestParameters: { by: "x" } });
    const deleted = (by: string) =>
      event(120, { eventName: "DeleteTrail", requestParameters: { by } });
    expect(run(rule, "reference", [stopped, deleted("x")]).alerts).toBe(0);
    expect(run(rule, "reference", [stopped, deleted("alice")]).alerts).toBe(1);
  });

  test.each(ENGINES)("on %s sees a burst on both sides of the border of two runs", (engine) => {
    const rule = many({ timespan: "10m", condition: { gte: 10 } });
    const burst = [480, 485, 490, 495, 500, 720, 725, 730, 735, 740].map((second) => event(second));
    expect(run(rule, engine, burst)).toMatchObject({ matches: 10, alerts: 1 });
    expect(run(rule, engine, burst.slice(1))).toMatchObject({ matches: 9, alerts: 0 });
  });

  test.each(["reference", "sentinel"] as const)(
    "on %s says for which groups runs alerted, and when first",
    (engine) => {
      const rule = many({ "group-by": ["userIdentity.arn", "awsRegion"], condition: two });
      const inRegion = (second: number, name: string) =>
        ofUser(second, name, { awsRegion: "us-east-1" });
      const events = [
        inRegion(60, "alice"),
        inRegion(61, "bob"),
        inRegion(62, "alice"),
        ofUser(63, "bob"),
        inRegion(900, "alice"),
      ];
      expect(run(rule, engine, events)).toMatchObject({
        alerts: 2,
        groups: [
          {
            group: {
              "userIdentity.arn": "arn:aws:iam::111122223333:user/alice",
              awsRegion: "us-east-1",
            },
            alerts: 2,
            first: "2026-03-01T12:15:00Z",
          },
        ],
      });
    },
  );

  test("on sentinel, a look back that is too short misses what the reference sees", () => {
    const rule = many({ timespan: "1h", condition: two }, { queryPeriod: "1h" });
    const events = [event(50 * MINUTE), event(70 * MINUTE)];
    expect(run(rule, "reference", events).alerts).toBe(1);
    expect(run(rule, "sentinel", events).alerts).toBe(0);
    expect(run(rule, "sentinel", [event(10 * MINUTE), event(50 * MINUTE)]).alerts).toBe(1);
  });

  test("on sentinel alerts at the runs at which its query gives a row", () => {
    const frequency = 15 * MINUTE;
    const where = fc.record({
      // Not just before a run: those are seen by the next run once more.
      second: fc.nat(7).chain((run) => fc.nat(12 * MINUTE).map((at) => run * frequency + at)),
      eventName: fc.constantFrom("StopLogging", "DeleteTrail", "StartLogging"),
      awsRegion: fc.constantFrom("us-east-1", "eu-west-1", ""),
      // As `requestParameters` may be null, what is in it may be missing.
      requestParameters: fc.constantFrom({ name: "a" }, { name: "b" }, { name: "" }, null),
    });
    const condition = fc.constantFrom({ gte: 2 }, { gt: 0, lt: 3 }, { lte: 1 }, { neq: 2 });
    const groups = fc.constantFrom(
      ["awsRegion"],
      ["requestParameters.name"],
      ["awsRegion", "requestParameters.name"],
    );
    const property = fc.property(groups, condition, fc.array(where), (by, bounds, places) => {
      const rule = many({ "group-by": by, condition: bounds });
      const { output } = compile(rule, "sentinel");
      const query = handWrittenQuery(output!.query);
      const timed = places
        .map(({ second, ...keys }) => ({ second, event: event(second, keys) }))
        .sort((one, other) => one.second - other.second);
      const arrived = new Map(timed.map((each) => [each.event, (NOON + each.second) * 1000]));
      const wanted: string[] = [];
      for (let time = frequency; time <= 9 * frequency; time += frequency) {
        const seen = timed.filter(({ second }) => second < time && second >= time - 45 * MINUTE);
        const clock = {
          now: (NOON + time) * 1000,
          ingested: (each: JsonObject) => arrived.get(each)!,
        };
        const { rows } = query(
          seen.map((each) => each.event),
          clock,
        );
        if (rows.length > 0) wanted.push(new Date((NOON + time) * 1000).toISOString());
      }
      const { alertTimes } = run(
        rule,
        "sentinel",
        timed.map((each) => each.event),
      );
      expect(alertTimes).toEqual(wanted.map((time) => time.replace(".000Z", "Z")));
    });
    fc.assert(property, { numRuns: 25 });
  });
});

test("a query over rows alerts at their own times, and is asked of no other table's", () => {
  const at = (minute: number, keys: JsonObject) => ({
    TimeGenerated: new Date((NOON + minute * MINUTE) * 1000).toISOString(),
    ...keys,
  });
  const [failed, signedIn] = ["SecurityEvent | where EventID == 4625", "SigninLogs | take 1"];
  const history = backtest([failed, signedIn].map(ruleOfQuery).map(compiledRule), "sentinel");
  history.add(at(1, { Type: "SecurityEvent", EventID: 4625 }));
  history.add(at(2, { Type: "SigninLogs" }));
  history.add({ category: "SignInLogs", time: new Date(NOON * 1000).toISOString() });
  const results = history
    .results()
    .map(({ matches, undated, alerts }) => [matches, undated, alerts]);
  expect(results).toEqual([
    [1, 0, 1],
    [2, 0, 1],
  ]);
});

test("a query that an event cannot decide is not run from there on, and says at which", () => {
  const rule = ruleOfQuery(
    'AWSCloudTrail | where EventName == "StopLogging" and isnull(todatetime(UserAgent))',
  );
  const odd = event(61, { eventID: "e", userAgent: "02/28/2024" });
  expect(run(rule, "sentinel", [event(60)])).toMatchObject({ matches: 1 });
  expect(run(rule, "sentinel", [event(60), odd])).toMatchObject({
    engine: { kind: "unreadable", message: expect.stringContaining('the event "e": todatetime') },
    matches: null,
    matchedEventIds: [],
    alerts: null,
  });
});

test("an engine that answers later finds what one does that answers at once", async () => {
  const detection = detectionOf();
  const events = [event(0), event(1, { eventName: "StartLogging" }), event(2)];
  const now = run(detection, "cloudwatch", events);
  const { cloudwatch } = ALERTING_MODULES;
  const { readBack } = cloudwatch;
  const later = jest.spyOn(cloudwatch, "readBack").mockImplementation((...given) => {
    const read = readBack(...given);
    return read.kind !== "ready" ? read : { ...read, matches: async (each) => read.matches(each) };
  });
  const history = backtest([compiledRule(detection)], "cloudwatch");
  for (const each of events) history.add(each);
  await history.settled();
  expect(history.results()[0]).toMatchObject({
    matches: 2,
    matchedEventIds: now.matchedEventIds,
    alertTimes: now.alertTimes,
  });
  expect(history.settled()).toBeUndefined();
  later.mockRestore();
});
