import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fn, TerraformVariable, Token, type TerraformStack } from "cdktf";

import {
  AlarmTopic,
  CloudWatchDetection,
  Detection,
  DetectionPack,
  DetectionReview,
  LogGroupQuota,
  packagePlaceholders,
  packageRules,
  SentinelDetection,
  WorkspaceQuota,
} from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleObject, ruleText } from "../support/rules";
import { resources, synthesise, synthesiseApp } from "../support/synth";
import { ALARM, FILTER, QUERY, refusalOf, stackIn } from "./packs";

/** Props as JavaScript may give them: the types say no more. */
type Loose = Record<string, unknown>;
type Make = (stack: TerraformStack, props: Loose) => unknown;

const rules = [ruleText()];
const ID = ruleObject().id;

/** Each construct with the least that it needs, where TypeScript does not look. */
const MAKE = {
  cloudwatch: (stack, props) =>
    Reflect.construct(CloudWatchDetection, [
      stack,
      "X",
      { rule: ruleText(), logGroupName: "trail", ...props },
    ]),
  sentinel: (stack, props) =>
    Reflect.construct(SentinelDetection, [
      stack,
      "X",
      { rule: ruleText(), workspaceId: WORKSPACE, ...props },
    ]),
  detection: (stack, props) =>
    Reflect.construct(Detection, [
      stack,
      "X",
      { rule: ruleText(), logGroupName: "trail", ...props },
    ]),
  pack: (stack, props) =>
    Reflect.construct(DetectionPack, [stack, "X", { rules, logGroupName: "trail", ...props }]),
  topic: (stack, props) => Reflect.construct(AlarmTopic, [stack, "X", props]),
  quota: (stack, props) =>
    Reflect.construct(LogGroupQuota, [stack, "X", { logGroupName: "trail", ...props }]),
  workspace: (stack, props) =>
    Reflect.construct(WorkspaceQuota, [stack, "X", { workspaceId: WORKSPACE, ...props }]),
  review: (stack, props) => Reflect.construct(DetectionReview, [stack, "X", props]),
} satisfies Record<string, Make>;

function refused(construct: keyof typeof MAKE, props: Loose): string {
  return refusalOf(() => synthesise((stack) => void MAKE[construct](stack, props)));
}

