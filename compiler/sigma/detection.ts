import { withEdit, type Diagnostics, type Message } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { and, not, or, type Expression, type Origin } from "../ir/expression";
import { describeNode, placeOfEntry, type Entry, type MappingNode, type Node } from "../load/node";
import { offsetInScalar } from "../load/scalar-position";
import { sigmaMessages } from "./messages";
import { parseModifiers, type Modifiers } from "./modifiers";
import type { Placeholders } from "./placeholders";
import { parseKeyword, parseValue } from "./value";

const WRITTEN_CHARS = 120;

/**
 * Bounds of one document's selections, in which a value may stand for a thousand and an alias for a
 * long text. Our own; the largest public rule has 5 thousand tests.
 */
const LIMITS = { tests: 100_000, characters: 10_000_000 } as const;

/** What the parts of a selection are read with. */
export interface SelectionContext {
  readonly source: Source;
  readonly diagnostics: Diagnostics;
  readonly placeholders: Placeholders;
  /** The selections' place in the document: `detection`. */
  readonly path: string;
  /** @default - the selections are a rule's own */
  readonly filter?: string;
}

/** The selections of a detection, by name. A selection that is refused is left out. */
export function parseSelections(
  entries: readonly Entry[],
  { source, diagnostics, placeholders, path: root, filter }: SelectionContext,
): ReadonlyMap<string, Expression> {
  const report = (span: Span, message: Message) => {
    diagnostics.report(source, span, message);
    return undefined;
  };
  const known = (span: Span, parsed: Expression | Message): Expression | undefined =>
    "message" in parsed ? report(span, parsed) : parsed;

  let tests = 0;
  let characters = 0;
  let tooLarge = false;

  /** A map of fields, a list whose parts are linked by `or`, or a text to search for. */
  function parseSelection(node: Node, path: string): Expression | undefined {
    switch (node.kind) {
      case "mapping":
        return parseMap(node, path);
      case "scalar":
        return node.value === null
          ? report(node.span, sigmaMessages.emptySelection())
          : parseItem(node, "", KEYWORD, path);
      case "sequence":
        if (node.items.length === 0) return report(node.span, sigmaMessages.emptySelection());
        return complete(
          node.items.map((item, index) => {
            if (item.kind === "mapping") return parseMap(item, `${path}[${index}]`);
            if (item.kind === "scalar") return parseItem(item, "", KEYWORD, `${path}[${index}]`);
            return report(item.span, sigmaMessages.selectionForm(describeNode(item)));
          }),
          or,
        );
    }
  }

  function parseMap(node: MappingNode, path: string): Expression | undefined {
    if (node.entries.length === 0) return report(node.span, sigmaMessages.emptySelection());
    return complete(
      node.entries.map((entry) => {
        const [field = "", ...names] = entry.key.split("|");
        const modifiers = parseModifiers(names);
        if (!("message" in modifiers)) {
          const place = { entry, map: node };
          return parseItem(entry.value, entry.key, modifiers, `${path}.${entry.key}`, place);
        }
        const { index, message, instead } = modifiers;
        const span = { start: modifierStart(entry, index, source), end: entry.keySpan.end };
        if (instead === undefined) return report(span, message);
        return report(span, withKey(message, entry, [field, ...instead].join("|"), node));
      }),
      and,
    );
  }

  /** With an edit of the key, unless the right one is there already. */
  function withKey(
    message: Message,
    { key, keySpan }: Entry,
    right: string,
    { entries }: MappingNode,
  ) {
    const isTaken = entries.some((each) => each.key === right);
    return isTaken ? message : withEdit(message, source, keySpan, key, right);
  }

  /** One item: a field (`""` for the whole event), what its modifiers ask for, and its values. */
  function parseItem(
    value: Node,
    key: string,
    { test, all, neq }: Modifiers,
    path: string,
    place?: { readonly entry: Entry; readonly map: MappingNode },
  ): Expression | undefined {
    const [field = "", ...names] = key.split("|");
    const entry = place?.entry;
    const keySpan = entry?.keySpan ?? value.span;
    if (key === "" && entry !== undefined) return report(keySpan, sigmaMessages.emptyField());
    if (hasBrackets(field)) return report(keySpan, sigmaMessages.fieldBrackets(field));
    if (field === "" && !isKeywordTest(test))
      return report(keySpan, sigmaMessages.keywordModifier());
    const values = value.kind === "sequence" ? value.items : [value];
    if (values.length === 0) {
      return report(value.span, sigmaMessages.valueForm("an empty list", "a value"));
    }
    if (all && values.length < 2) {
      const message = sigmaMessages.allOnOne();
      const right = [field, ...names.filter((name) => name !== "all")].join("|");
      return report(keySpan, place ? withKey(message, place.entry, right, place.map) : message);
    }
    if (test.kind === "exists" && value.kind === "sequence") {
      const at = entry === undefined ? value.span : placeOfEntry(entry, source);
      return report(at, sigmaMessages.valueForm("a list", "`true` or `false`"));
    }
    const parts = values.map((node, index) => {
      if (tooLarge) return undefined;
      if (node.kind !== "scalar") {
        const place = entry?.value === node ? placeOfEntry(entry, source) : node.span;
        return report(place, sigmaMessages.valueForm(describeNode(node), VALUE_FORMS));
      }
      if (node.value === null && value.kind === "sequence") {
        return report(node.span, sigmaMessages.nullInList(values.length));
      }
      const origin: Origin = {
        path: value.kind === "sequence" ? `${path}[${index}]` : path,
        written: excerpt(key === "" ? node.text : `${key}: ${node.text}`),
        span: node.span,
        ...(filter === undefined ? {} : { filter }),
      };
      const parsed = known(
        node.span,
        field === "" && isKeywordTest(test)
          ? parseKeyword(node, test, placeholders, origin)
          : parseValue(node, field, test, placeholders, origin),
      );
      const variants = parsed?.kind === "or" ? parsed.operands.length : 1;
      tests += variants;
      characters += variants * weightOf(node.text, test);
      tooLarge = tests > LIMITS.tests || characters > LIMITS.characters;
      return tooLarge ? report(node.span, sigmaMessages.selectionsTooLarge(LIMITS)) : parsed;
    });
    if (place !== undefined && test.kind === "string" && test.comparison === "equals") {
      if (test.transforms.includes("base64offset") && field !== "") {
        const message = sigmaMessages.base64offsetWhole(key);
        report(keySpan, withKey(message, place.entry, `${key}|contains`, place.map));
      }
    }
    const joined = complete(parts, all ? and : or);
    return joined && neq ? not(joined) : joined;
  }

  const selections = new Map<string, Expression>();
  for (const entry of entries) {
    const expression = parseSelection(entry.value, `${root}.${entry.key}`);
    if (expression !== undefined) selections.set(entry.key, expression);
  }
  return selections;
}

