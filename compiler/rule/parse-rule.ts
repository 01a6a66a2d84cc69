import type { z } from "zod";
import type { Diagnostics, Message } from "../diagnostic";
import { describeNode, entryOf, nodeAt, valueOf, type Node, type ScalarNode } from "../load/node";
import { messages } from "../messages";
import type { Source } from "../source";
import { nearest } from "../suggest";
import { sentinelRule, sigmaRule, type SentinelRule, type SigmaRule } from "./schema";

/** A rule document whose keys have the right types, by what gives it its meaning. */
export type ParsedRule =
  | { readonly kind: "sigma"; readonly document: SigmaRule; readonly root: Node }
  | { readonly kind: "sentinel"; readonly document: SentinelRule; readonly root: Node };

/** Checks a document's keys and values against the schema; reports all that is wrong with them. */
export function parseRule(
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
): ParsedRule | undefined {
  const refuse = (message: Message) => {
    diagnostics.report(source, root.span, message);
    return undefined;
  };
  if (root.kind !== "mapping") return refuse(messages.notAMapping(describeNode(root)));
  for (const kind of ["correlation", "filter"]) {
    if (entryOf(root, kind)) return refuse(messages.kindUnsupported(kind));
  }
  const isSigma = entryOf(root, "detection") !== undefined;
  const keys = Object.keys((isSigma ? sigmaRule : sentinelRule).shape);
  const typos = nearMisses(root, keys, source, diagnostics);
  if (!isSigma && entryOf(root, "query") === undefined) {
    return typos ? undefined : refuse(messages.noDetection());
  }
  const value = valueOf(root);
  const result = isSigma ? sigmaRule.safeParse(value) : sentinelRule.safeParse(value);
  for (const issue of result.error?.issues ?? []) reportIssue(issue, root, source, diagnostics);
  if (!result.success || typos) return undefined;
  // The document itself, not zod's copy: the copy would lose keys such as `__proto__`.
  return isSigma
    ? { kind: "sigma", document: value as SigmaRule, root }
    : { kind: "sentinel", document: value as SentinelRule, root };
}

/** Sigma allows keys of one's own; one that nearly is a known key, which is absent, is a typo. */
function nearMisses(
  root: Node & { kind: "mapping" },
  keys: readonly string[],
  source: Source,
  diagnostics: Diagnostics,
): boolean {
  const absent = keys.filter((key) => !entryOf(root, key));
  let found = false;
  for (const { key, keySpan } of root.entries) {
    const meant = keys.includes(key) ? undefined : nearest(key, absent);
    if (meant === undefined) continue;
    diagnostics.report(source, keySpan, messages.keyNearMiss(key, meant));
    found = true;
  }
  return found;
}

function reportIssue(
  issue: z.core.$ZodIssue,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
): void {
  const { node, found } = nodeAt(root, issue.path);
  if (!found) {
    const parent = issue.path.at(-1);
    diagnostics.report(source, firstKeySpan(node), messages.keyMissing(String(parent)));
  } else diagnostics.report(source, node.span, describeIssue(issue, node));
}

/** Where a missing key is reported: at the first key of the mapping that lacks it. */
function firstKeySpan(node: Node) {
  return node.kind === "mapping" ? (node.entries[0]?.keySpan ?? node.span) : node.span;
}

function describeIssue(issue: z.core.$ZodIssue, node: Node): Message {
  const found = node.kind === "scalar" ? shown(node) : describeNode(node);
  switch (issue.code) {
    case "invalid_type":
      return messages.valueType(TYPE_WORDS[issue.expected] ?? issue.expected, found);
    case "invalid_value":
      return messages.valueNotOneOf(
        node.kind === "scalar" ? node.text : found,
        issue.values.map(String),
      );
    case "too_big":
      return messages.valueRange(
        size(issue.origin, node),
        `at most ${amount(issue.origin, issue.maximum)}`,
      );
    case "too_small":
      return messages.valueRange(
        size(issue.origin, node),
        `at least ${amount(issue.origin, issue.minimum)}`,
      );
    case "invalid_format":
      return messages.valueFormat(node.kind === "scalar" ? node.text : found, issue.message);
    case "invalid_union": {
      const first = issue.errors.flat()[0];
      return first === undefined
        ? messages.valueType("another value", found)
        : describeIssue(first, node);
    }
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return messages.valueType(issue.message ?? "another value", found);
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function shown(node: ScalarNode): string {
  return node.value === null ? "null" : `${describeNode(node)} (\`${node.text.slice(0, 60)}\`)`;
}

function size(origin: string, node: Node): string {
  if (origin === "string" && node.kind === "scalar") return `${node.text.length} characters`;
  if (origin === "array" && node.kind === "sequence") return `${node.items.length} entries`;
  return node.kind === "scalar" ? `\`${node.text}\`` : describeNode(node);
}

function amount(origin: string, limit: number | bigint): string {
  return `${limit}${{ string: " characters", array: " entries" }[origin] ?? ""}`;
}
