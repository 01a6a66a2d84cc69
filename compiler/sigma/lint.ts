import type { Diagnostics } from "../diagnostic";
import type { FieldModel } from "../fields/field";
import { predicatesOf, type Expression } from "../ir/expression";
import { messages } from "../messages";
import type { Source } from "../source";

/** Warns of what is surely not meant in a rule's selections. */
export function lintSelections(
  selections: ReadonlyMap<string, Expression>,
  model: FieldModel,
  source: Source,
  diagnostics: Diagnostics,
): void {
  for (const test of [...selections.values()].flatMap(predicatesOf)) {
    if (test.kind !== "string") continue;
    const literal = test.pattern.map((part) => (part.kind === "text" ? part.text : "")).join("");
    if (!looksLikePath(literal, model)) continue;
    const key = [test.field, ...(test.cased ? ["cased"] : [])].join("|");
    const message = messages.literalLooksLikeField(literal, key);
    diagnostics.report(source, test.origin.span, message);
  }
}

/** A dotted name that begins with an object of the log source. */
function looksLikePath(value: string, model: FieldModel): boolean {
  if (!/^[A-Za-z]\w*(\.[A-Za-z_][\w-]*)+$/.test(value)) return false;
  return model.lists(value) || model.field(value.slice(0, value.indexOf("."))).type === "object";
}
