import { compile, compiledRule, type CompiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../compiler/core/json";
import { connectorRow, tableOfName } from "../../../compiler/kql/values/row";
import type { LogSource } from "../../../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../../../compiler/log-sources/registry";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { engineOf, type EngineName } from "../../../compiler/run/engine";
import { withValue } from "../../../compiler/run/rule-tests/change-event";
import { answered } from "../../support/answered";
import { diagnose } from "../../support/kusto";
import { describeWithShared } from "../../support/optional";
import { samples, samplesOf } from "./other-logs";

/** A rule of one selection, in YAML on one line, over one of AWS's logs; and what is found in it. */
function ruleOf(service: string, selection: string, logGroupNames?: Record<string, string>) {
  const diagnostics = new Diagnostics();
  const text = `title: One\nlevel: low\nlogsource: {product: aws, service: ${service}}\ndetection: {s: {${selection}}, condition: s}\n`;
  const rule = loadRule(text, diagnostics, { logGroupNames });
  // What a rule should say of itself besides is another matter.
  const found = diagnostics.all.filter(({ code }) => code !== "DET402");
  return { rule: rule && compiledRule(rule), found };
}

function compiledOf(service: string, selection: string, logGroupNames?: Record<string, string>) {
  const { rule, found } = ruleOf(service, selection, logGroupNames);
  if (rule === undefined) throw new Error(found.map(({ message }) => message).join("; "));
  return rule;
}

function matches(rule: CompiledRule, name: EngineName, event: JsonObject): boolean {
  const engine = engineOf(rule, name);
  if (engine.kind !== "ready") throw new Error(`${name} does not run`);
  return answered(engine.matches(event));
}

const logSourceOf = (service: string): LogSource =>
  LOG_SOURCES.find((each) => each.product === "aws" && each.service === service)!;

/** The ordinary event of a log source, with other values at paths. */
const eventOf = (service: string, values: JsonObject): JsonObject =>
  Object.entries(values).reduce<JsonObject>((event, [path, value]) => {
    const changed = withValue(event, path, value);
    if (changed === undefined) throw new Error(`no event has ${path}`);
    return changed;
  }, logSourceOf(service).events.sample);

/** Of each log: a rule, what an event that it matches has, and what a near miss has of that otherwise. */
const RULES: readonly (readonly [string, string, JsonObject, JsonObject])[] = [
  [
    "route53_resolver",
    "query_name|endswith: .example.net., rcode: NXDOMAIN",
    { query_name: "a.example.net.", rcode: "NXDOMAIN" },
    { rcode: "NOERROR" },
  ],
  [
    "route53_resolver",
    "answers.Rdata|cidr: 203.0.113.0/24",
    { answers: [{ Rdata: "a.example." }, { Rdata: "203.0.113.9", Type: "A", Class: "IN" }] },
    { answers: [{ Rdata: "198.51.100.9", Type: "A", Class: "IN" }] },
  ],
  [
    "waf",
    "action: BLOCK, httpRequest.uri|contains: /admin, labels.name|contains: bot-control",
    {
      action: "BLOCK",
      "httpRequest.uri": "/admin/x",
      labels: [{ name: "a" }, { name: "awswaf:managed:aws:bot-control:signal" }],
    },
    { labels: [{ name: "a" }] },
  ],
  [
    "waf",
    "action: BLOCK, responseCodeSent|gte: 403",
    { action: "BLOCK", responseCodeSent: 403 },
    { responseCodeSent: null },
  ],
  [
    "guardduty",
    "type|startswith: 'UnauthorizedAccess:', severity|gte: 7, service.archived: false",
    { type: "UnauthorizedAccess:EC2/SSHBruteForce", severity: 8 },
    { severity: 5 },
  ],
  [
    "guardduty",
    "type|contains: /, resource.s3BucketDetails.name: secrets",
    { "resource.s3BucketDetails": [{ name: "other" }, { name: "secrets" }] },
    { "resource.s3BucketDetails": [{ name: "other" }] },
  ],
  [
    "securityhub",
    "GeneratorId: security-control/IAM.9, Compliance.Status: FAILED, RecordState: ACTIVE",
    { GeneratorId: "security-control/IAM.9" },
    { "Compliance.Status": "PASSED" },
  ],
  [
    "securityhub",
    "GeneratorId|contains: S3, FindingProviderFields.Severity.Label: CRITICAL, Resources.Type: AwsS3Bucket",
    { GeneratorId: "security-control/S3.1", "FindingProviderFields.Severity.Label": "CRITICAL" },
    { Resources: [{ Type: "AwsEc2Instance", Id: "i-1" }] },
  ],
];

describe("rules of AWS's logs beside CloudTrail", () => {
  test.each(RULES)("%s: %s says the same on Sentinel", (service, selection, hit, miss) => {
    const rule = compiledOf(service, selection);
    const { verdict, output } = rule.compiled("sentinel");
    expect([verdict, diagnose(output?.query ?? "")]).toEqual(["exact", []]);
    const [event, near] = [eventOf(service, hit), eventOf(service, { ...hit, ...miss })];
    for (const name of ["reference", "sentinel"] as const) {
      expect([name, matches(rule, name, event), matches(rule, name, near)]).toEqual([
        name,
        true,
        false,
      ]);
    }
  });

  test("are wider by what a table has no place for", () => {
    const { verdict, reasons } = compiledOf(
      "securityhub",
      "GeneratorId|contains: S3, Severity.Label: CRITICAL",
    ).compiled("sentinel", { accept: "wider" });
    expect([verdict, reasons.map(({ message }) => message)]).toEqual([
      "wider",
      [
        "`Severity.Label: CRITICAL`: the table AWSSecurityHubFindings has no place for Severity.Label",
      ],
    ]);
  });

  test("are warned of a name of a query that no query has", () => {
    const { found } = ruleOf("route53_resolver", "query_name|endswith: .example.net");
    expect(found.map(({ code, fix }) => [code, fix])).toEqual([
      ["DET451", expect.stringContaining("with a point at its end")],
    ]);
    const { found: right } = ruleOf("route53_resolver", "query_name|contains: example.net");
    expect(right).toEqual([]);
  });

  test("are filters on a log group that their service writes to", () => {
    const onLogs = (name: string) =>
      compiledOf("waf", "action: BLOCK, httpRequest.country: DE", { "aws/waf": name }).compiled(
        "cloudwatch",
      );
    const { output } = onLogs("aws-waf-logs-example");
    expect(output?.filters.map(({ pattern }) => pattern)).toEqual([
      '{ $.action = "BLOCK" && $.httpRequest.country = "DE" }',
    ]);
    expect(onLogs("${data.x.name}").verdict).toBe("exact");
    const { verdict, reasons } = onLogs("/logs/waf");
    expect([verdict, reasons.map(({ message }) => message)]).toEqual([
      "not-applicable",
      [
        expect.stringContaining(
          "the log group `/logs/waf` holds no events of aws/waf: names of those begin with `aws-waf-logs-`",
        ),
      ],
    ]);
  });

  test.each([
    ["vpcflow", "records of VPC flow logs are text", "AWSVPCFlow"],
    ["s3_access", "records of S3's server access logs are text", "AWSS3ServerAccess"],
  ])("are refused over %s, which is no JSON", (service, why, table) => {
    const { rule, found } = ruleOf(service, "action: REJECT");
    expect(rule).toBeUndefined();
    expect(found.map(({ code, message, fix }) => [code, message, fix])).toEqual([
      ["DET203", expect.stringContaining(why), expect.stringContaining(`over ${table}`)],
    ]);
  });
});

describe("a count over two rules that are grouped apart", () => {
  const counted = (service: string, field: string, other: string) => {
    const one = (name: string, text: string) =>
      `title: ${name}\nname: ${name}\nlogsource: {product: aws, service: ${service}}\ndetection: {s: {${field}|contains: ${text}}, condition: s}\n`;
    const many = `title: Many\ncorrelation: {type: event_count, rules: [one, two], timespan: 10m, condition: {gte: 3}, group-by: [who], aliases: {who: {one: ${field}, two: ${other}}}}\n`;
    const texts = [`${one("one", "a")}---\n${one("two", "b")}---\n${many}`];
    const found = loadRules(texts, new Diagnostics()).find(
      ({ detection }) => detection.title === "Many",
    );
    if (found === undefined) throw new Error("the correlation loads");
    return compile(found.detection, "sentinel");
  };

  test.each([
    ["guardduty", "type", "accountId", /by TimeGenerated, Who, EventId, EventStep/],
    ["securityhub", "GeneratorId", "Title", /by TimeGenerated, Who, EventId, EventStep/],
    ["waf", "httpRequest.uri", "httpRequest.clientIp", /by TimeGenerated, Who, EventId/],
  ])("%s: counts each record once, by what tells it from others", (service, field, other, by) => {
    const { output } = counted(service, field, other);
    expect(diagnose(output?.query ?? "")).toEqual([]);
    expect(output?.query).toMatch(by);
  });

  test("route53_resolver: is refused, since nothing tells a record from others", () => {
    const { verdict, reasons } = counted("route53_resolver", "query_name", "srcaddr");
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(["unsupported", ["DET627"]]);
  });
});

describe("the rows of AWS's logs beside CloudTrail", () => {
  test("have times of milliseconds as times", () => {
    const row = connectorRow(eventOf("waf", {}), tableOfName("AWSWAF"));
    expect(row).toMatchObject({
      TimeGenerated: "2026-01-01T12:00:00.000Z",
      ClientIp: "198.51.100.7",
    });
  });
});

describeWithShared("samples of AWS's logs beside CloudTrail", () => {
  const all = samples();

  test.each(RULES)("%s: %s matches alike on the reference and over rows", (service, selection) => {
    const own = samplesOf(logSourceOf(service), all);
    const rule = compiledOf(service, selection);
    expect(own.length).toBeGreaterThan(3);
    for (const { at, event } of own) {
      if (typeof event !== "object" || event === null || Array.isArray(event)) continue;
      const each = event as JsonObject;
      const wanted = matches(rule, "reference", each);
      expect([at, matches(rule, "sentinel", each)]).toEqual([at, wanted]);
    }
  });
});
