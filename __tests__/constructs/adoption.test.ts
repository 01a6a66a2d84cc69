import { TerraformVariable } from "cdktf";

import { member, type JsonObject } from "../../compiler/core/json";
import {
  CloudWatchDetection,
  Detection,
  SentinelDetection,
  type DetectionProps,
} from "../../constructs";
import { describeIf } from "../support/optional";
import { ruleFolder } from "../support/rule-folder";
import { ruleText } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { onPath } from "../support/terraform";
import { ALARM, deployPack, FILTER, idOf, QUERY, SCHEDULED } from "./packs";

const ID = idOf(1);
const WORKSPACE =
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w";
const NAMES = { analyticRule: "root-login", metricFilter: "RootLogin", alarm: "Root login!" };

function deployed(props: Partial<DetectionProps> = {}) {
  return synthesise((stack) => {
    new Detection(stack, "Rule", {
      rule: ruleText({ id: ID }),
      logGroupName: "trail",
      workspaceId: WORKSPACE,
      ...props,
    });
  });
}

/** The names that the resources bear: alarm, filter, metric, query, analytic rule. */
function namesOf(stack: JsonObject) {
  const [filter] = resources(stack, FILTER);
  return {
    alarm: resources(stack, ALARM)[0]?.["alarm_name"],
    metricFilter: filter?.["name"],
    metric: member(filter?.["metric_transformation"], "name"),
    query: resources(stack, QUERY)[0]?.["name"],
    analyticRule: resources(stack, SCHEDULED)[0]?.["name"],
  };
}

const importsOf = (stack: JsonObject) =>
  (Array.isArray(stack["import"]) ? stack["import"] : []).map((block) => [
    String(member(block, "to")).split(".")[0],
    member(block, "id"),
  ]);

describe("names of one's own", () => {
  const own = { ...NAMES, metric: ID, query: `detections/${ID}` };

  test("are a key of the rule", () => {
    expect(namesOf(deployed({ rule: ruleText({ id: ID, resourceNames: NAMES }) }))).toEqual(own);
  });

  test("are a prop of the construct, which wins over the rule's, name by name", () => {
    const rule = ruleText({ id: ID, resourceNames: { ...NAMES, alarm: "Other" } });
    expect(namesOf(deployed({ rule, resourceNames: { alarm: "Root login!" } }))).toEqual(own);
    expect(namesOf(deployed({ resourceNames: NAMES }))).toEqual(own);
  });

  test("are said by a pack of one rule", () => {
    const rules = [ruleFolder({ "a.yml": ruleText({ id: ID }) })];
    const overrides = { [ID]: { resourceNames: NAMES } };
    const { json } = deployPack({ rules, logGroupName: "t", workspaceId: WORKSPACE, overrides });
    expect(namesOf(json)).toEqual(own);
  });

  test("are parts of what a prefix stands before", () => {
    expect(namesOf(deployed({ resourceNames: NAMES, namePrefix: "a-" }))).toMatchObject({
      analyticRule: "a-root-login",
      metricFilter: "a-RootLogin",
      alarm: "a-Root login!",
    });
  });

  test("are text, whatever Terraform would read in them", () => {
    const name = "${a}%{b}";
    const stack = deployed({ resourceNames: { metricFilter: name, alarm: name } });
    expect(namesOf(stack)).toMatchObject({ metricFilter: "$${a}%%{b}", alarm: "$${a}%%{b}" });
  });

  test.each([
    [{ analyticRule: "a/b" }, "DET306"],
    [{ analyticRule: "ends in." }, "DET306"],
    [{ analyticRule: "x".repeat(261) }, "DET305"],
    [{ metricFilter: "a:b" }, "DET306"],
    [{ metricFilter: "x".repeat(513) }, "DET305"],
    [{ alarm: "a\nb" }, "DET306"],
    [{ alarm: "x".repeat(256) }, "DET305"],
  ])("that a service refuses are refused (%#)", (resourceNames, code) => {
    expect(() => deployed({ resourceNames })).toThrow(code);
    expect(() => deployed({ rule: ruleText({ id: ID, resourceNames }) })).toThrow(code);
  });

  test.each([
    [{ analyticRule: "x".repeat(260) }, "resourceNames.analyticRule"],
    [{ metricFilter: "x".repeat(512) }, "resourceNames.metricFilter"],
    [{ alarm: "x".repeat(255) }, "resourceNames.alarm"],
  ])("that are too long with their prefix are refused (%#)", (resourceNames, prop) => {
    expect(() => deployed({ resourceNames, namePrefix: "a-" })).toThrow(`DET922 \`${prop}\``);
  });

  test("that two rules bear are refused", () => {
    const rules = [
      ruleFolder({
        "a.yml": ruleText({ id: idOf(1), resourceNames: { alarm: "One" } }),
        "b.yml": ruleText({ id: idOf(2), resourceNames: { alarm: "One" } }),
      }),
    ];
    expect(() => deployPack({ rules, logGroupName: "trail" })).toThrow(/DET928 the alarm `One`/);
  });

  test("of what there is none of are refused", () => {
    const resourceNames: object = JSON.parse('{"analyticsRule": "x"}');
    expect(() => deployed({ resourceNames })).toThrow(/DET937 .*`analyticRule`/);
  });
});

