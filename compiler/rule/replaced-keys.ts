import * as v from "valibot";

import { Diagnostics } from "../core/diagnostic";
import { isObject, type Json, type JsonObject } from "../core/json";
import type { Span } from "../core/source";
import { loadYaml } from "../load/load-yaml";
import { entryOf, type Entry, type MappingNode, type Node } from "../load/node";
import { SEVERITY_OF_LEVEL } from "./level";
import { checkKeys, formOf } from "./parse-rule";
import { LEVELS, sigmaRule } from "./schema";
import { groupingConfiguration } from "./sentinel-keys";
import { mapping } from "./value-forms";

const { level, queryFrequency, queryPeriod, ingestionDelay, triggerThreshold } = sigmaRule.entries;
const { runbook, enabled, resourceNames } = sigmaRule.entries;

/** The keys that whoever deploys a rule may replace, with values of the same forms as in a rule. */
const replaceableKeys = v.looseObject({
  level,
  queryFrequency,
  queryPeriod,
  ingestionDelay,
  triggerThreshold,
  runbook,
  enabled,
  resourceNames,
  incidentConfiguration: v.optional(
    mapping({
      createIncident: v.optional(v.boolean()),
      groupingConfiguration: v.optional(groupingConfiguration),
    }),
  ),
});

/** Values for keys of a rule, in place of what its file says; of mappings only what is given. */
export type ReplacedKeys = Partial<v.InferOutput<typeof replaceableKeys>> & JsonObject;

/** Reports what is wrong with the values; `where` names the place that they come from. */
export function checkReplacedKeys(
  keys: ReplacedKeys,
  where: string,
  diagnostics: Diagnostics,
): boolean {
  const source = { path: where, text: JSON.stringify(keys) };
  const own = new Diagnostics();
  const [root] = loadYaml(source, own);
  if (root !== undefined) checkKeys(replaceableKeys, root, source, own);
  diagnostics.addAll(own);
  return !own.hasErrors;
}

/**
 * The document with keys replaced. A replaced key keeps its place, a new one stands where the document
 * begins. `level` also decides Sentinel's severity, which it would disagree with otherwise. A query
 * written by hand says itself how late events may come.
 */
export function replaceKeys(root: Node, { level: wanted, ...given }: ReplacedKeys): Node {
  if (root.kind !== "mapping") return root;
  const { ingestionDelay, ...others } = given;
  const takesDelay = ingestionDelay !== undefined && entryOf(root, "query") === undefined;
  const keys: ReplacedKeys = takesDelay ? given : others;
  const at = root.entries[0]?.keySpan ?? root.span;
  const incidents = entryOf(root, "incidentConfiguration")?.value;
  const missing = keys.incidentConfiguration !== undefined && incidents?.kind !== "mapping";
  // Sentinel's own default for the key that the others cannot do without.
  const whole = missing
    ? merged(root, { incidentConfiguration: { createIncident: true } }, at)
    : root;
  const replaced = merged(whole, keys, at);
  const known = LEVELS.find((each) => each === wanted);
  if (known === undefined) return replaced;
  // Sentinel's own rules need a severity, which cannot say `critical`.
  const own = formOf(root)?.kind === "sentinel";
  const entries = replaced.entries.filter(({ key }) => own || key !== "severity");
  const severity = own ? { severity: SEVERITY_OF_LEVEL[known] } : {};
  return merged({ ...replaced, entries }, { level: known, ...severity }, at);
}

function merged(into: MappingNode, values: JsonObject, at: Span): MappingNode {
  const added = new Map(Object.entries(values).filter(([, value]) => value !== undefined));
  const entries = into.entries.map((entry): Entry => {
    const value = added.get(entry.key);
    if (value === undefined) return entry;
    added.delete(entry.key);
    const { value: before } = entry;
    const both = before.kind === "mapping" && isObject(value);
    const after = both ? merged(before, value, before.span) : nodeOf(value, before.span);
    return { ...entry, value: after };
  });
  const more = [...added].map(([key, value]) => ({ key, keySpan: at, value: nodeOf(value, at) }));
  return { ...into, entries: [...entries, ...more] };
}

function nodeOf(value: Json, span: Span): Node {
  if (Array.isArray(value)) {
    return { kind: "sequence", items: value.map((each: Json) => nodeOf(each, span)), span };
  }
  if (isObject(value)) return merged({ kind: "mapping", entries: [], span }, value, span);
  return {
    kind: "scalar",
    value: value as string | number | boolean | null,
    text: String(value),
    span,
  };
}
