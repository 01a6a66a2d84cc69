import { compile, compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../compiler/core/json";
import type { ResolvedRule } from "../../../compiler/ir/rule";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { engineOf } from "../../../compiler/run/engine";
import { compileQuery } from "../../support/logs-insights/evaluate";
import { parseQuery } from "../../support/logs-insights/parse";

/*
 * One item of a rule in each target's words, side by side; the code of the reason where a target leaves
 * it out. Of two events the rule matches the first alone, and each target that leaves nothing out too.
 */

interface Case {
  readonly item: readonly [key: string, value: unknown];
  readonly cloudwatch: string;
  readonly sentinel: string;
  readonly insights: string;
  readonly match: object;
  readonly near: object;
}

const CASES: readonly Case[] = [
  {
    item: ["errorCode", "AccessDenied"],
    cloudwatch: '$.errorCode = "AccessDenied"',
    sentinel: 'ErrorCode =~ "AccessDenied"',
    insights: "(ispresent(errorCode) and errorCode like /(?i)^AccessDenied$/)",
    match: { errorCode: "AccessDenied" },
    near: { errorCode: "AccessDeniedException" },
  },
  {
    item: ["userIdentity.type", "iamuser"],
    cloudwatch: '$.userIdentity.type = "IAMUser"',
    sentinel: 'UserIdentityType =~ "iamuser"',
    insights: "(ispresent(userIdentity.type) and userIdentity.type like /(?i)^iamuser$/)",
    match: { userIdentity: { type: "IAMUser" } },
    near: { userIdentity: { type: "Root" } },
  },
  {
    item: ["userAgent", "curl"],
    cloudwatch: "$.userAgent = %^[Cc][Uu][Rr][Ll]$%",
    sentinel: 'UserAgent =~ "curl"',
    insights: "(ispresent(userAgent) and userAgent like /(?i)^curl$/)",
    match: { userAgent: "cURL" },
    near: { userAgent: "curl/8" },
  },
  {
    item: ["userAgent|cased", "Curl"],
    cloudwatch: '$.userAgent = "Curl"',
    sentinel: 'UserAgent == "Curl"',
    insights: '(ispresent(userAgent) and userAgent = "Curl")',
    match: { userAgent: "Curl" },
    near: { userAgent: "curl" },
  },
  {
    item: ["userAgent|contains", "curl"],
    cloudwatch: "$.userAgent = %[Cc][Uu][Rr][Ll]%",
    sentinel: 'UserAgent contains "curl"',
    insights: "(ispresent(userAgent) and userAgent like /(?i)curl/)",
    match: { userAgent: "libcURL/8" },
    near: { userAgent: "cur" },
  },
  {
    item: ["userAgent|endswith|cased", "Linux"],
    cloudwatch: "$.userAgent = %Linux$%",
    sentinel: 'UserAgent endswith_cs "Linux"',
    insights: "(ispresent(userAgent) and userAgent like /Linux$/)",
    match: { userAgent: "Arch Linux" },
    near: { userAgent: "linux" },
  },
  {
    item: ["userAgent", "a*z"],
    cloudwatch: "$.userAgent = %^[Aa][\\s\\S]*[Zz]$%",
    sentinel: 'UserAgent matches regex "(?s)^[Aa].*[Zz]$"',
    insights: "(ispresent(userAgent) and userAgent like /(?is)^a.*z$/)",
    match: { userAgent: "A\nz" },
    near: { userAgent: "az " },
  },
  {
    item: ["userAgent", "*"],
    cloudwatch: '$.userAgent = "*" && $.userAgent != ""',
    sentinel: "isnotempty(UserAgent)",
    insights: "(ispresent(userAgent) and userAgent like /(?is)./)",
    match: { userAgent: " " },
    near: { userAgent: "" },
  },
  {
    item: ["userAgent", ""],
    cloudwatch: '$.userAgent = ""',
    sentinel: "DET603",
    insights: "(ispresent(userAgent) and isempty(userAgent) = 1)",
    match: { userAgent: "" },
    near: {},
  },
  {
    item: ["errorCode", null],
    cloudwatch: "($.errorCode NOT EXISTS || $.errorCode IS NULL)",
    sentinel: "isempty(ErrorCode)",
    insights: "(not ispresent(errorCode))",
    match: {},
    near: { errorCode: "AccessDenied" },
  },
  {
    item: ["errorCode|exists", true],
    cloudwatch: '($.errorCode IS NULL || $.errorCode = "*")',
    sentinel: "isnotempty(ErrorCode)",
    insights: "ispresent(errorCode)",
    match: { errorCode: "AccessDenied" },
    near: {},
  },
  {
    item: ["readOnly", false],
    cloudwatch: "$.readOnly IS FALSE",
    sentinel: "ReadOnly == false",
    insights: "(ispresent(readOnly) and readOnly = 0)",
    match: { readOnly: false },
    near: { readOnly: true },
  },
  {
    item: ["requestParameters.maxItems|gt", 100],
    cloudwatch: "DET509",
    sentinel: "RequestParametersMaxItemsFound > 0",
    insights:
      "(ispresent(requestParameters.maxItems) and isNumeric(requestParameters.maxItems) and requestParameters.maxItems > 100)",
    match: { requestParameters: { maxItems: 101 } },
    near: { requestParameters: { maxItems: 100 } },
  },
  {
    item: ["sourceIPAddress|cidr", "10.0.0.0/8"],
    cloudwatch: '$.sourceIPAddress = "10.*"',
    sentinel:
      'SourceIpAddress matches regex "^(?:(?:0|[1-9][0-9]{0,2})[.]){3}(?:0|[1-9][0-9]{0,2})$" and ipv4_is_in_range(SourceIpAddress, "10.0.0.0/8")',
    insights: '(ispresent(sourceIPAddress) and isIpv4InSubnet(sourceIPAddress, "10.0.0.0/8"))',
    match: { sourceIPAddress: "10.255.0.1" },
    near: { sourceIPAddress: "100.1.2.3" },
  },
  {
    item: ["userAgent|re", "^curl/[0-9]+"],
    cloudwatch: "$.userAgent = %^curl/[0-9]%",
    sentinel: 'UserAgent matches regex "^curl/[0-9]+"',
    insights: "(ispresent(userAgent) and userAgent like /^curl\\/[0-9]+/)",
    match: { userAgent: "curl/8.1" },
    near: { userAgent: "curl/x" },
  },
  {
    item: ["userAgent|re|i", "^curl"],
    cloudwatch: "$.userAgent = %^[Cc][Uu][Rr][Ll]%",
    sentinel: 'UserAgent matches regex "^[Cc][Uu][Rr][Ll]"',
    insights: "(ispresent(userAgent) and userAgent like /(?i)^curl/)",
    match: { userAgent: "CURL" },
    near: { userAgent: "libcurl" },
  },
  {
    item: ["userAgent|neq", "curl"],
    cloudwatch:
      "($.userAgent NOT EXISTS || $.userAgent IS NULL || $.userAgent != %^[Cc][Uu][Rr][Ll]$%)",
    sentinel: 'not(UserAgent =~ "curl")',
    insights: "(not (ispresent(userAgent) and userAgent like /(?i)^curl$/))",
    match: {},
    near: { userAgent: "Curl" },
  },
  {
    item: ["userAgent|contains|all", ["a1", "b2"]],
    cloudwatch:
      '($.userAgent = "*A1*" || $.userAgent = "*a1*") && ($.userAgent = "*B2*" || $.userAgent = "*b2*")',
    sentinel: 'UserAgent contains "a1" and UserAgent contains "b2"',
    insights:
      "((ispresent(userAgent) and userAgent like /(?i)a1/) and (ispresent(userAgent) and userAgent like /(?i)b2/))",
    match: { userAgent: "B2 a1" },
    near: { userAgent: "a1" },
  },
  {
    item: ["errorCode", ["A", "B"]],
    cloudwatch: '($.errorCode = "A" || $.errorCode = "B")',
    sentinel: 'ErrorCode in~ ("A", "B")',
    insights:
      "((ispresent(errorCode) and errorCode like /(?i)^A$/) or (ispresent(errorCode) and errorCode like /(?i)^B$/))",
    match: { errorCode: "B" },
    near: { errorCode: "AB" },
  },
];

function ruleOf([key, value]: Case["item"]): ResolvedRule {
  const document = {
    title: "One item",
    id: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
    logsource: { product: "aws", service: "cloudtrail" },
    detection: { selection: { eventName: "CreateUser", [key]: value }, condition: "selection" },
    accept: "wider",
  };
  const diagnostics = new Diagnostics();
  const rule = loadRule(`${JSON.stringify(document)}\n`, diagnostics);
  if (rule === undefined) throw new Error(diagnostics.all.map((each) => each.message).join());
  return rule;
}

/** The texts without the event's name, which every case has. */
function printed(rule: ResolvedRule) {
  const cloudwatch = compile(rule, "cloudwatch");
  const sentinel = compile(rule, "sentinel");
  const insights = compile(rule, "logs-insights");
  const [filter] = cloudwatch.output!.filters;
  const conditions = sentinel
    .output!.query.split("\n")
    .filter((line) => /^(\| where| {2}and) /.test(line) && !line.includes("EventName"))
    .map((line) =>
      line.slice(line.indexOf(line.startsWith("|") ? "where" : "and")).replace(/^\w+ /, ""),
    );
  const query = insights.output!.query;
  return {
    cloudwatch:
      cloudwatch.reasons[0]?.code ??
      filter!.pattern.replace('{ $.eventName = "CreateUser" && ', "").replace(/ \}$/, ""),
    sentinel: sentinel.reasons[0]?.code ?? conditions.join(" and "),
    insights:
      insights.reasons[0]?.code ??
      /\| filter \(\(ispresent\(eventName\) and eventName like \/\(\?i\)\^CreateUser\$\/\) and (.*)\)$/m.exec(
        query,
      )![1]!,
  };
}

describe("an item of a rule", () => {
  test.each(CASES.map((each) => [each.item.join(": "), each] as const))("%s", (_name, each) => {
    const rule = ruleOf(each.item);
    const { cloudwatch, sentinel, insights } = each;
    expect(printed(rule)).toEqual({ cloudwatch, sentinel, insights });
    const events = [each.match, each.near].map(
      (event) => ({ eventName: "CreateUser", ...event }) as JsonObject,
    );
    for (const engine of ["reference", "cloudwatch", "sentinel"] as const) {
      const isLeftOut = engine !== "reference" && /^DET/.test(each[engine]);
      const ready = engineOf(compiledRule(rule), engine);
      if (ready.kind !== "ready") throw new Error(ready.kind);
      const { matches } = ready;
      expect([engine, ...events.map((event) => matches(event))]).toEqual([engine, true, isLeftOut]);
    }
    const { output } = compile(rule, "logs-insights");
    const read = parseQuery(output!.query);
    if (read.kind === "error") throw new Error(read.error.message);
    expect(events.map(compileQuery(read.query))).toEqual([true, false]);
  });
});
