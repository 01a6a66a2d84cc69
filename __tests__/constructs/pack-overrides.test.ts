import type { JsonObject } from "../../compiler/core/json";
import type { DetectionOverrides, DetectionPackProps } from "../../constructs";
import { topicNamed, WORKSPACE } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { resources } from "../support/synth";
import {
  ALARM,
  deployPack,
  FILTER,
  idOf,
  idsOnAws,
  idsOnAzure,
  QUERY,
  refusalOf,
  SCHEDULED,
} from "./packs";

const ONE = idOf(1);
const TWO = idOf(2);

const FILES = {
  "one.yml": ruleText({ id: ONE, level: "high" }),
  "two.yml": ruleText({ id: TWO, level: "low" }),
};

function deployed(
  props: Partial<DetectionPackProps> = {},
  files: Readonly<Record<string, string>> = FILES,
) {
  const rules = [ruleFolder(files)];
  return deployPack({ rules, logGroupName: "trail", workspaceId: WORKSPACE, ...props }).json;
}

function alarmOf(stack: JsonObject, id: string) {
  return resources(stack, ALARM).find((alarm) =>
    String(alarm["alarm_name"]).endsWith(id.slice(0, 8)),
  );
}

function sentinelOf(stack: JsonObject, id: string) {
  return resources(stack, SCHEDULED).find(({ name }) => name === id);
}

/** Overrides as a caller writes them whom no types hold. */
function untyped(json: string): DetectionOverrides {
  return JSON.parse(json);
}

describe("what a pack says of all its rules", () => {
  test("wins over their files", () => {
    const stack = deployed({ queryPeriod: "1h", level: "critical", enabled: false });
    for (const id of [ONE, TWO]) {
      expect(alarmOf(stack, id)).toMatchObject({ period: 3600 });
      expect(sentinelOf(stack, id)).toMatchObject({ severity: "High", enabled: false });
    }
  });
});

