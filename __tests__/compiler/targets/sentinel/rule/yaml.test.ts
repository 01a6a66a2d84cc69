import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse, stringify } from "yaml";

import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../../../../compiler/ir/rule";
import { ruleFiles } from "../../../../../compiler/load/rule-files";
import { loadRule, type RuleInput } from "../../../../../compiler/rule-set/load-rule";
import type { SentinelOutput } from "../../../../../compiler/targets/sentinel/compile";
import { sentinelYaml } from "../../../../../compiler/targets/sentinel/rule/yaml";
import { runs } from "../../../../support/long";
import { describeWithShared, shared } from "../../../../support/optional";
import { ruleText } from "../../../../support/rules";

const RUNS = runs(100, 2_000);

function load(input: RuleInput): { detection: ResolvedRule; output: SentinelOutput } {
  const diagnostics = new Diagnostics();
  const detection = loadRule(input, diagnostics);
  if (detection === undefined) throw new Error(JSON.stringify(diagnostics.all));
  const { output, reasons } = compile(detection, "sentinel", { accept: "wider" });
  if (output === null) throw new Error(JSON.stringify(reasons));
  return { detection, output };
}

function yamlOf(input: RuleInput): string {
  const { detection, output } = load(input);
  return sentinelYaml(detection, output);
}

const OWN = {
  id: "9a6554e6-63d9-4f94-9b32-64d1d40628f2",
  name: "By hand",
  severity: "Low",
  query: "AWSCloudTrail\n| where true",
};

describe("a Sigma rule as Sentinel YAML", () => {
  test("has Microsoft's keys in Microsoft's order, and short durations", () => {
    const written = parse(yamlOf(ruleText({ queryPeriod: "90m", queryFrequency: "PT1H" })));
    expect(Object.keys(written)).toEqual([
      ...["id", "name", "description", "severity", "requiredDataConnectors"],
      ...["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"],
      ...["tactics", "relevantTechniques", "query", "entityMappings", "customDetails"],
      ...["eventGroupingSettings", "version", "kind"],
    ]);
    expect(written).toMatchObject({
      name: "A trail was stopped",
      severity: "High",
      queryFrequency: "1h",
      queryPeriod: "90m",
      tactics: ["DefenseEvasion"],
      relevantTechniques: ["T1562.008"],
    });
  });

  test("keeps what the rule says of alerts, and a technique beside another's sub-technique", () => {
    const keys = {
      sentinelEntitiesMappings: [{ columnName: "EventName" }],
      alertDetailsOverride: { alertDescriptionFormat: "in {{AWSRegion}}" },
      customDetails: { Region: "AWSRegion" },
    };
    const tags = ["attack.t1562.008", "attack.t1098", "attack.t1136.003", "attack.t1087"];
    expect(parse(yamlOf(ruleText({ ...keys, tags })))).toMatchObject({
      ...keys,
      relevantTechniques: ["T1087", "T1098", "T1136.003", "T1562.008"],
      requiredDataConnectors: ["AWS", "AWSS3"].map((connectorId) => ({
        connectorId,
        dataTypes: ["AWSCloudTrail"],
      })),
    });
  });

  test("loads as a rule of its own, and compiles to the same", () => {
    const keys = {
      customDetails: { Region: "AWSRegion" },
      suppressionEnabled: true,
      suppressionDuration: "2h",
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: { lookbackDuration: "PT12H" },
      },
    };
    const { description, ...first } = load(ruleText(keys)).output;
    const { description: again, ...second } = load(yamlOf(ruleText(keys))).output;
    // The preview API's sub-techniques survive too.
    expect(second).toEqual(first);
    expect(again).toContain(description.split(".")[0]!);
  });

  test("keeps the template it was made from, and the rule's own names", () => {
    const keys = {
      alertRuleTemplateName: "9a6554e6-63d9-4f94-9b32-64d1d40628f2",
      templateVersion: "1.10",
      resourceNames: { analyticRule: "mine" },
    };
    expect(parse(yamlOf(ruleText(keys)))).toMatchObject(keys);
    expect(load(ruleText(keys)).output).toMatchObject({
      alertRuleTemplateName: keys.alertRuleTemplateName,
      templateVersion: "1.10",
    });
  });

  test("of an NRT rule has no schedule", () => {
    const written = parse(yamlOf(ruleText({ kind: "NRT" })));
    expect(written).not.toHaveProperty("queryFrequency");
    expect(written).toMatchObject({ kind: "NRT" });
  });
});

describe("a Sentinel rule as Sentinel YAML", () => {
  test("keeps every key, known or not, whatever the texts", () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("a\n b\n", "- x", "'", '"', "\\", "${x}", "%{x}", "{{x}}", "[x]", "1", "yes"),
      fc.constantFrom("2024-01-01", "0x10", "null", "  lead", "trail  ", "\ttab", "#", "a: b"),
      fc.integer(),
      fc.boolean(),
    );
    // Controls other than these are no YAML, even in quotes (YAML 1.2, 5.1).
    const printable = (text: string) => /^[\t\n\u0020-\u007e\u00a0-\ud7ff]*$/.test(text);
    fc.assert(
      fc.property(
        // An object with nothing in it counts as absent.
        fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), value, { minKeys: 1 }),
        fc.string({ minLength: 1 }).filter((text) => printable(text)),
        (extra, name) => {
          const document = { ...OWN, name, metadata: extra };
          expect(parse(yamlOf(stringify(document) + "\n"))).toEqual(parse(stringify(document)));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describeWithShared("Microsoft's published rules", () => {
  const paths = ruleFiles(shared("sentinel/rules"));

  test.each(paths)("%s is written as it was read", (path) => {
    expect(parse(yamlOf(path))).toEqual(parse(readFileSync(path, "utf8")));
  });

  test("the page of a rule can be made of it, field by field", () => {
    const { detection, output } = load(shared("sentinel/rules/AWS_UserAccessKeyCreated.yaml"));
    const written = parse(sentinelYaml(detection, output));
    const page = {
      Id: detection.id,
      Rulename: output.displayName,
      Description: written.description,
      Severity: output.severity,
      Tactics: output.tactics.join(),
      Techniques: output.techniques.join(),
      "Required data connectors": written.requiredDataConnectors[0].connectorId,
      Kind: output.kind,
      "Query frequency": written.queryFrequency,
      "Query period": written.queryPeriod,
      "Trigger threshold": output.triggerThreshold,
      "Trigger operator": output.triggerOperator,
      Version: written.version,
      "Arm template": `${detection.id}.json`,
    };
    expect(page).toEqual({
      Id: "9a6554e6-63d9-4f94-9b32-64d1d40628f2",
      Rulename: "Creation of Access Key for IAM User",
      Description: expect.stringContaining("creating an access key on an existing IAM user"),
      Severity: "Medium",
      Tactics: "Persistence",
      Techniques: "T1098",
      "Required data connectors": "AWS",
      Kind: "Scheduled",
      "Query frequency": "15m",
      "Query period": "15m",
      "Trigger threshold": 0,
      "Trigger operator": "gt",
      Version: "1.0.1",
      "Arm template": "9a6554e6-63d9-4f94-9b32-64d1d40628f2.json",
    });
  });
});
