import { quote } from "../core/message";
import type { Source, Span } from "../core/source";

/** A YAML value with its place: what every later phase reads instead of bare JavaScript values. */
export type Node = ScalarNode | SequenceNode | MappingNode;

export interface ScalarNode {
  readonly kind: "scalar";
  /** By YAML 1.2's core schema. */
  readonly value: string | number | boolean | null;
  /** The scalar's text: of a quoted one what it says, of a plain one as written. */
  readonly text: string;
  readonly span: Span;
}

interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface MappingNode {
  readonly kind: "mapping";
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
}

export function entryOf(node: Node, key: string): Entry | undefined {
  return node.kind === "mapping" ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** Whether nothing, or null, stands behind a key. */
export function isNothing(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** An entry, and the keys beside it. */
export interface EntryPlace {
  readonly entry: Entry;
  readonly others: readonly string[];
}

/**
 * The entry that has a scalar as its value or in the list that is its value; undefined where an alias
 * lets several have it.
 */
export function entryOfScalar(root: Node, { start }: Span): EntryPlace | undefined {
  const found: EntryPlace[] = [];
  visit(root);
  return found.length === 1 ? found[0] : undefined;

  function visit(node: Node): void {
    if (node.kind === "sequence") node.items.forEach(visit);
    if (node.kind !== "mapping") return;
    for (const entry of node.entries) {
      const { key, value } = entry;
      const scalars = value.kind === "sequence" ? value.items : [value];
      if (scalars.some((each) => each.kind === "scalar" && each.span.start === start)) {
        const others = node.entries.map((each) => each.key).filter((each) => each !== key);
        found.push({ entry, others });
      } else visit(value);
    }
  }
}

/** The bare value. Mappings become objects without a prototype, so that no key has a special meaning. */
export function valueOf(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(valueOf);
    case "mapping": {
      const value: Record<string, unknown> = Object.create(null);
      for (const entry of node.entries) value[entry.key] = valueOf(entry.value);
      return value;
    }
  }
}

/** The deepest node on `path` (keys and indices), and whether the whole path was found. */
export function nodeAt(root: Node, path: readonly PropertyKey[]): { node: Node; found: boolean } {
  let node = root;
  for (const step of path) {
    const next =
      typeof step === "number" && node.kind === "sequence"
        ? node.items[step]
        : entryOf(node, String(step))?.value;
    if (next === undefined) return { node, found: false };
    node = next;
  }
  return { node, found: true };
}

/**
 * Where a finding about the value at `path` stands: on the value, or on its key where the value begins
 * on a line below it, of which the first entry alone is as good as any other.
 */
export function placeAt(root: Node, path: readonly PropertyKey[], source: Source): Span {
  const { node } = nodeAt(root, path);
  const parent = nodeAt(root, path.slice(0, -1)).node;
  const entry = parent === node ? undefined : entryOf(parent, String(path.at(-1)));
  return entry === undefined || entry.value !== node ? node.span : placeOfEntry(entry, source);
}

/** The same of the value of an entry. */
export function placeOfEntry({ keySpan, value }: Entry, { text }: Source): Span {
  return text.slice(keySpan.end, value.span.start).includes("\n") ? keySpan : value.span;
}

/** What a value is, in the words of a message. */
export function describeNode(node: Node): string {
  if (node.kind === "sequence") return "a list";
  if (node.kind === "mapping") return "a mapping";
  if (node.value === null) return "null";
  return typeof node.value === "string" ? "text" : `a ${typeof node.value}`;
}

/** The same, with the value where it is one line: text (`yes`). */
export function describeValue(node: Node): string {
  const what = describeNode(node);
  return node.kind !== "scalar" || node.value === null ? what : `${what} (${quote(node.text)})`;
}
