import {
  safeParse,
  type GenericSchema,
  type InferIssue,
  type LengthInput,
  type PicklistIssue,
  type UnionIssue,
} from "valibot";

import { withEdit, type Diagnostics, type Message } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { nearest } from "../core/suggest";
import { loadMessages } from "../load/messages";
import {
  describeNode,
  describeValue,
  entryOf,
  isNothing,
  nodeAt,
  placeAt,
  valueOf,
  type Node,
} from "../load/node";
import { ruleMessages } from "./messages";
import { reportNearKeys } from "./near-keys";
import { withoutEmptyKeys } from "./present-keys";
import {
  DOCUMENT_KINDS,
  type CorrelationRule,
  type FilterRule,
  type SentinelRule,
  sigmaRule,
  type SigmaRule,
} from "./schema";
import { spelled } from "./spelling";

/** A document whose keys have the right types, by what gives it its meaning. */
export type ParsedRule =
  | { readonly kind: "sigma"; readonly document: SigmaRule; readonly root: Node }
  | { readonly kind: "sentinel"; readonly document: SentinelRule; readonly root: Node }
  | { readonly kind: "correlation"; readonly document: CorrelationRule; readonly root: Node }
  | { readonly kind: "filter"; readonly document: FilterRule; readonly root: Node };

/** What a document is, by its keys alone. */
export function formOf(root: Node) {
  return DOCUMENT_KINDS.find(({ key }) => hasKey(root, key));
}

function hasKey(root: Node, key: string): boolean {
  const entry = entryOf(root, key);
  return entry !== undefined && !isNothing(entry.value);
}

/**
 * Checks a document's keys and values against the schema; reports all that is wrong with them. What it
 * gives has no keys without a value, and Microsoft's words in Microsoft's spelling.
 */
