import { compiledRule } from "../../../../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../../../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import { LOG_SOURCES } from "../../../../compiler/log-sources/registry";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import { reportGate, reportTests, runTests } from "../../../../compiler/run/rule-tests/run-tests";
import { ruleText } from "../../../support/rules";
import { detectionOf } from "../../detections";

const STOP = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };

function parse(tests: readonly object[], base: object | undefined = STOP) {
  const diagnostics = new Diagnostics();
  const text = JSON.stringify(base === undefined ? tests : { base, tests }, undefined, 1);
  const parsed = parseTests({ path: "a.tests.yml", text }, diagnostics);
  const said = diagnostics.all.map(({ code, message, fix }) => ({ code, message, fix }));
  return { parsed, said, messages: diagnostics.all.map(({ message }) => message) };
}

/** The events of one test. */
function eventsOf(events: readonly unknown[], base?: object) {
  const { parsed, said } = parse([{ name: "x", events, alert: true }], base);
  const [test] = parsed?.tests ?? [];
  if (test?.kind !== "history") throw new Error(JSON.stringify(said));
  return test.events;
}

describe("the events of a test", () => {
  const MIDNIGHT = Date.UTC(2026, 0, 1) / 1000;

  test("have times, or offsets from a midnight, and bear them as their log source does", () => {
    expect(eventsOf([{ at: "0s" }, { at: "90s" }, { at: "2h", arrives: "3h" }])).toEqual([
      { at: MIDNIGHT, arrived: MIDNIGHT, event: { ...STOP, eventTime: "2026-01-01T00:00:00Z" } },
      {
        at: MIDNIGHT + 90,
        arrived: MIDNIGHT + 90,
        event: { ...STOP, eventTime: "2026-01-01T00:01:30Z" },
      },
      {
        at: MIDNIGHT + 7_200,
        arrived: MIDNIGHT + 10_800,
        event: { ...STOP, eventTime: "2026-01-01T02:00:00Z" },
      },
    ]);
    expect(eventsOf([{ at: "2026-03-01T12:00:00.5Z" }])[0]?.at).toBe(
      Date.UTC(2026, 2, 1, 12) / 1000 + 0.5,
    );
  });

  test("bear their time as a number where their log source writes one", () => {
    const github = LOG_SOURCES.find(({ product }) => product === "github");
    const text = JSON.stringify([
      { name: "x", alert: true, events: [{ at: "1s", event: { action: "org.add_member" } }] },
    ]);
    const parsed = parseTests({ path: "a.tests.yml", text }, new Diagnostics(), github);
    expect(parsed?.tests).toMatchObject([
      { events: [{ event: { "@timestamp": (MIDNIGHT + 1) * 1000 } }] },
    ]);
  });

  test("are the base with changes, or events of their own", () => {
    const events = eventsOf([
      { at: "0s", set: { "userIdentity.userName": "bob" } },
      { at: "1s", unset: ["eventSource"] },
      { at: "2s", event: { eventName: "X" } },
    ]);
    expect(events.map(({ event }) => event)).toEqual([
      { ...STOP, userIdentity: { userName: "bob" }, eventTime: "2026-01-01T00:00:00Z" },
      { eventName: "StopLogging", eventTime: "2026-01-01T00:00:01Z" },
      { eventName: "X", eventTime: "2026-01-01T00:00:02Z" },
    ]);
  });

  const WRONG_AT =
    "`at` of a test is a time such as `2026-01-01T12:00:00Z`, or an offset such as `90s` or `5m`; found ";
  test.each([
    [{ events: [{ at: "soon" }] }, `${WRONG_AT}text (\`soon\`)`],
    [{ events: [{ at: 5 }] }, `${WRONG_AT}a number (\`5\`)`],
    [{ events: [{}] }, `${WRONG_AT}nothing`],
    [
      { events: [{ at: "0s", arrives: "later" }] },
      "`arrives` of a test is a time such as `2026-01-01T12:00:00Z`, or an offset such as `90s` or `5m`; found text (`later`)",
    ],
    [
      { events: [{ at: "5m", arrives: "1m" }] },
      "`arrives` of a test is no earlier than `at`; found text (`1m`)",
    ],
    [
      { events: [{ at: "0s" }, { at: "2026-01-01T12:00:00Z" }] },
      "`at` of a test is of one form in a test: all times, or all offsets; found text (`2026-01-01T12:00:00Z`)",
    ],
    [{ events: [{ at: "0s", eventName: "X" }] }, "unknown key `eventName` of an event of `events`"],
    [{ events: [{ at: "0s", arrive: "1s" }] }, "unknown key `arrive` of an event of `events`"],
    [{ events: ["0s"] }, "an event of `events` is `{at, …}`; found text (`0s`)"],
    [{ events: [] }, "`events` of a test is a list of `{at, …}`, one for each event; found a list"],
    [
      { alert: true },
      "`events` of a test is a list of `{at, …}`, one for each event; found nothing",
    ],
    [
      { alert: "yes" },
      "`alert` of a test is `true`, `false` or how many alerts; found text (`yes`)",
    ],
    [
      { alert: -1 },
      "`alert` of a test is `true`, `false` or how many alerts; found a number (`-1`)",
    ],
    [
      { match: true },
      "`match` is of a test with one event; this one has several, with their times",
    ],
    [
      { set: { a: 1 } },
      "`set` is of a test with one event; this one has several, with their times",
    ],
  ])("%j is told", (keys, message) => {
    const isWithout = "alert" in keys && !("events" in keys) && keys.alert === true;
    const whole = isWithout ? {} : { events: [{ at: "0s" }], alert: true };
    const { parsed, messages } = parse([{ name: "x", ...whole, ...keys }]);
    expect(messages).toContain(message);
    expect(parsed).toBeUndefined();
  });

  test("a key that nearly is another, and one of the event itself, are told the way", () => {
    const fixes = (event: object) =>
      parse([{ name: "x", alert: true, events: [event] }]).said.map(({ fix }) => fix);
    expect(fixes({ att: "0s" })).toEqual(["write `at`"]);
    expect(fixes({ at: "0s", eventName: "X" })).toEqual([
      "write `set: {eventName: …}`, or the whole event behind `event`",
    ]);
  });
});

