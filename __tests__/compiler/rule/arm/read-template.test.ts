import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { compile } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { ruleFiles } from "../../../../compiler/load/rule-files";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { folder } from "../../../cli/command";
import { ARM_ID, armResource, armTemplateText } from "../../../support/arm";

function load(text: string, path = "export.json") {
  const diagnostics = new Diagnostics();
  const rules = loadRules([{ path, text }], diagnostics).map(({ detection }) => detection);
  return { rules, found: diagnostics.all };
}

const codes = (found: readonly { code: string; severity: string }[]) =>
  found.map(({ code, severity }) => `${code} ${severity}`);

describe("a portal's export", () => {
  test("is read like Sentinel's YAML", () => {
    const { rules, found } = load(armTemplateText([armResource()]));
    expect(found).toEqual([]);
    expect(rules).toMatchObject([
      {
        id: ARM_ID,
        title: "Trail stopped",
        schedule: {
          queryFrequency: 300,
          queryPeriod: 3_600,
          triggerOperator: "gt",
          triggerThreshold: 0,
        },
      },
    ]);
    expect(rules[0]?.document).toEqual({
      id: ARM_ID,
      name: "Trail stopped",
      description: "Somebody stopped a trail.",
      severity: "High",
      queryFrequency: "PT5M",
      queryPeriod: "PT1H",
      triggerOperator: "gt",
      triggerThreshold: 0,
      tactics: ["DefenseEvasion"],
      relevantTechniques: ["T1562.008"],
      query: 'AWSCloudTrail\n| where EventName == "StopLogging"',
      suppressionEnabled: false,
      suppressionDuration: "PT5H",
      enabled: true,
      kind: "Scheduled",
    });
  });

  test.each([
    ["tabs", (text: string) => text.replaceAll("    ", "\t")],
    ["Windows' line ends", (text: string) => text.replaceAll("\n", "\r\n")],
    ["one line", (text: string) => JSON.stringify(JSON.parse(text))],
    ["comments", (text: string) => text.replace("{", "{ // the rules\n/* of us */")],
    ["another name", (text: string) => text],
  ])("with %s is the same", (what, change) => {
    const text = armTemplateText([armResource()]);
    const path = what === "another name" ? "export.txt" : "export.json";
    const { rules, found } = load(change(text), path);
    expect(found).toEqual([]);
    expect(rules[0]?.document).toEqual(load(text).rules[0]?.document);
  });

  test("may have many rules, a mistake in one of them keeps none of the others", () => {
    const other = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";
    const bad = armResource({ severity: "Grave" });
    const good = armResource({ displayName: "Other" }, { kind: "NRT", name: other });
    const { rules, found } = load(armTemplateText([bad, good]));
    expect(codes(found)).toEqual(["DET304 error"]);
    expect(rules).toMatchObject([{ id: other, document: { kind: "NRT" } }]);
  });

  test.each([
    ["a value", { severity: "Grave" }, "DET304", '"Grave"'],
    ["a line of the query", { query: "AWSCloudTrail\n| where Nothing == 1" }, "DET640", "Nothing"],
    ["a misspelt key", { severty: "Low" }, "DET302", '"severty"'],
  ])("points into the JSON at %s", (_, properties, code, said) => {
    const given = { ...properties, ...("severty" in properties ? { severity: undefined } : {}) };
    const text = armTemplateText([armResource(given)]);
    const at = load(text).found.find((each) => each.code === code);
    const line = text.split("\n")[(at?.line ?? 0) - 1] ?? "";
    expect(line.slice((at?.column ?? 1) - 1)).toMatch(new RegExp(`^${said}`));
  });
});

