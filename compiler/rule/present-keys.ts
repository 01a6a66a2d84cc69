import { isNothing, type Entry, type Node } from "../load/node";

/**
 * The keys that say what is detected, in which nothing is a meaning of Sigma's or a mistake; each with
 * the keys inside it that are as good as absent when nothing stands behind them.
 */
export const DETECTED: ReadonlyMap<string, readonly string[]> = new Map([
  ["detection", []],
  ["filter", ["rules", "condition"]],
  ["correlation", ["type", "rules", "timespan", "condition", "aliases", "generate"]],
]);

/** The document without the keys, and the entries of lists, that have nothing behind them. */
export function withoutEmptyKeys(root: Node): Node {
  if (root.kind !== "mapping" || !holdsEmpty(root)) return root;
  const entries = root.entries.filter(({ value }) => !isNothing(value)).map(withoutEmpty);
  return { ...root, entries: entries.filter(({ key, value }) => !isEmpty(value) || isNeeded(key)) };
}

/** Whether a rule is nothing without the key, so that what it lacks is said at its place. */
function isNeeded(key: string): boolean {
  return DETECTED.has(key) || key === "logsource";
}

function isEmpty(node: Node): boolean {
  return isNothing(node) || (node.kind === "mapping" && node.entries.length === 0);
}

/** Whether anything within is empty: of most documents nothing is. */
function holdsEmpty(node: Node): boolean {
  switch (node.kind) {
    case "scalar":
      return isNothing(node);
    case "sequence":
      return node.items.some(holdsEmpty);
    case "mapping":
      return isEmpty(node) || node.entries.some(({ value }) => holdsEmpty(value));
  }
}

function withoutEmpty(entry: Entry): Entry {
  const { key, value } = entry;
  const droppable = DETECTED.get(key);
  if (droppable === undefined) return { ...entry, value: present(value) };
  if (value.kind !== "mapping") return entry;
  const entries = value.entries.filter(
    (each) => !(isNothing(each.value) && droppable.includes(each.key)),
  );
  return { ...entry, value: { ...value, entries } };
}

function present(node: Node): Node {
  switch (node.kind) {
    case "scalar":
      return node;
    case "sequence":
      return { ...node, items: node.items.filter((item) => !isNothing(item)).map(present) };
    case "mapping":
      return {
        ...node,
        entries: node.entries
          .map((entry) => ({ ...entry, value: present(entry.value) }))
          .filter(({ value }) => !isEmpty(value)),
      };
  }
}
