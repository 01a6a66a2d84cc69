import { compiledRule } from "../../../../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../../../../compiler/core/diagnostic";
import { countingOf, type ResolvedRule } from "../../../../compiler/ir/rule";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { historiesOf } from "../../../../compiler/run/example/histories";
import { printTests } from "../../../../compiler/run/example/print";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import { reportGate, reportTests, runTests } from "../../../../compiler/run/rule-tests/run-tests";
import { ruleText } from "../../../support/rules";
import { detectionOf } from "../../detections";

function leaf(name: string, eventName: string | readonly string[]): string {
  const detection = {
    s: { eventSource: "cloudtrail.amazonaws.com", eventName },
    condition: "s",
  };
  return ruleText({ name, id: undefined, detection });
}

function load(keys: object, ...inner: readonly object[]): ResolvedRule {
  const documents = [keys, ...inner].map((correlation, nth) =>
    JSON.stringify({ title: `Many ${nth}`, name: `outer${nth}`, level: "high", correlation }),
  );
  const leaves = [
    leaf("stop", "StopLogging"),
    leaf("delete", "DeleteTrail"),
    leaf("any", ["StopLogging", "DeleteTrail", "UpdateTrail", "CreateTrail"]),
  ];
  const diagnostics = new Diagnostics();
  const [loaded] = loadRules([...documents, ...leaves], diagnostics);
  if (loaded === undefined) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  return loaded.detection;
}

/** The tests that are made of a rule; what is found wrong where they are printed, read and run. */
function made(detection: ResolvedRule) {
  const correlation = countingOf(detection);
  const { matches } = detection;
  if (correlation === undefined || matches.kind === "query") throw new Error("nothing is counted");
  const { examples, missing } = historiesOf(correlation, matches.logSource);
  const diagnostics = new Diagnostics();
  const source = { path: "a.tests.yml", text: printTests(examples) };
  const tests = parseTests(source, diagnostics, matches.logSource);
  if (tests !== undefined) {
    const result = runTests(compiledRule(detection), tests);
    reportTests(result, tests, diagnostics);
    reportGate(detection, tests, source.path, diagnostics);
  }
  return {
    alerts: examples.map(({ name, alert, events }) => [name, alert, events.length] as const),
    times: examples.map(({ events }) => events.map(({ at }) => at)),
    missing,
    found: diagnostics.all.map(formatDiagnostic),
  };
}

const BY = { "group-by": ["userIdentity.userName"] };

test.each([
  [
    "a count",
    { type: "event_count", rules: ["stop"], timespan: "10m", condition: { gte: 4 }, ...BY },
    4,
  ],
  [
    "a range",
    { type: "event_count", rules: ["stop"], timespan: "1h", condition: { gt: 2, lt: 9 } },
    3,
  ],
  [
    "values that are free",
    {
      type: "value_count",
      rules: ["stop"],
      timespan: "10m",
      condition: { field: "sourceIPAddress", gte: 3 },
      ...BY,
    },
    3,
  ],
  [
    "values that the rule names",
    {
      type: "value_count",
      rules: ["any"],
      timespan: "10m",
      condition: { field: "eventName", gt: 2 },
    },
    3,
  ],
  ["all of several", { type: "temporal", rules: ["stop", "delete"], timespan: "10m", ...BY }, 2],
  [
    "an order",
    { type: "temporal_ordered", rules: ["stop", "delete", "stop"], timespan: "5m", ...BY },
    3,
  ],
  [
    "a sum",
    {
      type: "value_sum",
      rules: ["stop"],
      timespan: "10m",
      condition: { field: "additionalEventData.bytesTransferredOut", gte: 1000 },
    },
    2,
  ],
  [
    "other names of one group",
    {
      type: "temporal",
      rules: ["stop", "delete"],
      timespan: "10m",
      "group-by": ["who"],
      aliases: { who: { stop: "userIdentity.userName", delete: "requestParameters.name" } },
    },
    2,
  ],
])("of %s, there is what alerts, what is one short, and what is spread", (_, keys, events) => {
  const { alerts, missing, found } = made(load(keys));
  expect(found).toEqual([]);
  expect(missing).toEqual([]);
  expect(alerts).toEqual([
    ["alerts", true, events],
    ["one event short", false, events - 1],
    ["spread wider than the timespan", false, events],
  ]);
});

test("of a chain, each inner correlation is met", () => {
  const many = {
    type: "event_count",
    rules: ["stop"],
    timespan: "5m",
    condition: { gte: 3 },
    ...BY,
  };
  const chain = { type: "temporal_ordered", rules: ["outer1", "delete"], timespan: "10m", ...BY };
  const { alerts, found } = made(load(chain, many));
  expect(found).toEqual([]);
  expect(alerts.map(([name, , events]) => [name, events])).toEqual([
    ["alerts", 4],
    ["one event short", 3],
    ["spread wider than the timespan", 4],
  ]);
});

test("of a trigger above 0, its period is what they are spread over", () => {
  const rule = detectionOf({ triggerThreshold: 2, queryPeriod: "10m", queryFrequency: "10m" });
  const { times, found } = made(rule);
  expect(found).toEqual([]);
  expect(times[0]).toEqual(["0s", "2m", "4m"]);
  expect(times[1]).toEqual(["0s", "2m"]);
});

test("what is true of one event cannot be spread, and is said not to be made", () => {
  const { alerts, missing } = made(
    load({ type: "event_count", rules: ["stop"], timespan: "10m", condition: { gte: 1 } }),
  );
  expect(alerts.map(([name]) => name)).toEqual(["alerts", "one event short"]);
  expect(missing).toEqual(["events that are spread too wide"]);
});
