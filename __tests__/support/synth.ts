import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing, type App } from "cdktf";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";

/** The stack that `build` fills, as Terraform JSON; validations run, and what they find is thrown. */
export function synthesise(build: (stack: TerraformStack) => void): JsonObject {
  const stack = new TerraformStack(Testing.app(), "detections");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  build(stack);
  const json: Json = JSON.parse(Testing.synth(stack, true));
  if (!isObject(json)) throw new Error("a stack is an object");
  return json;
}

/** An app of several stacks as `App.synth` writes it: the text of each stack's file, by its name. */
export function synthesiseApp(build: (app: App) => void): Readonly<Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "detections-app-"));
  try {
    const app = Testing.app({ outdir });
    build(app);
    app.synth();
    const stacks = readdirSync(join(outdir, "stacks"));
    return Object.fromEntries(
      stacks.map((name) => [
        name,
        readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The resources of one type, in the order of their names. */
export function resources(stack: JsonObject, type: string): readonly JsonObject[] {
  const named = member(member(stack, "resource"), type);
  return isObject(named) ? Object.values(named).filter((each) => isObject(each)) : [];
}

/** The names of the resources of one type. */
export function resourceNames(stack: JsonObject, type: string): readonly string[] {
  const named = member(member(stack, "resource"), type);
  return isObject(named) ? Object.keys(named) : [];
}

/** What is annotated anywhere under the stack: `warn` and `error` texts. */
export function annotations(stack: TerraformStack): readonly string[] {
  return stack.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter(({ type }) => type.startsWith("@cdktf/"))
    .map(({ data }) => String(data));
}
