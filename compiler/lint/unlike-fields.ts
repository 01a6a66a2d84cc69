import { item } from "../core/example";
import { foldCase } from "../core/fold-case";
import { quote } from "../core/message";
import { oncePer } from "../core/once-per";
import type { FieldrefPredicate } from "../ir/expression";
import { shapesOf, type FieldModel } from "../log-sources/field";
import { areOfOneKind, canContain, type Shape } from "../log-sources/shape";
import {
  comparisonOf,
  looksLikePath,
  memberLike,
  unlike,
  writtenComparison,
} from "./field-comparison";
import { lint, type LintedRule } from "./lint";
import { plainTexts, type TextValue } from "./text-values";

export const arnWithName = lint({
  code: "DET425",
  severity: "warning",
  meaning: "A whole ARN compared with a bare name.",
  example: item("userIdentity.arn: alice"),
  message: (arn: string, other: string, instead: string | undefined) => ({
    text: `${quote(arn)} is a whole ARN and never equals the bare name ${quote(other)}`,
    fix: instead ?? "compare an ARN with an ARN, or a name with a name",
  }),
  run(linted, warn) {
    for (const { predicate, kinds, instead, one } of unlikeComparisons(linted)) {
      if (!kinds.includes("arn") || !kinds.includes("name")) continue;
      const { field, other } = predicate;
      const [arn, name] = isArn(one) ? [field, other] : [other, field];
      warn(predicate.origin.span, [arn, name, instead]);
    }
    for (const text of plainTexts(linted)) {
      const instead = nameForArn(text);
      const { origin, field } = text.predicate;
      if (instead !== undefined) warn(origin.span, [field, text.value, instead]);
    }
  },
});

export const unlikeFields = lint({
  code: "DET438",
  severity: "warning",
  meaning: "Two fields that hold different kinds of text, compared with each other.",
  example: item("sourceIPAddress|fieldref: userIdentity.userName"),
  message: (
    field: string,
    other: string,
    holds: { readonly field: string; readonly other: string },
    instead: string | undefined,
  ) => ({
    text: `${quote(field)} holds ${holds.field}, which never equals ${quote(other)}, ${holds.other}`,
    fix: instead ?? "compare two fields that hold the same",
  }),
  run(linted, warn) {
    for (const { predicate, kinds, instead, model } of unlikeComparisons(linted)) {
      if (kinds.includes("arn") && kinds.includes("name")) continue;
      const { field, other, origin } = predicate;
      const holds = unlike(field, other, model);
      if (holds !== undefined) warn(origin.span, [field, other, holds, instead]);
    }
  },
});

const isArn = (shapes: readonly Shape[]) => shapes.some(({ kind }) => kind === "arn");

interface UnlikeComparison {
  readonly predicate: FieldrefPredicate;
  readonly model: FieldModel;
  readonly one: readonly Shape[];
  readonly kinds: readonly Shape["kind"][];
  /** What to write. */
  readonly instead: string | undefined;
}

/** Fields that hold different kinds of texts, so that they are never equal, nor is one within the other. */
const unlikeComparisons = oncePer(
  ({ matches, predicates }: LintedRule): readonly UnlikeComparison[] => {
    if (matches?.kind !== "expression") return [];
    const model = matches.logSource.fields;
    return predicates.flatMap((predicate) => {
      if (predicate.kind !== "fieldref") return [];
      const { field, other, comparison, cased } = predicate;
      const [one, two] = [shapesOf(field, model), shapesOf(other, model)];
      if (areOfOneKind(one, two)) return [];
      if (comparison !== "equals" && canContain(one, two)) return [];
      const found = comparisonOf(field, other, comparison, model);
      const modifiers = ["fieldref", ...(cased ? ["cased"] : [])].join("|");
      const instead = found && writtenComparison(`${found.field}|${modifiers}`, found.other);
      const kinds = [...one, ...two].map(({ kind }) => kind);
      return [{ predicate, model, one, kinds, instead }];
    });
  },
);

/** What to write for a value at an ARN's field that does not begin like an ARN, and so matches nothing. */
function nameForArn({ predicate, model, value, field: { type } }: TextValue): string | undefined {
  const { field, pattern, cased } = predicate;
  const [first] = pattern;
  if (type === "object" || !isArn(shapesOf(field, model))) return undefined;
  if (first?.kind !== "text") return undefined;
  const prefix = "arn:";
  const begins = foldCase(first.text).slice(0, prefix.length);
  const whole = pattern.length === 1;
  if (whole ? begins === prefix : prefix.startsWith(begins)) return undefined;
  if (looksLikePath(value.replace(/^\*|\*$/g, ""), model)) return undefined;
  const named = shapesOfText(value);
  const member = named && memberLike(named, field, model);
  const key = [member ?? `${field}|contains`, ...(cased ? ["cased"] : [])].join("|");
  const written = /^[A-Za-z][\w+=,.@/-]*$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  return writtenComparison(key, written);
}

/** What a text is by its looks, if it may be what a member beside an ARN holds. */
function shapesOfText(value: string): readonly Shape[] | undefined {
  if (/^\d{12}$/.test(value)) return [{ kind: "account" }];
  return /^[\w+=,.@-]+$/.test(value) ? [{ kind: "name" }] : undefined;
}
