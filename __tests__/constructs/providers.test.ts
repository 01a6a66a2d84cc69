import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isObject, member, type Json } from "../../compiler/core/json";
import { PROVIDERS } from "../../constructs/app/providers";
import { copyWritten, ROOT, run } from "../support/packed";
import { WORKSPACE } from "../support/places";
import { ruleText } from "../support/rules";

jest.setTimeout(120_000);

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "detections-providers-"));
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

/** The library in a project that has every package of this one but a provider. */
function projectWithout(provider: string): string {
  const project = join(work, provider);
  const packages = join(project, "node_modules");
  mkdirSync(join(packages, "@cdktf"), { recursive: true });
  for (const room of ["compiler", "constructs", "policy", "review"]) {
    copyWritten(join(ROOT, room), join(project, room));
  }
  copyWritten(join(ROOT, "tsconfig.json"), join(project, "tsconfig.json"));
  const link = (name: string) =>
    symlinkSync(join(ROOT, "node_modules", name), join(packages, name));
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name !== "@cdktf" && !name.startsWith(".")) link(name);
  }
  for (const name of readdirSync(join(ROOT, "node_modules/@cdktf"))) {
    if (`@cdktf/${name}` !== provider) link(`@cdktf/${name}`);
  }
  return project;
}

/** What a program of the project prints, which makes constructs in a stack of one provider. */
async function made(project: string, cloud: "aws" | "azurerm", statements: string) {
  const [provider, config] =
    cloud === "aws"
      ? ["AwsProvider", '{ region: "us-east-1" }']
      : ["AzurermProvider", "{ features: [{}] }"];
  writeFileSync(
    join(project, "main.ts"),
    `import { ${provider} } from "@cdktf/provider-${cloud}/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AlarmTopic, CloudWatchDetection, Detection, SentinelDetection } from "./constructs";
const app = new App({ outdir: "out" });
const stack = new TerraformStack(app, "stack");
new ${provider}(stack, "provider", ${config});
const rule = ${JSON.stringify(ruleText())};
const [logGroupName, workspaceId] = ["trail", ${JSON.stringify(WORKSPACE)}];
${statements}
app.synth();
const loaded = Object.keys(require.cache).filter((file) => /provider-(aws|azurerm)/.test(file));
console.log(loaded.filter((file) => /provider-\\w+\\/lib\\/index\\.js$/.test(file)).length);
`,
  );
  return run(project, [join(ROOT, "node_modules/.bin/tsx"), "main.ts"]);
}

test("the ranges that a message asks for are those of the package", () => {
  const json: Json = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  for (const { name, range } of Object.values(PROVIDERS)) {
    expect(member(member(json, "peerDependencies"), name)).toBe(range);
    expect(member(member(member(json, "peerDependenciesMeta"), name), "optional")).toBe(true);
  }
});

describe.each([
  ["aws", "@cdktf/provider-azurerm", "^14.0.0"],
  ["azurerm", "@cdktf/provider-aws", "^21.0.0"],
] as const)("with the provider %s alone", (cloud, missing, range) => {
  let project: string;
  beforeAll(() => {
    project = projectWithout(missing);
  });

  test("what goes to its cloud is made, and no barrel is loaded", async () => {
    const found = await made(
      project,
      cloud,
      cloud === "aws"
        ? `new AlarmTopic(stack, "Topic");
new CloudWatchDetection(stack, "One", { rule, logGroupName });
new Detection(stack, "Both", { rule, logGroupName, namePrefix: "b-" });`
        : `new SentinelDetection(stack, "One", { rule, workspaceId });
new Detection(stack, "Both", { rule, workspaceId, namePrefix: "b-" });`,
    );
    expect(found).toMatchObject({ code: 0, stdout: expect.stringMatching(/^0$/m) });
    const file = join(project, "out/stacks/stack/cdk.tf.json");
    const stack: Json = JSON.parse(readFileSync(file, "utf8"));
    expect(isObject(member(stack, "resource"))).toBe(true);
  });

  test("what would go to the other is refused, and says what to install", async () => {
    const found = await made(
      project,
      cloud,
      `new AlarmTopic(stack, "Topic");
new Detection(stack, "Both", { rule, logGroupName, workspaceId });`,
    );
    expect(found.code).toBe(1);
    expect(found.stderr).toContain(`DET952 \`${missing}\` is not installed`);
    expect(found.stderr).toContain(`fix: \`npm install ${missing}@${range}\``);
    expect(found.stderr).not.toContain("Cannot find module");
  });
});
