import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, TerraformVariable, type App } from "cdktf";

import { CloudWatchDetection, DetectionPack, SentinelDetection } from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText } from "../support/rules";
import { synthesiseApp } from "../support/synth";
import { idOf, refusalOf, stackIn } from "./packs";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";

function refused(build: (app: App) => void): string {
  return refusalOf(() => synthesiseApp(build));
}

/** How often each code is reported. */
function codesIn(refusal: string): readonly string[] {
  return refusal.match(/DET\d+/g) ?? [];
}

describe("what is wrong in several stacks", () => {
  test("is all in the first synthesis that fails, with each construct and each place in a rule", () => {
    const refusal = refused((app) => {
      const one = ruleFolder({ "one.yml": ruleText({ level: "hgih" }) });
      const two = ruleFolder({ "two.yml": ruleText({ status: "tset" }) });
      new DetectionPack(stackIn(app, "aws"), "Pack", { rules: [one], logGroupName: "trail" });
      const azure = stackIn(app, "azure");
      new SentinelDetection(azure, "Rule", { rule: `${two}/two.yml`, workspaceId: WORKSPACE });
    });
    expect(refusal).toMatch(/\[aws\] aws\/Pack: .*one\.yml:1:\d+ DET304 found `hgih`/);
    expect(refusal).toMatch(/\[aws\] azure\/Rule: .*two\.yml:1:\d+ DET304 found `tset`/);
    expect(refusal).not.toContain("[azure]");
  });

  test("is told although the first stack has nothing wrong with it", () => {
    const refusal = refused((app) => {
      const props = { logGroupName: "trail" };
      new CloudWatchDetection(stackIn(app, "good"), "Rule", { ...props, rule: ruleText() });
      const rule = ruleText({ id: idOf(2), level: "hgih" });
      new CloudWatchDetection(stackIn(app, "bad"), "Rule", { ...props, rule });
    });
    expect(refusal).toMatch(/\[good\] bad\/Rule: <text>:1:\d+ DET304 /);
  });

  test("is told once where it is one mistake of one file, with the constructs that read it", () => {
    const refusal = refused((app) => {
      const rules = [ruleFolder({ "one.yml": ruleText({ level: "hgih" }) })];
      for (const name of ["a", "b", "c", "d", "e"]) {
        new DetectionPack(stackIn(app, name), "Pack", { rules, logGroupName: "trail" });
      }
    });
    expect(codesIn(refusal)).toEqual(["DET304"]);
    expect(refusal).toContain("a/Pack, b/Pack, c/Pack and 2 more: ");
  });

  test("does not reach another app", () => {
    refused((app) => {
      const rules = [ruleText({ level: "hgih" })];
      new DetectionPack(stackIn(app, "a"), "Pack", { rules, logGroupName: "trail" });
    });
    const stacks = synthesiseApp((app) => {
      new DetectionPack(stackIn(app, "a"), "Pack", { rules: [ruleText()], logGroupName: "trail" });
    });
    expect(stacks["a"]).toContain(ID);
  });
});

