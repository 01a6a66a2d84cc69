import type { JsonObject } from "../../compiler/core/json";
import { Detection, type DetectionProps, type DetectionSettings } from "../../constructs";
import { topicNamed, WORKSPACE } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { ALARM, FILTER, QUERY, refusalOf, SCHEDULED } from "./packs";

function deployed(props: Partial<DetectionProps> = {}): JsonObject {
  return synthesise((stack) => {
    new Detection(stack, "Rule", {
      rule: ruleText(),
      logGroupName: "trail",
      workspaceId: WORKSPACE,
      ...props,
    });
  });
}

const alarmOf = (stack: JsonObject) => resources(stack, ALARM)[0];
const sentinelOf = (stack: JsonObject) => resources(stack, SCHEDULED)[0];

/** Settings as a caller writes them whom no types hold. */
function untyped(json: string): DetectionSettings {
  return JSON.parse(json);
}

describe("a setting of a detection", () => {
  test.each<[DetectionSettings, object, object]>([
    [
      { level: "low" },
      { tags: expect.objectContaining({ "detection:level": "low" }) },
      { severity: "Low" },
    ],
    [{ queryFrequency: "5m" }, { period: 900 }, { query_frequency: "PT5M", query_period: "PT15M" }],
    [{ queryPeriod: "PT1H" }, { period: 3600 }, { query_frequency: "PT15M", query_period: "PT1H" }],
    [
      { ingestionDelay: "30m" },
      { period: 900 },
      { query_period: "PT45M", query: expect.stringContaining("ingestion_time() > ago(15m)") },
    ],
    [
      { triggerThreshold: 4, accept: "wider" },
      { period: 960, threshold: 4 },
      // The query itself counts, over every window.
      { trigger_threshold: 0, query: expect.stringContaining("EventCount > 4") },
    ],
    [
      { runbook: "https://example.com/runbook" },
      { alarm_description: expect.stringMatching(/ Runbook: https:\/\/example\.com\/runbook$/) },
      { description: expect.stringContaining(" Runbook: https://example.com/runbook") },
    ],
    [
      { shadow: true },
      { actions_enabled: false },
      { enabled: true, incident: { create_incident_enabled: false, grouping: { enabled: false } } },
    ],
    [
      { alarmActions: [topicNamed("a"), topicNamed("b")] },
      { alarm_actions: [topicNamed("a"), topicNamed("b")] },
      {},
    ],
    [{ okActions: [topicNamed("ok")] }, { ok_actions: [topicNamed("ok")] }, {}],
    [{ enabled: false }, {}, { enabled: false }],
    [
      { createIncidents: false },
      {},
      { incident: { create_incident_enabled: false, grouping: { enabled: false } } },
    ],
  ])("has its effect on each cloud: %j", (setting, onAlarm, onSentinel) => {
    const stack = deployed(setting);
    expect(alarmOf(stack)).toMatchObject(onAlarm);
    expect(sentinelOf(stack)).toMatchObject(onSentinel);
  });

  test.each<[DetectionSettings, object]>([
    [{ incidentGrouping: "AnyAlert" }, { entity_matching_method: "AnyAlert" }],
    [{ incidentLookback: "12h" }, { lookback_duration: "PT12H" }],
    [{ reopenClosedIncidents: true }, { reopen_closed_incidents: true }],
  ])("groups alerts into incidents: %j", (setting, grouping) => {
    expect(sentinelOf(deployed(setting))).toMatchObject({
      incident: {
        create_incident_enabled: true,
        grouping: {
          enabled: true,
          entity_matching_method: "AllEntities",
          lookback_duration: "PT5H",
          reopen_closed_incidents: false,
          ...grouping,
        },
      },
    });
  });

  test("says nothing of what it does not name: a rule's other words about incidents stay", () => {
    const incidentConfiguration = {
      createIncident: false,
      groupingConfiguration: { lookbackDuration: "3h", groupByAlertDetails: ["Severity"] },
    };
    const stack = deployed({
      rule: ruleText({ incidentConfiguration }),
      incidentGrouping: "AnyAlert",
    });
    expect(sentinelOf(stack)).toMatchObject({
      incident: {
        create_incident_enabled: false,
        grouping: {
          entity_matching_method: "AnyAlert",
          lookback_duration: "PT3H",
          by_alert_details: ["Severity"],
        },
      },
    });
  });

  test("of how late events come leaves a query as it is that somebody wrote", () => {
    const rule = ruleText({ query: 'AWSCloudTrail | where EventName == "StopLogging"' });
    expect(sentinelOf(deployed({ rule, ingestionDelay: "1h" }))).toEqual(
      sentinelOf(deployed({ rule })),
    );
  });

  test("wins over what the rule's file says", () => {
    const said = {
      level: "high",
      severity: "High",
      queryPeriod: "30m",
      triggerThreshold: 7,
      runbook: "https://example.com/old",
      enabled: false,
    };
    const stack = deployed({
      rule: ruleText(said),
      level: "low",
      queryPeriod: "1h",
      triggerThreshold: 0,
      runbook: "https://example.com/new",
      enabled: true,
    });
    expect(sentinelOf(stack)).toMatchObject({
      severity: "Low",
      query_period: "PT1H",
      trigger_threshold: 0,
      enabled: true,
    });
    expect(JSON.stringify(stack)).toContain("https://example.com/new");
    expect(JSON.stringify(stack)).not.toContain("https://example.com/old");
  });

  test("saves no query where it is told so", () => {
    expect(resources(deployed(), QUERY)).toHaveLength(1);
    const without = deployed({ savedQuery: false });
    expect(resources(without, QUERY)).toEqual([]);
    expect(JSON.stringify(alarmOf(without))).not.toContain("Insights");
  });

  test("accepts a wider version for one cloud, and changes nothing where the other's is exact", () => {
    const rule = ruleText({ detection: WIDER_DETECTION });
    const refusal = refusalOf(() => deployed({ rule }));
    expect(refusal).toMatch(
      /Rule\/CloudWatch: <text>:1:\d+ DET501 CloudWatch: wider, and not accepted/,
    );
    expect(refusal).not.toContain("Sentinel");
    const stack = deployed({ rule, accept: "wider" });
    expect(alarmOf(stack)).toMatchObject({
      alarm_description: expect.stringContaining("Verdict: wider"),
    });
    expect(sentinelOf(stack)).toMatchObject({
      description: expect.stringContaining("Verdict: exact"),
    });
  });

  test("does without regexes where it is told so", () => {
    const detection = {
      selection: { eventName: "StopLogging", "userAgent|contains": "scanner" },
      condition: "selection",
    };
    const stack = deployed({ rule: ruleText({ detection }), regex: false, accept: "wider" });
    expect(resources(stack, FILTER)).toMatchObject([
      { pattern: '{ $.eventName = "StopLogging" }' },
    ]);
    expect(sentinelOf(stack)).toMatchObject({ query: expect.stringContaining("scanner") });
  });

  test("says nothing where it is undefined", () => {
    const names = [
      ...["accept", "shadow", "level", "queryFrequency", "queryPeriod", "triggerThreshold"],
      "ingestionDelay",
      ...["runbook", "regex", "alarmActions", "okActions", "savedQuery", "enabled"],
      ...["createIncidents", "incidentGrouping", "incidentLookback", "reopenClosedIncidents"],
      ...["namePrefix", "metricNamespace", "tags", "furtherLogGroups", "furtherWorkspaces"],
      ...["awsProvider", "azurermProvider", "placeholders"],
    ];
    const silent = Object.fromEntries(names.map((name) => [name, undefined]));
    const rule = ruleText({
      level: "high",
      enabled: false,
      incidentConfiguration: { createIncident: true },
    });
    expect(deployed({ ...silent, rule })).toEqual(deployed({ rule }));
  });

  test("is said of what alerts: of the correlation, not of the rules that it counts, nor of filters", () => {
    const counted = ruleText({ id: "0000000a-0000-4000-8000-000000000001" });
    const correlation = ruleText({
      logsource: undefined,
      detection: undefined,
      correlation: {
        type: "event_count",
        rules: ["0000000a-0000-4000-8000-000000000001"],
        timespan: "2h",
        condition: { gte: 10 },
      },
    });
    const filter = ruleText({
      id: "0000000a-0000-4000-8000-000000000002",
      ...{ status: undefined, level: undefined, tags: undefined, detection: undefined },
      filter: {
        rules: ["0000000a-0000-4000-8000-000000000001"],
        selection: { awsRegion: "us-east-2" },
        condition: "not selection",
      },
    });
    const rule = [counted, correlation, filter].join("---\n");
    // An hour is more than the 15 minutes of the rule that is counted, which do not matter.
    const stack = deployed({ rule, queryFrequency: "1h", level: "critical", accept: "wider" });
    expect(sentinelOf(stack)).toMatchObject({ query_frequency: "PT1H", query_period: "PT3H15M" });
    expect(alarmOf(stack)).toMatchObject({
      tags: expect.objectContaining({ "detection:level": "critical" }),
    });
  });
});

