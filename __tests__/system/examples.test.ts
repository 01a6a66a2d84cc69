import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import { describeIf } from "../support/optional";
import { copyWritten, install, npmAnswers, packed, ROOT, run, succeeds } from "../support/packed";
import { starterIds } from "../support/repository-rules";
import { resources } from "../support/synth";

const EXAMPLES = ["minimal", "existing-stack", "environments", "own-rules", "identity"];

jest.setTimeout(600_000); // a build, an installation and syntheses on a busy machine
const KEYS_FOR_ANOTHER = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";
const KEY_CREATED = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";

const FILTER = "aws_cloudwatch_log_metric_filter";
const ALARM = "aws_cloudwatch_metric_alarm";
const QUERY = "aws_cloudwatch_query_definition";
const SCHEDULED = "azurerm_sentinel_alert_rule_scheduled";

/** A new project of one cloud, and its whole app. */
const PROJECT = {
  private: true,
  dependencies: { cdktf: "0.21.0", constructs: "^10.8.1" },
  devDependencies: { "@types/node": "20.19.43", typescript: "5.9.3" },
};
const app = (provider: string, cloud: string, made: string) => `
import { ${provider} } from "@cdktf/provider-${cloud}/lib/provider";
import { App, TerraformStack } from "cdktf";
import { CloudWatchDetection, Detection, SentinelDetection } from "cdktf-detections";
const rule = "node_modules/cdktf-detections/rules/starter/aws-iam-backdoor-user-keys.yml";
const workspaceId =
  "/subscriptions/0/resourceGroups/a/providers/Microsoft.OperationalInsights/workspaces/siem";
const app = new App();
const stack = new TerraformStack(app, "stack");
${made}
app.synth();
`;
const ONE_CLOUD: Readonly<Record<string, string>> = {
  aws: app(
    "AwsProvider",
    "aws",
    `new AwsProvider(stack, "Aws", { region: "us-east-1" });
new CloudWatchDetection(stack, "One", { rule, logGroupName: "trail" });
new Detection(stack, "Both", { rule, logGroupName: "trail", namePrefix: "b-" });`,
  ),
  azurerm: app(
    "AzurermProvider",
    "azurerm",
    `new AzurermProvider(stack, "Azure", { features: [{}] });
new SentinelDetection(stack, "One", { rule, workspaceId });
new Detection(stack, "Both", { rule, workspaceId, namePrefix: "b-" });`,
  ),
};

function readJson(path: string): JsonObject {
  const json: Json = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(json)) throw new Error(`${path} is no object`);
  return json;
}

const nameOf = (resource: JsonObject) => member(resource, "name");
const TESTED = readJson(join(ROOT, "package.json"));

test.each(EXAMPLES)("%s names the versions that the library is tested with", (name) => {
  const example = readJson(join(ROOT, "examples", name, "package.json"));
  const named = ["dependencies", "devDependencies"].flatMap((key) =>
    Object.entries(member(example, key) ?? {}),
  );
  expect(named).toContainEqual([
    "cdktf-detections",
    `file:../../cdktf-detections-${member(TESTED, "version")}.tgz`,
  ]);
  for (const [dependency, version] of named.filter(([key]) => key !== "cdktf-detections")) {
    expect([dependency, member(member(TESTED, "devDependencies"), dependency)]).toEqual([
      dependency,
      version,
    ]);
  }
});

