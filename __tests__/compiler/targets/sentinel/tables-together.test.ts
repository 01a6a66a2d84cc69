import fc from "fast-check";
import { stringify } from "yaml";

import { compile, compiledRule } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../../compiler/core/json";
import { handWrittenQuery } from "../../../../compiler/kql/run";
import { jsonTexts, unitedTable } from "../../../../compiler/log-sources/read-tables";
import { LOG_SOURCES } from "../../../../compiler/log-sources/registry";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { engineOf } from "../../../../compiler/run/engine";
import { answered } from "../../../support/answered";
import { diagnose } from "../../../support/kusto";
import { runs } from "../../../support/long";

type Tables = string | readonly string[] | undefined;

const KINDS = {
  SignInLogs: "SigninLogs",
  NonInteractiveUserSignInLogs: "AADNonInteractiveUserSignInLogs",
  ServicePrincipalSignInLogs: "AADServicePrincipalSignInLogs",
  ManagedIdentitySignInLogs: "AADManagedIdentitySignInLogs",
} as const;
const CATEGORIES = Object.keys(KINDS) as (keyof typeof KINDS)[];

function ruleOf(service: string, detection: object, sentinelTable: Tables, more: object = {}) {
  const [product, name] = service.split("/");
  const diagnostics = new Diagnostics();
  const text = stringify({
    title: "One",
    ...(sentinelTable === undefined ? {} : { sentinelTable }),
    logsource: { product, service: name },
    detection,
    ...more,
  });
  const rule = loadRule(text, diagnostics);
  return { rule, errors: diagnostics.all.filter(({ severity }) => severity === "error") };
}

function compiledIn(service: string, detection: object, tables?: Tables, more?: object) {
  const { rule, errors } = ruleOf(service, detection, tables, more);
  if (rule === undefined) throw new Error(JSON.stringify(errors));
  return compile(rule, "sentinel", { accept: "wider" });
}

const signIns = (selection: object, tables?: Tables, more?: object) =>
  compiledIn("azure/signinlogs", { s: selection, condition: "s" }, tables, more);

/** The tables that a query names at the beginning of a leg, or alone. */
const read = (query: string | undefined) =>
  [...(query ?? "").matchAll(/^ *((?:Signin|AAD|AKS)\w+)$/gm)].map(([, name]) => name);

