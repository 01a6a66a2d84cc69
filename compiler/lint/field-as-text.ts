import { item } from "../core/example";
import { quote } from "../core/message";
import type { StringPredicate } from "../ir/expression";
import { shapeOf } from "../ir/pattern";
import { entryOfScalar } from "../load/node";
import type { FieldModel } from "../log-sources/field";
import { comparisonOf, looksLikePath, unlike, writtenComparison } from "./field-comparison";
import { lint, type LintedRule } from "./lint";

export const fieldAsText = lint({
  code: "DET401",
  severity: "warning",
  meaning: "A field's name given as a text to compare with.",
  example: item("userIdentity.userName: requestParameters.userName"),
  message: (value: string, wayOut: string) => ({
    text: `${quote(value)} is compared as text, but it looks like a field of the event`,
    fix: wayOut,
  }),
  run(linted, warn) {
    const { matches, predicates } = linted;
    if (matches?.kind !== "expression") return;
    const { fields } = matches.logSource;
    for (const predicate of predicates) {
      if (predicate.kind !== "string") continue;
      const literal = predicate.pattern
        .map((part) => (part.kind === "text" ? part.text : ""))
        .join("");
      if (!looksLikePath(literal, fields)) continue;
      warn(predicate.origin.span, [literal, wayOut(predicate, literal, linted, fields)]);
    }
  },
});

/** How to compare the two fields; where they cannot be, why not. */
function wayOut(
  predicate: StringPredicate,
  literal: string,
  { rule }: LintedRule,
  fields: FieldModel,
): string {
  const { field, origin } = predicate;
  const { kind } = shapeOf(predicate.pattern);
  const written = kind === "contains" || kind === "startswith" || kind === "endswith";
  const found = comparisonOf(field, literal, written ? kind : "equals", fields);
  if (found === undefined) return noComparison(unlike(field, literal, fields));
  const { entry } = entryOfScalar(rule.root, origin.span) ?? {};
  const [, ...modifiers] = entry?.key.split("|") ?? [];
  const kept = modifiers.filter((name) => name === "cased" || name === "neq");
  const compares = found.comparison === "equals" ? [] : [found.comparison];
  const key = [found.field, "fieldref", ...compares, ...kept].join("|");
  const isInList = entry?.value.kind === "sequence" && entry.value.items.length > 1;
  return `to compare two fields ${writtenComparison(key, found.other, isInList)}`;
}

const noComparison = (holds: { readonly field: string; readonly other: string } | undefined) =>
  holds === undefined
    ? "compare with a value, or with a field that events have"
    : `the one field holds ${holds.field}, the other ${holds.other}, which are never equal: compare two fields that hold the same`;
