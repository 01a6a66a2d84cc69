import { existsSync } from "node:fs";
import type { Diagnostics } from "../compiler/diagnostic";
import { loadYaml } from "../compiler/load/load-yaml";
import { describeNode, type Node } from "../compiler/load/node";
import { readSource } from "../compiler/load/read-source";
import { messages } from "../compiler/messages";
import type { Placeholders } from "../compiler/sigma/placeholders";
import type { Source } from "../compiler/source";
import { UsageError } from "./exit";

/**
 * Reads a file of placeholder values: a mapping of names, each with a text or a list of texts.
 * @throws UsageError for a file that is not there
 */
export function readPlaceholders(path: string, diagnostics: Diagnostics): Placeholders {
  if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
  const source = readSource(path, diagnostics);
  const [root] = source === undefined ? [] : loadYaml(source, diagnostics);
  if (source === undefined || root === undefined) return {};
  if (root.kind !== "mapping") {
    const expected = "a mapping of placeholder names to values";
    diagnostics.report(source, root.span, messages.valueType(expected, describeNode(root)));
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
    diagnostics.report(source, item.span, messages.valueType("text", describeNode(item)));
    return [];
  });
}
