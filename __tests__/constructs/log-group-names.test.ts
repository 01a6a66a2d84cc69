import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";

import { member, type Json } from "../../compiler/core/json";
import { CloudWatchDetection, DetectionPack, type DetectionPackProps } from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleText } from "../support/rules";
import { annotations, resources, synthesise } from "../support/synth";
import { ALARM, deployPack, FILTER, idOf, QUERY, refusalOf, SCHEDULED } from "./packs";

const EKS = "/aws/eks/prod/cluster";
const ruleOf = (id: number, product: string, service: string, selection: Record<string, Json>) =>
  ruleText({
    id: idOf(id),
    title: `Rule ${id}`,
    logsource: { product, service },
    detection: { s: selection, condition: "s" },
  });
const EXEC = ruleOf(1, "kubernetes", "audit", {
  verb: "create",
  "objectRef.resource": "pods",
  "objectRef.subresource": "exec",
});
const OKTA = ruleOf(2, "okta", "okta", { eventType: "user.account.lock" });
const CLOUDTRAIL = ruleText({ id: idOf(3), title: "Rule 3" });
const ALL = [EXEC, OKTA, CLOUDTRAIL];

const deploy = (props: Omit<DetectionPackProps, "rules">, rules = ALL) =>
  deployPack({ rules, ...props });
const groupsOf = (json: ReturnType<typeof deploy>["json"]) =>
  Object.fromEntries(
    resources(json, FILTER).map((each) => [String(each["name"]), each["log_group_name"]]),
  );

describe("log groups of other log sources than CloudTrail", () => {
  test("get the rules of theirs: filter, alarm and saved query", () => {
    const { json, warnings } = deploy({
      logGroupName: "trail",
      furtherLogGroups: { b: "trail-b" },
      logGroupNames: { "kubernetes/audit": EKS },
    });
    expect(groupsOf(json)).toEqual({ [idOf(1)]: EKS, [idOf(3)]: expect.stringMatching(/^trail/) });
    expect(resources(json, FILTER)).toHaveLength(3);
    expect(resources(json, ALARM)).toHaveLength(2);
    const queries = resources(json, QUERY).map((each) => each["log_group_names"]);
    expect(queries).toContainEqual([EKS]);
    expect(queries).toContainEqual(["trail", "trail-b"]);
    expect(warnings).toMatch(
      /Rule 2: not deployed to cloudwatch: no log group is named that holds events of okta\/okta/,
    );
  });

  test("are enough for a pack of theirs, on both clouds", () => {
    const props = { logGroupNames: { "kubernetes/audit": EKS }, workspaceId: WORKSPACE };
    const { json, pack } = deploy(props, [EXEC]);
    expect(resources(json, FILTER)).toMatchObject([
      {
        name: idOf(1),
        log_group_name: EKS,
        pattern:
          '{ $.verb = "create" && $.objectRef.resource = "pods" && $.objectRef.subresource = "exec" }',
        metric_transformation: { name: idOf(1), namespace: "Detections" },
      },
    ]);
    const [alarm] = resources(json, ALARM);
    expect(String(alarm?.["alarm_description"])).toContain(
      `Logs Insights query detections/${idOf(1)}`,
    );
    expect(resources(json, SCHEDULED)).toMatchObject([
      { query: expect.stringMatching(/^union isfuzzy=true\n\(\n  AKSAudit\n[^]*AKSAuditAdmin\n/) },
    ]);
    expect(pack.summary("cloudwatch")).toContain("exact");
  });

  test("may be known to Terraform alone", () => {
    const json = synthesise((stack) => {
      const name = new TerraformVariable(stack, "eks", { type: "string" }).stringValue;
      new CloudWatchDetection(stack, "Rule", {
        rule: EXEC,
        logGroupNames: { "kubernetes/audit": name },
      });
    });
    expect(groupsOf(json)).toEqual({ [idOf(1)]: "${var.eks}" });
  });

  test("leave a rule of CloudTrail without its own undeployed, which is stated", () => {
    const { json, warnings } = deploy({ logGroupNames: { "okta/okta": "/okta" } });
    expect(groupsOf(json)).toEqual({ [idOf(2)]: "/okta" });
    expect(warnings).toMatch(/Rule 3: not deployed to cloudwatch: `logGroupName` is not given/);
  });

  test("have quotas of their own", () => {
    // Five regexes fill a log group.
    const folded = (id: number, product: string, service: string, field: string, bound: string) =>
      ruleOf(id, product, service, { [bound]: "get", [field]: `agent-of-${id}` });
    const rules = [1, 2, 3, 4, 5, 6].map((id) =>
      id < 4
        ? folded(id, "kubernetes", "audit", "userAgent", "verb")
        : folded(id, "github", "audit", "user_agent", "action"),
    );
    const named = (github: string) => ({
      logGroupNames: { "kubernetes/audit": EKS, "github/audit": github },
    });
    expect(resources(deploy(named("/github"), rules).json, FILTER)).toHaveLength(6);
    expect(refusalOf(() => deploy(named(EKS), rules))).toMatch(
      /DET530 CloudWatch: log group `\/aws\/eks\/prod\/cluster`: 5 regexes a log group, .* these 6 rules need 6/,
    );
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ "okta/oka": "/x" }, /DET955 .*log source `okta\/oka`; allowed: .*\n\s+fix: .*`okta\/okta`/],
    [{ "aws/cloudtrail": "/x" }, /DET955 .*\n\s+fix: CloudTrail's is `logGroupName`/],
    [{ "okta/okta": "arn:aws:logs:x" }, /DET922 `logGroupNames` is `arn:aws:logs:x`; allowed: the/],
  ])("are of log sources that there are: %j", (logGroupNames, said) => {
    expect(refusalOf(() => deploy({ logGroupName: "trail", logGroupNames }))).toMatch(said);
  });

  test("do not take the place of a trail's, beside which others may be", () => {
    const props = { logGroupNames: { "okta/okta": "/okta" }, furtherLogGroups: { b: "trail-b" } };
    expect(refusalOf(() => deploy(props))).toContain("DET931");
  });
});

describe("a pack of Azure's rules", () => {
  test("asks for no provider of AWS", () => {
    const stack = new TerraformStack(Testing.app(), "azure");
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    new DetectionPack(stack, "pack", { rules: [EXEC, OKTA], workspaceId: WORKSPACE });
    const json = JSON.parse(Testing.synth(stack, true)) as Json;
    expect(Object.keys(Object(member(json, "provider")))).toEqual(["azurerm"]);
    const required = member(member(json, "terraform"), "required_providers");
    expect(Object.keys(Object(required))).toEqual(["azurerm"]);
    expect(Object.keys(Object(member(json, "resource")))).toEqual([SCHEDULED]);
    expect(annotations(stack).join("\n")).not.toContain("not deployed");
  });
});
