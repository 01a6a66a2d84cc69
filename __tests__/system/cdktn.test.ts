import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import { describeIf } from "../support/optional";
import { copyWritten, install, npmAnswers, packed, ROOT, succeeds } from "../support/packed";
import { STARTER } from "../support/repository-rules";
import { resources } from "../support/synth";

/** A build, an installation and the tests of the constructs on a busy machine. */
jest.setTimeout(600_000);

/** What docs/constructs.md tells users to write: CDK Terrain under the name of the framework that it continues. */
const RECIPE = {
  dependencies: {
    "@cdktf/provider-aws": "21.22.1",
    "@cdktf/provider-azurerm": "14.23.1",
    cdktf: "npm:cdktn@0.24.0",
    constructs: "10.6.0",
  },
  overrides: { cdktf: "$cdktf" },
};

test("the documentation tells users what is tested here", () => {
  const page = readFileSync(join(ROOT, "docs/constructs.md"), "utf8");
  const { dependencies, overrides } = RECIPE;
  expect(page).toContain(`"cdktf": "${dependencies.cdktf}"`);
  expect(page).toContain(`"overrides": { "cdktf": "${overrides.cdktf}" }`);
});

describeIf(npmAnswers(), "npm's registry", "with CDK Terrain in the place of CDKTF", () => {
  let work: string;
  /** The project of somebody who has moved. */
  let project: string;
  /** This repository's sources in that project, and so on its packages. */
  let library: string;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "detections-cdktn-"));
    project = join(work, "project");
    library = join(project, "library");
    mkdirSync(project);
    const tarball = `file:${await packed()}`;
    const { dependencies, overrides } = RECIPE;
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({
        private: true,
        dependencies: { ...dependencies, "cdktf-detections": tarball },
        overrides,
      }),
    );
    await install(project);
    linkMissing(join(ROOT, "node_modules"), join(project, "node_modules"));
    copyWritten(ROOT, library);
    symlinkSync(join(project, "node_modules"), join(library, "node_modules"));
    // The reference data that tests read beside the repository, where there is any.
    const data = resolve(ROOT, "../shared");
    if (existsSync(data)) symlinkSync(data, join(project, "shared"));
  });
  afterAll(() => {
    rmSync(work, { recursive: true, force: true });
  });

  const bin = (name: string) => join(project, "node_modules/.bin", name);

  function readJson(path: string): JsonObject {
    const json: Json = JSON.parse(readFileSync(path, "utf8"));
    if (!isObject(json)) throw new Error(`${path} is no object`);
    return json;
  }

  /** The stacks that a program leaves, by name. */
  async function synthesised(folder: string, tsx: string, outdir: string) {
    await succeeds(tsx, ["main.ts"], folder, { CDKTF_OUTDIR: outdir });
    const stacks = readdirSync(join(outdir, "stacks"));
    return new Map(
      stacks.map((name) => [name, readJson(join(outdir, "stacks", name, "cdk.tf.json"))]),
    );
  }

  test("there is one framework, whoever asks for it", async () => {
    const script = `
      const { dirname } = require("node:path");
      const of = (name) => dirname(require.resolve(name + "/package.json"));
      const asking = ["@cdktf/provider-aws", "@cdktf/provider-azurerm", "cdktf-detections"].map(of);
      const found = [".", ...asking].map((path) => require.resolve("cdktf/package.json", { paths: [path] }));
      const { name, version } = require("cdktf/package.json");
      console.log(JSON.stringify({ found: [...new Set(found)], name, version }));`;
    const printed = await succeeds("node", ["-e", script], project);
    expect(JSON.parse(printed)).toEqual({
      found: [join(project, "node_modules/cdktf/package.json")],
      name: "cdktn",
      version: "0.24.0",
    });
  });

  test("the constructs' tests and the app's pass", async () => {
    const report = join(work, "report.json");
    const files = readdirSync(join(library, "__tests__/constructs"), { recursive: true });
    const suites = files.filter((name) => name.toString().endsWith(".test.ts")).length + 1;
    const paths = ["__tests__/constructs/", "__tests__/main.test.ts"];
    const args = ["-w", "1", "--json", `--outputFile=${report}`, "--testPathPatterns", ...paths];
    // Of the framework, a few generated texts say as much as many.
    await succeeds(bin("jest"), args, library, { DETECTIONS_LONG: undefined });
    expect(readJson(report)).toMatchObject({
      numPassedTestSuites: suites,
      numFailedTests: 0,
      numRuntimeErrorTestSuites: 0,
    });
  });

  test("the app's stacks have the same resources", async () => {
    const before = await synthesised(
      ROOT,
      join(ROOT, "node_modules/.bin/tsx"),
      join(work, "before"),
    );
    const after = await synthesised(library, bin("tsx"), join(work, "after"));
    expect([...after.keys()].sort()).toEqual(["aws-detections", "azure-detections"]);
    for (const [name, stack] of after) {
      const own = before.get(name) ?? {};
      // That it is the other framework which wrote them.
      expect(metadataOf(stack)).not.toEqual(metadataOf(own));
      expect(stack["resource"]).toEqual(own["resource"]);
      expect(Object.keys(member(stack, "resource") ?? {}).length).toBeGreaterThan(0);
    }
  });

  test("the packed package compiles and synthesises in a stack that somebody has", async () => {
    const folder = join(library, "examples/existing-stack");
    await succeeds(bin("tsc"), ["-p", "."], folder);
    const stacks = await synthesised(folder, bin("tsx"), join(work, "example"));
    const stack = stacks.get("security") ?? {};
    const onAzure = resources(stack, "azurerm_sentinel_alert_rule_scheduled");
    expect(onAzure).toHaveLength(STARTER.length);
    expect(resources(stack, "aws_cloudwatch_metric_alarm").length).toBeGreaterThan(2);
  });
});

function metadataOf(stack: JsonObject): Json | undefined {
  return member(member(stack, "//"), "metadata");
}

/** Lends a project the tools of this repository that it lacks; never a framework, or what stands on one. */
function linkMissing(from: string, to: string): void {
  for (const name of readdirSync(from).filter((each) => !/cdkt[fn]/.test(each))) {
    const [source, target] = [join(from, name), join(to, name)];
    if (!existsSync(target)) symlinkSync(source, target);
    else if (name.startsWith("@") || name === ".bin") linkMissing(source, target);
  }
}