/** Three stops within ten minutes by one user, which two rules behind it match. */
function manyStops(keys: object = {}): ResolvedRule {
  const correlation = {
    title: "Many stops",
    id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
    level: "high",
    correlation: {
      type: "event_count",
      rules: ["stopped"],
      "group-by": ["userIdentity.userName"],
      timespan: "10m",
      condition: { gte: 3 },
      ...keys,
    },
  };
  const diagnostics = new Diagnostics();
  const [loaded] = loadRules(
    [JSON.stringify(correlation), ruleText({ name: "stopped" })],
    diagnostics,
  );
  if (loaded === undefined) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  return loaded.detection;
}

const at = (...times: readonly string[]) =>
  times.map((each) => ({ at: each, set: { "userIdentity.userName": "bob" } }));

function ran(detection: ResolvedRule, ...tests: readonly object[]) {
  const { parsed, said } = parse(tests.map((each, nth) => ({ name: `test ${nth}`, ...each })));
  if (parsed === undefined) throw new Error(JSON.stringify(said));
  const result = runTests(compiledRule(detection), parsed);
  const diagnostics = new Diagnostics();
  reportTests(result, parsed, diagnostics);
  return {
    result,
    tests: parsed,
    outcomes: result.results.map(({ outcomes }) =>
      outcomes.map(({ engine, kind }) => `${engine} ${kind}`),
    ),
    told: diagnostics.all.map(({ code, message }) => `${code} ${message}`),
  };
}

