import { Diagnostics, withNearest } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { loadMessages } from "../load/messages";
import { entryOf, type Entry, type Node, type ScalarNode } from "../load/node";
import { ruleMessages } from "../rule/messages";
import { formOf, parseRule, type ParsedRule } from "../rule/parse-rule";
import { readDocuments } from "../rule/read-documents";
import { replaceKeys, type ReplacedKeys } from "../rule/replaced-keys";
import { sigmaMessages } from "../sigma/messages";
import { referenceMessages } from "../sigma/reference-messages";
import { checkAllowances } from "./allowances";
import { sourceOf, type RuleInput } from "./rule-input";

/** A document of a set of rules, with what it was read from. */
export interface SetDocument<Input = unknown> {
  readonly input: Input;
  readonly source: Source;
  readonly root: Node;
  /** Undefined where its keys are wrong, which is reported; it can still be referred to. */
  readonly rule: ParsedRule | undefined;
  /** What is wrong with this document. */
  readonly own: Diagnostics;
}

/** The documents of a set that others can refer to. */
export interface ReferenceIndex {
  /** By id, in lower case, and by name. */
  readonly documents: ReadonlyMap<string, readonly SetDocument[]>;
  readonly names: readonly string[];
  /** In lower case; by which nothing can be referred to, though it is tried. */
  readonly titles: ReadonlySet<string>;
}

/** A document, under the id or name by which another refers to it. */
export interface Reference {
  readonly name: string;
  readonly span: Span;
  readonly document: SetDocument;
}

/** Reads and parses every document of the inputs. */
export function parseSet<Input extends RuleInput | Source>(
  inputs: readonly Input[],
  diagnostics: Diagnostics,
): readonly SetDocument<Input>[] {
  return inputs.flatMap((input) => {
    const reading = new Diagnostics();
    const source = isSource(input) ? input : sourceOf(input, reading);
    const read = source === undefined ? [] : readDocuments(source, reading);
    const roots = read.map(({ root }) => root);
    if (source !== undefined && roots.length === 0 && reading.all.length === 0) {
      reading.report(source, { start: 0, end: 0 }, loadMessages.noDocument());
    }
    const parts = roots.flatMap((root) => entryOf(root, "action") ?? []).filter(isPart);
    if (source !== undefined) {
      for (const { keySpan, value } of parts) {
        reading.report(source, keySpan, sigmaMessages.collectionAction(value.text));
      }
    }
    diagnostics.addAll(reading);
    // What parts lack is no mistake of theirs, so nothing else is said of them.
    if (source === undefined || parts.length > 0) return [];
    return read.map(({ root, own }) => {
      // What could not be read of a template, nobody misses in its rule.
      const rule = own.hasErrors ? undefined : parse(root, source, own);
      return { input, source, root, rule, own };
    });
  });
}

/** What Sigma 1 put rules together by, out of the documents of one file. */
const COLLECTION_ACTIONS: readonly string[] = ["global", "repeat", "reset"];

function isPart(entry: Entry): entry is Entry & { readonly value: ScalarNode } {
  return entry.value.kind === "scalar" && COLLECTION_ACTIONS.includes(entry.value.text);
}

function isSource(input: RuleInput | Source): input is Source {
  return typeof input !== "string" && "path" in input && "text" in input && !("title" in input);
}

/** The document with some keys replaced; what was wrong with it before may be right now. */
export function withKeys<Input>(
  document: SetDocument<Input>,
  keys: ReplacedKeys,
): SetDocument<Input> {
  const own = new Diagnostics();
  const root = replaceKeys(document.root, keys);
  return { ...document, root, rule: parse(root, document.source, own), own };
}

function parse(root: Node, source: Source, own: Diagnostics): ParsedRule | undefined {
  const rule = parseRule(root, source, own);
  if (rule !== undefined) checkAllowances(rule, source, own);
  return rule;
}

/** What rules are chosen by; of a document whose keys are wrong, what can be read of it. */
export interface RuleHead {
  readonly kind: ParsedRule["kind"] | undefined;
  /** In lower case. */
  readonly id: string | undefined;
  readonly level: string | undefined;
  readonly status: string | undefined;
  readonly tags: readonly string[];
}

export function headOf({ root }: SetDocument): RuleHead {
  const tags = entryOf(root, "tags")?.value;
  const texts = tags?.kind === "sequence" ? tags.items : [];
  return {
    kind: formOf(root)?.kind,
    id: textAt(root, "id")?.toLowerCase(),
    level: textAt(root, "level") ?? textAt(root, "severity")?.toLowerCase(),
    status: textAt(root, "status"),
    tags: texts.flatMap((tag) => (tag.kind === "scalar" ? [tag.text] : [])),
  };
}

/** What a document is called in messages. */
export function titleOf({ root, source }: SetDocument): string {
  return textAt(root, "title") ?? textAt(root, "name") ?? source.path;
}

export function indexDocuments(documents: readonly SetDocument[]): ReferenceIndex {
  const index = new Map<string, SetDocument[]>();
  const names = new Set<string>();
  const titles = new Set<string>();
  for (const document of documents) {
    if (document.rule?.kind === "filter") continue;
    const id = textAt(document.root, "id")?.toLowerCase();
    const name = textAt(document.root, "name");
    if (name !== undefined) names.add(name);
    titles.add(titleOf(document).toLowerCase());
    for (const key of new Set([id, name])) {
      if (key === undefined) continue;
      const same = index.get(key);
      if (same === undefined) index.set(key, [document]);
      else same.push(document);
    }
  }
  return { documents: index, names: [...names], titles };
}

/** Documents of one name that a message lists. */
const MOST_NAMED = 10;

/** The documents that another refers to, each once; reports the names that are no one's. */
export function refer(
  names: readonly { readonly name: string; readonly span: Span }[],
  index: ReferenceIndex,
  source: Source,
  diagnostics: Diagnostics,
): readonly Reference[] {
  const found: Reference[] = [];
  const { documents, names: known, titles } = index;
  for (const { name, span } of names) {
    const candidates = documents.get(name) ?? documents.get(name.toLowerCase()) ?? [];
    const [document] = candidates;
    if (document === undefined) {
      const message = titles.has(name.toLowerCase())
        ? referenceMessages.referenceByTitle(name)
        : withNearest(referenceMessages.referenceUnknown(name, known), source, span, name, known);
      diagnostics.report(source, span, message);
    } else if (candidates.length > 1) {
      const paths = candidates.slice(0, MOST_NAMED).map((each) => each.source.path);
      diagnostics.report(source, span, referenceMessages.referenceAmbiguous(name, paths));
    } else found.push({ name, span, document });
  }
  return found;
}

/** Without those to a document that one before refers to. */
export function firstToEach(references: readonly Reference[]): readonly Reference[] {
  const documents = references.map(({ document }) => document);
  return references.filter(({ document }, at) => documents.indexOf(document) === at);
}

/** No two documents share an id: names of what is deployed hang on it. */
export function reportDuplicateIds(documents: readonly SetDocument[]): void {
  const byId = new Map<string, SetDocument>();
  for (const document of documents) {
    const node = entryOf(document.root, "id")?.value;
    const id = textAt(document.root, "id")?.toLowerCase();
    if (node === undefined || id === undefined) continue;
    const before = byId.get(id);
    if (before !== undefined) {
      const message = ruleMessages.duplicateId(id, before.source.path);
      document.own.report(document.source, node.span, message);
    }
    byId.set(id, document);
  }
}

function textAt(root: Node, key: string): string | undefined {
  const node = entryOf(root, key)?.value;
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}
