import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { findings, fixed, lints, lintsOf, ruleText } from "../lint/linting";

describe("keys", () => {
  test("of one's own are kept", () => {
    expect(lints("x-owner: me\nmitre: T1098\n")).toEqual([]);
  });

  test("nearly known are errors, and the fix is the known key", () => {
    expect(lints("falsepositive: [x]")).toEqual(["DET302 falsepositive"]);
    expect(fixed("falsepositive: [x]")).toContain("\nfalsepositives: [x]\n");
    expect(fixed("triggerTreshold: 3")).toContain("\ntriggerThreshold: 3\n");
  });

  test("nearly known are their own where the known one is there too", () => {
    expect(lints("tags: [attack.persistence]\ntag: mine")).toEqual([]);
  });
});

describe("keys with nothing behind them", () => {
  test.each([
    "references:",
    "tags: ~",
    "tags:\n  -",
    "falsepositives:\n  - ''\n  -",
    "entityMappings:",
    "metadata:",
    "severity:",
    "query:",
    "tactics:\nrelevantTechniques:",
    "logsource: {product: aws, service: cloudtrail, category: }",
    "alertDetailsOverride:\n  alertDisplayNameFormat:",
    "customDetails:\n  Caller:",
    "incidentConfiguration: {createIncident: }",
    "incidentConfiguration:\n  createIncident:\n  groupingConfiguration:\n    enabled:\n    groupByEntities:",
    "incidentConfiguration: {}\nalertDetailsOverride: {}\neventGroupingSettings: {aggregationKind: }",
    "related:\n  -",
    "correlation:",
    "filter:",
  ])("are not there: %s", (written) => {
    expect(lints(written)).toEqual([]);
  });

  test("leave their defaults", () => {
    const rule = "queryFrequency:\ntriggerOperator:\ntriggerThreshold:\nqueryPeriod: 1h\nkind:\n";
    const detection = loadRule(ruleText(rule), new Diagnostics());
    expect(detection?.schedule).toMatchObject({
      queryFrequency: 900,
      queryPeriod: 3600,
      triggerOperator: "gt",
      triggerThreshold: 0,
    });
    expect(detection?.document).not.toHaveProperty("kind");
  });

  test.each([
    ["title:", "DET301 title"],
    ["logsource:", "DET301 logsource"],
    ["detection:", "DET202 detection"],
    ["detection:\n  s: {eventName: X}\n  condition:", "DET204 condition"],
    ["entityMappings:\n  - entityType:\n    fieldMappings: [{}]", "DET301 entityType"],
    ["logsource: {}", "DET203 logsource"],
    ["incidentConfiguration: {owner: me}", "DET301 owner"],
  ])("are missing where they are needed: %s", (written, finding) => {
    expect(lints(written)).toContain(finding);
  });

  const COUNTING = "-detection\n-logsource\ncorrelation:\n  timespan: 1m\n  condition: {gt: 1}\n";
  test.each([
    [`${COUNTING}  type: event_count\n  rules:`, "DET301 rules"],
    [`${COUNTING}  type:\n  rules: r`, "DET301 type"],
    ["-detection\nfilter:\n  rules: any\n  s: {eventName: X}\n  condition:", "DET301 condition"],
  ])("are missing where a correlation or a filter needs them: %s", (written, finding) => {
    expect(lints(written)).toContain(finding);
  });

  test("keep Sigma's meaning in what is detected", () => {
    expect(lints("detection:\n  s:\n    errorCode:\n  condition: s")).toEqual([]);
    const [rule] = [
      loadRule(ruleText("detection: {s: {errorCode: }, condition: s}"), new Diagnostics()),
    ];
    expect(rule?.document).toMatchObject({ detection: { s: { errorCode: null } } });
    expect(lints("detection:\n  s:\n  condition: s").map((each) => each.slice(0, 6))).toEqual([
      "DET207",
    ]);
  });
});

