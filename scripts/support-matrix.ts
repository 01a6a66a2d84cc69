import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { loadRule, type RuleInput } from "../compiler/rule-set/load-rule";
import { ALARM_NOTIFIES } from "../compiler/targets/alert-words";
import type { AlertingTarget, Verdict } from "../compiler/targets/verdict";

/** Something that a rule may say, as one that says it beside a plain event name. */
interface Probe {
  readonly feature: string;
  /** A test: the key of a detection item and its value. */
  readonly test?: readonly [key: string, value: unknown];
  /** The service and the event beside it. @default - IAM's `CreateUser` */
  readonly call?: readonly [service: string, name: string];
  /** Other keys of the document. */
  readonly keys?: Readonly<Record<string, unknown>>;
  /** A whole document or several, in place of all that. */
  readonly text?: string;
}

const TEXT = "userAgent";
const GRANT = "requestParameters.AccessControlPolicy.AccessControlList.Grant";

const HEAD = {
  title: "Probe",
  id: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
  status: "test",
  level: "low",
  logsource: { product: "aws", service: "cloudtrail" },
} as const;

const COUNTED = {
  selection: { eventSource: "iam.amazonaws.com", eventName: "ListUsers" },
  condition: "selection",
};

const OTHER_CALL = { eventSource: "iam.amazonaws.com", eventName: "ListRoles" };

/** A condition of each type of correlation; of `temporal` ones none, which asks for all rules. */
const CONDITIONS: Readonly<Record<string, string>> = {
  event_count: "gte: 5",
  value_count: "gte: 5, field: userIdentity.arn",
  value_sum: "gte: 5, field: additionalEventData.bytesTransferredOut",
  value_avg: "gte: 5, field: additionalEventData.bytesTransferredOut",
  value_percentile: "gte: 5, field: additionalEventData.bytesTransferredOut",
  temporal: "",
  temporal_ordered: "",
};

const GROUP = `group-by: [${TEXT}]`;
const ALIAS = `group-by: [who], aliases: { who: { counted: ${TEXT}, other: sourceIPAddress } }`;