describe("a prop of another form is refused, and nothing is made of it", () => {
  test.each<[keyof typeof MAKE, Loose, string]>([
    ["cloudwatch", { rule: undefined }, "`rule` is not given; allowed: the path of a file, YAML"],
    ["cloudwatch", { rule: () => ruleText() }, "`rule` is `[Function: rule]`"],
    ["cloudwatch", { logGroupName: undefined }, "`logGroupName` is not given; allowed: a non"],
    ["cloudwatch", { logGroupName: "" }, "`logGroupName` is `''`; allowed: a non-empty string"],
    ["cloudwatch", { furtherLogGroups: null }, "`furtherLogGroups` is `null`"],
    ["cloudwatch", { furtherLogGroups: { a: undefined } }, "`furtherLogGroups` is `{ a: undef"],
    [
      "cloudwatch",
      { alarmActions: "arn" },
      "`alarmActions` is `'arn'`; allowed: a list of non-empty strings",
    ],
    ["cloudwatch", { okActions: [""] }, "`okActions` is `[ '' ]`"],
    ["cloudwatch", { tags: { team: 5 } }, "`tags` is `{ team: 5 }`; allowed: an object of strings"],
    ["cloudwatch", { namePrefix: 5 }, "`namePrefix` is `5`; allowed: a string"],
    ["cloudwatch", { metricNamespace: null }, "`metricNamespace` is `null`; allowed: a string"],
    ["cloudwatch", { provider: "aws" }, "`provider` is `'aws'`; allowed: a provider `aws` of the"],
    ["cloudwatch", { regex: "no" }, "`regex` is `'no'`; allowed: `true` or `false`"],
    ["cloudwatch", { savedQuery: 0 }, "`savedQuery` is `0`"],
    ["detection", { shadow: "true" }, "`shadow` is `'true'`; allowed: `true` or `false`"],
    ["detection", { accept: true }, "`accept` is `true`; allowed: `wider`"],
    ["detection", { accept: { aws: "wider" } }, "`accept` is `{ aws: 'wider' }`; allowed: `wider`"],
    ["detection", { placeholders: { a: "b" } }, "`placeholders` is `{ a: 'b' }`; allowed: an obj"],
    [
      "detection",
      { sentinelTables: { "okta/okta": "Okta" } },
      "`sentinelTables` is `{ 'okta/okta': 'Okta' }`; allowed: an object of tables by log source",
    ],
    [
      "detection",
      { sentinelTables: { okta: "Okta_CL" } },
      "`sentinelTables` is `{ okta: 'Okta_CL' }`",
    ],
    ["detection", { logGroupNames: "/eks" }, "`logGroupNames` is `'/eks'`; allowed: an object of"],
    ["detection", { logGroupNames: null }, "`logGroupNames` is `null`"],
    [
      "cloudwatch",
      { logGroupNames: { "okta/okta": "" } },
      "`logGroupNames` is `{ 'okta/okta': '' }`",
    ],
    ["detection", { workspaceId: "" }, "`workspaceId` is `''`"],
    ["sentinel", { workspaceId: 5 }, "`workspaceId` is `5`"],
    // As a list of characters, `/` would be the whole disk.
    ["pack", { rules: "/rules" }, "`rules` is `'/rules'`; allowed: a list of folders, files and"],
    ["pack", { rules: [undefined] }, "`rules` is `[ undefined ]`"],
    ["pack", { furtherWorkspaces: { eu: "" } }, "`furtherWorkspaces` is `{ eu: '' }`"],
    ["pack", { alarmActionsByLevel: { high: "arn" } }, "`alarmActionsByLevel` is `{ high: 'arn' }"],
    ["pack", { overrides: { [ID]: null } }, "`overrides` is `{"],
    [
      "pack",
      { overrides: { [ID]: { shadow: 1 } } },
      `\`overrides.${ID}.shadow\` is \`1\`; allowed:`,
    ],
    ["pack", { overrides: { [ID]: { targets: "sentinel" } } }, `\`overrides.${ID}.targets\` is`],
    [
      "pack",
      { includeIds: ID },
      `\`includeIds\` is \`'${ID}'\`; allowed: a list of non-empty strings`,
    ],
    ["pack", { excludeTags: [5] }, "`excludeTags` is `[ 5 ]`"],
    ["topic", { topicName: "" }, "`topicName` is `''`"],
    ["topic", { kmsKeyArn: null }, "`kmsKeyArn` is `null`"],
    ["quota", { logGroupName: undefined }, "`logGroupName` is not given"],
    ["workspace", { workspaceId: undefined }, "`workspaceId` is not given"],
    [
      "review",
      { folder: "../pages" },
      "`folder` is `'../pages'`; allowed: a folder inside that of",
    ],
    ["review", { folder: null }, "`folder` is `null`; allowed: a folder inside"],
  ])("%s %j", (construct, props, says) => {
    const refusal = refused(construct, props);
    expect(refusal).toContain(`detections/X: DET937 ${says}`);
    expect(refusal.match(/DET\d+/g)).toEqual(["DET937"]);
  });

  test.each<[keyof typeof MAKE, string, string]>([
    ["cloudwatch", "provider", "azurerm"],
    ["sentinel", "provider", "aws"],
    ["pack", "awsProvider", "azurerm"],
    ["pack", "azurermProvider", "aws"],
    ["topic", "provider", "azurerm"],
    ["quota", "provider", "azurerm"],
  ])("%s, whose %s is one of %s", (construct, prop, type) => {
    const build = () =>
      synthesise((stack) => void MAKE[construct](stack, { [prop]: stack.node.findChild(type) }));
    expect(refusalOf(build)).toMatch(new RegExp(`X: DET937 \`${prop}\` is `));
  });

  test("whose provider is another stack's: Terraform would take its own", () => {
    const build = () =>
      synthesiseApp((app) => {
        const provider = stackIn(app, "a").node.findChild("aws");
        MAKE.cloudwatch(stackIn(app, "b"), { provider });
      });
    expect(refusalOf(build)).toContain("a provider `aws` of the construct's own stack");
  });

  test("props that a class has are there", () => {
    class Trail {
      readonly rule = ruleText();
      get logGroupName() {
        return "trail";
      }
    }
    const json = synthesise((stack) => void new CloudWatchDetection(stack, "X", new Trail()));
    expect(resources(json, FILTER)).toMatchObject([{ log_group_name: "trail" }]);
  });

  test("also where no rule is: a quota below zero", () => {
    expect(refused("quota", { metricFilters: -5 })).toContain("X: DET935 `metricFilters` is -5");
  });
});

