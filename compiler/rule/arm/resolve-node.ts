import type { Diagnostics } from "../../core/diagnostic";
import type { Source } from "../../core/source";
import type { Entry, Node } from "../../load/node";
import { evaluateExpression, isExpression, literalText, partsOf, type Scope } from "./expression";
import { armMessages } from "./messages";

/** Expressions inside the values of expressions that are followed. */
const DEPTH = 20;

/**
 * A value as the deployment would read it, at its own place: expressions as what they come to, escaped
 * brackets as brackets, and nothing for null, which the service takes for a key that is not there. An
 * expression without a value is reported.
 */
export function resolvedNode(
  node: Node,
  scope: Scope,
  source: Source,
  own: Diagnostics,
  depth = 0,
): Node | undefined {
  const inner = (each: Node) => resolvedNode(each, scope, source, own, depth);
  switch (node.kind) {
    case "mapping": {
      const entries = node.entries.flatMap((entry): readonly Entry[] => {
        const value = inner(entry.value);
        return value === undefined ? [] : [{ ...entry, value }];
      });
      return { ...node, entries };
    }
    case "sequence":
      return { ...node, items: node.items.flatMap((each) => inner(each) ?? []) };
    case "scalar": {
      const { value, span } = node;
      if (value === null) return undefined;
      if (typeof value !== "string") return node;
      if (!isExpression(value)) {
        const text = literalText(value);
        return text === value ? node : { kind: "scalar", value: text, text, span };
      }
      const found = evaluateExpression(value, scope);
      if ("node" in found && depth < DEPTH) {
        const from = resolvedNode(found.node, found.scope, source, own, depth + 1);
        return from === undefined ? undefined : { ...from, span };
      }
      const parts = partsOf(found);
      const [gap] = parts.filter((each) => typeof each !== "string");
      if (gap !== undefined) {
        own.report(source, span, armMessages.expressionUnresolved(value, gap.why));
        return undefined;
      }
      const text = parts.join("");
      return { kind: "scalar", value: text, text, span };
    }
  }
}
