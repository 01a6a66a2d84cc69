import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../../../compiler/core/json";
import { loadRule } from "../../../../../compiler/rule-set/load-rule";
import { reportRefusal } from "../../../../../compiler/targets/refusal";
import { rowMatcher } from "../../../../../compiler/targets/sentinel/evaluate/evaluate";
import { parseQuery } from "../../../../../compiler/targets/sentinel/parse";
import { cloudtrailRow } from "../../../../support/cloudtrail";
import { ruleText } from "../../../../support/rules";

type Keys = Readonly<Record<string, unknown>>;

function compiled(keys: Keys = {}, text = ruleText(keys)) {
  const diagnostics = new Diagnostics();
  const detection = loadRule(text, diagnostics);
  if (detection === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return compile(detection, "sentinel", { accept: "wider" });
}

function outputOf(keys: Keys = {}) {
  const { output, reasons } = compiled(keys);
  if (output === null) throw new Error(JSON.stringify(reasons));
  return output;
}

/** Whether a row with extra text in one column survives a query that adds a column, then tests it. */
function columnIs(column: string, value: string, event: JsonObject): boolean {
  const query = outputOf({ entityMappings: null }).query.split("\n").slice(0, 1);
  const stages = outputOf()
    .query.split("\n")
    .filter((line) => line.startsWith("| extend"));
  const text = [...query, ...stages, `| where ${column} == ${JSON.stringify(value)}`].join("\n");
  const parsed = parseQuery(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return rowMatcher(parsed.query)(cloudtrailRow(event));
}

describe("the entities of a rule that maps none", () => {
  const withIdentity = (userIdentity: JsonObject): JsonObject => ({ userIdentity });
  test.each<[string, JsonObject, string, string]>([
    ["an IAM user", { type: "IAMUser", userName: "alice", principalId: "AIDA1" }, "alice", ""],
    [
      "root, even with an alias",
      { type: "Root", userName: "our-alias", principalId: "1" },
      "root",
      "",
    ],
    [
      "a role session",
      { type: "AssumedRole", principalId: "AROA1:alice@corp.example" },
      "alice",
      "corp.example",
    ],
    ["a service", { type: "AWSService", invokedBy: "ec2.amazonaws.com" }, "", ""],
  ])("name %s", (_, userIdentity, name, suffix) => {
    expect(columnIs("Name", name, withIdentity(userIdentity))).toBe(true);
    expect(columnIs("UpnSuffix", suffix, withIdentity(userIdentity))).toBe(true);
  });

  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8::1"],
    ["AWS Internal", ""],
    ["cloudformation.amazonaws.com", ""],
  ])("have %s as the address %p", (sourceIPAddress, address) => {
    expect(columnIs("IpAddress", address, { sourceIPAddress })).toBe(true);
  });
});

describe("severity, tactics and techniques", () => {
  test("come from level and tags, with the technique of a sub-technique", () => {
    const { severity, tactics, techniques, subTechniques, description } = outputOf();
    expect({ severity, tactics, techniques, subTechniques }).toEqual({
      severity: "High",
      tactics: ["DefenseEvasion"],
      techniques: ["T1562"],
      subTechniques: ["T1562.008"],
    });
    expect(description).toContain("ATT&CK sub-techniques: T1562.008.");
  });

  test("of ATT&CK 19 become those of 18, which Sentinel knows, and the description says so", () => {
    const { tactics, techniques, subTechniques, description } = outputOf({
      tactics: ["DefenseImpairment", "Stealth", "Impact"],
      relevantTechniques: ["T1685.002", "T1098"],
    });
    expect(tactics).toEqual(["DefenseEvasion", "Impact"]);
    expect(techniques).toEqual(["T1562", "T1098"]);
    expect(subTechniques).toEqual([]);
    expect(description).toContain("T1685.002 as T1562");
  });
});