describe("a prop that there is not", () => {
  test.each<[keyof typeof MAKE, Loose, string]>([
    [
      "cloudwatch",
      { alarmAction: ["arn"] },
      "there is no prop `alarmAction`\n    fix: write `alarmA",
    ],
    [
      "pack",
      { includeLevel: ["high"] },
      "there is no prop `includeLevel`\n    fix: write `includeL",
    ],
    [
      "pack",
      { overrides: { [ID]: { shadwo: true } } },
      `there is no prop \`overrides.${ID}.shadwo\``,
    ],
    ["pack", { levels: ["high"] }, "there is no prop `levels`\n    fix: write `includeLevels`"],
    [
      "detection",
      { levels: ["high"] },
      "there is no prop `levels`\n    fix: `level` takes one value, not a list",
    ],
    ["detection", { levl: "high" }, "there is no prop `levl`\n    fix: write `level`"],
    [
      "quota",
      { metricFilter: 90 },
      "there is no prop `metricFilter`\n    fix: write `metricFilters`",
    ],
  ])("is refused where one that is not given was meant: %s %j", (construct, props, says) => {
    expect(refused(construct, props)).toContain(`detections/X: DET938 ${says}`);
  });

  test("is someone's own where none is near, or the near one is given too", () => {
    const json = synthesise((stack) => {
      MAKE.detection(stack, { team: "security", region: "us-east-1", role: "audit" });
    });
    expect(resources(json, ALARM)).toHaveLength(1);
  });

  test("may be there and undefined", () => {
    const json = synthesise((stack) => {
      const none = { tags: { a: undefined }, shadow: undefined, alarmActions: undefined };
      MAKE.pack(stack, { ...none, overrides: { [ID]: undefined }, alarmActionByLevels: undefined });
    });
    expect(resources(json, ALARM)).toHaveLength(1);
  });
});

