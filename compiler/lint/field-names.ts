import { withEdit, type Message } from "../diagnostic";
import type { FieldModel } from "../fields/field";
import { fieldsOf, type Predicate } from "../ir/expression";
import type { Matches } from "../ir/detection";
import { entryOfScalar, nodeAt } from "../load/node";
import { scalarsAt } from "../sigma/correlation";
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
      const message = lintMessages.fieldNeverOccurs(field, known);
      warn(test.origin.span, withSpelling(message, test, field, known, linted));
    }
    if (test.kind !== "string") continue;
    const literal = test.pattern.map((part) => (part.kind === "text" ? part.text : "")).join("");
    if (!looksLikePath(literal, model)) continue;
    const key = [test.field, ...(test.cased ? ["cased"] : [])].join("|");
    warn(test.origin.span, lintMessages.literalLooksLikeField(literal, key));
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

/** With an edit, where the name differs from a known one in the case of letters alone. */
function withSpelling(
  message: Message,
  test: Predicate,
  field: string,
  known: readonly string[],
  { rule, source }: LintedRule,
): Message {
  const right = known.find((name) => name.toLowerCase() === field.toLowerCase());
  if (right === undefined) return message;
  if (test.kind === "fieldref" && field === test.other) {
    return withEdit(message, source, test.origin.span, field, right);
  }
  const place = entryOfScalar(rule.root, test.origin.span);
  if (place === undefined) return message;
  const { key, keySpan } = place.entry;
  const spelled = right + key.slice(field.length);
  const isTaken = place.others.some((other) => other.toLowerCase() === spelled.toLowerCase());
  return isTaken ? message : withEdit(message, source, keySpan, key, spelled);
}

/** The paths that do occur where `path` does not, if the model knows all of them. */
function neverOccurs(path: string, model: FieldModel): readonly string[] | undefined {
  if (model.members === undefined || model.lists(path)) return undefined;
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    const parent = steps.slice(0, index).join(".");
    const members = model.members.get(parent);
    if (members === undefined) return undefined;
    if (members.includes(step)) continue;
    const [before, after] = [steps.slice(0, index), steps.slice(index + 1)];
    return members.map((member) => [...before, member, ...after].join("."));
  }
  return undefined;
}

/** A dotted name that begins with an object of the log source. */
function looksLikePath(value: string, model: FieldModel): boolean {
  if (!/^[A-Za-z]\w*(\.[A-Za-z_][\w-]*)+$/.test(value)) return false;
  return model.lists(value) || model.field(value.slice(0, value.indexOf("."))).type === "object";
}
