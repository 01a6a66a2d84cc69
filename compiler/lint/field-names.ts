import { editOf, type Edit } from "../core/diagnostic";
import { item } from "../core/example";
import { didYouMean, quote } from "../core/message";
import type { Source, Span } from "../core/source";
import { fieldsOf, type Predicate } from "../ir/expression";
import { entryOfScalar, nodeAt, type Node } from "../load/node";
import { neverOccurs } from "../log-sources/field";
import { renamed } from "../log-sources/other-names";
import { scalarsAt } from "../sigma/correlation";
import { lint } from "./lint";

export const unknownField = lint({
  code: "DET420",
  severity: "warning",
  meaning: "A field that no event has.",
  example: item("eventname: CreateUser"),
  message: (field: string, known: readonly string[], meant?: string) => ({
    text: `no event of this log source has the field ${quote(field)}: a test of it never holds`,
    fix:
      meant === undefined
        ? (didYouMean(field, known) ?? "look the name up in an event")
        : `meant is probably ${meant}`,
  }),
  run({ rule: { root }, source, matches, predicates }, warn) {
    if (matches === undefined || matches.kind === "query") return;
    const { fields, otherNames } = matches.logSource;
    for (const predicate of predicates) {
      for (const field of fieldsOf(predicate)) {
        const meant = otherNames?.nowhere?.[field];
        const known = neverOccurs(field, fields) ?? (meant === undefined ? undefined : []);
        if (known === undefined) continue;
        warn(
          predicate.origin.span,
          [field, known, meant],
          respelled(predicate, field, known, root, source),
        );
      }
    }
    // Of several log sources each has names of its own.
    if (matches.kind !== "correlation" || matches.further !== undefined) return;
    for (const { name, span } of countedFields(root)) {
      // What is another name of a field has a warning of its own.
      if (renamed(name, matches.logSource) !== undefined) continue;
      const known = neverOccurs(name, fields);
      if (known === undefined) continue;
      const right = sameInAnyCase(name, known);
      const edit = right === undefined ? undefined : editOf(source, span, name, right);
      warn(span, [name, known], edit);
    }
  },
});

/** The fields that a correlation groups by and counts the values of. */
export function countedFields(
  root: Node,
): readonly { readonly name: string; readonly span: Span }[] {
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
  return [...groups, ...scalarsAt(root, ["correlation", "condition", "field"]), ...renamed];
}

const sameInAnyCase = (name: string, known: readonly string[]) =>
  known.find((each) => each.toLowerCase() === name.toLowerCase());

/** The edit of a field that no event has, where it differs from a known one in case alone. */
export function respelled(
  predicate: Predicate,
  field: string,
  known: readonly string[],
  root: Node,
  source: Source,
): Edit | undefined {
  const right = sameInAnyCase(field, known);
  if (right === undefined) return undefined;
  if (predicate.kind === "fieldref" && field === predicate.other) {
    return editOf(source, predicate.origin.span, field, right);
  }
  const place = entryOfScalar(root, predicate.origin.span);
  if (place === undefined) return undefined;
  const { key, keySpan } = place.entry;
  const spelled = right + key.slice(field.length);
  const isTaken = place.others.some((other) => other.toLowerCase() === spelled.toLowerCase());
  return isTaken ? undefined : editOf(source, keySpan, key, spelled);
}
