import fc from "fast-check";

import { Diagnostics } from "../../compiler/core/diagnostic";
import type { JsonObject } from "../../compiler/core/json";
import { ruleFiles } from "../../compiler/load/rule-files";
import { loadRule } from "../../compiler/rule-set/load-rule";
import { SentinelDetection } from "../../constructs";
import { stringValues } from "../support/kusto";
import { runs } from "../support/long";
import { describeWithShared, shared } from "../support/optional";
import { WORKSPACE } from "../support/places";
import { ruleObject, ruleText, WIDER_DETECTION } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { evaluatedTemplate } from "../support/terraform-template";

const RUNS = runs(1, 10);
const SCHEDULED = "azurerm_sentinel_alert_rule_scheduled";
const NRT = "azurerm_sentinel_alert_rule_nrt";

type Props = ConstructorParameters<typeof SentinelDetection>[2];

function deployed(rule: Props["rule"], props: Partial<Props> = {}): JsonObject {
  return synthesise((stack) => {
    new SentinelDetection(stack, "Rule", { rule, workspaceId: WORKSPACE, ...props });
  });
}

describe("a detection on Sentinel", () => {
  test("is a scheduled rule under the rule's id, in the provider's words", () => {
    expect(resources(deployed(ruleText()), SCHEDULED)).toEqual([
      expect.objectContaining({
        name: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
        display_name: "A trail was stopped",
        enabled: true,
        severity: "High",
        query_frequency: "PT15M",
        query_period: "PT15M",
        trigger_operator: "GreaterThan",
        trigger_threshold: 0,
        tactics: ["DefenseEvasion"],
        techniques: ["T1562"],
        event_grouping: { aggregation_method: "SingleAlert" },
        suppression_enabled: false,
        suppression_duration: "PT5H",
      }),
    ]);
  });

  test("carries what the rule says of alerts and incidents", () => {
    const rule = ruleText({
      enabled: false,
      customDetails: { Region: "AWSRegion" },
      alertDetailsOverride: {
        alertDisplayNameFormat: "{{UserName}}",
        alertDynamicProperties: [{ alertProperty: "AlertLink", value: "EventSource" }],
      },
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: true,
          lookbackDuration: "12h",
          groupByCustomDetails: ["Region"],
        },
      },
      sentinelEntitiesMappings: [{ columnName: "EventName" }],
    });
    expect(resources(deployed(rule), SCHEDULED)).toEqual([
      expect.objectContaining({
        enabled: false,
        custom_details: { Region: "AWSRegion" },
        alert_details_override: [
          {
            display_name_format: "{{UserName}}",
            dynamic_property: [{ name: "AlertLink", value: "EventSource" }],
          },
        ],
        incident: {
          create_incident_enabled: true,
          grouping: {
            enabled: true,
            reopen_closed_incidents: false,
            lookback_duration: "PT12H",
            entity_matching_method: "AllEntities",
            by_custom_details: ["Region"],
          },
        },
        sentinel_entity_mapping: [{ column_name: "EventName" }],
      }),
    ]);
  });

  test("is enabled as the construct says, before the rule", () => {
    const stack = deployed(ruleText({ enabled: false }), { enabled: true });
    expect(resources(stack, SCHEDULED)).toEqual([expect.objectContaining({ enabled: true })]);
  });

  test("is a near-real-time rule where the rule is of that kind", () => {
    const stack = deployed(ruleText({ kind: "NRT" }));
    expect(resources(stack, SCHEDULED)).toEqual([]);
    const [rule] = resources(stack, NRT);
    expect(rule).toMatchObject({ event_grouping: { aggregation_method: "SingleAlert" } });
    expect(rule).not.toHaveProperty("query_frequency");
  });

  test("reads the table that the construct chooses for the rule's log source", () => {
    const okta = ruleText({
      logsource: { product: "okta", service: "okta" },
      detection: { s: { eventType: "user.session.start" }, condition: "s" },
    });
    const queryOf = (props: Partial<Props>) =>
      resources(deployed(okta, props), SCHEDULED)[0]?.["query"];
    expect(queryOf({})).toContain("OktaV2_CL");
    expect(queryOf({ sentinelTables: { "okta/okta": "Okta_CL" } })).toContain("Okta_CL\n");
  });

  test("fails the synthesis with the place of a mistake", () => {
    const rule = `${JSON.stringify(ruleObject()).slice(0, -1)},\n"tactics": ["Persistance"]}`;
    expect(() => deployed(rule)).toThrow(/<text>:2:13 DET811 .*`Persistance`/);
  });

  test("compares two fields exactly", () => {
    const stack = deployed(ruleText({ detection: WIDER_DETECTION }));
    expect(resources(stack, SCHEDULED)).toHaveLength(1);
  });

  test("keeps any text as data, through KQL and Terraform", () => {
    const pieces = fc.constantFrom(..."'\"\\\n\t$%{}[]é", "${", "%{", "{{", "*/", "//", "a", "|");
    const texts = fc
      .array(pieces, { minLength: 1, maxLength: 8 })
      .map((parts) => `x${parts.join("")}x`);
    fc.assert(
      fc.property(fc.array(texts, { minLength: 40, maxLength: 40 }), (written) => {
        const rules = written.map((text, index) =>
          ruleText({
            id: `7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a${String(index).padStart(2, "0")}`,
            title: text,
            description: text,
            detection: {
              selection: { "userAgent|cased": text.replace(/[*?\\]/g, "\\$&") },
              condition: "selection",
            },
          }),
        );
        const stack = synthesise((scope) => {
          rules.forEach((rule, index) => {
            const workspaceId = WORKSPACE;
            new SentinelDetection(scope, `Rule${index}`, { rule, workspaceId });
          });
        });
        const found = resources(stack, SCHEDULED).map((resource) => ({
          title: evaluatedTemplate(String(resource["display_name"])),
          value: stringValues(evaluatedTemplate(String(resource["query"])))[0],
        }));
        const expected = written.map((text) => ({ title: text, value: text }));
        expect(found).toHaveLength(expected.length);
        expect(found).toEqual(expect.arrayContaining(expected));
      }),
      { numRuns: RUNS },
    );
  });
});

describeWithShared("Microsoft's published rules", () => {
  test("deploy with the query as it is written", () => {
    for (const path of ruleFiles(shared("sentinel/rules"))) {
      const detection = loadRule(path, new Diagnostics());
      const [resource] = resources(deployed(path), SCHEDULED);
      expect(resource?.["name"]).toBe(detection?.id);
      expect(evaluatedTemplate(String(resource?.["query"]))).toBe(
        String(detection?.document.query).trimEnd(),
      );
    }
  });
});