describe("late events", () => {
  const MINUTE = 60_000;
  const schedule = { queryFrequency: "15m", queryPeriod: "15m", ingestionDelay: "30m" };

  test("alert exactly once, however late up to the delay", () => {
    const { query, queryPeriod } = outputOf(schedule);
    expect(queryPeriod).toBe("PT45M");
    expect(query.split("\n")[1]).toBe("| where ingestion_time() > ago(15m)");
    const parsed = parseQuery(query);
    if ("error" in parsed) throw new Error(parsed.error.message);
    const happened = Date.parse("2024-05-01T12:07:00Z");
    const row = cloudtrailRow({
      eventName: "StopLogging",
      eventSource: "cloudtrail.amazonaws.com",
      eventTime: "2024-05-01T12:07:00Z",
    });
    for (let late = 0; late <= 30; late += 1) {
      const ingested = happened + late * MINUTE;
      let alerts = 0;
      for (let run = -60; run <= 120; run += 15) {
        const now = Date.parse("2024-05-01T12:00:00Z") + run * MINUTE;
        // The service applies the period to the time of the event, and sees what has arrived.
        if (happened <= now - 45 * MINUTE || happened > now || ingested > now) continue;
        if (rowMatcher(parsed.query, { now, ingested: () => ingested })(row)) alerts += 1;
      }
      expect([late, alerts]).toEqual([late, 1]);
    }
  });

  test("cannot be built into a query that somebody wrote", () => {
    const { verdict, reasons } = compiled({ ...schedule, query: "AWSCloudTrail" });
    expect(verdict).toBe("unsupported");
    expect(reasons.map(({ code }) => code)).toEqual(["DET816"]);
  });
});

describe("the rest of the rule object", () => {
  test("has the service's own defaults", () => {
    expect(outputOf()).toMatchObject({
      kind: "Scheduled",
      enabled: true,
      eventGroupingSettings: { aggregationKind: "SingleAlert" },
      incidentConfiguration: null,
      suppressionEnabled: false,
      suppressionDuration: "PT5H",
      customDetails: {},
      alertDetailsOverride: null,
    });
  });

  test("is taken from the rule, durations in canonical form", () => {
    const keys = {
      enabled: false,
      customDetails: { Region: "AWSRegion" },
      alertDetailsOverride: { alertDisplayNameFormat: "{{UserName}} stopped a trail" },
      eventGroupingSettings: { aggregationKind: "AlertPerResult" },
      suppressionEnabled: true,
      suppressionDuration: "60m",
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: true,
          lookbackDuration: "24h",
          groupByEntities: ["Account"],
        },
      },
    };
    const output = outputOf(keys);
    expect(output).toMatchObject({
      enabled: false,
      customDetails: { Region: "AWSRegion" },
      alertDetailsOverride: { alertDisplayNameFormat: "{{UserName}} stopped a trail" },
      eventGroupingSettings: { aggregationKind: "AlertPerResult" },
      suppressionEnabled: true,
      suppressionDuration: "PT1H",
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: true,
          lookbackDuration: "P1D",
          matchingMethod: "AllEntities",
          groupByEntities: ["Account"],
        },
      },
    });
    // A placeholder's column is computed, where it is not the table's own.
    expect(output.query).toContain("UserName = ");
  });

  test("switches no grouping on that nobody wrote", () => {
    const groupingConfiguration = { lookbackDuration: "5h" } as const;
    const output = outputOf({
      incidentConfiguration: { createIncident: true, groupingConfiguration },
    });
    expect(output.incidentConfiguration?.groupingConfiguration?.enabled).toBe(false);
  });

  test("takes lists to group by, which count under one method alone, as the portal exports them", () => {
    const lists = { groupByEntities: ["Host", "URL"], groupByCustomDetails: ["Nothing"] };
    const rule = (matchingMethod: "AllEntities" | "Selected") =>
      compiled({
        incidentConfiguration: {
          createIncident: true,
          groupingConfiguration: { enabled: true, matchingMethod, ...lists },
        },
      });
    expect(rule("AllEntities").output?.incidentConfiguration?.groupingConfiguration).toMatchObject(
      lists,
    );
    expect(rule("Selected").reasons.map(({ code }) => code)).toEqual([
      "DET813",
      "DET813",
      "DET813",
    ]);
  });

  test("an NRT rule has no trigger of its own", () => {
    expect(outputOf({ kind: "NRT" }).kind).toBe("NRT");
    expect(compiled({ kind: "NRT", triggerThreshold: 3 }).reasons).toEqual([
      expect.objectContaining({ code: "DET815" }),
    ]);
  });
});

