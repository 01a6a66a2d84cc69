import { compile } from "../../../compiler/compile";
import type { ResolvedRule } from "../../../compiler/ir/rule";
import type { Field } from "../../../compiler/log-sources/field";
import { inLogGroup } from "../../../compiler/log-sources/log-group";
import { tableOf, type LogSource } from "../../../compiler/log-sources/log-source";
import { constant, json, value } from "../../../compiler/log-sources/sentinel-table";
import { apiCalls } from "../../../review/conditions/api-calls";
import { detectionOf } from "../detections";

const ground = { presence: "always", nullable: false, empty: false, ascii: true } as const;
const FIELDS: Readonly<Record<string, Field>> = {
  action: {
    ...ground,
    path: "action",
    type: "string",
    many: "one",
    spelling: { kind: "closed", values: ["login", "logout"] },
    ground: "asserted",
    source: "a test",
  },
  "actor.mail": {
    ...ground,
    path: "actor.mail",
    type: "string",
    many: "one",
    spelling: { kind: "free" },
    ground: "asserted",
    source: "a test",
  },
  "details.country": {
    ...ground,
    path: "details.country",
    type: "string",
    many: "one",
    spelling: { kind: "free" },
    ground: "asserted",
    source: "a test",
  },
  details: {
    ...ground,
    path: "details",
    type: "object",
    many: "one",
    spelling: { kind: "free" },
    ground: "asserted",
    source: "a test",
  },
};

/** A log source of a test: three fields, one table. */
const ACME: LogSource = {
  product: "acme",
  service: "audit",
  vendor: "Acme",
  fields: {
    field: (path) =>
      FIELDS[path] ?? {
        ...ground,
        path,
        type: "unknown",
        many: "either",
        presence: "optional",
        nullable: true,
        empty: true,
        ascii: false,
        spelling: { kind: "free" },
        ground: "asserted",
        source: "assumed",
      },
    lists: (path) => Object.hasOwn(FIELDS, path),
    paths: Object.keys(FIELDS),
    bounding: ["action"],
  },
  sentinel: {
    tables: [
      {
        name: "AcmeAudit_CL",
        columns: [
          value("TimeGenerated", "datetime", "time"),
          value("Action", "string", "action"),
          value("ActorMail", "string", "actor.mail"),
          json("Details", "details"),
          constant("Type", "AcmeAudit_CL"),
        ],
        indexed: ["Action"],
        computed: { Account: ['extract("^([^@]*)", 1, ActorMail)'] },
        entities: [
          {
            entityType: "Account",
            fieldMappings: [{ identifier: "Name", columnName: "Account" }],
          },
        ],
        connectors: ["AcmeAudit"],
      },
    ],
    usualDelay: { value: 5, unit: "minutes", source: "assumed" },
  },
  events: {
    called: "an Acme event",
    id: "id",
    time: "time",
    name: "action",
    marks: { action: [] },
    example: { id: "id" },
    exampleLine: ["id"],
    sample: {},
    noisy: ["actor.mail"],
  },
};

/** A rule over the log source's events. */
function ruleOf(selection: object, logSource: LogSource): ResolvedRule {
  const detection = detectionOf({ detection: { s: selection, condition: "s" } });
  const { matches } = detection;
  if (matches.kind !== "expression") throw new Error("the rule has no expression");
  return { ...detection, matches: { ...matches, logSource } };
}

const RULE = { "details.country": "DE", "actor.mail|endswith": "@acme.example", action: "login" };

describe("a log source that is a record and nothing else", () => {
  test("has its rules compiled for its own table, columns and entities", () => {
    const { verdict, output } = compile(ruleOf(RULE, ACME), "sentinel");
    expect(verdict).toBe("exact");
    expect(output?.query).toBe(
      [
        "AcmeAudit_CL",
        '| where Action =~ "login"',
        '  and ActorMail endswith "@acme.example"',
        "| extend DetailsJson = parse_json(Details)",
        '| where tostring(DetailsJson.country) =~ "DE"',
        '| extend Account = extract("^([^@]*)", 1, ActorMail)',
      ].join("\n"),
    );
    expect(output?.entityMappings).toEqual(tableOf(ACME).entities);
  });

  test("names its own table where that has no place for a field", () => {
    const { reasons } = compile(ruleOf({ action: "login", host: "a" }, ACME), "sentinel");
    expect(reasons.map(({ message }) => message)).toEqual([
      "`host: a`: the table AcmeAudit_CL has no place for host",
    ]);
  });

  test("is not CloudWatch's to watch where no log group is named for it", () => {
    const rule = ruleOf(RULE, ACME);
    expect(compile(rule, "cloudwatch")).toMatchObject({
      verdict: "not-applicable",
      reasons: [{ message: expect.stringContaining("named that holds events of acme/audit:") }],
    });
    expect(compile(rule, "logs-insights")).toMatchObject({ verdict: null, output: null });
  });

  test("is CloudWatch's where one is, which its verdict says what of it rests on", () => {
    const rule = ruleOf({ action: "login" }, inLogGroup(ACME, "/acme"));
    const { output, assumptions } = compile(rule, "cloudwatch");
    expect(output?.filters[0]?.pattern).toBe('{ $.action = "login" }');
    expect(assumptions).toEqual([
      `each event of the log group is ${ACME.events.called} in JSON, as its source writes it`,
    ]);
    expect(inLogGroup(ACME, "/acme")).toBe(inLogGroup(ACME, "/acme"));
  });

  test("may lie in the log group that needs no name, and show its own fields", () => {
    const cloudwatch = { writer: "somebody", isMain: true, shown: ["actor.mail"] } as const;
    const rule = ruleOf({ action: "login" }, { ...ACME, cloudwatch });
    expect(compile(rule, "cloudwatch").assumptions).toEqual([]);
    expect(compile(rule, "logs-insights").output?.query).toContain(
      "fields @timestamp, actor.mail, action, @message",
    );
  });

  test("has no API calls where it says nothing of such", () => {
    const { matches } = ruleOf(RULE, ACME);
    if (matches.kind !== "expression") throw new Error("the rule has no expression");
    expect(apiCalls([matches.expression], ACME.calls)).toEqual([]);
  });
});
