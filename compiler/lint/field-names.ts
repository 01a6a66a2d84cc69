import type { FieldModel } from "../fields/field";
import { fieldsOf } from "../ir/expression";
import type { LintedRule, Warn } from "./lint-rule";
import { lintMessages } from "./messages";

/** Lints of the fields that a rule tests: names that never occur, names given as values. */
export function lintFieldNames({ matches, tests }: LintedRule, warn: Warn): void {
  if (matches?.kind !== "expression") return;
  const model = matches.logSource.fields;
  for (const test of tests) {
    for (const field of fieldsOf(test)) {
      const known = neverOccurs(field, model);
      if (known !== undefined) warn(test.origin.span, lintMessages.fieldNeverOccurs(field, known));
    }
    if (test.kind !== "string") continue;
    const literal = test.pattern.map((part) => (part.kind === "text" ? part.text : "")).join("");
    if (!looksLikePath(literal, model)) continue;
    const key = [test.field, ...(test.cased ? ["cased"] : [])].join("|");
    warn(test.origin.span, lintMessages.literalLooksLikeField(literal, key));
  }
}

/** The names that do occur where `path` does not, if the model knows all of them. */
function neverOccurs(path: string, model: FieldModel): readonly string[] | undefined {
  if (model.members === undefined || model.lists(path)) return undefined;
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    const parent = steps.slice(0, index).join(".");
    const members = model.members.get(parent);
    if (members === undefined) return undefined;
    if (members.includes(step)) continue;
    return members.map((member) => (parent === "" ? member : `${parent}.${member}`));
  }
  return undefined;
}

/** A dotted name that begins with an object of the log source. */
function looksLikePath(value: string, model: FieldModel): boolean {
  if (!/^[A-Za-z]\w*(\.[A-Za-z_][\w-]*)+$/.test(value)) return false;
  return model.lists(value) || model.field(value.slice(0, value.indexOf("."))).type === "object";
}
