import { readFileSync } from "node:fs";
import Ajv from "ajv";
import fc from "fast-check";

import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import { ruleFiles } from "../../../../../compiler/load/rule-files";
import { loadRule, type RuleInput } from "../../../../../compiler/rule-set/load-rule";
import {
  armTemplate,
  deployButton,
  deployLink,
  type ArmRule,
} from "../../../../../compiler/targets/sentinel/rule/arm";
import { runs } from "../../../../support/long";
import { describeWithShared, shared } from "../../../../support/optional";
import { ruleObject, ruleText } from "../../../../support/rules";

const RUNS = runs(100, 2_000);

function armRule(input: RuleInput): ArmRule {
  const diagnostics = new Diagnostics();
  const detection = loadRule(input, diagnostics);
  if (detection?.id === undefined) throw new Error(JSON.stringify(diagnostics.all));
  const { output, reasons } = compile(detection, "sentinel", { accept: "wider" });
  if (output === null) throw new Error(JSON.stringify(reasons));
  return { detection: { ...detection, id: detection.id }, output };
}

/** What the deployment makes of a text: ARM documentation, template expressions. */
function deployed(text: string): string {
  if (!(text.startsWith("[") && text.endsWith("]"))) return text;
  if (!text.startsWith("[[")) throw new Error(`an expression: ${text}`);
  return text.slice(1);
}

const EVERYTHING = {
  customDetails: { Region: "AWSRegion" },
  alertDetailsOverride: {
    alertDisplayNameFormat: "[{{UserName}}]",
    alertDescriptionFormat: "in {{AWSRegion}}",
    alertSeverityColumnName: "EventName",
    alertDynamicProperties: [{ alertProperty: "AlertLink", value: "EventSource" }],
  },
  eventGroupingSettings: { aggregationKind: "AlertPerResult" },
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: {
      enabled: true,
      matchingMethod: "Selected",
      lookbackDuration: "1d",
      reopenClosedIncident: true,
      groupByEntities: ["IP"],
      groupByCustomDetails: ["Region"],
      groupByAlertDetails: ["DisplayName"],
    },
  },
  sentinelEntitiesMappings: [{ columnName: "EventName" }],
};

