import type { Diagnostics } from "../../compiler/core/diagnostic";
import type { Source } from "../../compiler/core/source";
import { loadJson } from "../../compiler/load/load-json";
import { describeNode, entryOf, type MappingNode } from "../../compiler/load/node";
import { policyMessages } from "../messages";
import type { Configuration } from "../resource";
import { readConfiguration } from "./read-configuration";
import { readPlan } from "./read-plan";

/** UTF-16 units of one file; our own choice. The plan of ten thousand resources has about 20 million. */
export const TERRAFORM_CHARS = 48 * 1024 * 1024;

/** The blocks at the top of Terraform's JSON syntax. */
const BLOCKS =
  /^(?:\/\/|action|check|data|ephemeral|import|locals|module|moved|output|provider|removed|resource|terraform|variable)$/;

/**
 * Reads Terraform's JSON, whatever the file's name: configuration, `cdk.tf.json` too, or what `terraform
 * show -json` says of a plan or a state. Undefined where it is none of them, which is reported.
 * @param module what tells its expressions from those of other configurations
 */
export function readTerraform(
  source: Source,
  module: string,
  diagnostics: Diagnostics,
): Configuration | undefined {
  const place = { start: 0, end: 1 };
  // Before it is read as JSON, for what is no JSON at all and is known.
  if (source.text.startsWith("PK")) {
    diagnostics.report(source, place, policyMessages.planFile());
    return undefined;
  }
  const root = loadJson(source, diagnostics, TERRAFORM_CHARS);
  if (root === undefined) return undefined;
  const wrong = root.kind === "mapping" ? notTerraform(root) : describeNode(root);
  if (root.kind === "mapping" && wrong === undefined) {
    const isShown = entryOf(root, "format_version") !== undefined;
    return isShown ? readPlan(root, source, module) : readConfiguration(root, source, module);
  }
  const message =
    root.kind === "mapping" && entryOf(root, "lineage") !== undefined
      ? policyMessages.stateFile()
      : policyMessages.notTerraform(wrong ?? "");
  diagnostics.report(source, place, message);
  return undefined;
}

/** What an object is in place of Terraform's JSON; undefined where it is that. */
function notTerraform(root: MappingNode): string | undefined {
  const keys = root.entries.map(({ key }) => key);
  if (keys.includes("format_version")) {
    return keys.includes("planned_values") || keys.includes("values") || keys.length <= 3
      ? undefined
      : "`format_version` without `planned_values` or `values`";
  }
  const other = keys.find((key) => !BLOCKS.test(key));
  if (other !== undefined) return `a key \`${other.slice(0, 60)}\``;
  return keys.length === 0 ? "an object of nothing" : undefined;
}