describe("a setting that is wrong", () => {
  test.each([
    [
      '{"level": "hihg"}',
      /DET304 found `hihg`; allowed: `informational`.*\n.*"hihg".*\n\s+\^\n\s+fix: write `high`/,
    ],
    ['{"queryFrequency": "1 hour"}', /DET306 found `1 hour`; allowed: /],
    ['{"queryPeriod": 5}', /DET303 found a number \(`5`\); allowed: a duration such as `15m`/],
    ['{"ingestionDelay": "late"}', /DET306 found `late`; allowed: a duration such as `15m`/],
    ['{"triggerThreshold": -1}', /DET305 found `-1`; allowed: at least 0/],
    ['{"triggerThreshold": 10001}', /DET305 found `10001`; allowed: at most 10000/],
    ['{"triggerThreshold": 1.5}', /DET303 found a number \(`1\.5`\); allowed: a whole number/],
    ['{"triggerThreshold": "5"}', /DET303 found text \(`5`\); allowed: a number/],
    ['{"runbook": ""}', /DET305 found 0 characters; allowed: at least 1 character/],
    ['{"enabled": "no"}', /DET303 found text \(`no`\); allowed: `true` or `false`/],
    ['{"createIncidents": "no"}', /DET303 found text \(`no`\); allowed: `true` or `false`/],
    ['{"incidentGrouping": "AnyAlerts"}', /DET304 found `AnyAlerts`; .*[^]*fix: write `AnyAlert`/],
    ['{"incidentLookback": "soon"}', /DET306 found `soon`; allowed: /],
    ['{"reopenClosedIncidents": 1}', /DET303 found a number \(`1`\); allowed: `true` or `false`/],
  ])("is refused at the construct, and says what is allowed: %s", (settings, message) => {
    const refusal = refusalOf(() => deployed(untyped(settings)));
    expect(refusal).toMatch(message);
    expect(refusal).toMatch(/ detections\/Rule: <detections\/Rule>:1:\d+ DET3/);
    expect(refusal.match(/DET\d/g)).toHaveLength(1);
  });

  test("with the rest of the rule is refused at the rule", () => {
    const folder = ruleFolder({ "rule.yml": ruleText() });
    const rule = `${folder}/rule.yml`;
    expect(refusalOf(() => deployed({ rule, queryFrequency: "2h" }))).toMatch(
      /rule\.yml:1:\d+ DET307 queryFrequency PT2H is longer than queryPeriod PT15M/,
    );
    expect(refusalOf(() => deployed({ rule, incidentLookback: "1m" }))).toMatch(
      /Rule\/Sentinel: .*rule\.yml:1:\d+ DET810 Sentinel: unsupported: .*lookback/,
    );
  });

  test.each(["alarmActions", "okActions"] as const)("because there are too many: %s", (prop) => {
    const arns = ["1", "2", "3", "4", "5", "6"].map((each) => topicNamed(each));
    expect(resources(deployed({ [prop]: arns.slice(1) }), ALARM)).toHaveLength(1);
    expect(refusalOf(() => deployed({ [prop]: arns }))).toMatch(
      new RegExp(`Rule/CloudWatch: DET921 \`${prop}\` has 6 actions; at most 5 a state`),
    );
  });
});