describe("one rule twice", () => {
  const files = () => ruleFolder({ "one.yml": ruleText() });

  /** The same rule in two stacks, each with a provider of its own. */
  function inTwoStacks(
    first: AwsProviderConfig,
    second: AwsProviderConfig,
    props: Partial<ConstructorParameters<typeof DetectionPack>[2]> = {},
  ) {
    return synthesiseApp((app) => {
      const common = { rules: [files()], logGroupName: "trail" };
      new DetectionPack(stackIn(app, "a", first), "Pack", common);
      new DetectionPack(stackIn(app, "b", second), "Pack", { ...common, ...props });
    });
  }

  test("in one account is refused, with both places and the ways out", () => {
    const refusal = refusalOf(() => inTwoStacks({}, {}));
    expect(refusal).toMatch(
      new RegExp(
        `a/Pack/${ID}/CloudWatch: .*one\\.yml:1:1 DET928 the alarm \`A trail was stopped 7c6f2c0e\` is also that of b/Pack/${ID}/CloudWatch \\(.*one\\.yml\\)`,
      ),
    );
    expect(refusal).toMatch(
      /fix: exclude the rule from one of them, or give one a `namePrefix`; .*`allowedAccountIds`/,
    );
    expect(codesIn(refusal)).toEqual(["DET928"]);
  });

  test("in one stack is refused too, also where two log groups have it", () => {
    const build = () =>
      synthesiseApp((app) => {
        const stack = stackIn(app, "a");
        const common = { rule: ruleText() };
        new CloudWatchDetection(stack, "One", { ...common, logGroupName: "trail" });
        new CloudWatchDetection(stack, "Two", { ...common, logGroupName: "org-trail" });
      });
    expect(refusalOf(build)).toMatch(
      /a\/One: .*DET928 the alarm .* also that of a\/Two \(<text>\)/,
    );
  });

  test.each<[string, AwsProviderConfig, AwsProviderConfig]>([
    ["accounts", { allowedAccountIds: ["111111111111"] }, { allowedAccountIds: ["222222222222"] }],
    ["regions", { region: "us-east-1" }, { region: "eu-west-1" }],
    ["profiles", { profile: "dev" }, { profile: "prod" }],
    [
      "roles",
      { assumeRole: [{ roleArn: "arn:aws:iam::1:role/a" }] },
      { assumeRole: [{ roleArn: "arn:aws:iam::2:role/a" }] },
    ],
  ])("in two %s is as good as two rules", (_, first, second) => {
    expect(Object.keys(inTwoStacks(first, second))).toEqual(["a", "b"]);
  });

  test.each<[string, AwsProviderConfig]>([
    ["tags", { defaultTags: [{ tags: { stack: "b" } }] }],
    ["retries", { maxRetries: 3 }],
  ])("is refused where two providers differ in %s alone", (_, second) => {
    expect(codesIn(refusalOf(() => inTwoStacks({}, second)))).toEqual(["DET928"]);
  });

  test("is two under a prefix", () => {
    expect(Object.keys(inTwoStacks({}, {}, { namePrefix: "canary-" }))).toEqual(["a", "b"]);
  });

  test("in stacks whose providers' arguments only Terraform will know is taken for two", () => {
    const stacks = synthesiseApp((app) => {
      for (const name of ["a", "b"]) {
        const stack = new TerraformStack(app, name);
        const region = new TerraformVariable(stack, "region", { type: "string" });
        new AwsProvider(stack, "aws", { region: region.stringValue });
        new CloudWatchDetection(stack, "Rule", { rule: ruleText(), logGroupName: "trail" });
      }
    });
    expect(Object.keys(stacks)).toEqual(["a", "b"]);
  });

  test("through two providers of one stack goes by what these say, not by their names", () => {
    const through = (region: string) =>
      synthesiseApp((app) => {
        const stack = stackIn(app, "a");
        const other = new AwsProvider(stack, "other", { region, alias: "other" });
        const common = { rule: ruleText(), logGroupName: "trail" };
        new CloudWatchDetection(stack, "One", common);
        new CloudWatchDetection(stack, "Two", { ...common, provider: other });
      });
    expect(Object.keys(through("eu-west-1"))).toEqual(["a"]);
    expect(codesIn(refusalOf(() => through("us-east-1")))).toEqual(["DET928"]);
  });

  test("in one workspace is refused, whatever the case of its id; in two it is not", () => {
    const inWorkspaces = (first: string, second: string) =>
      synthesiseApp((app) => {
        const rule = ruleText();
        new SentinelDetection(stackIn(app, "a"), "One", { rule, workspaceId: first });
        new SentinelDetection(stackIn(app, "b"), "Two", { rule, workspaceId: second });
      });
    expect(Object.keys(inWorkspaces(WORKSPACE, `${WORKSPACE}2`))).toEqual(["a", "b"]);
    for (const same of [WORKSPACE, WORKSPACE.toUpperCase()]) {
      expect(refusalOf(() => inWorkspaces(WORKSPACE, same))).toMatch(
        new RegExp(
          `a/One: <text>:1:1 DET928 the analytic rule \`${ID}\` is also that of b/Two \\(<text>\\)[^]*fix: exclude the rule from one of them, or give one a \`namePrefix\`\\n`,
        ),
      );
    }
  });

  test("through two providers of Azure goes by the workspace's id alone", () => {
    const build = () =>
      synthesiseApp((app) => {
        const stack = stackIn(app, "a");
        const config = { features: [{}], alias: "other" };
        const other = new AzurermProvider(stack, "other", config);
        const common = { rule: ruleText(), workspaceId: WORKSPACE };
        new SentinelDetection(stack, "One", common);
        new SentinelDetection(stack, "Two", { ...common, provider: other });
      });
    expect(codesIn(refusalOf(build))).toEqual(["DET928"]);
  });
});

describe("two rules", () => {
  const titled = (title: string, id: string) => ruleText({ title, id });
  const both = (first: string, second: string) =>
    synthesiseApp((app) => {
      const rules = [ruleFolder({ "one.yml": first, "two.yml": second })];
      new DetectionPack(stackIn(app, "a"), "Pack", { rules, logGroupName: "trail" });
    });
  const near = ID.replace(/5$/, "6");

  test("may have one title: their ids tell their alarms apart", () => {
    expect(both(titled("Same", ID), titled("Same", idOf(1)))["a"]).toContain("Same 00000001");
  });

  test("are refused where titles and ids begin so alike that one alarm would be both", () => {
    const long = "t".repeat(250);
    const refusal = refusalOf(() => both(titled(`${long} one`, ID), titled(`${long} two`, near)));
    expect(refusal).toMatch(
      new RegExp(
        `${ID}/CloudWatch: .*one\\.yml:1:1 DET928 the alarm \`t+…\` is also that of a/Pack/${near}/CloudWatch \\(.*two\\.yml\\)`,
      ),
    );
    expect(refusal).toMatch(/fix: give one of the rules another title\n/);
    expect(both(titled(`1 ${long}`, ID), titled(`2 ${long}`, near))["a"]).toContain(near);
  });

  test("with one id are refused in one pack, with the place of the first", () => {
    expect(refusalOf(() => both(titled("One", ID), titled("Two", ID.toUpperCase())))).toMatch(
      /a\/Pack: .*two\.yml:1:\d+ DET308 the id `7c6f[^`]+` is already used by .*one\.yml/,
    );
  });
});
