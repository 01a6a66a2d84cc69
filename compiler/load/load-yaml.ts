import { Composer, isMap, isScalar, isSeq, isAlias, Parser, type CST, type Document } from "yaml";

import type { Diagnostics } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { loadMessages } from "./messages";
import type { Entry, Node } from "./node";

/** Bounds of what is read, so that no input costs unbounded time or memory. Our own choice. */
export const LOAD_LIMITS = {
  /** UTF-16 units of one file. The largest public rule has 0.2 million. */
  sourceChars: 524_288,
  /** Levels of nesting. A rule needs 6. */
  depth: 64,
  /** Nodes of one document after its aliases are followed. The largest public rule has 5 thousand. */
  nodes: 50_000,
  /** Mistakes in the YAML of one file that are reported; what follows is mostly their echo. */
  mistakes: 100,
} as const;

// eslint-disable-next-line no-control-regex
const NOT_PRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

/**
 * Reads YAML 1.2 (core schema, duplicate keys refused) into nodes with positions, one for each
 * document that is free of errors. Everything wrong is reported; nothing is thrown.
 */
export function loadYaml(source: Source, diagnostics: Diagnostics): readonly Node[] {
  const { text } = source;
  const report = (span: Span, message: Parameters<Diagnostics["report"]>[2]) =>
    diagnostics.report(source, span, message);
  if (text.length > LOAD_LIMITS.sourceChars) {
    report({ start: 0, end: 0 }, loadMessages.sourceTooLarge(text.length, LOAD_LIMITS.sourceChars));
    return [];
  }
  const bad = NOT_PRINTABLE.exec(text);
  if (bad) {
    report(span(bad.index), loadMessages.characterNotAllowed(bad[0].codePointAt(0) ?? 0));
    return [];
  }
  // A line break to YAML and to Sigma's other tools, but not to the parser: to it, a comment goes on.
  const loneReturn = text.search(/\r(?!\n)/);
  if (loneReturn !== -1) {
    report(span(loneReturn), loadMessages.lineEnd());
    return [];
  }
  const tokens = [...new Parser().parse(text)];
  const tooDeep = deeperThan(tokens, LOAD_LIMITS.depth);
  if (tooDeep !== undefined) {
    report(span(tooDeep), loadMessages.nestedTooDeep(LOAD_LIMITS.depth));
    return [];
  }
  const roots: Node[] = [];
  let mistakes = 0;
  // `convert` refuses duplicate keys: the library compares each key with each.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, version: "1.2" });
  for (const document of composer.compose(tokens)) {
    // What follows the first mistake of a document is mostly its echo.
    const [found] = [...document.errors, ...document.warnings];
    if (found !== undefined) {
      mistakes += 1;
      if (mistakes > LOAD_LIMITS.mistakes) return roots;
      report(
        { start: Math.min(found.pos[0], text.length), end: Math.min(found.pos[1], text.length) },
        loadMessages.yaml(found.code, found.message),
      );
      continue;
    }
    const root = convert(document, report);
    if (root !== undefined) roots.push(root);
  }
  return roots;
}

function span(start: number): Span {
  return { start, end: start + 1 };
}

/** The offset of the first token nested deeper than `limit`; it descends no further than that. */
function deeperThan(tokens: readonly CST.Token[], limit: number): number | undefined {
  for (const token of tokens) {
    const found =
      token.type === "document" ? token.value && tooDeep(token.value, limit) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function tooDeep(token: CST.Token, left: number): number | undefined {
  if (!("items" in token)) return undefined;
  if (left === 0) return token.offset;
  for (const { key, value } of token.items) {
    const found = (key && tooDeep(key, left - 1)) ?? (value && tooDeep(value, left - 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

type Report = (span: Span, message: Parameters<Diagnostics["report"]>[2]) => void;

/** A document's tree as nodes; undefined where it is refused. Aliases share the node they name. */
function convert(document: Document.Parsed, report: Report): Node | undefined {
  if (document.contents === null) return undefined;
  const anchors = new Map<string, { node: Node; size: number } | "open">();
  const whole = { start: document.range[0], end: document.range[1] };
  let refused = false;
  let duplicates = 0;
  /** Nodes so far, those behind aliases counted wherever they stand. */
  let size = 0;
  const root = visit(document.contents, whole);
  return refused || duplicates > 0 ? undefined : root;

  function visit(item: unknown, at: Span): Node {
    size += 1;
    if (refused || item === null || item === undefined) return nothing(at);
    const here = rangeOf(item, at);
    if (size > LOAD_LIMITS.nodes) return refuse(here, loadMessages.tooManyNodes(LOAD_LIMITS.nodes));
    if (isAlias(item)) return follow(item.source, here);
    const anchor = isScalar(item) || isSeq(item) || isMap(item) ? item.anchor : undefined;
    if (anchor === undefined) return collect(item, here);
    anchors.set(anchor, "open");
    const before = size;
    const node = collect(item, here);
    anchors.set(anchor, { node, size: size - before });
    return node;
  }

  function follow(name: string, at: Span): Node {
    const target = anchors.get(name);
    if (target === undefined) return refuse(at, loadMessages.aliasUnknown(name));
    if (target === "open") return refuse(at, loadMessages.aliasToItself(name));
    size += target.size;
    if (size <= LOAD_LIMITS.nodes) return target.node;
    return refuse(at, loadMessages.tooManyNodes(LOAD_LIMITS.nodes));
  }

  function collect(item: unknown, here: Span): Node {
    if (isScalar(item)) return scalar(item, here);
    if (isSeq(item)) {
      const items: Node[] = [];
      for (const each of item.items) items.push(visit(each, here));
      return { kind: "sequence", items, span: here };
    }
    if (!isMap(item)) return nothing(here);
    const entries: Entry[] = [];
    const keys = new Set<string>();
    for (const pair of item.items) {
      if (!isScalar(pair.key)) refuse(rangeOf(pair.key, here), loadMessages.keyNotText());
      else if (pair.key.value === "<<") refuse(rangeOf(pair.key, here), loadMessages.mergeKey());
      else {
        const key = scalar(pair.key, rangeOf(pair.key, here));
        if (keys.has(key.text)) duplicate(key.span);
        keys.add(key.text);
        entries.push({ key: key.text, keySpan: key.span, value: visit(pair.value, here) });
      }
    }
    return { kind: "mapping", entries, span: here };
  }

  function refuse(at: Span, message: Parameters<Report>[1]): Node {
    if (!refused) report(at, message);
    refused = true;
    return nothing(at);
  }

  function duplicate(at: Span): void {
    if (duplicates < LOAD_LIMITS.mistakes) report(at, loadMessages.duplicateKey());
    duplicates += 1;
  }
}

function nothing(at: Span): Node {
  return { kind: "scalar", value: null, text: "", span: at };
}

function rangeOf(item: unknown, otherwise: Span): Span {
  const range = (item as { range?: readonly number[] | null } | null)?.range;
  return range ? { start: range[0]!, end: range[1]! } : otherwise;
}

function scalar(item: { value: unknown; source?: string }, at: Span): Node & { kind: "scalar" } {
  const { value } = item;
  const known =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : null;
  const text = typeof known === "string" ? known : (item.source ?? String(known));
  return { kind: "scalar", value: known, text, span: at };
}