describe("what only Terraform knows", () => {
  const variable = (stack: TerraformStack, type: string) =>
    new TerraformVariable(stack, `a_${type.replace(/\W/g, "_")}`, { type });

  test("may be a name, actions and tags", () => {
    const json = synthesise((stack) => {
      MAKE.pack(stack, {
        logGroupName: variable(stack, "string").value,
        alarmActions: variable(stack, "list(string)").value,
        tags: variable(stack, "map(string)").value,
      });
    });
    expect(resources(json, FILTER)).toMatchObject([{ log_group_name: "${var.a_string}" }]);
    expect(resources(json, ALARM)).toMatchObject([
      {
        alarm_actions: "${var.a_list_string_}",
        tags: expect.stringMatching(
          new RegExp(`^\\$\\{merge\\(.*"detection:rule-id" = "${ID}".*, var.a_map_string_\\)\\}$`),
        ),
      },
    ]);
  });

  test("may be one of the actions, tags and further log groups", () => {
    const json = synthesise((stack) => {
      const { value }: { value: unknown } = variable(stack, "string");
      MAKE.cloudwatch(stack, {
        alarmActions: [value],
        tags: { team: value },
        furtherLogGroups: { more: value },
      });
    });
    const team = "${var.a_string}";
    expect(resources(json, ALARM)).toMatchObject([{ alarm_actions: [team], tags: { team } }]);
    expect(resources(json, FILTER)).toContainEqual(
      expect.objectContaining({ log_group_name: team }),
    );
  });

  test.each(["map", "object"])("tags are merged behind the detection's own: a %s", (kind) => {
    const json = synthesise((stack) => {
      const reference = Fn.merge([{ team: "security" }, variable(stack, "map(string)").value]);
      const tags: unknown = kind === "map" ? Token.asStringMap(reference) : reference;
      MAKE.cloudwatch(stack, { tags });
    });
    const [alarm] = resources(json, ALARM);
    expect(alarm?.["tags"]).toMatch(/merge\(.*detection:rule-id.*"team" = "security".*var\.a_map/);
  });

  test.each<[string, (stack: TerraformStack) => Loose]>([
    ["shadow", (stack) => ({ shadow: variable(stack, "bool").booleanValue })],
    ["accept", (stack) => ({ accept: variable(stack, "string").stringValue })],
    ["level", (stack) => ({ level: variable(stack, "string").stringValue })],
    ["includeIds", (stack) => ({ includeIds: variable(stack, "list(string)").listValue })],
  ])("may not be %s, which decides what is made", (prop, props) => {
    const build = () => synthesise((stack) => void MAKE.pack(stack, props(stack)));
    const refusal = refusalOf(build);
    expect(refusal).toContain(`DET930 \`${prop}\` holds what is known only when Terraform runs`);
    expect(refusal.match(/DET\d+/g)).toEqual(["DET930"]);
  });

  test("may not be the names of further log groups", () => {
    const build = () =>
      synthesise((stack) => {
        MAKE.cloudwatch(stack, { furtherLogGroups: variable(stack, "map(string)").value });
      });
    expect(refusalOf(build)).toContain("DET937 `furtherLogGroups` is `");
  });
});

describe("what AWS would refuse", () => {
  test.each(["arn:aws:logs:us-east-1:111122223333:log-group:trail", "a b", "g".repeat(513)])(
    "is no name of a log group: %s",
    (name) => {
      for (const [construct, props] of [
        ["cloudwatch", { logGroupName: name }],
        ["cloudwatch", { furtherLogGroups: { a: name } }],
        ["quota", { logGroupName: name }],
      ] as const) {
        expect(refused(construct, props)).toMatch(/X: DET922 `\w+` is `.*its ARN/);
      }
    },
  );

  test("an expression of Terraform may be part of a name", () => {
    const logGroupName = "trail-${var.environment}";
    const json = synthesise((stack) => void MAKE.cloudwatch(stack, { logGroupName }));
    expect(resources(json, FILTER)).toMatchObject([{ log_group_name: logGroupName }]);
  });

  test.each<Loose>([
    { "aws:team": "x" },
    { "": "x" },
    { ["k".repeat(129)]: "x" },
    { team: "v".repeat(257) },
  ])("is no tag: %j", (tags) => {
    expect(refused("cloudwatch", { tags })).toMatch(/X: DET922 `tags` is `.*`; allowed: keys of 1/);
    expect(refused("topic", { tags })).toMatch(/X: DET922 `tags` is /);
  });

  test("tags as long as they may be are taken", () => {
    const tags = { ["k".repeat(128)]: "v".repeat(256) };
    const json = synthesise((stack) => void MAKE.cloudwatch(stack, { tags }));
    expect(resources(json, ALARM)).toMatchObject([{ tags }]);
  });
});

test("one rule is overridden under one id, in whatever case", () => {
  const own = { shadow: true };
  const upper = synthesise(
    (stack) => void MAKE.pack(stack, { overrides: { [ID.toUpperCase()]: own } }),
  );
  expect(resources(upper, ALARM)).toMatchObject([{ actions_enabled: false }]);
  const twice = { [ID.toUpperCase()]: own, [ID]: { level: "low" } };
  expect(refused("pack", { overrides: twice })).toContain(
    `X: DET939 \`overrides\` has the id \`${ID}\` more than once`,
  );
});

describe("a saved query", () => {
  test.each(["/team/", "team//", "//", "/"])(
    "cannot be named behind the prefix %j",
    (namePrefix) => {
      expect(refused("cloudwatch", { namePrefix })).toContain(
        `X: DET922 \`namePrefix\` is \`${namePrefix}\`; allowed: a prefix that begins with no \`/\``,
      );
      synthesise((stack) => void MAKE.cloudwatch(stack, { namePrefix, savedQuery: false }));
    },
  );

  test("lies in the folder that the prefix names", () => {
    const stack = synthesise((scope) => void MAKE.cloudwatch(scope, { namePrefix: "team/" }));
    expect(resources(stack, QUERY)).toEqual([
      expect.objectContaining({ name: `team/detections/${ID}` }),
    ]);
  });

  test("reads up to 50 log groups", () => {
    const furtherLogGroups = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`g${index}`, `g${index}`]));
    const more = { furtherLogGroups: furtherLogGroups(50) };
    expect(refused("cloudwatch", more)).toContain("DET953 a saved query of 51 log groups");
    synthesise((stack) => {
      MAKE.cloudwatch(stack, { furtherLogGroups: furtherLogGroups(49) });
    });
    synthesise((stack) => void MAKE.cloudwatch(stack, { ...more, savedQuery: false }));
  });
});

describe("the packs of the package", () => {
  test("are folders of rules, by name", () => {
    const file = join(packageRules("starter"), "aws-iam-backdoor-user-keys.yml");
    expect(existsSync(file)).toBe(true);
  });

  test("deploy before any placeholder is filled in", () => {
    const props = { rules: [packageRules("entra")], workspaceId: WORKSPACE };
    const build = (placeholders: Record<string, string[]>) =>
      synthesise((stack) => {
        new DetectionPack(stack, "pack", { ...props, placeholders });
      });
    expect(() => build({})).toThrow(/DET228/);
    expect(() => build(packagePlaceholders())).not.toThrow();
  });

  test("are named where there is none of the name", () => {
    expect(() => packageRules("startr")).toThrow(
      /^DET954 there is no pack `startr` of rules; packs: `azure`, [^]*fix: write `starter`$/,
    );
  });
});
