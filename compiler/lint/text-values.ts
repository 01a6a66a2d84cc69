import { oncePer } from "../core/once-per";
import { modelsAt } from "../ir/calls";
import type { StringPredicate } from "../ir/expression";
import { printStringPattern, shapeOf, type PatternShape } from "../ir/pattern";
import type { Field, FieldModel } from "../log-sources/field";
import type { LintedRule } from "./lint";

/** A text that a rule compares a field with. */
export interface TextValue {
  readonly predicate: StringPredicate;
  readonly field: Field;
  readonly model: FieldModel;
  readonly shape: PatternShape;
  /** As Sigma writes it. */
  readonly value: string;
  /** What it is by its looks: a placeholder or a regular expression is no plain text. */
  readonly looks: "placeholder" | "regex" | "text";
}

/** A placeholder and nothing else; `expand` would have put its values in its place. */
const PLACEHOLDER = /^%\w+%$/;
/** What regular expressions begin or end with. */
const REGEX = /^\^[^]*(\$|\.[*+])|^\.[*+]|\.[*+]\$$/;

export const textValues = oncePer(({ matches, predicates }: LintedRule): readonly TextValue[] => {
  if (matches?.kind !== "expression") return [];
  const models = modelsAt(matches.expression, matches.logSource.fields);
  return predicates.flatMap((predicate) => {
    if (predicate.kind !== "string") return [];
    const shape = shapeOf(predicate.pattern);
    if (shape.kind === "anything") return [];
    const value = printStringPattern(predicate.pattern);
    const model = models(predicate);
    const field = model.field(predicate.field);
    return [{ predicate, field, model, shape, value, looks: looksOf(value, predicate) }];
  });
});

function looksOf(value: string, { origin }: StringPredicate): TextValue["looks"] {
  if (PLACEHOLDER.test(value) && !/\|expand\b/.test(origin.written)) return "placeholder";
  return REGEX.test(value) ? "regex" : "text";
}

export const plainTexts = oncePer((linted: LintedRule) =>
  textValues(linted).filter(({ looks }) => looks === "text"),
);