export function parseRule(
  written: Node,
  source: Source,
  diagnostics: Diagnostics,
): ParsedRule | undefined {
  const refuse = (span: Span, message: Message) => {
    diagnostics.report(source, span, message);
    return undefined;
  };
  const present = withoutEmptyKeys(written);
  if (present.kind !== "mapping") {
    return refuse(written.span, loadMessages.notAMapping(describeNode(written)));
  }
  const form = formOf(present);
  const near = reportNearKeys(present, form?.schema ?? sigmaRule, source, diagnostics);
  if (form === undefined) {
    const empty = DOCUMENT_KINDS.flatMap(({ key }) => entryOf(written, key) ?? [])[0];
    return near ? undefined : refuse(empty?.keySpan ?? written.span, ruleMessages.noDetection());
  }
  const second = DOCUMENT_KINDS.flatMap(({ key }) => entryOf(present, key) ?? []).find(
    ({ key }) => key !== form.key && key !== "query",
  );
  if (second !== undefined)
    return refuse(second.keySpan, ruleMessages.twoKinds(second.key, form.key));
  const root = spelled(present, form.schema);
  const value = checkKeys(form.schema, root, source, diagnostics, written);
  if (value === undefined || near) return undefined;
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

/**
 * Reports what is wrong with the values of a document's keys; the bare document where nothing is.
 * `written`: the document with the keys that have nothing behind them, which are where a key is missing.
 */
export function checkKeys(
  schema: DocumentSchema,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
  written = root,
): unknown {
  const value = valueOf(root);
  const { issues = [] } = safeParse(schema, value);
  for (const issue of issues) reportIssue(issue, root, source, diagnostics, written);
  // Not valibot's copy, which would lose keys such as `__proto__`.
  return issues.length === 0 ? value : undefined;
}

type Issue = InferIssue<(typeof DOCUMENT_KINDS)[number]["schema"]>;
type DocumentSchema = GenericSchema<unknown, unknown, Issue>;

function reportIssue(
  issue: Issue,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
  written: Node,
  within: readonly (string | number)[] = [],
): void {
  const own = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  const path = [...within, ...own];
  const inner = issue.type === "union" ? closest(issue, nodeAt(root, path).node) : undefined;
  if (inner !== undefined) return reportIssue(inner, root, source, diagnostics, written, path);
  const { node, found } = nodeAt(root, path);
  if (!found) {
    const key = String(path.at(-1));
    const span = emptyKeySpan(written, path) ?? firstKeySpan(node);
    diagnostics.report(source, span, ruleMessages.keyMissing(key));
    return;
  }
  const message = describeIssue(issue, node);
  const near =
    issue.type === "picklist" && node.kind === "scalar"
      ? nearest(node.text, wordsOf(issue))
      : undefined;
  diagnostics.report(
    source,
    placeAt(root, path, source),
    near === undefined || node.kind !== "scalar" || isConsent(path)
      ? message
      : withEdit(message, source, node.span, node.text, near),
  );
}

/** Of a value that fits none of several forms, what is wrong by the form whose type it has. */
function closest({ issues }: UnionIssue<Issue>, node: Node): Issue | undefined {
  const word = issues?.find(({ type, path }) => type === "picklist" && path === undefined);
  if (node.kind === "scalar" && word !== undefined) return word;
  const text = issues?.find((each) => each.type === "string" && !isDefaultMessage(each));
  if (node.kind === "scalar" && text !== undefined && text.path === undefined) return text;
  return issues?.find(({ path, kind }) => path !== undefined || kind === "validation");
}

/** Nobody but the rule's author accepts a loss: the code of another is no edit. */
function isConsent(path: readonly PropertyKey[]): boolean {
  return path[0] === "accept" && path.length > 1;
}

/** The key that is missing, where it stands with nothing behind it; lists may have lost entries. */
function emptyKeySpan(written: Node, path: readonly PropertyKey[]): Span | undefined {
  const { node } = nodeAt(written, path.slice(0, -1));
  const entry = entryOf(node, String(path.at(-1)));
  return entry !== undefined && isNothing(entry.value) ? entry.keySpan : undefined;
}

/** Else where a missing key is reported: at the first key of the mapping that lacks it. */
function firstKeySpan(node: Node) {
  return node.kind === "mapping" ? (node.entries[0]?.keySpan ?? node.span) : node.span;
}

function describeIssue(issue: Issue, node: Node): Message {
  const found = describeValue(node);
  const written = node.kind === "scalar" ? node.text : found;
  switch (issue.type) {
    case "string":
      return ruleMessages.valueType(
        isDefaultMessage(issue) ? TYPE_WORDS.string : issue.message,
        found,
      );
    case "number":
    case "finite":
    case "integer":
    case "boolean":
    case "array":
    case "custom":
    case "loose_object":
    case "record":
      return ruleMessages.valueType(TYPE_WORDS[issue.type], found);
    case "picklist":
      return ruleMessages.valueNotOneOf(written, wordsOf(issue));
    case "max_length":
      return ruleMessages.valueRange(length(issue), `at most ${length(issue, issue.requirement)}`);
    case "min_length":
      return ruleMessages.valueRange(length(issue), `at least ${length(issue, issue.requirement)}`);
    case "max_value":
      return ruleMessages.valueRange(`\`${written}\``, `at most ${issue.requirement}`);
    case "min_value":
      return ruleMessages.valueRange(`\`${written}\``, `at least ${issue.requirement}`);
    case "regex":
      return ruleMessages.valueFormat(written, issue.message);
    case "union": {
      const types = (issue.issues ?? []).flatMap(({ type }) =>
        type in TYPE_WORDS ? TYPE_WORDS[type as keyof typeof TYPE_WORDS] : [],
      );
      return ruleMessages.valueType(types.join(" or "), found);
    }
  }
}

/** Whether the message is valibot's own, not that of a `form`. */
function isDefaultMessage({ message, expected }: Issue): boolean {
  return message.startsWith(`Invalid type: Expected ${expected} `);
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
  const [one, many] =
    typeof input === "string" ? ["character", "characters"] : ["entry", "entries"];
  return `${count} ${Number(count) === 1 ? one : many}`;
}