describe("tables that are read together", () => {
  test("are all of sign-ins, as one query whose columns have one type", () => {
    const { verdict, output } = signIns({ "properties.appId": "x" });
    expect(verdict).toBe("exact");
    expect(read(output?.query)).toEqual(Object.values(KINDS));
    expect(output?.query.split("\n").slice(0, 9)).toEqual([
      "union isfuzzy=true",
      "(",
      "  SigninLogs",
      '  | where AppId =~ "x"',
      "),",
      "(",
      "  AADNonInteractiveUserSignInLogs",
      '  | where AppId =~ "x"',
      expect.stringMatching(/^ {2}\| extend Status = parse_json\(Status\), DeviceDetail = parse/),
    ]);
    expect(diagnose(output?.query ?? "")).toEqual([]);
    expect(diagnose(`${output?.query ?? ""}\n| where DeviceDetail.trustType == "x"`)).toEqual([]);
  });

  test("are fewer where none of their events can match", () => {
    const { output, assumptions } = signIns({ "properties.clientAppUsed": "IMAP4" });
    expect(read(output?.query)).toEqual(["SigninLogs", "AADNonInteractiveUserSignInLogs"]);
    expect(assumptions).toContain(
      "sign-ins of service principals have no properties.clientAppUsed",
    );
  });

  test("are fewer where one has no place for what is asked, which the verdict tells", () => {
    const { verdict, output, assumptions } = signIns({ "properties.status.errorCode": 50126 });
    expect(verdict).toBe("exact");
    expect(read(output?.query)).toEqual(["SigninLogs", "AADNonInteractiveUserSignInLogs"]);
    expect(assumptions).toContain(
      "sign-ins of service principals are not seen: AADServicePrincipalSignInLogs has no place for properties.status.errorCode",
    );
  });

  test("keep what holds of events without a field", () => {
    const { output } = compiledIn("azure/signinlogs", {
      s: { "properties.appId": "x" },
      f: { "properties.deviceDetail.trustType|startswith": "Azure" },
      condition: "s and not f",
    });
    expect(read(output?.query)).toEqual(Object.values(KINDS));
    expect(output?.query).toContain('AADServicePrincipalSignInLogs\n  | where AppId =~ "x"\n');
  });

  test("are those that are named, and the others are told", () => {
    const two = signIns({ resultType: 0 }, ["SigninLogs", "AADManagedIdentitySignInLogs"]);
    expect(read(two.output?.query)).toEqual(["SigninLogs", "AADManagedIdentitySignInLogs"]);
    expect(two.assumptions).toEqual([
      "sign-ins of users that are not interactive are not seen: AADNonInteractiveUserSignInLogs is not read",
      "sign-ins of service principals are not seen: AADServicePrincipalSignInLogs is not read",
    ]);
    const one = signIns({ resultType: 0 }, "SigninLogs");
    expect(one.output?.query.split("\n")[0]).toBe("SigninLogs");
  });

  test("are those that are chosen for their log source, with commas between them", () => {
    const sentinelTables = { "azure/signinlogs": "SigninLogs, AADManagedIdentitySignInLogs" };
    const text = stringify({
      title: "One",
      logsource: { product: "azure", service: "signinlogs" },
      detection: { s: { resultType: 0 }, condition: "s" },
    });
    const rule = loadRule(text, new Diagnostics(), { sentinelTables });
    const output = rule && compile(rule, "sentinel").output;
    expect(read(output?.query)).toEqual(["SigninLogs", "AADManagedIdentitySignInLogs"]);
  });

  test.each([
    ["kubernetes/audit", ["AKSAudit", "AWSEKSLogs_CL"], "DET319"],
    ["okta/okta", ["OktaV2_CL", "Okta_CL"], "DET319"],
    ["azure/signinlogs", ["SigninLogs", "SignInLogs"], "DET318"],
    ["azure/pim", ["SigninLogs", "AuditLogs"], "DET318"],
  ])("of %s are not any: %j", (service, tables, code) => {
    const { errors } = ruleOf(service, { s: { a: "b" }, condition: "s" }, tables);
    expect(errors.map((each) => each.code)).toContain(code);
  });

  test("differ in the types of columns by JSON text alone", () => {
    for (const { sentinel } of LOG_SOURCES) {
      if ("nearest" in sentinel || sentinel.together === undefined) continue;
      const united = unitedTable(sentinel.together);
      for (const table of sentinel.together) {
        const texts = jsonTexts(table, united);
        for (const { name, type } of table.columns) {
          const wanted = united.columns.find((column) => column.name === name)?.type;
          expect([name, texts.includes(name) ? "dynamic" : type]).toEqual([name, wanted]);
        }
      }
    }
  });
});

const audit = (more: object): JsonObject => ({
  auditID: "one",
  stage: "ResponseComplete",
  verb: "delete",
  objectRef: { resource: "secrets" },
  user: { username: "alice" },
  stageTimestamp: "2026-01-01T12:00:00Z",
  ...more,
});

describe("tables of which one is a part of the other", () => {
  const secrets = { s: { "objectRef.resource": "secrets" }, condition: "s" };
  const { output, assumptions } = compiledIn("kubernetes/audit", secrets);

  test("give an event once", () => {
    expect(read(output?.query)).toEqual(["AKSAudit", "AKSAuditAdmin"]);
    expect(diagnose(output?.query ?? "")).toEqual([]);
    const run = handWrittenQuery(output?.query ?? "");
    const events = [
      audit({}),
      audit({ stage: "ResponseStarted" }),
      audit({ auditID: "two", verb: "get" }),
    ];
    expect(run(events).rows).toHaveLength(3);
    const whole = output?.query.replace(/\n\| summarize arg_max.*/, "") ?? "";
    // Of get there is no row in AKSAuditAdmin.
    expect(handWrittenQuery(whole)(events).rows).toHaveLength(5);
  });

  test("say what the part does not have", () => {
    expect(assumptions).toContain(
      "events whose verb is get or list are seen where AKSAudit is filled: AKSAuditAdmin has none",
    );
    const listed = compiledIn("kubernetes/audit", {
      s: { verb: "list", "objectRef.resource": "secrets" },
      condition: "s",
    });
    expect(listed.verdict).toBe("exact");
  });

  test("count an event once", () => {
    const counted = compiledIn("kubernetes/audit", secrets, undefined, { triggerThreshold: 1 });
    const query = counted.output?.query ?? "";
    expect(diagnose(query)).toEqual([]);
    const clock = {
      now: Date.parse("2026-01-01T12:05:00Z"),
      ingested: () => Date.parse("2026-01-01T12:04:00Z"),
    };
    const run = handWrittenQuery(query);
    expect(run([audit({})], clock).rows).toEqual([]);
    expect(run([audit({}), audit({ auditID: "two" })], clock).rows).not.toEqual([]);
  });
});

