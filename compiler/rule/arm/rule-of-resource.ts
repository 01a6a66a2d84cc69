import { createHash } from "node:crypto";

import { withEdit, type Diagnostics } from "../../core/diagnostic";
import type { Source } from "../../core/source";
import { nearest } from "../../core/suggest";
import { entryOf, type Entry, type MappingNode, type Node, type ScalarNode } from "../../load/node";
import { ruleMessages } from "../messages";
import { DOCUMENT_KINDS, KINDS } from "../schema";
import { API_OPERATORS } from "../sentinel-limits";
import { partsOf, type Unknown } from "./expression";
import { armMessages } from "./messages";
import { resolvedNode } from "./resolve-node";
import { isRuleTemplate, type Resource } from "./resources";

/**
 * The properties of a rule (ARM schema 2025-07-01-preview) with the keys of a rule's file that say the
 * same, in the order of Microsoft's rule files. What has no key of its own keeps its name.
 */
const KEYS: readonly (readonly [property: string, key: string])[] = [
  ["displayName", "name"],
  ["description", "description"],
  ["severity", "severity"],
  ["status", "status"],
  ["requiredDataConnectors", "requiredDataConnectors"],
  ["queryFrequency", "queryFrequency"],
  ["queryPeriod", "queryPeriod"],
  ["triggerOperator", "triggerOperator"],
  ["triggerThreshold", "triggerThreshold"],
  ["tactics", "tactics"],
  ["techniques", "relevantTechniques"],
  ["query", "query"],
  ["entityMappings", "entityMappings"],
  ["sentinelEntitiesMappings", "sentinelEntitiesMappings"],
  ["customDetails", "customDetails"],
  ["alertDetailsOverride", "alertDetailsOverride"],
  ["eventGroupingSettings", "eventGroupingSettings"],
  ["incidentConfiguration", "incidentConfiguration"],
  ["suppressionEnabled", "suppressionEnabled"],
  ["suppressionDuration", "suppressionDuration"],
  ["enabled", "enabled"],
  ["alertRuleTemplateName", "alertRuleTemplateName"],
  ["templateVersion", "templateVersion"],
];
const PROPERTIES = [...KEYS.map(([property]) => property), "subTechniques"];
/** What a rule of these kinds cannot do without. */
const REQUIRED = ["displayName", "query"];

/** Keys that a rule has from its resource, or that would make it another kind of document. */
const RESERVED: readonly string[] = ["id", "name", "kind", ...DOCUMENT_KINDS.map(({ key }) => key)];

/** The rule that a resource is, as a rule's file would say it, each part at its place in the template. */
export function ruleOfResource(resource: Resource, source: Source, own: Diagnostics): Node {
  const { node, scope, version } = resource;
  const properties = propertiesOf(resource, source, own);
  const entries = KEYS.flatMap(([property, key]): readonly Entry[] => {
    const found = properties.get(property);
    if (property === "techniques") return techniques(found, properties.get("subTechniques"));
    if (found === undefined) return [];
    // What a solution brings is a template, neither on nor off; its `false` says nothing.
    if (property === "enabled" && isRuleTemplate(resource)) return [];
    if (property !== "triggerOperator") return [{ ...found, key }];
    return [{ ...found, key, value: operator(found.value, source, own) }];
  });
  const others = [...properties.values()].filter(
    ({ key }) => !PROPERTIES.includes(key) && !RESERVED.includes(key),
  );
  const has = (key: string) => others.some((each) => each.key === key);
  const begin = { keySpan: node.entries[0]?.keySpan ?? node.span };
  const ofContent = version && resolvedNode(version, scope, source, own);
  return {
    kind: "mapping",
    entries: [
      ...identity(resource, source, own),
      ...entries,
      ...others,
      ...(ofContent === undefined || has("version")
        ? []
        : [{ ...begin, key: "version", value: ofContent }]),
      ...kindOf(resource),
    ],
    span: node.span,
  };
}

/** A resource's kind as it is written; undefined where it has none. */
export function writtenKind({ node, scope }: Resource): ScalarNode | undefined {
  const found = entryOf(node, "kind")?.value;
  if (found?.kind !== "scalar") return undefined;
  const text = partsOf({ node: found, scope })
    .filter((each) => typeof each === "string")
    .join("");
  return { ...found, value: text, text };
}

/** The kinds that have a query, in any case; of another one its own name. */
export function knownKind(written: string): (typeof KINDS)[number] | undefined {
  return KINDS.find((each) => each.toLowerCase() === written.toLowerCase());
}

function kindOf(resource: Resource): readonly Entry[] {
  const entry = entryOf(resource.node, "kind");
  const written = writtenKind(resource);
  if (entry === undefined || written === undefined) return [];
  const known = knownKind(written.text) ?? written.text;
  return [{ ...entry, value: { ...written, value: known, text: known } }];
}

