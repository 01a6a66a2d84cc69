import { oncePer } from "../core/once-per";
import type { Node } from "../load/node";
import { insideOf, schemaAt, type SchemaPart } from "./schema-parts";
import { API_OPERATORS } from "./sentinel-limits";

/** The document with Microsoft's words as Microsoft spells them, however they are written. */
export function spelled(node: Node, schema: SchemaPart): Node {
  if (!spells(schema)) return node;
  const inside = insideOf(schema);
  const { spell = (same: Node) => same, items } = inside;
  switch (node.kind) {
    case "scalar":
      return spell(node);
    case "sequence":
      return spell(
        items ? { ...node, items: node.items.map((item) => spelled(item, items)) } : node,
      );
    case "mapping":
      return spell({
        ...node,
        entries: node.entries.map((entry) => {
          const known = schemaAt(inside, entry.key);
          return known ? { ...entry, value: spelled(entry.value, known) } : entry;
        }),
      });
  }
}

/** Whether anything of a form has a spelling of Microsoft's. */
const spells = oncePer((schema: SchemaPart): boolean => {
  const { spell, keys = {}, values, items } = insideOf(schema);
  const parts = [...Object.values(keys), values, items];
  return spell !== undefined || parts.some((part) => part !== undefined && spells(part));
});

/** A scalar that is one of the words but for its case, as that word; any other node as it is. */
export function asWord(node: Node, words: readonly string[]): Node {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const written = node.value.toLowerCase();
  const word = words.find((each) => each.toLowerCase() === written);
  return word === undefined ? node : { ...node, value: word, text: word };
}

/** An operator as rule files write it, where its name in the API stands: `GreaterThan` is `gt`. */
export function asOperator(node: Node): Node {
  const names = Object.entries(API_OPERATORS);
  const spelled = asWord(node, names.flat());
  if (spelled.kind !== "scalar") return node;
  const [short] = names.find(([, name]) => name === spelled.value) ?? [];
  return short === undefined ? spelled : { ...spelled, value: short, text: short };
}

/** A technique of ATT&CK with its capital. */
export function asTechnique(node: Node): Node {
  return node.kind === "scalar" ? asWord(node, [node.text.toUpperCase()]) : node;
}