describe("the template that a rule was made from", () => {
  const keys = { alertRuleTemplateName: idOf(9), templateVersion: "1.0.10" };

  test.each(["Scheduled", "NRT"])("is the provider's %s rule's too", (kind) => {
    const stack = deployed({ rule: ruleText({ id: ID, kind, ...keys }) });
    const type = kind === "NRT" ? "azurerm_sentinel_alert_rule_nrt" : SCHEDULED;
    expect(resources(stack, type)).toMatchObject([
      { alert_rule_template_guid: idOf(9), alert_rule_template_version: "1.0.10" },
    ]);
  });

  test("is not said of a rule that has none", () => {
    expect(resources(deployed(), SCHEDULED)[0]).not.toHaveProperty("alert_rule_template_guid");
  });
});

describe("importExisting", () => {
  const all = ["analyticRule", "metricFilter", "alarm"];

  test("writes import blocks with the providers' ids of what is asked for", () => {
    const stack = deployed({ resourceNames: NAMES, importExisting: all });
    expect(importsOf(stack).sort()).toEqual([
      [FILTER, "trail:RootLogin"],
      [ALARM, "Root login!"],
      [SCHEDULED, `${WORKSPACE}/providers/Microsoft.SecurityInsights/alertRules/root-login`],
    ]);
    expect(importsOf(deployed({ importExisting: ["alarm"] }))).toHaveLength(1);
    expect(deployed()).not.toHaveProperty("import");
  });

  test("names the resource that the block is for", () => {
    const stack = deployed({ importExisting: ["alarm"] });
    const [name] = Object.keys(member(member(stack, "resource"), ALARM) as object);
    expect(stack["import"]).toMatchObject([{ to: `${ALARM}.${name}` }]);
  });

  test("adopts on every log group and workspace, whose names may be known late", () => {
    const further = WORKSPACE.replace(/w$/, "further");
    const stack = synthesise((scope) => {
      const group = new TerraformVariable(scope, "group", { type: "string" });
      new Detection(scope, "Rule", {
        rule: ruleText({ id: ID }),
        logGroupName: group.stringValue,
        furtherLogGroups: { other: "other" },
        workspaceId: WORKSPACE,
        furtherWorkspaces: { far: further },
        importExisting: all,
      });
    });
    const ids = importsOf(stack).map(([, id]) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        `\${var.group}:${ID}`,
        `other:${ID}`,
        `${WORKSPACE}/providers/Microsoft.SecurityInsights/alertRules/${ID}`,
        `${further}/providers/Microsoft.SecurityInsights/alertRules/${ID}`,
      ]),
    );
  });

  test("is said by a pack of all its rules, and otherwise of one", () => {
    const rules = [
      ruleFolder({ "a.yml": ruleText({ id: idOf(1) }), "b.yml": ruleText({ id: idOf(2) }) }),
    ];
    const overrides = { [idOf(2)]: { importExisting: [] } };
    const { json } = deployPack({
      rules,
      workspaceId: WORKSPACE,
      importExisting: ["analyticRule"],
      overrides,
    });
    expect(importsOf(json)).toEqual([[SCHEDULED, expect.stringMatching(`${idOf(1)}$`)]]);
  });

  test("takes only what has an id that follows from its name", () => {
    expect(() => deployed({ importExisting: ["savedQuery"] })).toThrow(/DET937 .*`analyticRule`/);
  });

  test("is a prop of each cloud's construct", () => {
    const stack = synthesise((scope) => {
      new SentinelDetection(scope, "Rule", {
        rule: ruleText({ id: ID }),
        workspaceId: WORKSPACE,
        importExisting: ["analyticRule"],
      });
    });
    expect(importsOf(stack)).toHaveLength(1);
  });
});

// CDKTF asks Terraform for its version where a resource is imported.
describeIf(onPath("terraform") !== undefined, "terraform on PATH", "a saved query", () => {
  test("whose id nobody can know is imported by its resource", () => {
    const arn = "arn:aws:logs:us-east-1:111122223333:query-definition:a";
    const stack = synthesise((scope) => {
      const made = new CloudWatchDetection(scope, "Rule", {
        rule: ruleText({ id: ID }),
        logGroupName: "trail",
      });
      made.savedQuery?.importFrom(arn);
    });
    expect(importsOf(stack)).toEqual([[QUERY, arn]]);
  });
});