function propertiesOf(
  { node, scope }: Resource,
  source: Source,
  own: Diagnostics,
): ReadonlyMap<string, Entry> {
  const written = entryOf(node, "properties");
  if (written?.value.kind !== "mapping") {
    const place = node.entries[0]?.keySpan ?? node.span;
    own.report(source, written?.value.span ?? place, ruleMessages.keyMissing("properties"));
    return new Map();
  }
  const { entries } = written.value;
  const absent = PROPERTIES.filter((name) => !entries.some(({ key }) => key === name));
  const found = new Map<string, Entry>();
  for (const { key, keySpan, value } of entries) {
    const meant = PROPERTIES.includes(key) ? undefined : nearest(key, absent);
    if (meant !== undefined) {
      const message = ruleMessages.keyNearMiss(key, meant);
      own.report(source, keySpan, withEdit(message, source, keySpan, key, meant));
    }
    const resolved = resolvedNode(value, scope, source, own);
    if (resolved !== undefined) found.set(key, { key, keySpan, value: resolved });
  }
  for (const name of REQUIRED.filter((each) => !found.has(each))) {
    const place = entries[0]?.keySpan ?? written.keySpan;
    if (!own.hasErrors) own.report(source, place, ruleMessages.keyMissing(name));
  }
  return found;
}

/** The API's word for an operator as a rule's file has it; another one is reported. */
function operator(value: Node, source: Source, own: Diagnostics): Node {
  const names = Object.entries(API_OPERATORS);
  const text = value.kind === "scalar" ? value.text : "";
  const [short] = names.find(([, name]) => name.toLowerCase() === text.toLowerCase()) ?? [];
  if (short !== undefined) return scalar(short, value);
  const allowed = names.map(([, name]) => name);
  own.report(source, value.span, ruleMessages.valueNotOneOf(text, allowed));
  return value;
}

/** Techniques and sub-techniques in one list, from which the same two lists come again. */
function techniques(parents: Entry | undefined, subs: Entry | undefined): readonly Entry[] {
  const entry = parents ?? subs;
  const [above, below] = [itemsOf(parents), itemsOf(subs)];
  if (entry === undefined || above === undefined || below === undefined) {
    return entry === undefined ? [] : [{ ...entry, key: "relevantTechniques" }];
  }
  const left = [...above];
  const items = below.flatMap((sub) => {
    const parent = sub.kind === "scalar" ? sub.text.slice(0, "T0000".length) : "";
    const at = left.findIndex((each) => each.kind === "scalar" && each.text === parent);
    return [...left.splice(0, at + 1).slice(0, -1), sub];
  });
  const value = { ...entry.value, kind: "sequence", items: [...items, ...left] } as const;
  return [{ ...entry, key: "relevantTechniques", value }];
}

function itemsOf(entry: Entry | undefined): readonly Node[] | undefined {
  if (entry === undefined) return [];
  return entry.value.kind === "sequence" ? entry.value.items : undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The rule's id: the last part of the resource's name. One that is no GUID stays the resource's name, and
 * an id is made of it, the same for the same name.
 */
function identity({ node, scope }: Resource, source: Source, own: Diagnostics): readonly Entry[] {
  const entry = entryOf(node, "name");
  if (entry === undefined) return [];
  const name = lastPart(partsOf({ node: entry.value, scope }));
  if (typeof name !== "string") {
    own.report(source, entry.value.span, armMessages.nameNotKnown(name.why));
    return [];
  }
  if (name === "") return [];
  const at = { keySpan: entry.keySpan };
  if (GUID.test(name)) return [{ ...at, key: "id", value: scalar(name, entry.value) }];
  const own_: MappingNode = {
    kind: "mapping",
    entries: [{ ...at, key: "analyticRule", value: scalar(name, entry.value) }],
    span: entry.value.span,
  };
  return [
    { ...at, key: "id", value: scalar(idOfName(name), entry.value) },
    { ...at, key: "resourceNames", value: own_ },
  ];
}

/** What stands behind the last slash; unknown where a deployment knows a part of that. */
function lastPart(parts: readonly (string | Unknown)[]): string | Unknown {
  let name = "";
  for (const part of [...parts].reverse()) {
    if (typeof part !== "string") return part;
    name = part.slice(part.lastIndexOf("/") + 1) + name;
    if (part.includes("/")) return name;
  }
  return name;
}

/** Our own, under which ids are made of names (RFC 9562, version 5). */
const NAMESPACE = "5b0f7a3e6d1c4f0e9a530f6f2c1d7e84";

/** Names of resources are the same in any case (azure-docs, resource-name-rules). */
function idOfName(name: string): string {
  const hash = createHash("sha1")
    .update(Buffer.from(NAMESPACE, "hex"))
    .update(name.toLowerCase())
    .digest("hex");
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return parts.join("-");
}

function scalar(value: string, { span }: Node): ScalarNode {
  return { kind: "scalar", value, text: value, span };
}
