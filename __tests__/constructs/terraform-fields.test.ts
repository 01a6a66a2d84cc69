import fc from "fast-check";

import { isObject, type Json, type JsonObject } from "../../compiler/core/json";
import { alarmName } from "../../compiler/targets/names";
import { DetectionPack, type DetectionPackProps } from "../../constructs";
import { runs } from "../support/long";
import { WORKSPACE } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { evaluatedTemplate } from "../support/terraform-template";
import { ALARM, FILTER, idOf, QUERY, refusalOf, SCHEDULED } from "./packs";

const RUNS = runs(2, 10);

/** What Terraform and CDKTF would take for templates and tokens, quotes and lines. */
const HOSTILE = `a \${file("x")} %{ if true } "b" 'c' $\${d} %%{e} \${TfToken[TOKEN.0]} \\ z`;
const LINES = `${HOSTILE}\n${HOSTILE}`;

/** A rule that says `text` in every key that takes any text. */
function saying(text: string, id = idOf(1)): string {
  return ruleText({
    ...{
      id,
      title: text,
      name: text,
      description: text,
      author: text,
      license: text,
      runbook: text,
    },
    ...{ references: [text], falsepositives: [text], fields: [text] },
    alertDetailsOverride: { alertDisplayNameFormat: text, alertDescriptionFormat: text },
    logsource: { product: "aws", service: "cloudtrail", definition: text },
    detection: {
      selection: {
        eventName: "StopLogging",
        "userAgent|cased": oneLine(text).replace(/[*?\\]/g, "\\$&"),
      },
      condition: "selection",
    },
    "x-own-key": text,
  });
}

function deployed(
  rules: Readonly<Record<string, string>>,
  props: Partial<DetectionPackProps> = {},
) {
  return synthesise((stack) => {
    const common = { logGroupName: "trail", workspaceId: WORKSPACE, rules: [ruleFolder(rules)] };
    new DetectionPack(stack, "Pack", { ...common, ...props });
  });
}

/** References that the constructs themselves write. */
const REFERENCES = ["metric_name", "namespace"];

/** A stack's resources as Terraform reads them; throws where a template is left. */
function evaluated(json: Json): Json {
  if (typeof json === "string") return evaluatedTemplate(json);
  if (Array.isArray(json)) return json.map((each: Json) => evaluated(each));
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      evaluatedTemplate(key),
      REFERENCES.includes(key) && typeof value === "string" && value.startsWith("${aws_")
        ? value
        : evaluated(value),
    ]),
  );
}

