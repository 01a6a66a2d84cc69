import fc from "fast-check";
import { stringify } from "yaml";

import { compile, compiledRule } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../../../compiler/core/json";
import { countingOf, logSourcesOf, type ResolvedRule } from "../../../../../compiler/ir/rule";
import { handWrittenQuery } from "../../../../../compiler/kql/run";
import { correlationHistory } from "../../../../../compiler/reference/history/correlation-history";
import { loadRules } from "../../../../../compiler/rule-set/load-rules";
import { engineOf } from "../../../../../compiler/run/engine";
import { historiesOf } from "../../../../../compiler/run/example/histories";
import { answered } from "../../../../support/answered";
import { diagnose } from "../../../../support/kusto";
import { runs } from "../../../../support/long";
import { alertingGroups, holdings, type Happened } from "../../../../support/windows-by-force";

/*
 * A correlation over rules of two log sources: a failed sign-in of Entra, and a user that AWS creates, by
 * fields that each calls otherwise.
 */

const MINUTE = 60;
const START = Date.parse("2026-01-01T12:00:00Z") / 1000;

const RULES = [
  {
    title: "Failed sign-in",
    name: "failed",
    level: "low",
    logsource: { product: "azure", service: "signinlogs" },
    detection: { s: { resultType: "50126" }, condition: "s" },
  },
  {
    title: "User created",
    name: "created",
    level: "low",
    logsource: { product: "aws", service: "cloudtrail" },
    detection: { s: { eventSource: "iam.amazonaws.com", eventName: "CreateUser" }, condition: "s" },
  },
];
const BY_USER = {
  "group-by": ["who"],
  aliases: { who: { failed: "properties.userPrincipalName", created: "userIdentity.userName" } },
};

function loaded(keys: object, rules: readonly object[] = RULES) {
  const diagnostics = new Diagnostics();
  const correlation = { rules: ["failed", "created"], timespan: "10m", ...keys };
  const documents = [...rules, { title: "Both", level: "low", correlation }];
  const text = documents.map((each) => stringify(each)).join("---\n");
  const found = loadRules([text], diagnostics).map(({ detection }) => detection);
  const errors = diagnostics.all.filter(({ severity }) => severity === "error");
  return { rule: found.find(({ title }) => title === "Both"), errors };
}

function ruleOf(keys: object): ResolvedRule {
  const { rule, errors } = loaded(keys);
  if (rule === undefined) throw new Error(JSON.stringify(errors));
  return rule;
}

const TYPES = [
  ["event_count", { type: "event_count", condition: { gte: 3 } }, { gte: 3 }],
  ["temporal", { type: "temporal" }, { gte: 2 }],
  ["temporal_ordered", { type: "temporal_ordered" }, {}],
] as const;