describe("a test of time", () => {
  const PASSED = ["reference passed", "cloudwatch passed", "sentinel passed"];

  test("asks whether a rule alerts, wherever its events lie to its runs", () => {
    const { outcomes, told } = ran(
      manyStops(),
      { events: at("8m", "9m", "12m"), alert: true },
      { events: at("8m", "9m"), alert: false },
      { events: at("12m", "8m", "9m"), alert: 1 },
      { events: at("0s", "1m", "2m", "12m", "13m", "14m"), alert: 2 },
    );
    expect(told).toEqual([]);
    expect(outcomes).toEqual([PASSED, PASSED, PASSED, PASSED]);
  });

  test("is held to what the verdict promises: an alarm of a total may ring for more", () => {
    const others = ["bob", "alice", "carol"].map((name, minute) => ({
      at: `${minute}m`,
      set: { "userIdentity.userName": name },
    }));
    const { outcomes, told } = ran(manyStops(), { events: others, alert: false });
    expect(outcomes).toEqual([["reference passed", "cloudwatch promised", "sentinel passed"]]);
    expect(told).toEqual([]);
  });

  test("is held on Sentinel to what would alert without what is left out, to the number", () => {
    // Sentinel cannot ask all fields for a word.
    const detection = { s: STOP, k: ["scanner"], condition: "s and k" };
    const rule = detectionOf({ detection, triggerThreshold: 1, accept: "wider" });
    const agent = (each: string, userAgent: string) => ({ at: each, set: { userAgent } });
    const { result } = ran(
      rule,
      { events: [agent("1m", "scanner"), agent("2m", "scanner")], alert: 1 },
      { events: [agent("1m", "x"), agent("2m", "scanner")], alert: false },
    );
    const sentinel = result.results.map(({ outcomes }) => outcomes[2]);
    expect(sentinel).toMatchObject([
      { verdict: "wider", kind: "passed", alerts: 1, promised: 1 },
      { verdict: "wider", kind: "promised", alerts: 1, promised: 1 },
    ]);
  });

  test("fails with what was expected and got, as counted", () => {
    const { outcomes, told } = ran(
      manyStops(),
      { events: at("0s", "1m", "11m"), alert: true },
      { events: at("0s", "1m", "2m"), alert: 2 },
      { events: at("0s", "1m", "2m"), alert: false },
    );
    expect(outcomes[1]).toEqual(["reference failed", "cloudwatch passed", "sentinel promised"]);
    expect(told.filter((each) => each.includes("reference"))).toEqual([
      "DET907 reference: `test 0`: expected an alert, got none",
      "DET907 reference: `test 1`: expected 2 alerts, got 1",
      "DET907 reference: `test 2`: expected no alert, got 1",
    ]);
  });

  test("has events that come late: a run sees what has arrived, and looks back so far", () => {
    const late = (arrives: string) => [
      ...at("1m", "2m"),
      { at: "3m", arrives, set: { "userIdentity.userName": "bob" } },
    ];
    const { result, told } = ran(
      manyStops(),
      { events: late("16m"), alert: 1 },
      { events: late("5h"), alert: true },
    );
    const times = result.results.map(({ outcomes }) =>
      outcomes.map((outcome) => ("alertTimes" in outcome ? outcome.alertTimes : [])),
    );
    expect(times[0]?.[0]).toEqual(["2026-01-01T00:20:00Z"]);
    expect(times[0]?.[2]).toEqual(["2026-01-01T00:20:00Z"]);
    expect(told).toEqual([
      "DET907 sentinel: `test 1`: its verdict promises 1 alert, got none: an event arrives later than the rule's `ingestionDelay` allows",
    ]);
  });

  test("asks any rule: one that every match alerts, and one that misses a late one", () => {
    const { outcomes } = ran(
      detectionOf(),
      { events: [{ at: "1m" }], alert: 1 },
      { events: [{ at: "1m", set: { eventName: "StartLogging" } }], alert: false },
    );
    expect(outcomes).toEqual([PASSED, PASSED]);
    const late = { events: [{ at: "1m", arrives: "40m" }], alert: true };
    expect(ran(detectionOf(), late).outcomes[0]?.[2]).toBe("sentinel failed");
    expect(ran(detectionOf({ ingestionDelay: "1h" }), late).outcomes[0]?.[2]).toBe(
      "sentinel passed",
    );
  });

  test("is a match, or a near miss, to the gate", () => {
    const gate = (alerts: readonly (boolean | number)[]) => {
      const { tests } = ran(
        manyStops(),
        ...alerts.map((alert) => ({ events: at("0s", "1m", "2m"), alert })),
      );
      const diagnostics = new Diagnostics();
      reportGate(manyStops(), tests, "a.tests.yml", diagnostics);
      return diagnostics.all.map(({ code }) => code);
    };
    expect(gate([true, false])).toEqual([]);
    expect(gate([2, 0])).toEqual([]);
    expect(gate([1])).toEqual(["DET906"]);
    expect(gate([false])).toEqual(["DET905"]);
  });

  test("is what the gate asks for, at the rule's own document", () => {
    const before = "title: Before\nlevel: low\n";
    const root = {
      ...manyStops().root,
      span: { start: before.length + 4, end: before.length + 4 },
    };
    const diagnostics = new Diagnostics();
    const { tests } = ran(manyStops(), { events: at("0s", "1m", "2m"), alert: true });
    const source = { path: "a.yml", text: `${before}---\ntitle: Many\n` };
    reportGate({ ...manyStops(), root, source }, tests, "a.tests.yml", diagnostics);
    expect(diagnostics.all).toEqual([
      expect.objectContaining({
        code: "DET906",
        line: 4,
        fix: "add a test with `alert: false` whose events nearly alert",
      }),
    ]);
  });
});