/** Grouped as the pages of the Sigma specification are. */
const PROBES: Readonly<Record<string, readonly Probe[]>> = {
  Values: [
    { feature: "text of an identifier", test: ["errorCode", "AccessDenied"] },
    { feature: "text of a closed vocabulary", test: ["userIdentity.type", "IAMUser"] },
    { feature: "free text", test: [TEXT, "scanner"] },
    { feature: "free text beyond ASCII", test: [TEXT, "größe"] },
    { feature: "wildcards `*`", test: [TEXT, "a*b*c"] },
    { feature: "wildcard `?`", test: [TEXT, "a?c"] },
    { feature: "`'*'`: present and not empty", test: [TEXT, "*"] },
    { feature: "the empty string", test: [TEXT, ""] },
    { feature: "`null`", test: [TEXT, null] },
    { feature: "a number", test: ["requestParameters.maxItems", 5], call: ["iam", "ListUsers"] },
    { feature: "a boolean", test: ["readOnly", false] },
    { feature: "a list of values", test: ["errorCode", ["AccessDenied", "Throttling"]] },
    {
      feature: "an array of texts",
      test: ["requestParameters.operations", "Decrypt"],
      call: ["kms", "CreateGrant"],
    },
    {
      feature: "one value, or an array of them",
      test: [`${GRANT}.Permission`, "READ"],
      call: ["s3", "PutBucketAcl"],
    },
    { feature: "an array of objects", test: ["resources.accountId", "111122223333"] },
    {
      feature: "an array within an array",
      test: ["requestParameters.ipPermissions.items.ipRanges.items.cidrIp", "0.0.0.0/0"],
      call: ["ec2", "AuthorizeSecurityGroupIngress"],
    },
    { feature: "what nothing is known of", test: ["requestParameters.anything", "a"] },
    { feature: "an object's text", test: ["requestParameters|contains", "admin"] },
    { feature: "keywords", test: ["keywords", ["scanner"]] },
  ],
  Modifiers: [
    { feature: "`contains`", test: [`${TEXT}|contains`, "scan"] },
    { feature: "`startswith`", test: [`${TEXT}|startswith`, "scan"] },
    { feature: "`endswith`", test: [`${TEXT}|endswith`, "scan"] },
    { feature: "`cased`", test: [`${TEXT}|cased`, "Scan"] },
    { feature: "`contains`, `cased`", test: [`${TEXT}|contains|cased`, "Scan"] },
    { feature: "`all`", test: [`${TEXT}|contains|all`, ["a", "b"]] },
    { feature: "`neq`", test: [`${TEXT}|neq`, "scan"] },
    { feature: "`re`", test: [`${TEXT}|re`, "^scan[0-9]+$"] },
    { feature: "`re`, `i`", test: [`${TEXT}|re|i`, "^scan"] },
    { feature: "`re`, `m`", test: [`${TEXT}|re|m`, "^scan"] },
    { feature: "`re`, `m`, the start of a line within", test: [`${TEXT}|re|m`, "scan\\n^er"] },
    { feature: "`re`, `i`, beyond ASCII", test: [`${TEXT}|re|i`, "größe"] },
    { feature: "`re`, a border of a word", test: [`${TEXT}|re`, "\\bscan"] },
    { feature: "`re`, a range beyond U+FFFF", test: [`${TEXT}|re`, "[\\x{1f600}-\\x{1f6ff}]"] },
    { feature: "`re`, `s`", test: [`${TEXT}|re|s`, "a.b"] },
    { feature: "`cidr`", test: ["sourceIPAddress|cidr", "10.0.0.0/8"] },
    { feature: "`cidr`, IPv6", test: ["sourceIPAddress|cidr", "2001:db8::/32"] },
    { feature: "`exists`", test: [`${TEXT}|exists`, true] },
    {
      feature: "`fieldref`",
      test: ["userIdentity.userName|fieldref", "requestParameters.userName"],
    },
    { feature: "`lt`", test: ["requestParameters.maxItems|lt", 5], call: ["iam", "ListUsers"] },
    { feature: "`lte`", test: ["requestParameters.maxItems|lte", 5], call: ["iam", "ListUsers"] },
    { feature: "`gt`", test: ["requestParameters.maxItems|gt", 5], call: ["iam", "ListUsers"] },
    { feature: "`gte`", test: ["requestParameters.maxItems|gte", 5], call: ["iam", "ListUsers"] },
    { feature: "`minute`", test: ["eventTime|minute", 30] },
    { feature: "`hour`", test: ["eventTime|hour", 3] },
    { feature: "`day`", test: ["eventTime|day", 1] },
    { feature: "`week`", test: ["eventTime|week", 7] },
    { feature: "`month`", test: ["eventTime|month", 12] },
    { feature: "`year`", test: ["eventTime|year", 2026] },
    { feature: "`expand`", test: [`${TEXT}|expand`, "%tools%"] },
    { feature: "`windash`", test: [`${TEXT}|windash|contains`, " -f "] },
    { feature: "`wide`", test: [`${TEXT}|wide|base64offset|contains`, "scan"] },
    { feature: "`utf16le`", test: [`${TEXT}|utf16le|base64|contains`, "scan"] },
    { feature: "`utf16be`", test: [`${TEXT}|utf16be|base64|contains`, "scan"] },
    { feature: "`utf16`", test: [`${TEXT}|utf16|base64|contains`, "scan"] },
    { feature: "`base64`", test: [`${TEXT}|base64`, "scan"] },
    { feature: "`base64offset`", test: [`${TEXT}|base64offset|contains`, "scan"] },
  ],
  Schedules: [
    { feature: "`triggerOperator: gt`", keys: { triggerOperator: "gt", triggerThreshold: 5 } },
    { feature: "`triggerOperator: lt`", keys: { triggerOperator: "lt", triggerThreshold: 5 } },
    { feature: "`triggerOperator: eq`", keys: { triggerOperator: "eq", triggerThreshold: 5 } },
    { feature: "`triggerOperator: ne`", keys: { triggerOperator: "ne", triggerThreshold: 5 } },
    { feature: "`queryPeriod: 7d`", keys: { queryFrequency: "1h", queryPeriod: "7d" } },
    { feature: "`queryPeriod: 14d`", keys: { queryFrequency: "1h", queryPeriod: "14d" } },
    { feature: "`ingestionDelay`", keys: { ingestionDelay: "20m" } },
    { feature: "`kind: NRT`", keys: { kind: "NRT" } },
  ],
  Correlations: [
    ...Object.entries(CONDITIONS).flatMap(([type, condition]) => [
      { feature: `\`${type}\``, text: correlation(type, condition) },
      { feature: `\`${type}\` by group`, text: correlation(type, condition, GROUP) },
      { feature: `\`${type}\` by an alias`, text: correlation(type, condition, ALIAS) },
    ]),
    { feature: "`event_count`, a range", text: correlation("event_count", "gte: 5, lte: 9") },
    { feature: "`event_count`, `lt`", text: correlation("event_count", "lt: 5") },
    { feature: "`event_count`, `eq`", text: correlation("event_count", "eq: 5") },
    { feature: "`event_count`, any event", text: correlation("event_count", "gte: 1") },
    {
      feature: "`event_count` by group, an array",
      text: correlation("event_count", "gte: 5", "group-by: [requestParameters.groupIds]"),
    },
    { feature: "`temporal`, some of the rules", text: correlation("temporal", "gte: 1") },
    { feature: "a `timespan` of a day", text: correlation("event_count", "gte: 5", "", "1d") },
    { feature: "a `timespan` of 7 days", text: correlation("event_count", "gte: 5", "", "7d") },
    { feature: "a correlation of correlations", text: chain() },
  ],
  Queries: [
    {
      feature: "`query` over AWSCloudTrail",
      text: query("AWSCloudTrail | where EventName == 'A'"),
    },
    {
      feature: "`query`, `summarize count() by …` and a `where` on it",
      text: query(
        "AWSCloudTrail | where EventName == 'A' | summarize count() by UserAgent | where count_ > 5",
      ),
    },
    {
      feature: "`query`, `dcount` and a `where` on it",
      text: query(
        "AWSCloudTrail | where EventName == 'A' | summarize n = dcount(UserAgent) | where n > 5",
      ),
    },
    {
      feature: "`query`, a count of 0",
      text: query("AWSCloudTrail | where EventName == 'A' | count | where Count == 0"),
    },
    { feature: "`query` over another table", text: query("SigninLogs | where ResultType == '0'") },
  ],
};