describe("what a pack says of one rule", () => {
  test.each<[DetectionOverrides, object, object]>([
    [{ level: "medium" }, { tags: { "detection:level": "medium" } }, { severity: "Medium" }],
    [{ queryFrequency: "10m" }, {}, { query_frequency: "PT10M" }],
    [{ queryPeriod: "2h" }, { period: 7200 }, { query_period: "PT2H" }],
    [{ ingestionDelay: "30m" }, {}, { query_period: "PT45M" }],
    [
      { triggerThreshold: 3, accept: "wider" },
      { period: 960, threshold: 3 },
      // The query itself counts, over every window.
      { trigger_threshold: 0, query: expect.stringContaining("EventCount > 3") },
    ],
    [
      { runbook: "https://example.com/one" },
      { alarm_description: expect.stringMatching(/one$/) },
      { description: expect.stringContaining("https://example.com/one") },
    ],
    [
      { shadow: true },
      { actions_enabled: false },
      { incident: { create_incident_enabled: false } },
    ],
    [{ alarmActions: [topicNamed("one")] }, { alarm_actions: [topicNamed("one")] }, {}],
    [{ okActions: [topicNamed("one")] }, { ok_actions: [topicNamed("one")] }, {}],
    [{ enabled: false }, {}, { enabled: false }],
    [{ createIncidents: false }, {}, { incident: { create_incident_enabled: false } }],
    [
      { incidentGrouping: "AnyAlert" },
      {},
      { incident: { grouping: { entity_matching_method: "AnyAlert" } } },
    ],
    [{ incidentLookback: "1h" }, {}, { incident: { grouping: { lookback_duration: "PT1H" } } }],
    [
      { reopenClosedIncidents: true },
      {},
      { incident: { grouping: { reopen_closed_incidents: true } } },
    ],
  ])("changes that rule and no other: %j", (setting, onAlarm, onSentinel) => {
    const before = deployed();
    const after = deployed({ overrides: { [ONE.toUpperCase()]: setting } });
    expect(alarmOf(after, ONE)).toMatchObject(onAlarm);
    expect(sentinelOf(after, ONE)).toMatchObject(onSentinel);
    expect(alarmOf(after, TWO)).toEqual(alarmOf(before, TWO));
    expect(sentinelOf(after, TWO)).toEqual(sentinelOf(before, TWO));
  });

  test("wins over what it says of all, which wins where nothing is said of the one", () => {
    const stack = deployed({
      ...{
        queryPeriod: "1h",
        triggerThreshold: 5,
        accept: "wider" as const,
        shadow: true,
        alarmActions: [topicNamed("all")],
      },
      overrides: { [ONE]: { queryPeriod: "2h", shadow: false, alarmActions: [] } },
    });
    expect(alarmOf(stack, ONE)).toMatchObject({ period: 7260, threshold: 5, alarm_actions: [] });
    expect(alarmOf(stack, ONE)).not.toHaveProperty("actions_enabled");
    expect(alarmOf(stack, TWO)).toMatchObject({
      ...{ period: 3660, threshold: 5, alarm_actions: [topicNamed("all")], actions_enabled: false },
    });
  });

  test("adds to what it says of all about incidents", () => {
    const stack = deployed({
      ...{ createIncidents: false, incidentLookback: "1h" },
      overrides: { [ONE]: { createIncidents: true, incidentGrouping: "AnyAlert" } },
    });
    expect(sentinelOf(stack, ONE)).toMatchObject({
      incident: {
        create_incident_enabled: true,
        grouping: { entity_matching_method: "AnyAlert", lookback_duration: "PT1H" },
      },
    });
  });

  test("is nothing where it is undefined", () => {
    const all = { queryPeriod: "1h", shadow: true, alarmActions: [topicNamed("all")] };
    const names = ["queryPeriod", "shadow", "alarmActions", "accept", "regex", "targets", "level"];
    const silent = Object.fromEntries(names.map((name) => [name, undefined]));
    const stack = deployed({ ...all, overrides: { [ONE]: silent } });
    expect(stack).toEqual(deployed(all));
  });

  test("sends it to the clouds it names, and takes nothing there of what another needs", () => {
    const furtherLogGroups = { b: "trail-b" };
    const stack = deployed({ furtherLogGroups, overrides: { [ONE]: { targets: ["sentinel"] } } });
    expect(new Set(idsOnAws(stack))).toEqual(new Set([TWO]));
    expect(idsOnAzure(stack)).toEqual([ONE, TWO]);
    const other = deployed({ overrides: { [ONE]: { targets: ["cloudwatch"] } } });
    expect(idsOnAws(other)).toEqual([ONE, TWO]);
    expect(idsOnAzure(other)).toEqual([TWO]);
  });

  test("accepts its wider version, leaves out its regexes, saves it no query", () => {
    const detection = {
      selection: { eventName: "StopLogging", "userAgent|contains": "scanner" },
      condition: "selection",
    };
    const files = {
      "one.yml": ruleText({ id: ONE, detection: WIDER_DETECTION }),
      "two.yml": ruleText({ id: TWO, detection }),
    };
    const stack = deployed(
      {
        overrides: {
          [ONE]: { accept: "wider", savedQuery: false },
          [TWO]: { accept: "wider", regex: false },
        },
      },
      files,
    );
    expect(resources(stack, FILTER).map(({ pattern }) => pattern)).toEqual([
      '{ $.eventSource = "iam.amazonaws.com" && $.eventName = "CreateAccessKey" }',
      '{ $.eventName = "StopLogging" }',
    ]);
    expect(resources(stack, QUERY).map(({ name }) => name)).toEqual([`detections/${TWO}`]);
    expect(refusalOf(() => deployed({ overrides: { [ONE]: { regex: false } } }, files))).toMatch(
      /one\.yml:\d+:\d+ DET501 CloudWatch: wider, and not accepted/,
    );
  });

  test("mends what was wrong in the rule's file", () => {
    const files = { ...FILES, "one.yml": ruleText({ id: ONE, level: "hgih" }) };
    expect(refusalOf(() => deployed({}, files))).toMatch(/one\.yml:\d+:\d+ DET304 /);
    const stack = deployed({ overrides: { [ONE]: { level: "high" } } }, files);
    expect(alarmOf(stack, ONE)).toMatchObject({ tags: { "detection:level": "high" } });
  });
});

describe("alarms by level", () => {
  const routes = {
    alarmActions: [topicNamed("all")],
    okActions: [topicNamed("ok")],
    alarmActionsByLevel: { critical: [topicNamed("pager")], low: [] },
    okActionsByLevel: { critical: [topicNamed("calm")] },
  };

  test("tell those whom the level has, else all", () => {
    const stack = deployed(routes);
    expect(alarmOf(stack, ONE)).toMatchObject({
      alarm_actions: [topicNamed("all")],
      ok_actions: [topicNamed("ok")],
    });
    expect(alarmOf(stack, TWO)).toMatchObject({
      alarm_actions: [],
      ok_actions: [topicNamed("ok")],
    });
  });

  test("go by the level that the pack gives, to one rule or to all", () => {
    const paged = { alarm_actions: [topicNamed("pager")], ok_actions: [topicNamed("calm")] };
    const one = deployed({ ...routes, overrides: { [TWO]: { level: "critical" } } });
    expect(alarmOf(one, TWO)).toMatchObject(paged);
    const all = deployed({ ...routes, level: "critical" });
    for (const id of [ONE, TWO]) expect(alarmOf(all, id)).toMatchObject(paged);
  });

  test("tell those whom the rule itself has, before its level", () => {
    const overrides = {
      [TWO]: { alarmActions: [topicNamed("two")], okActions: [topicNamed("two-ok")] },
    };
    expect(alarmOf(deployed({ ...routes, overrides }), TWO)).toMatchObject({
      ...{ alarm_actions: [topicNamed("two")], ok_actions: [topicNamed("two-ok")] },
    });
  });

  test("are refused for a level that there is not, with the nearest", () => {
    const props = { alarmActionsByLevel: { hgih: [] }, okActionsByLevel: { High: [] } };
    expect(refusalOf(() => deployed(props))).toMatch(
      /pack: DET925 `alarmActionsByLevel`: found `hgih`;.*\n\s+fix: write `high`[^]*DET925 `okActionsByLevel`: found `High`/,
    );
  });

  test("are refused where there are more than an alarm has room for, once, with the rules", () => {
    const many = ["1", "2", "3", "4", "5", "6"].map((each) => topicNamed(each));
    const refusal = refusalOf(() => deployed({ alarmActions: many }));
    expect(refusal).toMatch(
      new RegExp(`pack/${ONE}/CloudWatch, .*pack/${TWO}/CloudWatch: DET921 \`alarmActions\` has 6`),
    );
    expect(refusal.match(/DET921/g)).toHaveLength(1);
  });
});