describe("keys of Microsoft's objects", () => {
  const GROUPING = "incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    ";
  const ENTITY =
    "entityMappings:\n  - entityType: IP\n    fieldMappings:\n      - identifier: Address\n        columnName: SourceIpAddress\n";
  test.each([
    [`${GROUPING}enable: false`, "enable", "enabled"],
    [`${GROUPING}GroupingConfigurationEnabled: false`, "GroupingConfigurationEnabled", "enabled"],
    [`${GROUPING}entitiesMatchingMethod: AnyAlert`, "entitiesMatchingMethod", "matchingMethod"],
    [`${GROUPING}matchingMethods: AnyAlert`, "matchingMethods", "matchingMethod"],
    [`${GROUPING}reopen_closed_incidents: true`, "reopen_closed_incidents", "reopenClosedIncident"],
    [`${GROUPING}byEntities: [IP]`, "byEntities", "groupByEntities"],
    ["alertDetailsOverride:\n  alertDisplayname: x", "alertDisplayname", "alertDisplayNameFormat"],
    [
      "eventGroupingSettings:\n  aggregationMethod: SingleAlert",
      "aggregationMethod",
      "aggregationKind",
    ],
    [
      "incidentConfiguration:\n  createIncident: true\n  grouping: {enabled: true}",
      "grouping",
      "groupingConfiguration",
    ],
    ["sentinelEntitiesMappings:\n  - column: x", "column", "columnName"],
    ["logsource: {product: aws, servise: cloudtrail}", "servise", "service"],
    ["query_frequency: 5m", "query_frequency", "queryFrequency"],
    ["event_grouping: {kind: x}", "event_grouping", "eventGroupingSettings"],
    ["incidentConfig: {createIncident: false}", "incidentConfig", "incidentConfiguration"],
    ["alertDetails: {severity: x}", "alertDetails", "alertDetailsOverride"],
    [ENTITY.replace("identifier", "identifer"), "identifer", "identifier"],
    [ENTITY.replace("entityType", "type"), "type", "entityType"],
  ])("that are nearly known or another tool's word are errors: %s", (written, found, meant) => {
    const near = findings(written).filter(({ code }) => code === "DET302");
    expect(near.map(({ at, found: { fix } }) => [at, fix])).toEqual([
      [found, `write \`${meant}\``],
    ]);
  });

  test("are errors also beside the known key, and others are kept", () => {
    const beside = "eventGroupingSettings:\n  aggregationKind: SingleAlert\n  aggregation: x";
    expect(lints(beside)).toEqual(["DET302 aggregation"]);
    expect(lints(`${GROUPING}owner: me`)).toEqual([]);
    expect(lints("logsource: {product: aws, service: cloudtrail, services: x}")).toEqual([]);
  });
});