describe("an ARM template", () => {
  test("bears the rule's id and says what the rule does", () => {
    const rule = armRule(ruleText({ queryFrequency: "1h", queryPeriod: "24h" }));
    const { resources } = armTemplate([rule]);
    expect(resources[0]).toMatchObject({
      name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${rule.detection.id}')]`,
      kind: "Scheduled",
      properties: {
        displayName: "A trail was stopped",
        enabled: true,
        queryFrequency: "PT1H",
        queryPeriod: "P1D",
        triggerOperator: "GreaterThan",
        triggerThreshold: 0,
        techniques: ["T1562"],
        subTechniques: ["T1562.008"],
        query: rule.output.query,
      },
    });
  });

  test("stands in the workspace that the deployment names", () => {
    const rule = armRule(ruleText());
    const workspace =
      "resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))";
    expect(armTemplate([rule])).toMatchObject({
      parameters: { workspace: { type: "string" } },
      resources: [
        {
          id: `[concat(${workspace}, '/providers/Microsoft.SecurityInsights/alertRules/${rule.detection.id}')]`,
          type: "Microsoft.OperationalInsights/workspaces/providers/alertRules",
        },
      ],
    });
  });

  test("says all that the rule says of its alerts and incidents", () => {
    const [resource] = armTemplate([armRule(ruleText(EVERYTHING))]).resources;
    const { incidentConfiguration, alertDetailsOverride, ...others } = EVERYTHING;
    expect(resource?.properties).toMatchObject({
      ...others,
      // As it would be an expression.
      alertDetailsOverride: { ...alertDetailsOverride, alertDisplayNameFormat: "[[{{UserName}}]" },
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          ...incidentConfiguration.groupingConfiguration,
          lookbackDuration: "P1D",
        },
      },
      entityMappings: [
        {
          entityType: "Account",
          fieldMappings: [
            { identifier: "Name", columnName: "Name" },
            { identifier: "UPNSuffix", columnName: "UpnSuffix" },
            { identifier: "CloudAppAccountId", columnName: "UserIdentityAccountId" },
          ],
        },
        { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "IpAddress" }] },
      ],
    });
    const alone = armRule(ruleText({ incidentConfiguration: { createIncident: false } }));
    expect(armTemplate([alone]).resources[0]?.properties).toMatchObject({
      incidentConfiguration: { createIncident: false },
    });
  });

  test("says nothing of what the rule leaves to the service", () => {
    const detection = { a: { errorCode: "AccessDenied" }, condition: "a" };
    const [resource] = armTemplate([armRule(ruleText({ detection }))]).resources;
    for (const key of [
      ...["sentinelEntitiesMappings", "customDetails", "alertDetailsOverride"],
      ...["incidentConfiguration", "alertRuleTemplateName", "templateVersion"],
    ]) {
      expect(resource?.properties).not.toHaveProperty(key);
    }
    expect(resource?.properties).toMatchObject({
      eventGroupingSettings: { aggregationKind: "SingleAlert" },
    });
  });

  test("of one of Microsoft's templates names it and its version", () => {
    const id = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";
    const own = `{ id: ${id}, name: By hand, severity: Low, query: "AWSCloudTrail | where true"`;
    const versioned = armRule(`${own}, version: 1.0.2 }`);
    expect(armTemplate([versioned]).resources[0]?.properties).toMatchObject({
      alertRuleTemplateName: id,
      templateVersion: "1.0.2",
    });
    const [unversioned] = armTemplate([armRule(`${own} }`)]).resources;
    expect(unversioned?.properties).not.toHaveProperty("alertRuleTemplateName");
    const [sigma] = armTemplate([armRule(ruleText({ version: "1.0.2" }))]).resources;
    expect(sigma?.properties).not.toHaveProperty("alertRuleTemplateName");
  });

  test("names the template that a rule says it was made from, and bears the rule's own name", () => {
    const keys = {
      alertRuleTemplateName: "9a6554e6-63d9-4f94-9b32-64d1d40628f2",
      templateVersion: "1.10",
      resourceNames: { analyticRule: "it's mine" },
    };
    const [resource] = armTemplate([armRule(ruleText(keys))]).resources;
    expect(resource).toMatchObject({
      name: "[concat(parameters('workspace'), '/Microsoft.SecurityInsights/it''s mine')]",
      properties: { alertRuleTemplateName: keys.alertRuleTemplateName, templateVersion: "1.10" },
    });
  });

  test("of an NRT rule has no schedule", () => {
    const { resources } = armTemplate([armRule(ruleText({ kind: "NRT" }))]);
    expect(resources[0]?.kind).toBe("NRT");
    expect(resources[0]?.properties).not.toHaveProperty("queryFrequency");
    expect(resources[0]?.properties).not.toHaveProperty("triggerOperator");
  });

  test("never takes a rule's text for an expression", () => {
    const hostile = fc
      .array(fc.constantFrom("[", "]", "'", '"', "\\", "\n", "${", "%{", "{{", "concat(", "a"), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(""))
      .filter((text) => text.trim() !== "" && [...text.matchAll(/\{\{/g)].length === 0);
    fc.assert(
      fc.property(hostile, (text) => {
        const rule = armRule(
          ruleObject({
            title: `[${text}]`,
            alertDetailsOverride: {
              alertDisplayNameFormat: `[${text}`,
              alertDescriptionFormat: text,
            },
            detection: {
              selection: {
                eventName: "StopLogging",
                "userAgent|contains": text.replace(/[*?\\]/g, "\\$&"),
              },
              condition: "selection",
            },
          }) as RuleInput,
        );
        const properties: unknown = JSON.parse(
          JSON.stringify(armTemplate([rule]).resources[0]?.properties),
        );
        expect(properties).toMatchObject({ query: rule.output.query });
        const { displayName, alertDetailsOverride: override } = properties as {
          displayName: string;
          alertDetailsOverride: Record<string, string>;
        };
        expect(deployed(displayName)).toBe(`[${text}]`);
        expect(deployed(override["alertDisplayNameFormat"]!)).toBe(`[${text}`);
        expect(deployed(override["alertDescriptionFormat"]!)).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("the link that deploys a template", () => {
  const url = "https://raw.example.com/a b/(1)/rule.json?x=1&y=2";
  test("holds the address as one part of its own", () => {
    const link = deployLink(url);
    const prefix = "https://portal.azure.com/#create/Microsoft.Template/uri/";
    expect(link.startsWith(prefix)).toBe(true);
    expect(decodeURIComponent(link.slice(prefix.length))).toBe(url);
    expect(link.slice(prefix.length)).not.toMatch(/[/()&? ]/);
  });

  test("is a button in Markdown, of either cloud", () => {
    expect(deployButton(url)).toBe(
      `[![Deploy to Azure](https://aka.ms/deploytoazurebutton)](${deployLink(url)})`,
    );
    expect(deployButton(url, "government")).toContain("https://portal.azure.us/#create");
  });
});

describeWithShared("Microsoft's schema of ARM templates", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(
    JSON.parse(
      readFileSync(
        shared("sentinel/arm/sentinel-alertRules.2025-07-01-preview.strict.schema.json"),
        "utf8",
      ),
    ),
  );
  const errorsOf = (template: unknown): unknown => {
    validate(JSON.parse(JSON.stringify(template)));
    return validate.errors ?? [];
  };

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["a plain rule", {}],
    ["a rule with everything", EVERYTHING],
    ["an NRT rule with everything", { ...EVERYTHING, kind: "NRT" }],
    ["a rule whose texts look like expressions", { title: "[concat('a')]", description: "[x]" }],
  ])("accepts %s", (_, keys) => {
    expect(errorsOf(armTemplate([armRule(ruleText(keys))]))).toEqual([]);
  });

  test("accepts every public rule, Sigma's and Sentinel's", () => {
    const paths = [...ruleFiles(shared("sigma/rules/aws")), ...ruleFiles(shared("sentinel/rules"))];
    expect(paths).toHaveLength(53);
    expect(errorsOf(armTemplate(paths.map(armRule)))).toEqual([]);
  });

  test("is no schema that accepts anything", () => {
    const template = armTemplate([armRule(ruleText())]);
    const [resource] = template.resources;
    const wrong = {
      ...resource,
      properties: { ...Object(resource?.properties), severity: "high" },
    };
    expect(errorsOf({ ...template, resources: [wrong] })).not.toEqual([]);
  });
});