describe("a query that somebody wrote", () => {
  const MANY = `AWSCloudTrail
    | where EventName == "StopLogging"
    | summarize count() by UserIdentityUserName
    | where count_ > 2`;
  const written = (query: string, keys: object = {}): ResolvedRule => {
    const diagnostics = new Diagnostics();
    const schedule = { queryFrequency: "10m", queryPeriod: "10m", ...keys };
    const text = JSON.stringify({ name: "By hand", severity: "Low", ...schedule, query });
    const [loaded] = loadRules([text], diagnostics);
    if (loaded === undefined) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
    return loaded.detection;
  };
  const onSentinel = (detection: ResolvedRule, ...tests: readonly object[]) =>
    ran(detection, ...tests).outcomes.map(([, , sentinel]) => sentinel);

  test("is run whole over what each run sees, so that a border of runs is what it is", () => {
    expect(
      onSentinel(
        written(MANY),
        { events: at("1m", "2m", "3m"), alert: 1 },
        { events: at("1m", "2m"), alert: false },
        { events: at("8m", "9m", "12m"), alert: false },
      ),
    ).toEqual(["sentinel passed", "sentinel passed", "sentinel passed"]);
    const wide = { queryFrequency: "10m", queryPeriod: "20m" };
    expect(onSentinel(written(MANY, wide), { events: at("8m", "9m", "12m"), alert: 1 })).toEqual([
      "sentinel passed",
    ]);
  });

  test("has its rows counted by the trigger, and sees what is new by the time of arrival", () => {
    const rows = 'AWSCloudTrail | where EventName == "StopLogging"';
    const three = { events: at("1m", "2m", "3m"), alert: 1 };
    expect(
      onSentinel(written(rows, { triggerOperator: "gt", triggerThreshold: 2 }), three),
    ).toEqual(["sentinel passed"]);
    const fresh = written(`${rows} | where ingestion_time() > ago(10m)`, { queryPeriod: "1h" });
    const late = { at: "1m", arrives: "25m" };
    expect(onSentinel(fresh, { events: [late], alert: 1 })).toEqual(["sentinel passed"]);
    const unguarded = written(rows, { queryPeriod: "1h" });
    expect(onSentinel(unguarded, { events: [late], alert: 4 })).toEqual(["sentinel passed"]);
  });
});

test("an event by itself counts in a rule that counts, and does not match", () => {
  const start = { ...STOP, eventName: "StartLogging" };
  const { told } = ran(
    manyStops(),
    { set: { eventName: "StartLogging" }, match: true },
    { event: STOP, match: false },
    { event: start, match: false },
  );
  expect(told.filter((each) => each.includes("reference"))).toEqual([
    expect.stringContaining(
      "DET907 reference: `test 0`: expected an event that counts, got one that does not",
    ),
    expect.stringContaining(
      "DET907 reference: `test 1`: expected an event that does not count, got one that does",
    ),
  ]);
});