const ID = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, "0")}`;

interface Happening extends Happened {
  readonly event: JsonObject;
  readonly id: string;
}

const kind = fc.constantFrom("failed", "succeeded", "created", "deleted");
const happenings: fc.Arbitrary<readonly Happening[]> = fc
  .array(
    fc.record({
      kind,
      category: fc.constantFrom("SignInLogs", "NonInteractiveUserSignInLogs"),
      who: fc.constantFrom("alice", "bob"),
      at: fc.integer({ min: 0, max: 20 * MINUTE }),
      late: fc.constantFrom(0, 0, 5 * MINUTE),
    }),
    { minLength: 3, maxLength: 9 },
  )
  .map((all) =>
    all.map(({ kind: what, category, who, at, late }, nth): Happening => {
      const time = new Date((START + at) * 1000).toISOString();
      const isSignIn = what === "failed" || what === "succeeded";
      const event: JsonObject = isSignIn
        ? {
            time,
            category,
            resultType: what === "failed" ? "50126" : "0",
            properties: { id: ID(nth), userPrincipalName: who },
          }
        : {
            eventVersion: "1.08",
            eventID: ID(nth),
            eventTime: time,
            eventSource: "iam.amazonaws.com",
            eventName: what === "created" ? "CreateUser" : "DeleteUser",
            userIdentity: { userName: who },
          };
      return {
        event,
        id: ID(nth),
        at: START + at,
        arrived: START + at + late,
        of: what === "failed" ? "a" : what === "created" ? "b" : "",
        texts: { who: [who] },
        numbers: [],
      };
    }),
  );

describe.each(TYPES)("a correlation over two log sources, %s,", (type, keys, bounds) => {
  const wanted = {
    type,
    rules: ["a", "b"],
    by: [["who", "who"]],
    timespan: 10 * MINUTE,
    bounds,
  };
  const rule = ruleOf({ ...keys, ...BY_USER });
  const { verdict, output } = compile(rule, "sentinel");
  const query = output?.query ?? "";

  test("is one query over the tables of both, which Kusto's language service takes", () => {
    expect(verdict).toBe("exact");
    expect(query).toMatch(/^union\n\(\n {2}union isfuzzy=true\n {2}\(\n {4}SigninLogs/);
    expect(query).toMatch(/^ {2}AWSCloudTrail$/m);
    expect(diagnose(query)).toEqual([]);
  });

  test("is what the reference says, by brute force", () => {
    const correlation = countingOf(rule);
    if (correlation === undefined) throw new Error("a correlation counts");
    let held = 0;
    fc.assert(
      fc.property(happenings, (events) => {
        const history = correlationHistory(correlation, logSourcesOf(rule)[0]!.fields);
        const sorted = [...events].sort((a, b) => a.at - b.at);
        const found = [
          ...sorted.flatMap(({ event, at }) => history.add(event, at)),
          ...history.end(),
        ].map(({ event, group }) => JSON.stringify([event, group]));
        const right = holdings(wanted, events).map(({ event, group }) =>
          JSON.stringify([(event as Happening).event, JSON.parse(group)]),
        );
        held += right.length;
        expect(found.sort()).toEqual(right.sort());
      }),
      { numRuns: runs(40, 300) },
    );
    expect(held).toBeGreaterThan(10);
  });

  test("is what the printed query tells, run on its schedule", () => {
    const run = handWrittenQuery(query);
    const { queryFrequency: frequency, queryPeriod, ingestionDelay } = rule.schedule;
    expect(ingestionDelay).toBe(15 * MINUTE);
    let told = 0;
    fc.assert(
      fc.property(happenings, fc.integer({ min: 1, max: 600 }), (events, phase) => {
        const arrivals = new Map(events.map(({ event, arrived }) => [event, arrived]));
        for (let now = START + phase; now < START + 40 * MINUTE; now += frequency) {
          const seen = events.filter(({ at, arrived }) => arrived < now && at >= now - queryPeriod);
          const { rows } = run(
            seen.map(({ event }) => event),
            { now: now * 1000, ingested: (event) => (arrivals.get(event) ?? 0) * 1000 },
          );
          const groups = rows.map((row) => JSON.stringify([row.get("Who") ?? null]));
          told += groups.length;
          const alerting = alertingGroups(wanted, events, now, frequency);
          const allowed = alertingGroups(wanted, events, now, frequency + 2 * MINUTE);
          expect([...alerting].filter((group) => !groups.includes(group))).toEqual([]);
          expect(groups.filter((group) => !allowed.has(group))).toEqual([]);
        }
      }),
      { numRuns: runs(15, 150) },
    );
    expect(told).toBeGreaterThan(3);
  });

  test("asks each of its rules of the events of its own log source alone", () => {
    const compiled = compiledRule(rule);
    fc.assert(
      fc.property(happenings, (events) => {
        for (const name of ["reference", "sentinel"] as const) {
          const engine = engineOf(compiled, name);
          if (engine.kind !== "ready") throw new Error(name);
          for (const { event, of } of events) {
            expect([name, event, answered(engine.matches(event))]).toEqual([
              name,
              event,
              of !== "",
            ]);
            expect(engine.explain?.(event)?.holds).toBe(of !== "");
          }
        }
      }),
      { numRuns: runs(10, 100) },
    );
  });

  test("has examples of both", () => {
    const correlation = countingOf(rule);
    if (correlation === undefined) throw new Error("a correlation counts");
    const { examples } = historiesOf(correlation, logSourcesOf(rule)[0]!);
    expect(examples.map(({ alert }) => alert)).toContain(true);
    expect(examples.map(({ alert }) => alert)).toContain(false);
  });
});

test("a correlation over two log sources is refused on CloudWatch by name", () => {
  const rule = ruleOf({ type: "temporal", ...BY_USER });
  const { verdict, reasons } = compile(rule, "cloudwatch");
  expect([verdict, reasons[0]?.message]).toEqual([
    "not-applicable",
    expect.stringContaining("azure/signinlogs"),
  ]);
  const audit = {
    title: "Secrets",
    name: "failed",
    level: "low",
    logsource: { product: "kubernetes", service: "audit" },
    detection: { s: { "objectRef.resource": "secrets" }, condition: "s" },
  };
  const diagnostics = new Diagnostics();
  const both = {
    title: "Both",
    level: "low",
    correlation: { type: "temporal", rules: ["failed", "created"], timespan: "10m" },
  };
  const text = [audit, RULES[1], both].map((each) => stringify(each)).join("---\n");
  const found = loadRules([text], diagnostics, {
    logGroupNames: { "kubernetes/audit": "/aws/eks/prod/cluster" },
  }).find(({ detection }) => detection.title === "Both");
  const inLogs = found && compile(found.detection, "cloudwatch");
  expect([inLogs?.verdict, inLogs?.reasons[0]?.code]).toEqual(["unsupported", "DET538"]);
  expect(inLogs?.reasons[0]?.message).toContain("kubernetes/audit and aws/cloudtrail");
});

test("a field that only one of the log sources has groups nothing", () => {
  const rule = ruleOf({ type: "temporal", "group-by": ["userIdentity.userName"] });
  const { verdict, reasons } = compile(rule, "sentinel");
  expect([verdict, reasons.map(({ code }) => code)]).toEqual(["unsupported", ["DET618"]]);
});

test.each([
  ["values", { type: "value_count", condition: { gte: 2, field: "eventName" } }],
  ["sums", { type: "value_sum", condition: { gte: 2, field: "eventName" } }],
])("%s of several log sources are not compared", (_, keys) => {
  expect(loaded(keys).errors.map(({ code }) => code)).toEqual(["DET244"]);
});