/** What each feature of a rule becomes on each cloud, as Markdown. */
export function supportMatrix(): string {
  const tables = Object.entries(PROBES).flatMap(([group, probes]) => [
    `## ${group}`,
    "",
    "| a rule that says | CloudWatch | …under `not` | EventBridge | …under `not` | Sentinel | …under `not` |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...probes.map(rowOf),
    "",
  ]);
  return [
    "# What each cloud can say",
    "",
    "Made from the compiler: each line is one rule with a plain event name beside the feature, compiled for each target that alerts.",
    "`exact` and `wider` are verdicts as the README says; the codes are explained in [errors.md](errors.md). A field's",
    "type and spelling decide too: [decisions/0002-field-model.md](decisions/0002-field-model.md); what a test of an array's",
    "elements costs a query, [decisions/0010-elements-in-queries.md](decisions/0010-elements-in-queries.md). The verdicts speak of",
    `what is matched: Sentinel alerts in each run that finds something. ${ALARM_NOTIFIES}`,
    "",
    ...tables,
  ].join("\n");
}

function rowOf(probe: Probe): string {
  const cells = (["cloudwatch", "eventbridge", "sentinel"] as const).flatMap((target) => [
    cellOf(ruleOf(probe, false), target),
    probe.test === undefined ? "" : cellOf(ruleOf(probe, true), target),
  ]);
  return `| ${[probe.feature, ...cells].join(" | ")} |`;
}

function cellOf(rule: RuleInput, target: AlertingTarget): string {
  const diagnostics = new Diagnostics();
  const detection = loadRule(rule, diagnostics, { placeholders: { tools: ["scanner"] } });
  if (detection === undefined) return `refused ${listed(diagnostics.all)}`;
  const { verdict, reasons } = compile(detection, target, { accept: "wider" });
  return SAID.includes(verdict) ? String(verdict) : `${verdict} ${listed(reasons)}`;
}

/** Verdicts that need no reason here. */
const SAID: readonly (Verdict | null)[] = ["exact", "as-written", "not-applicable"];

function listed(found: readonly { readonly code: string; readonly severity?: string }[]): string {
  const codes = found.filter(({ severity }) => severity !== "warning").map(({ code }) => code);
  return [...new Set(codes)].sort().join(", ");
}

function ruleOf({ test, call, keys, text }: Probe, negated: boolean): RuleInput {
  if (text !== undefined) return text;
  const [service, name] = call ?? ["iam", "CreateUser"];
  const [key = "readOnly", value = false] = test ?? [];
  return {
    ...HEAD,
    detection: {
      known: { eventSource: `${service}.amazonaws.com`, eventName: name },
      probed: key === "keywords" ? value : { [key]: value },
      condition: negated ? "known and not probed" : "known and probed",
    },
    ...keys,
  };
}

function correlation(type: string, condition: string, more = "", timespan = "15m"): string {
  const rules = ["counted", "other"].map((name) => ({
    ...HEAD,
    id: undefined,
    name,
    detection: { ...COUNTED, ...(name === "other" ? { selection: OTHER_CALL } : {}) },
  }));
  const parts = [
    ...[`type: ${type}`, "rules: [counted, other]", `timespan: ${timespan}`],
    ...(condition === "" ? [] : [`condition: { ${condition} }`]),
    ...(more === "" ? [] : [more]),
  ];
  return `${rules.map((rule) => JSON.stringify(rule)).join("\n---\n")}
---
title: Probe
id: ${HEAD.id}
status: test
level: low
correlation: { ${parts.join(", ")} }
`;
}

function chain(): string {
  const inner = correlation("event_count", "gte: 5").replace(`id: ${HEAD.id}`, "name: inner");
  return `${inner}---
title: Outer
id: ${HEAD.id}
status: test
level: low
correlation: { type: temporal_ordered, rules: [inner, other], timespan: 15m }
`;
}

function query(kql: string): string {
  return `name: Probe\nid: ${HEAD.id}\nseverity: Low\nquery: "${kql}"\n`;
}