describe("overrides that are wrong", () => {
  test("name no rule of the pack: no other rule's id is suggested, however near", () => {
    const near = `${ONE.slice(0, -1)}6`;
    expect(refusalOf(() => deployed({ overrides: { [near]: { level: "low" } } }))).toMatch(
      new RegExp(
        `pack: DET924 \`overrides\`: the pack has no rule .* \`${near}\`\\n\\s+fix: copy the id`,
      ),
    );
  });

  test("name a cloud that there is not, or one that the pack does not go to", () => {
    expect(refusalOf(() => deployed({ overrides: { [ONE]: { targets: ["aws"] } } }))).toMatch(
      /pack: DET925 `targets`: found `aws`; allowed: `cloudwatch`, `sentinel`/,
    );
    const build = () =>
      deployPack({
        rules: [ruleText()],
        logGroupName: "trail",
        overrides: { [IN_TEXT]: { targets: ["sentinel"] } },
      });
    expect(refusalOf(build)).toMatch(
      /DET920 neither `logGroupName` nor `workspaceId` is given\n\s+fix: .*`targets` of one rule/,
    );
  });

  test("have values that no rule may have, and say so where they stand", () => {
    const overrides = { [ONE]: untyped('{"level": "hihg"}'), [TWO]: untyped('{"runbook": 5}') };
    const refusal = refusalOf(() => deployed({ overrides }));
    expect(refusal).toMatch(
      new RegExp(`pack: <detections/pack overrides ${ONE}>:1:\\d+ DET304 found \`hihg\``),
    );
    expect(refusal).toMatch(new RegExp(`<detections/pack overrides ${TWO}>:1:\\d+ DET303 `));
  });

  test("are not blamed for what the pack says of all", () => {
    const overrides = { [ONE]: { shadow: true }, [TWO]: { shadow: true } };
    const refusal = refusalOf(() => deployed({ ...untyped('{"level": "hihg"}'), overrides }));
    expect(refusal).toMatch(/pack: <detections\/pack>:1:\d+ DET304 found `hihg`/);
    expect(refusal.match(/DET\d+/g)).toEqual(["DET304"]);
  });

  test("are of a rule that alerts through a correlation alone", () => {
    const correlation = ruleText({
      id: TWO,
      logsource: undefined,
      detection: undefined,
      accept: "wider",
      correlation: { type: "event_count", rules: [ONE], timespan: "10m", condition: { gte: 3 } },
    });
    const files = { ...FILES, "two.yml": correlation };
    expect(idsOnAws(deployed({}, files))).toEqual([TWO]);
    expect(refusalOf(() => deployed({ overrides: { [ONE]: { shadow: true } } }, files))).toMatch(
      /pack: DET933 `overrides`: `A trail was stopped` does not alert by itself: a correlation counts it/,
    );
  });
});

test("a level given to one of Sentinel's own rules is its severity there, and routes its alarm", () => {
  const query = `name: Query\nid: ${ONE}\nseverity: Low\nkind: Scheduled
query: |\n  AWSCloudTrail\n  | where EventName == "StopLogging"\n`;
  const stack = deployed(
    {
      overrides: { [ONE]: { level: "critical" } },
      alarmActionsByLevel: { critical: [topicNamed("pager")] },
    },
    { "query.yml": query },
  );
  expect(sentinelOf(stack, ONE)).toMatchObject({ severity: "High" });
  expect(alarmOf(stack, ONE)).toMatchObject({
    alarm_actions: [topicNamed("pager")],
    tags: { "detection:level": "critical" },
  });
});

const IN_TEXT = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
