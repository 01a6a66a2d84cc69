import { editOf, type Edit } from "../core/diagnostic";
import { quote } from "../core/message";
import type { Source } from "../core/source";
import { foldCase } from "../core/fold-case";
import { entryOfScalar, type Node } from "../load/node";
import type { Mistake } from "../log-sources/log-source";
import { renamed, type Renamed } from "../log-sources/other-names";
import { selectsElements } from "../log-sources/path";
import { countedFields } from "./field-names";
import { lint } from "./lint";
import { plainTexts } from "./text-values";

const AUDIT = "logsource: {product: azure, service: auditlogs}";

export const otherName = lint({
  code: "DET450",
  severity: "warning",
  meaning:
    "A field that is called otherwise than events call it: by a column, a portal's word, or in another case.",
  example: `${AUDIT}\ndetection: {s: {OperationName: Add member to role}, condition: s}`,
  message: ({ written, path, as, within }: Renamed) => ({
    text: `${quote(written)} is ${WORDS[as]}: it is read as ${quote(path, Infinity)}, where events have it`,
    fix: fixOf(path, within),
  }),
  run({ rule: { root }, source, matches, predicates }, warn) {
    if (matches === undefined || matches.kind === "query") return;
    for (const predicate of predicates) {
      const { origin } = predicate;
      for (const name of origin.renamed ?? []) {
        const isValue = predicate.kind === "fieldref" && predicate.other === name.path;
        const entry = isValue ? undefined : entryOfScalar(root, origin.span);
        const span = entry?.entry.keySpan ?? origin.span;
        const edit = isValue
          ? editOf(source, origin.span, name.written, name.path)
          : keyEdit(root, source, origin.span, name);
        warn(span, [name], edit);
      }
    }
    // Of several log sources each has names of its own.
    if (matches.kind !== "correlation" || matches.further !== undefined) return;
    for (const { name, span } of countedFields(root)) {
      const found = renamed(name, matches.logSource);
      if (found === undefined) continue;
      const edit = selectsElements(found.path) ? undefined : editOf(source, span, name, found.path);
      warn(span, [found], edit);
    }
  },
});

function fixOf(path: string, within: Renamed["within"]): string {
  if (within !== undefined)
    return `write ${quote(`${path}|contains: ${within.before}…/`, Infinity)}`;
  // Sigma has no words for an element by its name.
  return selectsElements(path)
    ? "nothing has to be done where that element is meant"
    : `write ${quote(path, Infinity)}`;
}

const WORDS: Readonly<Record<Renamed["as"], string>> = {
  name: "another name of a field",
  column: "a column of Sentinel's table",
  case: "spelled in another case",
  part: "a path without its beginning",
  envelope: "a path with what is put around the event",
  element: "the name of one element",
  within: "a part of the text of a field",
};

/** The edit of a key, with its modifiers, unless another key of the mapping has that path. */
function keyEdit(
  root: Node,
  source: Source,
  span: { readonly start: number; readonly end: number },
  { written, path, within }: Renamed,
): Edit | undefined {
  const place = entryOfScalar(root, span);
  if (place === undefined || within !== undefined) return undefined;
  const { key, keySpan } = place.entry;
  if (!key.startsWith(written) || selectsElements(path)) return undefined;
  const spelled = path + key.slice(written.length);
  if (place.others.some((other) => foldCase(other) === foldCase(spelled))) return undefined;
  return editOf(source, keySpan, key, spelled);
}

export const neverWritten = lint({
  code: "DET451",
  severity: "warning",
  meaning: "A text that never stands at the field, and what was meant.",
  example: `${AUDIT}\ndetection: {s: {operationName: Add member from group}, condition: s}`,
  message: (value: string, field: string, why: string, instead: string) => ({
    text: `no event has ${quote(value)} at ${quote(field)}: ${why}`,
    fix: instead,
  }),
  run(linted, warn) {
    if (linted.matches?.kind !== "expression") return;
    const { mistakes = [] } = linted.matches.logSource;
    for (const { predicate, field, shape, value } of plainTexts(linted)) {
      if (shape.kind === "anything") continue;
      const [kind, written] =
        shape.kind === "general" ? (["equals", value] as const) : [shape.kind, shape.text];
      const found = mistakes.find(
        ({ paths, texts, comparison = "equals" }) =>
          (comparison === "any" || [comparison].flat().includes(kind)) &&
          (paths === undefined || paths.includes(predicate.field)) &&
          isAmong(written, texts),
      );
      if (found === undefined) continue;
      const { span } = predicate.origin;
      const edit =
        found.text === undefined ? undefined : editOf(linted.source, span, written, found.text);
      warn(span, [written, field.path, found.why, found.instead], edit);
    }
  },
});

function isAmong(text: string, texts: Mistake["texts"]): boolean {
  return texts instanceof RegExp
    ? texts.test(text)
    : texts.some((each) => foldCase(each) === foldCase(text));
}