/** Members that a sign-in of any kind has, and those that a user's has besides. */
const common = fc.record({
  appId: fc.constantFrom("a", "b", ""),
  userAgent: fc.constantFrom("curl/8", "Mozilla", ""),
  resourceDisplayName: fc.constantFrom("Graph", "Vault"),
});
const ofUser = fc.record(
  {
    clientAppUsed: fc.constantFrom("Browser", "IMAP4"),
    userPrincipalName: fc.constantFrom("alice@example.com", "bob@example.com"),
    deviceDetail: fc.record(
      { isCompliant: fc.boolean(), trustType: fc.constantFrom("Azure AD joined", "") },
      { requiredKeys: [] },
    ),
    networkLocationDetails: fc.array(
      fc.record({ networkType: fc.constantFrom("trusted", "intranet") }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const event = fc
  .tuple(fc.constantFrom(...CATEGORIES), fc.constantFrom("0", "50126"), common, ofUser)
  .map(([category, resultType, properties, user]) => ({
    time: "2026-01-01T12:00:00Z",
    category,
    resultType,
    properties: /User|^SignIn/.test(category) ? { ...properties, ...user } : properties,
  }));

const item = fc.constantFrom<object[]>(
  { resultType: "0" },
  { "properties.appId": ["a", "c"] },
  { "properties.userAgent|startswith": "curl" },
  { "properties.clientAppUsed": "IMAP4" },
  { "properties.clientAppUsed": null },
  { "properties.deviceDetail.isCompliant": "false" },
  { "properties.deviceDetail.trustType": "" },
  { "properties.deviceDetail.trustType|exists": false },
  { "properties.userPrincipalName|endswith": "@example.com" },
  { "properties.userPrincipalName|fieldref": "properties.appId" },
);
const detection = fc
  .tuple(item, item, fc.constantFrom("a and b", "a or b", "a and not b", "not a", "not (a or b)"))
  .map(([a, b, condition]) => ({
    s: { resultType: ["0", "50126"] },
    a,
    b,
    condition: `s and (${condition})`,
  }));

test("a query over tables keeps an event if the table that it lies in does, as the rule matches it", () => {
  const kept = new Map<string, number>();
  fc.assert(
    fc.property(detection, fc.array(event, { minLength: 4, maxLength: 8 }), (given, events) => {
      const { rule } = ruleOf("azure/signinlogs", given, undefined);
      if (rule === undefined) throw new Error("the rule does not load");
      const all = compiledRule(rule);
      const { verdict, output } = all.compiled("sentinel");
      if (output === null) return;
      expect(verdict).toBe("exact");
      const [reference, together] = (["reference", "sentinel"] as const).map((name) =>
        engineOf(all, name),
      );
      if (reference?.kind !== "ready" || together?.kind !== "ready") throw new Error(output.query);
      const run = handWrittenQuery(output.query);
      for (const each of events) {
        const wanted = answered(reference.matches(each));
        expect([each, answered(together.matches(each))]).toEqual([each, wanted]);
        // The whole text by the evaluator of any KQL: one row, whatever the table.
        expect(run([each]).rows).toHaveLength(wanted ? 1 : 0);
        const table = KINDS[each.category];
        const alone = ruleOf("azure/signinlogs", given, table).rule;
        const engine = alone && engineOf(compiledRule(alone), "sentinel");
        const own = engine?.kind === "ready" && answered(engine.matches(each));
        expect([table, own]).toEqual([table, wanted]);
        if (wanted) kept.set(table, (kept.get(table) ?? 0) + 1);
      }
    }),
    { numRuns: runs(25, 200) },
  );
  expect([...kept.keys()].sort()).toEqual(Object.values(KINDS).sort());
});