describe("the forms that rules have in templates", () => {
  const { apiVersion, ...bare } = armResource();
  const name = "Microsoft.OperationalInsights/workspaces/providers/alertRules";

  test.each([
    ["an extension resource", { scope: "[resourceId('x', 'y')]", name: ARM_ID }],
    ["a literal name", { name: `siem/Microsoft.SecurityInsights/${ARM_ID}` }],
    ["a name in parts", { name: `[concat(parameters('workspace'),'/a/','${ARM_ID}')]` }],
    [
      "a name by parameter",
      { name: "[concat(parameters('workspace'), '/a/', parameters('rule'))]" },
    ],
    ["a name by format", { name: `[format('{0}/a/{1}', parameters('workspace'), '${ARM_ID}')]` }],
    ["another case", { type: name.toUpperCase(), kind: "scheduled" }],
  ])("%s", (_, keys) => {
    const parameters = { workspace: { type: "string" }, rule: { defaultValue: ARM_ID } };
    const resource = armResource({}, { type: "Microsoft.SecurityInsights/alertRules", ...keys });
    const { rules, found } = load(armTemplateText([resource], { parameters }));
    expect(found).toEqual([]);
    expect(rules).toMatchObject([{ id: ARM_ID, document: { kind: "Scheduled" } }]);
  });

  test.each([
    ["inside its workspace", { type: "Microsoft.OperationalInsights/workspaces", name: "siem" }],
    ["inside a deployment", { type: "Microsoft.Resources/deployments", name: "inner" }],
  ])("%s", (what, parent) => {
    const inner = [armResource({}, { type: "providers/alertRules" })];
    const within =
      what === "inside its workspace"
        ? { resources: inner }
        : { properties: { template: { resources: inner } } };
    const { rules, found } = load(armTemplateText([{ ...parent, ...within }]));
    expect(codes(found)).toEqual(["DET118 note"]);
    expect(rules).toMatchObject([{ id: ARM_ID }]);
  });

  test("by symbolic names, as language version 2.0 has them", () => {
    const text = armTemplateText({ rule: armResource() }, { languageVersion: "2.0" });
    expect(load(text)).toMatchObject({ found: [], rules: [{ id: ARM_ID }] });
  });

  test.each([
    ["one", bare],
    ["a list", { value: [bare] }],
    ["templates in a list", [JSON.parse(armTemplateText([armResource()]))]],
  ])("an answer of the API: %s", (_, json) => {
    expect(apiVersion).toBeDefined();
    const { rules } = load(JSON.stringify(json));
    expect(rules).toMatchObject([{ title: "Trail stopped" }]);
  });

  test("a solution's package: ids and versions by variable, what is off in a template is not off", () => {
    const template = armResource(
      { enabled: false, status: "Available" },
      {
        type: "Microsoft.SecurityInsights/AlertRuleTemplates",
        name: "[variables('analyticRuleObject1')._analyticRulecontentId1]",
      },
    );
    const metadata = { type: "Microsoft.OperationalInsights/workspaces/providers/metadata" };
    const text = armTemplateText(
      [
        {
          type: "Microsoft.OperationalInsights/workspaces/providers/contentTemplates",
          name: "[variables('analyticRuleObject1').analyticRuleTemplateSpecName1]",
          properties: {
            version: "[variables('analyticRuleObject1').analyticRuleVersion1]",
            mainTemplate: { parameters: {}, variables: {}, resources: [template, metadata] },
          },
        },
        { type: "Microsoft.Insights/workbooks" },
      ],
      {
        variables: {
          analyticRuleObject1: { analyticRuleVersion1: "1.0.5", _analyticRulecontentId1: ARM_ID },
        },
      },
    );
    const { rules, found } = load(text);
    expect(found).toMatchObject([
      {
        code: "DET118",
        severity: "note",
        message: expect.stringMatching(/contentTe.*metadata.*workbooks/),
      },
    ]);
    expect(rules).toMatchObject([{ id: ARM_ID, document: { version: "1.0.5" } }]);
    expect(rules[0]?.document).not.toHaveProperty("enabled");
  });
});