describeIf(npmAnswers(), "npm's registry", "with the packed package installed", () => {
  /** Holds the tarball, and the examples in `examples/` as in a checkout. */
  let work: string;
  let examples: string;
  let bin: string;
  let tarball: string;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "detections-examples-"));
    examples = join(work, "examples");
    bin = join(examples, "node_modules/.bin");
    tarball = await packed();
    cpSync(tarball, join(work, basename(tarball)));
    copyWritten(join(ROOT, "examples"), examples);
    // One installation of what every example names, under what all of them find it.
    writeFileSync(
      join(examples, "package.json"),
      JSON.stringify({ private: true, workspaces: EXAMPLES }),
    );
    await install(examples);
    const synthesise = (name: string) =>
      succeeds(join(bin, "tsx"), ["main.ts"], join(examples, name));
    await Promise.all(EXAMPLES.map(synthesise));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const jsonAt = (...path: readonly string[]) => readJson(join(examples, ...path));
  const stackOf = (example: string, stack: string) =>
    jsonAt(example, "cdktf.out/stacks", stack, "cdk.tf.json");
  const typesOf = (stack: JsonObject) => Object.keys(member(stack, "resource") ?? {}).sort();
  const namesOf = (stack: JsonObject, type: string) => resources(stack, type).map(nameOf);
  const ofRule = (stack: JsonObject, type: string, id: string) => {
    const found = resources(stack, type).find(
      (each) => member(member(member(each, "//"), "detection"), "id") === id,
    );
    if (found === undefined) throw new Error(`no ${type} of ${id}`);
    return found;
  };

  describe("the package", () => {
    test.each(EXAMPLES)("is what %s imports", async (name) => {
      const script = 'require.resolve("cdktf-detections")';
      const printed = await succeeds("node", ["-p", script], join(examples, name));
      const installed = join(examples, "node_modules/cdktf-detections/dist/constructs/index.js");
      expect(printed.trim()).toBe(installed);
    });

    test("loads no provider before it makes a resource of its cloud", async () => {
      const script =
        'require("cdktf-detections"); console.log(JSON.stringify(Object.keys(require.cache)))';
      const printed = await succeeds("node", ["-e", script], join(examples, "minimal"));
      expect(printed).toContain("cdktf-detections");
      expect(printed).not.toMatch(/@cdktf.provider-/);
    });

    test.each(Object.keys(ONE_CLOUD))(
      "installs beside the newest constructs with the provider %s alone, and its types compile",
      async (cloud) => {
        const project = join(work, cloud);
        mkdirSync(project);
        const { dependencies } = PROJECT;
        const provider = `@cdktf/provider-${cloud}`;
        const version = member(member(TESTED, "devDependencies"), provider);
        writeFileSync(
          join(project, "package.json"),
          JSON.stringify({
            ...PROJECT,
            dependencies: {
              ...dependencies,
              [provider]: version,
              "cdktf-detections": `file:${tarball}`,
            },
          }),
        );
        cpSync(join(examples, "minimal/tsconfig.json"), join(project, "tsconfig.json"));
        writeFileSync(join(project, "main.ts"), ONE_CLOUD[cloud] ?? "");
        await install(project);
        expect(readdirSync(join(project, "node_modules/@cdktf"))).toEqual([`provider-${cloud}`]);
        expect(await succeeds("npm", ["ls", "--all"], project)).not.toMatch(/invalid|UNMET DEP/);
        await succeeds(join(project, "node_modules/.bin/tsc"), ["-p", "."], project);
        await succeeds(join(bin, "tsx"), ["main.ts"], project);
        const stack = readJson(join(project, "cdktf.out/stacks/stack/cdk.tf.json"));
        expect(typesOf(stack)).toEqual(cloud === "aws" ? [FILTER, ALARM, QUERY] : [SCHEDULED]);
      },
    );

    test("has a command that checks and tests the rules that it brings", async () => {
      const brought = "node_modules/cdktf-detections";
      const args = [`${brought}/rules`, "--placeholders", `${brought}/placeholders.json`];
      const command = join(bin, "cdktf-detections");
      const checked = await run(examples, [command, "check", ...args, "--format", "json"]);
      expect(checked).toMatchObject({ code: 0, stderr: "" });
      const tested = await run(examples, [command, "test", ...args]);
      expect(tested).toMatchObject({ code: 0, stderr: "" });
      expect(tested.stdout).toMatch(/^verdicts: .* 0 against the promise$/m);
    });

    test.each(EXAMPLES)("has policies that %s passes", async (name) => {
      await succeeds(join(bin, "cdktf-detections"), ["policy", name], examples);
    });

    test("has types that compile with those of all it stands on, and so do the examples", async () => {
      for (const name of EXAMPLES) {
        expect(jsonAt(name, "tsconfig.json")).toEqual(jsonAt("minimal", "tsconfig.json"));
      }
      const { compilerOptions } = jsonAt("minimal", "tsconfig.json");
      expect(compilerOptions).toMatchObject({ skipLibCheck: false, strict: true });
      // All of them in one program, and the entry points that no example needs.
      writeFileSync(
        join(examples, "entry-points.ts"),
        'export * from "cdktf-detections/compiler";\nexport * from "cdktf-detections/review";\n',
      );
      writeFileSync(
        join(examples, "tsconfig.json"),
        JSON.stringify({
          extends: "./minimal/tsconfig.json",
          compilerOptions: { exactOptionalPropertyTypes: true },
          include: ["entry-points.ts", ...EXAMPLES.map((name) => `${name}/main.ts`)],
        }),
      );
      await succeeds(join(bin, "tsc"), ["-p", "."], examples);
    });
  });

  describe("minimal", () => {
    test("puts one rule on the log group that is there, and nothing else", () => {
      const stack = stackOf("minimal", "detections");
      expect(typesOf(stack)).toEqual([FILTER, ALARM, QUERY]);
      expect(namesOf(stack, FILTER)).toEqual([KEYS_FOR_ANOTHER]);
      const [filter] = resources(stack, FILTER);
      expect(member(filter, "log_group_name")).toBe("cloudtrail/management");
      expect(Object.keys(member(stack, "provider") ?? {})).toEqual(["aws"]);
    });

    test("says in the alarm's text by which condition it is wider", () => {
      const [alarm] = resources(stackOf("minimal", "detections"), ALARM);
      expect(member(alarm, "alarm_description")).toMatch(/wider/i);
      expect(member(alarm, "alarm_description")).toContain("userIdentity.userName|fieldref");
      expect(alarm).not.toHaveProperty("alarm_actions");
    });
  });

  describe("existing-stack", () => {
    const stack = () => stackOf("existing-stack", "security");

    test("takes the team's log group, topic and workspace as references", () => {
      const [topic] = Object.keys(member(member(stack(), "resource"), "aws_sns_topic") ?? {});
      expect(topic).toBeDefined();
      expect(namesOf(stack(), FILTER).sort()).toEqual(starterIds("aws"));
      for (const filter of resources(stack(), FILTER)) {
        expect(member(filter, "log_group_name")).toBe("${aws_cloudwatch_log_group.Trail.name}");
      }
      for (const alarm of resources(stack(), ALARM)) {
        expect(member(alarm, "alarm_actions")).toEqual([`\${aws_sns_topic.${topic}.arn}`]);
        expect(member(alarm, "ok_actions")).toEqual([`\${aws_sns_topic.${topic}.arn}`]);
      }
      expect(namesOf(stack(), SCHEDULED).sort()).toEqual(starterIds());
      for (const rule of resources(stack(), SCHEDULED)) {
        expect(member(rule, "log_analytics_workspace_id")).toBe(
          "${azurerm_sentinel_log_analytics_workspace_onboarding.Sentinel.workspace_id}",
        );
      }
    });

    test("puts everything on AWS under the aliased provider, and adds none", () => {
      const onAws = typesOf(stack()).filter((type) => type.startsWith("aws_"));
      expect(onAws).toEqual(expect.arrayContaining([FILTER, ALARM, QUERY, "aws_kms_key"]));
      for (const resource of onAws.flatMap((type) => resources(stack(), type))) {
        expect(member(resource, "provider")).toBe("aws.global");
      }
      expect(member(stack(), "provider")).toMatchObject({
        aws: [{ region: "eu-central-1" }, { region: "us-east-1", alias: "global" }],
        azurerm: [{}],
      });
    });

    test("is refused where the log group has no room left", async () => {
      const folder = join(examples, "existing-stack");
      const full = readFileSync(join(folder, "main.ts"), "utf8");
      const changed = full.replace("metricFilters: 14", "metricFilters: 99");
      expect(changed).not.toBe(full);
      writeFileSync(join(folder, "full.ts"), changed);
      const outdir = join(work, "full");
      const env = { CDKTF_OUTDIR: outdir };
      const { code, stderr } = await run(folder, [join(bin, "tsx"), "full.ts"], env);
      expect(code).toBe(1);
      expect(stderr).toMatch(/100 metric filters a log group.* need 10\d\b/);
      expect(stderr).toContain(KEY_CREATED);
    });
  });

  describe("environments", () => {
    const [dev, staging, prod] = ["dev", "staging", "prod"].map(
      (name) => () => stackOf("environments", name),
    );
    if (!dev || !staging || !prod) throw new Error("three environments");
    const accounts = { dev: "111122223333", staging: "444455556666", prod: "777788889999" };
    const levelOf = (alarm: JsonObject) => member(member(alarm, "tags"), "detection:level");
    const channel = (account: string) => `arn:aws:sns:us-east-1:${account}:security-channel`;

    test("deploys the same rules to each account, and only there", () => {
      for (const [name, account] of Object.entries(accounts)) {
        const stack = stackOf("environments", name);
        expect(namesOf(stack, FILTER)).toHaveLength(3);
        expect(namesOf(stack, FILTER)).toEqual(namesOf(dev(), FILTER));
        expect(member(member(stack, "provider"), "aws")).toEqual([
          { allowed_account_ids: [account], region: "us-east-1" },
        ]);
      }
    });

    test("is in shadow mode outside production", () => {
      for (const alarm of [...resources(dev(), ALARM), ...resources(staging(), ALARM)]) {
        expect(member(alarm, "actions_enabled")).toBe(false);
      }
      for (const alarm of resources(prod(), ALARM)) {
        expect(alarm).not.toHaveProperty("actions_enabled");
        expect(member(member(alarm, "tags"), "environment")).toBe("prod");
      }
    });

    test("wakes somebody in production for what is high or critical alone", () => {
      const told = resources(prod(), ALARM).map((alarm) => [
        levelOf(alarm),
        member(alarm, "alarm_actions"),
      ]);
      const pager = "arn:aws:sns:us-east-1:777788889999:pager";
      expect(Object.fromEntries(told)).toEqual({
        low: [channel(accounts.prod)],
        high: [channel(accounts.prod), pager],
        critical: [channel(accounts.prod), pager],
      });
    });
  });

  test("identity puts rules of Entra and Okta on Sentinel alone, in tables of its choice", () => {
    const stack = stackOf("identity", "identity");
    expect(Object.keys(member(stack, "provider") ?? {})).toEqual(["azurerm"]);
    expect(typesOf(stack)).toEqual([SCHEDULED]);
    const tables = resources(stack, SCHEDULED).map(
      (each) => String(member(each, "query")).split("\n")[0],
    );
    expect(tables.sort()).toEqual(["AuditLogs", "Okta_CL", "union isfuzzy=true"]);
  });

  describe("own-rules", () => {
    const BREAK_GLASS = "6a1d2f04-8c3b-4e57-9b10-4d2c7e8f9a44";
    const PASSWORD = "7b2e3a15-9d4c-4f68-8c21-5e3d8f9a0b55";
    const SECURITY_GROUP = "8c3f4b26-0e5d-4a79-9d32-6f4e9a0b1c66";
    const SENTINEL_ALONE = "ae516d48-2a7f-4c91-9f54-8b601c2d3e88";
    const stack = () => stackOf("own-rules", "detections");
    const patternOf = (id: string) => member(ofRule(stack(), FILTER, id), "pattern");

    test("deploys the team's rules and the package's, each where it belongs", () => {
      const own = [BREAK_GLASS, PASSWORD, SECURITY_GROUP, ...starterIds("aws")].sort();
      expect([...namesOf(stack(), FILTER), KEY_CREATED].sort()).toEqual(own);
      const onAzure = [...namesOf(stack(), SCHEDULED), KEY_CREATED];
      expect(onAzure).toEqual(expect.arrayContaining([...own, SENTINEL_ALONE]));
      expect(member(ofRule(stack(), SCHEDULED, SENTINEL_ALONE), "query")).toMatch(
        /^AWSCloudTrail\n\| where UserAgent has_any \("kali", "parrot", "pentoo"\)\s*$/,
      );
    });

    test("leaves the pipeline out by a filter", () => {
      expect(patternOf(SECURITY_GROUP)).toContain(
        'userIdentity.arn != "arn:aws:sts::111122223333:assumed-role/pipeline/*"',
      );
      expect(patternOf(PASSWORD)).not.toContain("pipeline");
    });

    test("fills placeholders from the file that its tests use", () => {
      for (const account of ["111122223333", "444455556666"]) {
        expect(patternOf(BREAK_GLASS)).toContain(`"arn:aws:iam::${account}:role/break-glass"`);
      }
    });

    test("makes one rule graver and puts another on trial", () => {
      const { tags } = ofRule(stack(), ALARM, BREAK_GLASS);
      expect(tags).toMatchObject({ "detection:level": "critical" });
      expect(member(ofRule(stack(), SCHEDULED, BREAK_GLASS), "severity")).toBe("High");
      for (const alarm of resources(stack(), ALARM)) {
        const trial = member(member(alarm, "tags"), "detection:rule-id") === KEYS_FOR_ANOTHER;
        expect(member(alarm, "actions_enabled")).toBe(trial ? false : undefined);
      }
    });

    test("says of the rule that may be wider by what it is", () => {
      const { alarm_description: text } = ofRule(stack(), ALARM, PASSWORD);
      expect(text).toMatch(/wider/i);
      expect(text).toContain("userIdentity.userName|fieldref: requestParameters.userName");
    });

    test("passes its own tests, which fail where they say something else", async () => {
      const folder = join(examples, "own-rules");
      const printed = await succeeds("npm", ["test", "--silent"], folder);
      expect(printed).toMatch(/^verdicts: .* 0 against the promise$/m);
      const file = join(folder, "rules/security-group-opened.tests.yml");
      const pipeline = readFileSync(file, "utf8");
      try {
        writeFileSync(file, pipeline.replace("match: false", "match: true"));
        expect(await run(folder, ["npm", "test", "--silent"])).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/DET907 \w+: `our pipeline adds a rule`/),
        });
      } finally {
        writeFileSync(file, pipeline);
      }
    });
  });
});
