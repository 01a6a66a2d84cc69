import { Composer, isMap, isScalar, isSeq, isAlias, Parser, type CST, type Document } from "yaml";
import type { Diagnostics } from "../diagnostic";
import { messages } from "../messages";
import type { Source, Span } from "../source";
import type { Entry, Node } from "./node";

/** Bounds of what is read, so that no input costs unbounded time or memory. Our own choice. */
export const LOAD_LIMITS = {
  /** UTF-16 units of one file. The largest public rule has 0.2 million. */
  sourceChars: 1_048_576,
  /** Levels of nesting. A rule needs 6. */
  depth: 64,
  /** Nodes of one document after its aliases are followed. */
  nodes: 200_000,
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
    report({ start: 0, end: 0 }, messages.sourceTooLarge(text.length, LOAD_LIMITS.sourceChars));
    return [];
  }
  const bad = NOT_PRINTABLE.exec(text);
  if (bad) {
    report(span(bad.index), messages.characterNotAllowed(bad[0].codePointAt(0) ?? 0));
    return [];
  }
  const tokens = [...new Parser().parse(text)];
  const tooDeep = deeperThan(tokens, LOAD_LIMITS.depth);
  if (tooDeep !== undefined) {
    report(span(tooDeep), messages.nestedTooDeep(LOAD_LIMITS.depth));
    return [];
  }
  const roots: Node[] = [];
  const composer = new Composer({ prettyErrors: false, uniqueKeys: true, version: "1.2" });
  for (const document of composer.compose(tokens)) {
    const findings = [...document.errors, ...document.warnings];
    for (const found of findings) {
      report(
        { start: Math.min(found.pos[0], text.length), end: Math.min(found.pos[1], text.length) },
        messages.yaml(found.code, found.message),
      );
    }
    if (findings.length > 0) continue;
    const root = convert(document, report);
    if (root !== undefined) roots.push(root);
  }
  return roots;
}

function span(start: number): Span {
  return { start, end: start + 1 };
}

/** The offset of the first token nested deeper than `limit`; walks without recursion. */
function deeperThan(tokens: readonly CST.Token[], limit: number): number | undefined {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth += 1) {
    const first = level[0];
    // A document and its collections alternate with their items: two tokens a level of nesting.
    if (depth > limit && first !== undefined && "offset" in first) return first.offset;
    level = level.flatMap(childTokens);
  }
  return undefined;
}

function childTokens(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value ? [token.value] : [];
  if (!("items" in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child != null));
}

type Report = (span: Span, message: Parameters<Diagnostics["report"]>[2]) => void;

/** A document's tree as nodes; undefined where it is refused. Aliases share the node they name. */
function convert(document: Document.Parsed, report: Report): Node | undefined {
  const anchors = new Map<string, { node: Node; size: number } | "open">();
  let refused = false;
  const refuse = (at: Span, message: Parameters<Report>[1]) => {
    if (!refused) report(at, message);
    refused = true;
  };

  /** The node, and how many nodes it stands for once its aliases are followed. */
  function visit(item: unknown, at: Span): { node: Node; size: number } {
    const nothing = { node: { kind: "scalar", value: null, text: "", span: at } as const, size: 1 };
    if (refused || item === null || item === undefined) return nothing;
    if (isAlias(item)) {
      const target = anchors.get(item.source);
      if (target === "open") refuse(rangeOf(item, at), messages.aliasToItself(item.source));
      else if (target === undefined) refuse(rangeOf(item, at), messages.aliasUnknown(item.source));
      else return target;
      return nothing;
    }
    const here = rangeOf(item, at);
    const anchor = isScalar(item) || isSeq(item) || isMap(item) ? item.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, "open");
    let size = 1;
    const part = (child: unknown): Node => {
      const visited = visit(child, here);
      size += visited.size;
      return visited.node;
    };
    let node: Node = nothing.node;
    if (isScalar(item)) node = scalar(item, here);
    else if (isSeq(item)) node = { kind: "sequence", items: item.items.map(part), span: here };
    else if (isMap(item)) {
      const entries: Entry[] = [];
      for (const pair of item.items) {
        if (!isScalar(pair.key)) refuse(rangeOf(pair.key, here), messages.keyNotText());
        else if (pair.key.value === "<<") refuse(rangeOf(pair.key, here), messages.mergeKey());
        else {
          const key = scalar(pair.key, rangeOf(pair.key, here));
          entries.push({ key: key.text, keySpan: key.span, value: part(pair.value) });
        }
      }
      node = { kind: "mapping", entries, span: here };
    }
    if (size > LOAD_LIMITS.nodes) refuse(here, messages.tooManyNodes(LOAD_LIMITS.nodes));
    const visited = { node, size };
    if (anchor !== undefined) anchors.set(anchor, visited);
    return visited;
  }

  const root = visit(document.contents, { start: document.range[0], end: document.range[1] });
  return refused || document.contents === null ? undefined : root.node;
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