describe("a rule named otherwise than by a GUID", () => {
  const named = (name: string) => load(armTemplateText([armResource({}, { name })]));

  test("keeps its name, and has an id made of it, the same each time", () => {
    const { rules, found } = named("siem/Microsoft.SecurityInsights/root-login");
    expect(found).toEqual([]);
    expect(rules[0]?.document).toMatchObject({ resourceNames: { analyticRule: "root-login" } });
    expect(rules[0]?.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(named("other/x/Root-Login").rules[0]?.id).toBe(rules[0]?.id);
    expect(named("siem/x/root-logins").rules[0]?.id).not.toBe(rules[0]?.id);
  });

  test("has none where only a deployment knows its name", () => {
    const { rules, found } = named("[concat(parameters('workspace'), '/x/', guid('a'))]");
    expect(codes(found)).toEqual(["DET120 warning"]);
    expect(rules).toMatchObject([{ title: "Trail stopped" }]);
    expect(rules[0]?.id).toBeUndefined();
  });
});

describe("values", () => {
  test("are what the deployment would read: escaped brackets, parameters, variables", () => {
    const { rules, found } = load(
      armTemplateText(
        [
          armResource({
            displayName: "[[AWS] stopped [now]",
            description: "[AWS] a trail",
            severity: "[parameters('severity')]",
            tactics: "[variables('tactics')]",
            enabled: "[parameters('on')]",
          }),
        ],
        {
          parameters: { severity: { defaultValue: "Low" }, on: { defaultValue: false } },
          variables: { tactics: ["Impact", "[parameters('severity')]"] },
        },
      ),
    );
    expect(rules[0]?.document ?? found).toMatchObject({
      name: "[AWS] stopped [now]",
      description: "[AWS] a trail",
      severity: "Low",
      tactics: ["Impact", "Low"],
      enabled: false,
    });
  });

  test("that only a deployment knows are errors at their place, never text", () => {
    const text = armTemplateText([armResource({ query: "[parameters('workspace')]" })]);
    const { rules, found } = load(text);
    expect(rules).toEqual([]);
    expect(found).toMatchObject([
      { code: "DET117", message: expect.stringContaining("has no `defaultValue`") },
    ]);
    expect(text.split("\n")[found[0]!.line - 1]).toContain('"query"');
  });

  test("of the service's own are kept under their names, null is not there", () => {
    const keys = { lastModifiedUtc: "2026-01-02T03:04:05Z", incidentConfiguration: null };
    const { rules } = load(armTemplateText([armResource(keys)]));
    expect(rules[0]?.document).toMatchObject({ lastModifiedUtc: "2026-01-02T03:04:05Z" });
    expect(rules[0]?.document).not.toHaveProperty("incidentConfiguration");
  });

  test("of techniques and sub-techniques give the same two lists again", () => {
    const lists = [
      { techniques: ["T1562", "T1098"], subTechniques: ["T1562.008", "T1098.001", "T1562.001"] },
      { techniques: ["T1098", "T1562", "T1110"], subTechniques: ["T1562.008", "T1098.001"] },
      { techniques: ["T1110"], subTechniques: [] },
    ];
    for (const given of lists) {
      const { rules } = load(armTemplateText([armResource(given)]));
      expect(compile(rules[0]!, "sentinel", {}).output).toMatchObject(given);
    }
  });
});

describe("what is no rule that can be read", () => {
  test("a kind without a query is told by name", () => {
    const fusion = armResource({ displayName: "Multistage" }, { kind: "Fusion" });
    const { rules, found } = load(armTemplateText([fusion]));
    expect(rules).toEqual([]);
    expect(found).toMatchObject([
      { code: "DET119", severity: "warning", message: expect.stringMatching(/Multistage.*Fusion/) },
    ]);
  });

  test.each([
    [
      "a template without rules",
      armTemplateText([{ type: "Microsoft.Insights/workbooks" }]),
      "DET116",
    ],
    ["another JSON", '{"name": "x"}', "DET116"],
    ["a list of a number", "[1]", "DET116"],
    ["a broken one", '{"resources": [}', "DET115"],
    ["without properties", armTemplateText([armResource({}, { properties: undefined })]), "DET301"],
    ["without a kind", armTemplateText([armResource({}, { kind: undefined })]), "DET301"],
    ["without a query", armTemplateText([armResource({ query: undefined })]), "DET301"],
    [
      "an unknown operator",
      armTemplateText([armResource({ triggerOperator: "Equals" })]),
      "DET304",
    ],
    [
      "a misspelt property",
      armTemplateText([armResource({ displyName: "x", displayName: undefined })]),
      "DET302",
    ],
  ])("%s is one clear error", (_, text, code) => {
    const { rules, found } = load(text);
    expect(rules).toEqual([]);
    expect(codes(found)).toEqual([`${code} error`]);
  });

  test("the error of an operator names the API's own words", () => {
    const { found } = load(armTemplateText([armResource({ triggerOperator: "Equals" })]));
    expect(found).toMatchObject([{ fix: "write `Equal`" }]);
  });

  test("a rule's own document as JSON is a rule all the same", () => {
    const document = { name: "By hand", severity: "Low", query: "AWSCloudTrail\n| take 1" };
    expect(load(JSON.stringify(document))).toMatchObject({ rules: [{ title: "By hand" }] });
  });
});

describe("where a rule's path is given", () => {
  test("a folder's templates of rules are rules, its other JSON is not", () => {
    const root = folder({
      "rules/a.yml": "title: a",
      "rules/export.json": armTemplateText([armResource()]),
      "rules/package.json": "{}",
      "rules/workbook.json": armTemplateText([{ type: "Microsoft.Insights/workbooks" }]),
      "rules/export.parameters.json":
        '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"}',
    });
    const found = ruleFiles(join(root, "rules")).map((path) => path.slice(root.length + 1));
    expect(found).toEqual(["rules/a.yml", "rules/export.json"]);
  });

  test("one rule is loaded by path, by text, and from a file that begins with a mark", () => {
    const root = folder({});
    const path = join(root, "export.json");
    writeFileSync(path, `\ufeff${armTemplateText([armResource()])}`);
    for (const input of [path, armTemplateText([armResource()])]) {
      const diagnostics = new Diagnostics();
      expect(loadRule(input, diagnostics)?.id ?? diagnostics.all).toBe(ARM_ID);
    }
    expect(readFileSync(path, "utf8")).toContain(ARM_ID);
  });
});
