import { safeParse } from "valibot";

import type { Diagnostics } from "../../compiler/core/diagnostic";
import { quote } from "../../compiler/core/message";
import type { Source } from "../../compiler/core/source";
import { loadYaml } from "../../compiler/load/load-yaml";
import { describeNode, nodeAt, valueOf } from "../../compiler/load/node";
import { ruleMessages } from "../../compiler/rule/messages";
import { PRICE_TABLE_FORM, priceTable, type PriceTable } from "./prices";

/**
 * Reads a price table as JSON, or YAML; `prices` of a `review.json` is one. Undefined where something is
 * wrong, which is reported.
 */
export function readPrices(source: Source, diagnostics: Diagnostics): PriceTable | undefined {
  const [root] = loadYaml(source, diagnostics);
  if (root === undefined) return undefined;
  if (root.kind !== "mapping") {
    diagnostics.report(
      source,
      root.span,
      ruleMessages.valueType(PRICE_TABLE_FORM, describeNode(root)),
    );
    return undefined;
  }
  const { success, output, issues } = safeParse(priceTable, valueOf(root));
  if (success) return output;
  for (const issue of issues) {
    const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    const { node, found } = nodeAt(root, path);
    const name = path.join(".");
    if (!found) diagnostics.report(source, node.span, ruleMessages.keyMissing(name));
    else {
      const written = node.kind === "scalar" ? quote(node.text) : describeNode(node);
      const what = issue.expected === "never" ? "unknown key" : written;
      const message = ruleMessages.valueType(
        issue.message,
        name === "" ? what : `${name}: ${what}`,
      );
      diagnostics.report(source, node.span, message);
    }
  }
  return undefined;
}