function all(stack: JsonObject, type: string): readonly JsonObject[] {
  return resources(stack, type).map((each) => {
    const read = evaluated(each);
    if (!isObject(read)) throw new Error("a resource is an object");
    return read;
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe("text of a rule", () => {
  test("is text to Terraform, in every key that takes any", () => {
    const stack = deployed({ "rule.yml": saying(LINES.slice(0, 250)) });
    const text = LINES.slice(0, 250);
    const [alarm] = all(stack, ALARM);
    expect(alarm?.["alarm_name"]).toBe(alarmName(text, idOf(1)));
    const described = String(alarm?.["alarm_description"]);
    expect(described).toContain(`Author: ${oneLine(text)}.`);
    expect(described).toContain(`Rule: ${oneLine(text)}`);
    expect(all(stack, QUERY)).toHaveLength(1);
    expect(all(stack, SCHEDULED)).toMatchObject([
      {
        display_name: text,
        description: expect.stringContaining(oneLine(text)),
        alert_details_override: [{ display_name_format: text, description_format: text }],
        query: expect.stringContaining("TfToken[TOKEN.0]"),
      },
    ]);
    expect(all(stack, FILTER)).toMatchObject([
      { pattern: expect.stringContaining('${file(\\"x\\")} %{ if true } \\"b\\"') },
    ]);
  });

  test("is text to Terraform, whatever it is", () => {
    const pieces = fc.constantFrom(
      ...["${", "%{", "}", "$", "%", '"', "'", "\\", "\n", "{", "TfToken[TOKEN.0]", "é", "a", " "],
    );
    const texts = fc
      .array(pieces, { minLength: 1, maxLength: 12 })
      .map((parts) => `x${parts.join("")}x`);
    fc.assert(
      fc.property(fc.array(texts, { minLength: 20, maxLength: 20 }), (written) => {
        const files = written.map((text, index) => [`${index}.yml`, saying(text, idOf(index + 1))]);
        const stack = deployed(Object.fromEntries(files));
        const found = all(stack, SCHEDULED).map((each) => each["display_name"]);
        expect(found.sort()).toEqual([...written].sort());
        const names = all(stack, ALARM).map((each) => each["alarm_name"]);
        const expected = written.map((text, index) => alarmName(text, idOf(index + 1)));
        expect(names.sort()).toEqual(expected.sort());
      }),
      { numRuns: RUNS },
    );
  });

  test("is text in what the pack says of the rule, too", () => {
    const text = '${file("x")} %{ if true } "b"';
    const detection = {
      selection: { eventName: "StopLogging", "userAgent|expand|cased": "%agents%" },
      condition: "selection",
    };
    const stack = deployed(
      { "rule.yml": ruleText({ detection }) },
      { runbook: text, placeholders: { agents: [text] } },
    );
    expect(all(stack, ALARM)).toMatchObject([
      { alarm_description: expect.stringContaining(`Runbook: ${text}`) },
    ]);
    const [query] = all(stack, QUERY);
    expect(query?.["query_string"]).toMatch(/userAgent like .*file/);
    expect(query?.["query_string"]).not.toMatch(/[$%]\{/);
    expect(all(stack, FILTER)).toMatchObject([
      { pattern: expect.stringContaining('"${file(\\"x\\")} %{ if true } \\"b\\""') },
    ]);
  });

  test("is text in a query that somebody wrote", () => {
    const query = `AWSCloudTrail\n| where UserAgent == '\${file("x")} %{ if true } $\${d}'`;
    const rule = { name: "Query", id: idOf(1), severity: "Low", kind: "Scheduled", query };
    const stack = deployed(
      { "rule.yml": `${JSON.stringify(rule)}\n` },
      { overrides: { [idOf(1)]: { targets: ["sentinel"] } } },
    );
    expect(all(stack, SCHEDULED)).toMatchObject([{ query }]);
  });
});

describe("keys of a rule that take no text of one's own", () => {
  const text = '${file("x")} %{ if true }';

  test.each([
    ["id", text],
    ["version", text],
    ["level", text],
    ["status", text],
    ["severity", text],
    ["kind", text],
    ["date", text],
    ["tags", [text]],
    ["tactics", [text]],
    ["relevantTechniques", [text]],
    ["queryPeriod", text],
    ["customDetails", { Region: text }],
    ["customDetails", { [text]: "AWSRegion" }],
    ["sentinelEntitiesMappings", [{ columnName: text }]],
    ["eventGroupingSettings", { aggregationKind: text }],
    [
      "entityMappings",
      [{ entityType: text, fieldMappings: [{ identifier: "Name", columnName: "UserName" }] }],
    ],
    [
      "entityMappings",
      [{ entityType: "Account", fieldMappings: [{ identifier: text, columnName: "UserName" }] }],
    ],
    [
      "entityMappings",
      [{ entityType: "Account", fieldMappings: [{ identifier: "Name", columnName: text }] }],
    ],
    [
      "alertDetailsOverride",
      { alertDynamicProperties: [{ alertProperty: "AlertLink", value: text }] },
    ],
    ["alertDetailsOverride", { alertSeverityColumnName: text }],
    [
      "incidentConfiguration",
      { createIncident: true, groupingConfiguration: { groupByEntities: [text] } },
    ],
    [
      "incidentConfiguration",
      {
        createIncident: true,
        groupingConfiguration: { groupByCustomDetails: ["#{TfToken[TOKEN.0]}"] },
      },
    ],
  ])("refuse it: %s %j", (key, value) => {
    expect(refusalOf(() => deployed({ "rule.yml": ruleText({ [key]: value }) }))).toMatch(
      /rule\.yml:1:\d+ DET\d+ /,
    );
  });
});