const VALUE_FORMS = "text, number, boolean or null";

/** What a text without a field asks for. */
const KEYWORD: Modifiers = {
  test: { kind: "string", transforms: [], comparison: "equals", cased: false },
  all: false,
  neq: false,
};

/** Keywords are found anywhere, so only `contains` can be asked of their place. */
function isKeywordTest(test: Modifiers["test"]): test is Modifiers["test"] & { kind: "string" } {
  return test.kind === "string" && (test.comparison === "equals" || test.comparison === "contains");
}

/** Whether a `]` stands behind a `[`; a regular expression would look for it from each `[`. */
function hasBrackets(field: string): boolean {
  const open = field.indexOf("[");
  return open !== -1 && field.includes("]", open);
}

/** Where a key's modifier stands, counted from the first. */
function modifierStart({ key, keySpan }: Entry, index: number, source: Source): number {
  const before = key.split("|").slice(0, index + 1);
  return offsetInScalar(source, keySpan, key, before.join("|").length + 1);
}

function complete(
  parts: readonly (Expression | undefined)[],
  join: (operands: readonly Expression[]) => Expression,
): Expression | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? join(known) : undefined;
}

/** What a value costs to read, in characters: a regular expression is compiled, repetitions and all. */
function weightOf(text: string, { kind }: Modifiers["test"]): number {
  if (kind !== "regex") return text.length;
  let repeated = 0;
  for (const [, count] of text.matchAll(/\{(?:\d+,)?(\d+)/g)) repeated += Number(count);
  return 50 * (text.length + repeated);
}

function excerpt(written: string): string {
  const line = written.slice(0, 2 * WRITTEN_CHARS).replace(/\s+/g, " ");
  return line.length > WRITTEN_CHARS || written.length > 2 * WRITTEN_CHARS
    ? `${line.slice(0, WRITTEN_CHARS)}…`
    : line;
}
