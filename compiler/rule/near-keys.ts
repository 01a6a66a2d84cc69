import { withEdit, type Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import { nearest } from "../core/suggest";
import type { MappingNode, Node } from "../load/node";
import { ruleMessages } from "./messages";
import { insideOf, schemaAt, type Inside, type SchemaPart } from "./schema-parts";

/**
 * What other tools and older versions of Microsoft's API call a key: azurerm's arguments, the ARM
 * schema's properties, AzSentinel's files. Only words that nothing else here tells to be near.
 */
const OTHER_WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["displayname", ["name", "title"]],
  ["techniques", ["relevantTechniques"]],
  ["eventgrouping", ["eventGroupingSettings"]],
  ["incidentconfig", ["incidentConfiguration"]],
  ["incidentsettings", ["incidentConfiguration"]],
  ["alertdetails", ["alertDetailsOverride"]],
  ["dataconnectors", ["requiredDataConnectors"]],
  ["aggregationmethod", ["aggregationKind"]],
]);

/** Characters that a key must share with a known one of Microsoft's to be meant as it. */
const SHARED_CHARS = 4;

/**
 * Reports the keys that nearly are known ones, at every level; whether there are any. Sigma allows keys
 * of one's own, so beside the known key its neighbour is one; not in an object of Microsoft's API.
 */
export function reportNearKeys(
  node: Node,
  schema: SchemaPart,
  source: Source,
  diagnostics: Diagnostics,
): boolean {
  const inside = insideOf(schema);
  let found = node.kind === "mapping" && nearIn(node, inside, source, diagnostics);
  const look = (inner: Node, known: SchemaPart | undefined) => {
    if (known === undefined || inner.kind === "scalar") return;
    if (reportNearKeys(inner, known, source, diagnostics)) found = true;
  };
  if (node.kind === "sequence") for (const item of node.items) look(item, inside.items);
  if (node.kind === "mapping") {
    for (const { key, value } of node.entries) look(value, schemaAt(inside, key));
  }
  return found;
}

function nearIn(
  { entries }: MappingNode,
  { keys, microsoft = false, strict = false }: Inside,
  source: Source,
  diagnostics: Diagnostics,
): boolean {
  if (keys === undefined) return false;
  const strange = entries.filter(({ key }) => !Object.hasOwn(keys, key));
  if (strange.length === 0) return false;
  const known = Object.keys(keys);
  const there = new Set(entries.map(({ key }) => key));
  const absent = known.filter((key) => !there.has(key));
  let found = false;
  for (const { key, keySpan } of strange) {
    const meant = nearKey(key, absent, microsoft);
    const beside = microsoft && meant === undefined ? nearKey(key, known, true) : undefined;
    const message = strict
      ? ruleMessages.keyUnknown(key, known)
      : meant !== undefined
        ? ruleMessages.keyNearMiss(key, meant)
        : beside === undefined
          ? undefined
          : ruleMessages.keyBeside(key, beside);
    if (message === undefined) continue;
    const edited = meant === undefined ? message : withEdit(message, source, keySpan, key, meant);
    diagnostics.report(source, keySpan, edited);
    found = true;
  }
  return found;
}

/** The known key that was meant; `microsoft`: also one of which only a part is written, or more. */
function nearKey(key: string, known: readonly string[], microsoft: boolean): string | undefined {
  const written = plain(key);
  const alike = known.find((each) => plain(each) === written);
  const other = OTHER_WORDS.get(written)?.find((each) => known.includes(each));
  const near = alike ?? other ?? nearest(key, known) ?? nearest(written, known);
  if (near !== undefined || !microsoft) return near;
  const sharing = known.filter((each) => shares(written, plain(each)));
  const apart = (each: string) => Math.abs(plain(each).length - written.length);
  return sharing.sort((a, b) => apart(a) - apart(b))[0];
}

/** Without what tools write between the words of a key: `query_frequency`, `false-positives`. */
function plain(key: string): string {
  return key.replace(/[_\s-]/g, "").toLowerCase();
}

function shares(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= SHARED_CHARS && (a.includes(b) || b.includes(a));
}
