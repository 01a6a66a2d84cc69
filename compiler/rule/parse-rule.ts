import {
  safeParse,
  type GenericSchema,
  type InferIssue,
  type LengthInput,
  type PicklistIssue,
  type UnionIssue,
} from "valibot";
import { withEdit, type Diagnostics, type Message } from "../diagnostic";
import { describeNode, describeValue, entryOf, nodeAt, valueOf, type Node } from "../load/node";
import { messages } from "../messages";
import type { Source } from "../source";
import { nearest } from "../suggest";
import {
  DOCUMENT_KINDS,
  type CorrelationRule,
  type FilterRule,
  type SentinelRule,
  sigmaRule,
  type SigmaRule,
} from "./schema";

/** A document whose keys have the right types, by what gives it its meaning. */
export type ParsedRule =
  | { readonly kind: "sigma"; readonly document: SigmaRule; readonly root: Node }
  | { readonly kind: "sentinel"; readonly document: SentinelRule; readonly root: Node }
  | { readonly kind: "correlation"; readonly document: CorrelationRule; readonly root: Node }
  | { readonly kind: "filter"; readonly document: FilterRule; readonly root: Node };

/** What a document is, by its keys alone. */
export function formOf(root: Node) {
  return DOCUMENT_KINDS.find(({ key }) => entryOf(root, key) !== undefined);
}

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
  const form = formOf(root);
  const keys = Object.keys((form?.schema ?? sigmaRule).entries);
  const typos = nearMisses(root, keys, source, diagnostics);
  if (form === undefined) return typos ? undefined : refuse(messages.noDetection());
  const second = DOCUMENT_KINDS.flatMap(({ key }) => entryOf(root, key) ?? []).find(
    ({ key }) => key !== form.key && key !== "query",
  );
  if (second !== undefined) {
    diagnostics.report(source, second.keySpan, messages.twoKinds(second.key, form.key));
    return undefined;
  }
  const value = valueOf(root);
  if (!checkKeys(form.schema, root, source, diagnostics) || typos) return undefined;
  // The document itself, not valibot's copy: the copy would lose keys such as `__proto__`.
  switch (form.kind) {
    case "sigma":
      return { kind: "sigma", document: value as SigmaRule, root };
    case "sentinel":
      return { kind: "sentinel", document: value as SentinelRule, root };
    case "correlation":
      return { kind: "correlation", document: value as CorrelationRule, root };
    case "filter":
      return { kind: "filter", document: value as FilterRule, root };
  }
}

/** Reports what is wrong with the values of a document's keys; whether nothing is. */
export function checkKeys(
  schema: DocumentSchema,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
): boolean {
  const { issues = [] } = safeParse(schema, valueOf(root));
  for (const issue of issues) reportIssue(issue, root, source, diagnostics);
  return issues.length === 0;
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
    const message = messages.keyNearMiss(key, meant);
    diagnostics.report(source, keySpan, withEdit(message, source, keySpan, key, meant));
    found = true;
  }
  return found;
}

type Issue = InferIssue<(typeof DOCUMENT_KINDS)[number]["schema"]>;
type DocumentSchema = GenericSchema<unknown, unknown, Issue>;

function reportIssue(
  issue: Issue,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
  within: readonly (string | number)[] = [],
): void {
  const own = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  const path = [...within, ...own];
  const inner = issue.type === "union" ? closest(issue) : undefined;
  if (inner !== undefined) return reportIssue(inner, root, source, diagnostics, path);
  const { node, found } = nodeAt(root, path);
  if (!found) {
    diagnostics.report(source, firstKeySpan(node), messages.keyMissing(String(path.at(-1))));
    return;
  }
  const message = describeIssue(issue, node);
  const near =
    issue.type === "picklist" && node.kind === "scalar"
      ? nearest(node.text, wordsOf(issue))
      : undefined;
  diagnostics.report(
    source,
    node.span,
    near === undefined || node.kind !== "scalar"
      ? message
      : withEdit(message, source, node.span, node.text, near),
  );
}

/** Of a value that fits none of several forms, what is wrong by the form whose type it has. */
function closest({ issues }: UnionIssue<Issue>): Issue | undefined {
  return issues?.find(({ path, kind }) => path !== undefined || kind === "validation");
}

/** Where a missing key is reported: at the first key of the mapping that lacks it. */
function firstKeySpan(node: Node) {
  return node.kind === "mapping" ? (node.entries[0]?.keySpan ?? node.span) : node.span;
}

function describeIssue(issue: Issue, node: Node): Message {
  const found = describeValue(node);
  const written = node.kind === "scalar" ? node.text : found;
  switch (issue.type) {
    case "string":
    case "number":
    case "finite":
    case "integer":
    case "boolean":
    case "array":
    case "custom":
    case "loose_object":
    case "record":
      return messages.valueType(TYPE_WORDS[issue.type], found);
    case "picklist":
      return messages.valueNotOneOf(written, wordsOf(issue));
    case "max_length":
      return messages.valueRange(length(issue), `at most ${length(issue, issue.requirement)}`);
    case "min_length":
      return messages.valueRange(length(issue), `at least ${length(issue, issue.requirement)}`);
    case "max_value":
      return messages.valueRange(`\`${written}\``, `at most ${issue.requirement}`);
    case "min_value":
      return messages.valueRange(`\`${written}\``, `at least ${issue.requirement}`);
    case "regex":
      return messages.valueFormat(written, issue.message);
    case "union": {
      const types = (issue.issues ?? []).flatMap(({ type }) =>
        type in TYPE_WORDS ? TYPE_WORDS[type as keyof typeof TYPE_WORDS] : [],
      );
      return messages.valueType(types.join(" or "), found);
    }
  }
}

const TYPE_WORDS = {
  string: "text",
  number: "a number",
  finite: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  custom: "a mapping",
  loose_object: "a mapping",
  record: "a mapping",
} as const;

/** The words of `oneOf`. */
function wordsOf(issue: PicklistIssue): readonly string[] {
  return issue.message.split(" ");
}

/** A number of what a text or a list has; by default as many as it has. */
function length({ input }: { input: LengthInput }, count = input.length): string {
  return `${count} ${typeof input === "string" ? "characters" : "entries"}`;
}
