import type { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import { loadYaml } from "../load/load-yaml";
import { describeNode, type Node } from "../load/node";
import { readSource } from "../load/read-source";
import { ruleMessages } from "../rule/messages";
import type { Placeholders } from "../sigma/placeholders";

/**
 * The file beside the app's `cdktf.json` that holds the values of its rules' placeholders: what the app
 * deploys, and what the rules' tests run with.
 */
export const PLACEHOLDERS_FILE = "placeholders.json";

/** Reads a file of placeholder values: a mapping of names, each with a text or a list of texts. */
export function loadPlaceholders(path: string, diagnostics: Diagnostics): Placeholders {
  const source = readSource(path, diagnostics);
  const [root] = source === undefined ? [] : loadYaml(source, diagnostics);
  if (source === undefined || root === undefined) return {};
  if (root.kind !== "mapping") {
    const expected = "a mapping of placeholder names to values";
    diagnostics.report(source, root.span, ruleMessages.valueType(expected, describeNode(root)));
    return {};
  }
  return Object.fromEntries(
    root.entries.map(({ key, value }) => [key, textsOf(value, source, diagnostics)]),
  );
}

function textsOf(node: Node, source: Source, diagnostics: Diagnostics): readonly string[] {
  const items = node.kind === "sequence" ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind === "scalar" && item.value !== null) return [item.text];
    diagnostics.report(source, item.span, ruleMessages.valueType("text", describeNode(item)));
    return [];
  });
}
