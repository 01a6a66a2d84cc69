import type { Diagnostics, Message } from "../diagnostic";
import { and, not, or, type Expression, type Origin } from "../ir/expression";
import { ANY, concat, parseStringPattern, type StringPattern } from "../ir/pattern";
import { describeNode, type Entry, type Node, type ScalarNode } from "../load/node";
import { messages } from "../messages";
import type { Source, Span } from "../source";
import { parseModifiers, type Modifiers } from "./modifiers";

const WRITTEN_CHARS = 120;

/** The selections of a `detection`, by name. A selection that is refused is left out. */
export function parseSelections(
  entries: readonly Entry[],
  source: Source,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Expression> {
  const report = (span: Span, message: Message) => {
    diagnostics.report(source, span, message);
    return undefined;
  };

  function parseSelection(node: Node, path: string): Expression | undefined {
    if (node.kind === "mapping") return parseMap(node, path);
    if (node.kind === "scalar" && node.value === null) {
      return report(node.span, messages.emptySelection());
    }
    if (node.kind !== "sequence")
      return report(node.span, messages.selectionForm(describeNode(node)));
    if (node.items.length === 0) return report(node.span, messages.emptySelection());
    const operands = node.items.map((item, index) => {
      if (item.kind === "mapping") return parseMap(item, `${path}[${index}]`);
      return report(
        item.span,
        item.kind === "scalar" ? messages.keywords() : messages.selectionForm(describeNode(item)),
      );
    });
    return complete(operands, or);
  }

  function parseMap(node: Node & { kind: "mapping" }, path: string): Expression | undefined {
    if (node.entries.length === 0) return report(node.span, messages.emptySelection());
    return complete(
      node.entries.map((entry) => parseItem(entry, `${path}.${entry.key}`)),
      and,
    );
  }

  function parseItem({ key, keySpan, value }: Entry, path: string): Expression | undefined {
    const [field = "", ...names] = key.split("|");
    const modifiers = parseModifiers(names);
    if ("message" in modifiers) {
      const before = [field, ...names.slice(0, modifiers.index)].join("|").length + 1;
      // A quoted or escaped key has other offsets than its text; then its beginning must do.
      const plain = keySpan.end - keySpan.start === key.length;
      const start = keySpan.start + (plain ? before : 0);
      return report({ start, end: keySpan.end }, modifiers.message);
    }
    if (field === "") {
      return report(keySpan, key === "|all" ? messages.keywords() : messages.emptyField());
    }
    const values = value.kind === "sequence" ? value.items : [value];
    if (values.length === 0)
      return report(value.span, messages.valueForm("an empty list", "a value"));
    if (modifiers.all && values.length < 2) return report(keySpan, messages.allOnOne());
    const tests = values.map((each, index) =>
      parseValue(each, field, modifiers, values.length > 1, {
        path: value.kind === "sequence" ? `${path}[${index}]` : path,
        written: `${key}: ${each.kind === "scalar" ? oneLine(each.text) : ""}`,
        span: each.span,
      }),
    );
    const test = complete(tests, modifiers.all ? and : or);
    return test && modifiers.neq ? not(test) : test;
  }

  function parseValue(
    node: Node,
    field: string,
    modifiers: Modifiers,
    listed: boolean,
    origin: Origin,
  ): Expression | undefined {
    if (node.kind !== "scalar") {
      return report(
        node.span,
        messages.valueForm(describeNode(node), "text, number, boolean or null"),
      );
    }
    if (modifiers.fieldref) {
      if (typeof node.value !== "string" || node.value === "") {
        return report(node.span, messages.valueForm(describeNode(node), "the name of a field"));
      }
      if (/[*?]/.test(node.value)) return report(node.span, messages.fieldrefWildcard());
      const { comparison, cased } = modifiers;
      return { kind: "fieldref", field, other: node.value, comparison, cased, origin };
    }
    if (node.value === null) {
      if (listed) return report(node.span, messages.nullInList());
      if (modifiers.comparison !== "equals" || modifiers.cased) {
        return report(node.span, messages.valueForm("null", "text, number or boolean"));
      }
      return { kind: "null", field, origin };
    }
    const pattern = around(parseStringPattern(scalarText(node)), modifiers);
    return { kind: "string", field, pattern, cased: modifiers.cased, origin };
  }

  const selections = new Map<string, Expression>();
  for (const entry of entries) {
    const expression = parseSelection(entry.value, `detection.${entry.key}`);
    if (expression !== undefined) selections.set(entry.key, expression);
  }
  return selections;
}

function complete(
  parts: readonly (Expression | undefined)[],
  join: (operands: readonly Expression[]) => Expression,
): Expression | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? join(known) : undefined;
}

function around(pattern: StringPattern, { comparison }: Modifiers): StringPattern {
  const front = comparison === "contains" || comparison === "endswith" ? [ANY] : [];
  const back = comparison === "contains" || comparison === "startswith" ? [ANY] : [];
  return concat(front, pattern, back);
}

/**
 * A scalar as text: numbers and booleans as JSON writes them, since that is how they are compared.
 * Digits with a leading zero are an identifier that lost its quotes, so they stay as written.
 */
function scalarText(node: ScalarNode): string {
  if (typeof node.value === "string") return node.value;
  if (typeof node.value === "number" && /^0\d+$/.test(node.text)) return node.text;
  return JSON.stringify(node.value);
}

function oneLine(written: string): string {
  const line = written.replace(/\s+/g, " ");
  return line.length > WRITTEN_CHARS ? `${line.slice(0, WRITTEN_CHARS)}…` : line;
}
