import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformVariable, type TerraformStack } from "cdktf";

import type { JsonObject } from "../../compiler/core/json";
import { Detection, DetectionPack, type DetectionProps } from "../../constructs";
import { WORKSPACE, workspaceNamed } from "../support/places";
import { ruleText } from "../support/rules";
import { resourceNames, resources, synthesise } from "../support/synth";
import { ALARM, FILTER, QUERY, refusalOf, SCHEDULED } from "./packs";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
const TYPES = [FILTER, ALARM, QUERY, SCHEDULED];

type Props = Omit<DetectionProps, "rule">;

/** The same placement for a rule alone and for a pack of it: both take the same props. */
const WAYS: Readonly<Record<string, (stack: TerraformStack, props: Props) => void>> = {
  "a detection": (stack, props) => new Detection(stack, "Rule", { rule: ruleText(), ...props }),
  "a pack": (stack, props) => new DetectionPack(stack, "Pack", { rules: [ruleText()], ...props }),
};

function deployed(way: string, props: (stack: TerraformStack) => Props): JsonObject {
  return synthesise((stack) => WAYS[way]?.(stack, props(stack)));
}

describe.each(Object.keys(WAYS))("%s", (way) => {
  const refusal = (props: Props) => refusalOf(() => deployed(way, () => props));

  test("goes to AWS, to Azure or to both", () => {
    const on = (props: Props) =>
      TYPES.filter(
        (type) =>
          resources(
            deployed(way, () => props),
            type,
          ).length > 0,
      );
    expect(on({ logGroupName: "trail" })).toEqual([FILTER, ALARM, QUERY]);
    expect(on({ workspaceId: WORKSPACE })).toEqual([SCHEDULED]);
    expect(on({ logGroupName: "trail", workspaceId: WORKSPACE })).toEqual(TYPES);
  });

  test("has to go somewhere", () => {
    expect(refusal({})).toMatch(
      /DET920 neither `logGroupName` nor `workspaceId` is given\n\s+fix: give one of them, or both/,
    );
  });

  test("takes names that Terraform has yet to find out", () => {
    const stack = deployed(way, (scope) => {
      const text = (name: string) =>
        new TerraformVariable(scope, name, { type: "string" }).stringValue;
      return {
        logGroupName: text("group"),
        furtherLogGroups: { b: text("group_b") },
        workspaceId: text("workspace"),
        furtherWorkspaces: { b: text("workspace_b") },
        metricNamespace: text("namespace"),
        alarmActions: [text("topic")],
      };
    });
    const groups = resources(stack, FILTER).map((each) => each["log_group_name"]);
    expect(groups.sort()).toEqual(["${var.group_b}", "${var.group}"]);
    expect(resources(stack, QUERY)).toMatchObject([
      { log_group_names: ["${var.group}", "${var.group_b}"] },
    ]);
    expect(resources(stack, FILTER)[0]).toMatchObject({
      metric_transformation: { namespace: "${var.namespace}" },
    });
    expect(resources(stack, ALARM)).toMatchObject([{ alarm_actions: ["${var.topic}"] }]);
    const workspaces = resources(stack, SCHEDULED).map(
      (each) => each["log_analytics_workspace_id"],
    );
    expect(workspaces.sort()).toEqual(["${var.workspace_b}", "${var.workspace}"]);
  });

  test("counts the events of several log groups together: one metric, one alarm, one query", () => {
    const stack = deployed(way, () => ({
      logGroupName: "trail",
      furtherLogGroups: { org: "org-trail", eu: "eu-trail" },
    }));
    expect(resources(stack, FILTER)).toHaveLength(3);
    expect(new Set(resources(stack, FILTER).map((each) => each["log_group_name"]))).toEqual(
      new Set(["trail", "org-trail", "eu-trail"]),
    );
    for (const filter of resources(stack, FILTER)) {
      expect(filter).toMatchObject({ name: ID, metric_transformation: { name: ID } });
    }
    expect(resources(stack, ALARM)).toHaveLength(1);
    expect(resources(stack, QUERY)).toMatchObject([
      { log_group_names: ["trail", "org-trail", "eu-trail"] },
    ]);
  });

  test("keeps the names of what it deploys when a log group or a workspace is added", () => {
    const props = { logGroupName: "trail", workspaceId: WORKSPACE };
    const before = deployed(way, () => props);
    const after = deployed(way, () => ({
      ...props,
      furtherLogGroups: { a: "a" },
      furtherWorkspaces: { a: workspaceNamed("a") },
    }));
    for (const type of TYPES) {
      expect(resourceNames(after, type)).toEqual(
        expect.arrayContaining([...resourceNames(before, type)]),
      );
    }
  });

  test("is a rule in each of several workspaces", () => {
    const workspaces = { eu: workspaceNamed("eu"), us: workspaceNamed("us") };
    const ids = (props: Props) =>
      resources(
        deployed(way, () => props),
        SCHEDULED,
      ).map((each) => each["log_analytics_workspace_id"]);
    expect(ids({ workspaceId: WORKSPACE, furtherWorkspaces: workspaces }).sort()).toEqual(
      [WORKSPACE, workspaceNamed("eu"), workspaceNamed("us")].sort(),
    );
    expect(ids({ furtherWorkspaces: workspaces }).sort()).toEqual([
      workspaceNamed("eu"),
      workspaceNamed("us"),
    ]);
  });

  test.each(["", "a/b", "a b", "${x}", "x".repeat(65)])(
    "refuses keys that names cannot end with: %j",
    (key) => {
      const props = {
        logGroupName: "trail",
        workspaceId: WORKSPACE,
        furtherLogGroups: { [key]: "trail-b" },
        furtherWorkspaces: { [key]: workspaceNamed("b") },
      };
      const found = refusal(props);
      for (const prop of ["furtherLogGroups", "furtherWorkspaces"]) {
        expect(found).toContain(`DET922 \`${prop}\` is `);
      }
      expect(found).toContain("allowed: keys of 1 to 64 letters, digits, `_` or `-`");
    },
  );

  test("refuses further log groups without a first", () => {
    const props = { furtherLogGroups: { b: "trail-b" }, workspaceId: WORKSPACE };
    expect(refusal(props)).toMatch(
      /DET931 `furtherLogGroups` is given without `logGroupName`\n\s+fix: give one of the log groups as/,
    );
  });

  test("refuses a log group, and a workspace, that it is given twice", () => {
    const groups = { logGroupName: "trail", furtherLogGroups: { b: "trail" } };
    const found = refusal(groups);
    expect(found).toMatch(
      /<text>:1:1 DET929 the log group `trail` is given twice[^]*fix: give each/,
    );
    expect(found.match(/DET\d+/g)).toEqual(["DET929"]);
    const workspaces = {
      workspaceId: WORKSPACE,
      furtherWorkspaces: { b: WORKSPACE.toUpperCase() },
    };
    expect(refusal(workspaces)).toMatch(
      new RegExp(
        `/Sentinel: <text>:1:1 DET928 the analytic rule \`${ID}\` is also that of .*/Sentinel-b`,
      ),
    );
  });

  test("begins every name with a prefix", () => {
    const stack = deployed(way, () => ({
      ...{ logGroupName: "trail", workspaceId: WORKSPACE, namePrefix: "canary-" },
    }));
    expect(resources(stack, FILTER)).toMatchObject([
      { name: `canary-${ID}`, metric_transformation: { name: `canary-${ID}` } },
    ]);
    expect(resources(stack, ALARM)).toMatchObject([
      {
        alarm_name: "canary-A trail was stopped 7c6f2c0e",
        alarm_description: expect.stringContaining(`Logs Insights query canary-detections/${ID}.`),
      },
    ]);
    expect(resources(stack, QUERY)).toMatchObject([{ name: `canary-detections/${ID}` }]);
    expect(resources(stack, SCHEDULED)).toMatchObject([
      { name: `canary-${ID}`, display_name: "canary-A trail was stopped" },
    ]);
  });

  test.each(["", " a", "a:b", "${env}", "é", "x".repeat(65)])(
    "refuses a prefix that names cannot begin with: %j",
    (namePrefix) => {
      expect(refusal({ logGroupName: "trail", workspaceId: WORKSPACE, namePrefix })).toMatch(
        /CloudWatch, .*Sentinel: DET922 `namePrefix` is `.*`; allowed: 1 to 64 letters, digits or `\. _ \/ # -`/,
      );
    },
  );

  test("puts its metric into a namespace of its own, or another", () => {
    const namespaceOf = (props: Props) =>
      resources(
        deployed(way, () => ({ logGroupName: "trail", ...props })),
        FILTER,
      )[0];
    expect(namespaceOf({})).toMatchObject({ metric_transformation: { namespace: "Detections" } });
    expect(namespaceOf({ metricNamespace: "Acme/Trail.1#_-" })).toMatchObject({
      metric_transformation: { namespace: "Acme/Trail.1#_-" },
    });
  });

  test.each(["", "AWS/Logs", "a:b", "a b", "x".repeat(256)])(
    "refuses a namespace that CloudWatch refuses: %j",
    (metricNamespace) => {
      expect(refusal({ logGroupName: "trail", metricNamespace })).toMatch(
        /CloudWatch: DET922 `metricNamespace` is `.*`; allowed: up to 255 letters.*not beginning with `AWS\/`/,
      );
    },
  );

  test("goes through the providers that it is given, to every resource", () => {
    const stack = deployed(way, (scope) => {
      const aws = { region: "eu-west-1", alias: "eu" };
      return {
        logGroupName: "trail",
        workspaceId: WORKSPACE,
        furtherWorkspaces: { b: workspaceNamed("b") },
        awsProvider: new AwsProvider(scope, "eu", aws),
        azurermProvider: new AzurermProvider(scope, "second", { features: [{}], alias: "second" }),
      };
    });
    for (const type of [FILTER, ALARM, QUERY]) {
      expect(resources(stack, type)).toMatchObject([{ provider: "aws.eu" }]);
    }
    expect(resources(stack, SCHEDULED)).toMatchObject([
      { provider: "azurerm.second" },
      { provider: "azurerm.second" },
    ]);
    const without = deployed(way, () => ({ logGroupName: "trail", workspaceId: WORKSPACE }));
    for (const type of TYPES) {
      for (const resource of resources(without, type))
        expect(resource).not.toHaveProperty("provider");
    }
  });
});

test("a prefix and a title of 256 characters give names that fit both clouds", () => {
  const title = "t".repeat(256);
  const stack = synthesise((scope) => {
    new Detection(scope, "Rule", {
      rule: ruleText({ title }),
      ...{ logGroupName: "trail", workspaceId: WORKSPACE, namePrefix: "p".repeat(64) },
    });
  });
  expect(resources(stack, ALARM)).toMatchObject([
    { alarm_name: `${"p".repeat(64)}${"t".repeat(255 - 64 - 9)} 7c6f2c0e` },
  ]);
  expect(resources(stack, SCHEDULED)).toMatchObject([
    { display_name: `${"p".repeat(64)}${"t".repeat(256 - 64)}` },
  ]);
});