describe("Microsoft's words", () => {
  test.each([
    ["GreaterThan", "gt"],
    ["lessthan", "lt"],
    ["EQUAL", "eq"],
    ["NotEqual", "ne"],
  ])("of the API are read as those of rule files: %s", (written, operator) => {
    const detection = loadRule(ruleText(`triggerOperator: ${written}`), new Diagnostics());
    expect(detection?.document.triggerOperator).toBe(operator);
  });

  test("are read in any case, and are spelled as Microsoft does", () => {
    const written = `severity: high
triggerOperator: GT
kind: scheduled
tactics: [initialaccess]
relevantTechniques: [t1098.001]
eventGroupingSettings: {aggregationKind: alertperresult}
alertDetailsOverride: {alertDynamicProperties: [{alertProperty: productname, value: EventName}]}
entityMappings:
  - {entityType: account, fieldMappings: [{identifier: SID, columnName: A}]}
  - {entityType: SECURITYGROUP, fieldMappings: [{identifier: sid, columnName: A}]}
incidentConfiguration:
  createIncident: true
  groupingConfiguration: {matchingMethod: selected, groupByEntities: [ACCOUNT], groupByAlertDetails: [displayname]}`;
    const diagnostics = new Diagnostics();
    const detection = loadRule(ruleText(`-level\n${written}`), diagnostics);
    expect(diagnostics.all.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(detection?.document).toMatchObject({
      severity: "High",
      triggerOperator: "gt",
      kind: "Scheduled",
      tactics: ["InitialAccess"],
      relevantTechniques: ["T1098.001"],
      eventGroupingSettings: { aggregationKind: "AlertPerResult" },
      alertDetailsOverride: { alertDynamicProperties: [{ alertProperty: "ProductName" }] },
      entityMappings: [
        { entityType: "Account", fieldMappings: [{ identifier: "Sid" }] },
        { entityType: "SecurityGroup", fieldMappings: [{ identifier: "SID" }] },
      ],
      incidentConfiguration: {
        groupingConfiguration: {
          matchingMethod: "Selected",
          groupByEntities: ["Account"],
          groupByAlertDetails: ["DisplayName"],
        },
      },
    });
  });

  test("are Sigma's own where Sigma has them: its words are lower case", () => {
    expect(lints("level: Low")).toEqual(["DET304 Low"]);
    expect(lints("status: Test")).toEqual(["DET304 Test"]);
  });
});

describe("a document of two kinds", () => {
  test.each(["correlation", "filter"])("is refused: `detection` beside `%s`", (key) => {
    expect(lints(`${key}: {rules: r}`)).toEqual(["DET258 detection"]);
  });
});

describe("values", () => {
  test.each([
    [
      "queryPeriod: 15",
      "found a number (`15`); allowed: a duration such as `15m`, `1h`, `1d` or `PT15M`",
    ],
    ["license: 5", "found a number (`5`); allowed: text"],
  ])("of the wrong type are told the form of the right one: %s", (written, message) => {
    expect(findings(written).map(({ found }) => found.message)).toEqual([message]);
  });

  test.each([
    ["level: hihg", "DET304 hihg", "write `high`"],
    ["triggerThreshold: -1", "DET305 -1", undefined],
    ["triggerThreshold: many", "DET303 many", undefined],
    ["id: one", "DET306 one", undefined],
    ["queryPeriod: 1 hour", "DET306 1 hour", undefined],
    ["references: link", "DET303 link", undefined],
    ["metadata: [link]", "DET303 [link]", undefined],
    ["customDetails: [link]", "DET303 [link]", undefined],
    ["version: .inf", "DET303 .inf", undefined],
    ["triggerThreshold: -0.5", "DET303 -0.5", undefined],
    ["runbook: ''", "DET305 ''", undefined],
    ["accept: widr", "DET304 widr", "write `wider`"],
    ["taxonomy: ecs", "DET304 ecs", undefined],
  ])("of another form are told what is allowed: %s", (written, finding, fix) => {
    const [found, second] = findings(written);
    expect(second).toBeUndefined();
    expect(`${found?.code} ${found?.at}`).toBe(finding);
    expect(found?.found.message).toContain("allowed: ");
    expect(found?.found.fix).toBe(fix);
  });

  test.each([
    ["group-by: [1]", "1", "found a number (`1`); allowed: text"],
    ["group-by: {}", "{}", "found a mapping; allowed: text or a list"],
    ["group-by: ~", "~", "found null; allowed: text or a list"],
    ["group-by: ''", "''", "found 0 characters; allowed: at least 1 character"],
    ["group-by: []", "[]", "found 0 entries; allowed: at least 1 entry"],
  ])("of one form or another are told what the nearer form allows: %s", (written, at, message) => {
    const [found, second] = findings(
      `-detection\n-logsource\ncorrelation: {type: event_count, rules: r, timespan: 1m, condition: {gt: 1}, ${written}}`,
    );
    expect(second).toBeUndefined();
    expect([found?.at, found?.found.message]).toEqual([at, message]);
  });

  test("nearly right are mended in place", () => {
    expect(fixed("level: 'hihg'")).toContain("level: 'high'\n");
    expect(fixed("triggerOperator: gte")).toContain("triggerOperator: gt\n");
  });

  test("that are missing are reported where the mapping begins", () => {
    const [found] = findings(
      "entityMappings:\n  - fieldMappings: [{identifier: Name, columnName: X}]",
    );
    expect(found).toMatchObject({ code: "DET301", at: "fieldMappings" });
    expect(found?.found.message).toContain("`entityType`");
  });

  test("that begin below their key are told of at the key", () => {
    expect(lints("tags:\n  attack: t1098")).toEqual(["DET303 tags"]);
    expect(lints("runbook:\n  - a\n  - b")).toEqual(["DET303 runbook"]);
    expect(lints("references:\n  - [x]")).toEqual(["DET303 [x]"]);
    expect(lints("detection:\n  s: {eventName: X}")).toEqual(["DET204 detection"]);
    expect(lints("detection:\n  s: {eventName: X}\n  conditions: s")).toEqual([
      "DET204 conditions",
    ]);
    expect(fixed("detection:\n  s: {eventName: X}\n  conditions: s")).toContain(
      "\n  condition: s\n",
    );
    expect(lintsOf("s:\n  eventName:\n    is: X")).toEqual(["DET212 eventName"]);
  });

  test("are all reported in one run", () => {
    expect(
      lints("-title\nlevel: no\nstatus: no\nid: no\ndate: no\n").map((each) => each.slice(0, 6)),
    ).toEqual([...["DET301", "DET304", "DET304", "DET306", "DET306"]]);
  });
});
