import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { isObject, member, type Json } from "../compiler/core/json";
import { filesUnder } from "../compiler/load/files-under";
import { distinctFiles } from "./distinct-files";
import { UsageError } from "./exit";

const HCL = /\.(?:tf|hcl|tofu)$/;
const SHOW =
  "`terraform plan -out=plan && terraform show -json plan > plan.json`, then name plan.json";

export interface TerraformFiles {
  /** Files of Terraform's JSON. */
  readonly json: readonly string[];
  /** Files in Terraform's own language beside them, which nobody reads. */
  readonly hcl: readonly string[];
}

/**
 * The files that paths name, each once: files as they are, of folders what CDKTF wrote, and every
 * `*.tf.json`.
 * @throws UsageError where there are none
 */
export function terraformFiles(paths: readonly string[]): TerraformFiles {
  const found = paths.map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) throw new UsageError(`no such file or folder: ${path}`);
    if (stats.isDirectory()) return filesIn(path);
    if (!HCL.test(path)) return { json: [path], hcl: [] };
    throw new UsageError(`${path} is HCL; policies read its JSON: ${SHOW}`);
  });
  return {
    json: distinctFiles(found.flatMap(({ json }) => json)),
    hcl: distinctFiles(found.flatMap(({ hcl }) => hcl)),
  };
}

function filesIn(folder: string): TerraformFiles {
  // What else lies there is of stacks that the app has no longer.
  const stacks = stacksIn(folder) ?? [];
  if (stacks.length > 0) return { json: stacks, hcl: [] };
  const inside = stacksIn(join(folder, "cdktf.out")) ?? [];
  const under = filesUnder(folder, (path) => path.endsWith(".tf.json") || HCL.test(path));
  const hcl = under.filter((path) => HCL.test(path));
  const json = [...inside, ...under.filter((path) => !HCL.test(path))];
  if (json.length > 0) return { json, hcl };
  throw new UsageError(
    hcl.length > 0
      ? `${folder} has Terraform in HCL alone; policies read its JSON: ${SHOW}`
      : `no Terraform (cdktf.out, *.tf.json) under ${folder}; a plan is named by its file`,
  );
}

/** The stacks that CDKTF's manifest names; undefined where there is none. What is no manifest is not one of CDKTF's. */
function stacksIn(folder: string): readonly string[] | undefined {
  const path = join(folder, "manifest.json");
  if (!existsSync(path)) return undefined;
  const stacks = member(parsed(readFileSync(path, "utf8")), "stacks");
  if (!isObject(stacks)) return undefined;
  return Object.values(stacks).flatMap((stack) => {
    const written = member(stack, "synthesizedStackPath");
    const file = typeof written === "string" ? join(folder, written).replaceAll("\\", "/") : "";
    // A stack that is written as HCL has no JSON.
    return file.endsWith(".json") && existsSync(file) ? [file] : [];
  });
}

function parsed(text: string): Json | undefined {
  try {
    const json: Json = JSON.parse(text);
    return json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