describe("a mistake in the rule object", () => {
  const base = ruleText({ id: undefined }).trim().slice(1, -1);
  const rule = (keys: string): string => `{${base},\n${keys}}\n`;
  test.each<[string, string, string, string]>([
    ["an unknown tactic", '"tactics": ["Persistence",\n"Persistance"]', "DET811", '"Persistance"'],
    ["a technique that is none", '"relevantTechniques": [\n"T109"]', "DET306", '"T109"'],
    [
      "an unknown identifier",
      '"entityMappings": [{"entityType": "IP", "fieldMappings": [{\n"identifier": "Adress", "columnName": "SourceIpAddress"}]}]',
      "DET812",
      '"Adress"',
    ],
    [
      "an unknown entity type",
      '"entityMappings": [{\n"entityType": "User", "fieldMappings": [{"identifier": "Name", "columnName": "Name"}]}]',
      "DET812",
      '"User"',
    ],
    ["an unknown column", '"customDetails": {\n"Who": "UserNam"}', "DET814", '"UserNam"'],
    [
      "an unknown column in a format",
      '"alertDetailsOverride": {\n"alertDisplayNameFormat": "by {{Userame}}"}',
      "DET814",
      '"by {{Userame}}"',
    ],
    [
      "a short frequency",
      '"queryPeriod": "1h",\n"queryFrequency": "1m"',
      "DET810",
      '"queryFrequency"',
    ],
    ["a long period", '"queryFrequency": "1h",\n"queryPeriod": "15d"', "DET810", '"queryPeriod"'],
    [
      "a frequent run over days",
      '"queryPeriod": "2d",\n"queryFrequency": "30m"',
      "DET810",
      '"queryFrequency"',
    ],
    ["a long suppression", '\n"suppressionDuration": "25h"', "DET810", '"suppressionDuration"'],
    [
      "a suppression shorter than the frequency",
      '"queryFrequency": "1h", "queryPeriod": "1h", "suppressionEnabled": true,\n"suppressionDuration": "30m"',
      "DET810",
      '"suppressionDuration"',
    ],
    [
      "a grouping by what is not mapped",
      '"incidentConfiguration": {"createIncident": true, "groupingConfiguration": {"matchingMethod": "Selected", "groupByEntities": [\n"Host"]}}',
      "DET813",
      '"Host"',
    ],
    [
      "a grouping by what is no entity",
      '"incidentConfiguration": {"createIncident": true, "groupingConfiguration": {"groupByEntities": [\n"Server"]}}',
      "DET813",
      '"Server"',
    ],
    ["a query that is too long", `\n"query": "${"x".repeat(10_001)}"`, "DET305", '"xxx'],
  ])("%s is reported at its place", (_, keys, code, offending) => {
    const text = rule(keys);
    const diagnostics = new Diagnostics();
    const detection = loadRule(text, diagnostics);
    if (detection) reportRefusal(detection, compile(detection, "sentinel"), diagnostics);
    const found = diagnostics.all.filter(({ severity }) => severity === "error");
    expect(found.map((each) => each.code)).toEqual([code]);
    const line = text.split("\n")[found[0]!.line - 1]!;
    expect(line.slice(found[0]!.column - 1).startsWith(offending)).toBe(true);
  });
});

test("a period that the delay makes too long is reported as what the two make together", () => {
  const windowOf = (queryPeriod: string, ingestionDelay: string) =>
    compiled({ queryFrequency: "1h", queryPeriod, ingestionDelay }).reasons.map(
      ({ path, message }) => `${path}: ${message}`,
    );
  expect(windowOf("13d", "1d")).toEqual([]);
  expect(windowOf("14d", "1h")).toEqual([
    "ingestionDelay: queryPeriod and ingestionDelay make 14 days 1 hour together; allowed: at most 14 days",
  ]);
  expect(windowOf("15d", "1h")).toEqual([
    "queryPeriod: queryPeriod of 15 days; allowed: 5 minutes to 14 days",
  ]);
});

describe("a generated query over the limit", () => {
  test("is refused with its length", () => {
    const names = Array.from({ length: 600 }, (_, index) => `VeryLongNameOfACall${index}`);
    const { verdict, reasons } = compiled({
      detection: { selection: { eventName: names }, condition: "selection" },
    });
    expect(verdict).toBe("unsupported");
    expect(reasons).toEqual([expect.objectContaining({ code: "DET613", path: "detection" })]);
  });
});
