import { withEdit, type Message } from "../core/diagnostic";
import type { Source } from "../core/source";
import type { Matches } from "../ir/detection";
import { fieldsOf, type Predicate, type StringPredicate } from "../ir/expression";
import { shapeOf } from "../ir/pattern";
import { entryOfScalar, nodeAt, type Node } from "../load/node";
import { neverOccurs, type FieldModel } from "../log-sources/field";
import { scalarsAt } from "../sigma/correlation";
import { comparisonOf, unlike } from "./field-comparison";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

/** Lints of the fields that a rule tests: names that never occur, names given as values. */
export function lintFieldNames(linted: LintedRule, warn: Warn): void {
  const { matches, tests } = linted;
  if (matches?.kind === "correlation") return lintCounted(matches, linted, warn);
  if (matches?.kind !== "expression") return;
  const model = matches.logSource.fields;
  for (const test of tests) {
    for (const field of fieldsOf(test)) {
      const known = neverOccurs(field, model);
      if (known === undefined) continue;
      warn(test.origin.span, withoutField(test, field, known, linted.rule.root, linted.source));
    }
    if (test.kind !== "string") continue;
    const literal = test.pattern.map((part) => (part.kind === "text" ? part.text : "")).join("");
    if (!looksLikePath(literal, model)) continue;
    const message = lintMessages.literalLooksLikeField(literal, wayOut(test, literal, linted));
    warn(test.origin.span, message);
  }
}

/** The same of the fields that a correlation groups by and counts the values of. */
function lintCounted(
  { logSource }: Matches & { readonly kind: "correlation" },
  { rule: { root }, source }: LintedRule,
  warn: Warn,
): void {
  const aliases = nodeAt(root, ["correlation", "aliases"]);
  const written = aliases.found && aliases.node.kind === "mapping" ? aliases.node.entries : [];
  const renamed = written.flatMap(({ key, value }) =>
    value.kind === "mapping"
      ? value.entries.flatMap((each) => scalarsAt(root, ["correlation", "aliases", key, each.key]))
      : [],
  );
  const groups = scalarsAt(root, ["correlation", "group-by"]).filter(
    ({ name }) => !written.some(({ key }) => key === name),
  );
  const counted = scalarsAt(root, ["correlation", "condition", "field"]);
  for (const { name, span } of [...groups, ...counted, ...renamed]) {
    const known = neverOccurs(name, logSource.fields);
    if (known === undefined) continue;
    const message = lintMessages.fieldNeverOccurs(name, known);
    const right = known.find((each) => each.toLowerCase() === name.toLowerCase());
    warn(span, right === undefined ? message : withEdit(message, source, span, name, right));
  }
}

/** What to say of a field that no event has; with an edit, where it differs from a known one in case alone. */
export function withoutField(
  test: Predicate,
  field: string,
  known: readonly string[],
  root: Node,
  source: Source,
): Message {
  const message = lintMessages.fieldNeverOccurs(field, known);
  const right = known.find((name) => name.toLowerCase() === field.toLowerCase());
  if (right === undefined) return message;
  if (test.kind === "fieldref" && field === test.other) {
    return withEdit(message, source, test.origin.span, field, right);
  }
  const place = entryOfScalar(root, test.origin.span);
  if (place === undefined) return message;
  const { key, keySpan } = place.entry;
  const spelled = right + key.slice(field.length);
  const isTaken = place.others.some((other) => other.toLowerCase() === spelled.toLowerCase());
  return isTaken ? message : withEdit(message, source, keySpan, key, spelled);
}

/** Whether a text is a dotted name that begins with an object of the log source. */
export function looksLikePath(value: string, model: FieldModel): boolean {
  if (!/^[A-Za-z]\w*(\.[A-Za-z_][\w-]*)+$/.test(value)) return false;
  return model.lists(value) || model.field(value.slice(0, value.indexOf("."))).type === "object";
}

/** How to compare the two fields; where they cannot be, why not. */
function wayOut(test: StringPredicate, literal: string, { rule, matches }: LintedRule): string {
  if (matches?.kind !== "expression") return "";
  const { fields } = matches.logSource;
  const { kind } = shapeOf(test.pattern);
  const written = kind === "contains" || kind === "startswith" || kind === "endswith";
  const found = comparisonOf(test.field, literal, written ? kind : "equals", fields);
  if (found === undefined) return lintMessages.noComparison(unlike(test.field, literal, fields));
  const { entry } = entryOfScalar(rule.root, test.origin.span) ?? {};
  const [, ...modifiers] = entry?.key.split("|") ?? [];
  const kept = modifiers.filter((name) => name === "cased" || name === "neq");
  const compares = found.comparison === "equals" ? [] : [found.comparison];
  const key = [found.field, "fieldref", ...compares, ...kept].join("|");
  const isInList = entry?.value.kind === "sequence" && entry.value.items.length > 1;
  return `to compare two fields ${lintMessages.comparison(key, found.other, isInList)}`;
}
