import { withEdit, withReplacement, type Message } from "../core/diagnostic";
import { foldCase } from "../core/fold-case";
import type { Source } from "../core/source";
import { type FieldrefPredicate, type Predicate, type StringPredicate } from "../ir/expression";
import { compileStringPattern, printStringPattern, shapeOf } from "../ir/pattern";
import { entryOfScalar } from "../load/node";
import { canonicalSpelling, shapesOf, type Field, type FieldModel } from "../log-sources/field";
import { areOfOneKind, canContain, type Shape } from "../log-sources/shape";
import { parseRegex } from "../sigma/regex";
import { comparisonOf, memberLike, unlike } from "./field-comparison";
import { looksLikePath } from "./field-names";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

/** Lints of the values that a rule compares fields with, by what the field model knows of each. */
export function lintValues(linted: LintedRule, warn: Warn): void {
  const { matches, tests } = linted;
  if (matches?.kind !== "expression") return;
  const model = matches.logSource.fields;
  for (const test of tests) {
    const message = judge(test, model, linted);
    if (message !== undefined) warn(test.origin.span, message);
  }
}

function judge(test: Predicate, model: FieldModel, linted: LintedRule): Message | undefined {
  switch (test.kind) {
    case "fieldref":
      return judgeFieldref(test, model);
    case "string":
      return judgeString(test, model, linted);
    case "null":
    case "exists":
    case "regex":
    case "number":
    case "cidr":
    case "date":
    case "keyword":
      return undefined;
  }
}

/** Two fields that hold different kinds of texts are never equal, nor is one of them within the other. */
function judgeFieldref(
  { field, other, comparison, cased }: FieldrefPredicate,
  model: FieldModel,
): Message | undefined {
  const [one, two] = [shapesOf(field, model), shapesOf(other, model)];
  if (areOfOneKind(one, two)) return undefined;
  if (comparison !== "equals" && canContain(one, two)) return undefined;
  const found = comparisonOf(field, other, comparison, model);
  const modifiers = ["fieldref", ...(cased ? ["cased"] : [])].join("|");
  const instead = found && lintMessages.comparison(`${found.field}|${modifiers}`, found.other);
  const kinds = [...one, ...two].map(({ kind }) => kind);
  if (!kinds.includes("arn") || !kinds.includes("name")) {
    const unlikeness = unlike(field, other, model);
    return unlikeness && lintMessages.neverEqual(field, other, unlikeness, instead);
  }
  const [arn, name] = one.some(({ kind }) => kind === "arn") ? [field, other] : [other, field];
  return lintMessages.arnComparedWithName(arn, name, instead);
}

/** A placeholder and nothing else; `expand` would have put its values in its place. */
const PLACEHOLDER = /^%\w+%$/;
/** What regular expressions begin or end with. */
const REGEX = /^\^[^]*(\$|\.[*+])|^\.[*+]|\.[*+]\$$/;

function judgeString(
  test: StringPredicate,
  model: FieldModel,
  linted: LintedRule,
): Message | undefined {
  const field = model.field(test.field);
  const shape = shapeOf(test.pattern);
  if (shape.kind === "anything") return undefined;
  const value = printStringPattern(test.pattern);
  if (PLACEHOLDER.test(value) && !/\|expand\b/.test(test.origin.written)) {
    return lintMessages.placeholderAsText(value, field.path);
  }
  if (REGEX.test(value)) {
    const isRegex = !("message" in parseRegex(value));
    return lintMessages.regexAsText(value, field.path, isRegex);
  }
  switch (field.type) {
    case "object":
    case "array":
      return lintMessages.objectAsText(field.path);
    case "boolean": {
      const fits = compileStringPattern(test.pattern, test.cased);
      if (!fits("true") && !fits("false")) {
        return lintMessages.valueOfOtherType(value, field.path, "boolean");
      }
      return judgeQuotes(test, value, field.path, "boolean", linted.source);
    }
    case "number":
      if (shape.kind !== "equals") return undefined;
      if (Number.isNaN(Number(value)) || value.trim() === "") {
        return lintMessages.valueOfOtherType(value, field.path, "number");
      }
      return judgeQuotes(test, value, field.path, "number", linted.source);
    case "string":
    case "strings":
    case "scalar":
    case "mixed":
      return judgeSpelling(test, field, linted) ?? judgeArn(test, value, model);
  }
}

/** A quoted `true` compares as the boolean does, but reads as if it were text; `007` is another number. */
function judgeQuotes(
  { origin }: StringPredicate,
  value: string,
  field: string,
  type: "boolean" | "number",
  source: Source,
): Message | undefined {
  const { span } = origin;
  if (!/["']/.test(source.text.charAt(span.start))) return undefined;
  const isSame =
    type === "boolean" ? /^(true|false)$/i.test(value) : String(Number(value)) === value;
  if (!isSame) return undefined;
  return withReplacement(lintMessages.scalarQuoted(value, field, type), source, span, value);
}

/** One name of each field whose spelling is AWS's own, to show its shape. */
const EXAMPLES: Readonly<Record<string, string>> = {
  eventName: "CreateAccessKey",
  errorCode: "AccessDenied",
  awsRegion: "eu-west-1",
  "userIdentity.invokedBy": "cloudformation.amazonaws.com",
};

function judgeSpelling(
  test: StringPredicate,
  field: Field,
  { rule, source }: LintedRule,
): Message | undefined {
  const { spelling, path } = field;
  const { span } = test.origin;
  const shape = shapeOf(test.pattern);
  const value = shape.kind === "equals" ? shape.text : undefined;
  if (path === "errorCode" && value !== undefined && foldCase(value) === "success") {
    const { entry } = entryOfScalar(rule.root, span) ?? {};
    // In a list, or under a modifier, null is no value.
    const isAlone = entry?.key === path && entry.value.kind === "scalar";
    const message = lintMessages.successIsNoErrorCode(value, isAlone);
    return isAlone ? withReplacement(message, source, span, "null") : message;
  }
  switch (spelling.kind) {
    case "free":
      return undefined;
    case "closed":
      if (!spelling.values.some(compileStringPattern(test.pattern, false))) {
        return lintMessages.valueOutsideVocabulary(
          printStringPattern(test.pattern),
          path,
          spelling.values,
        );
      }
      break;
    case "identifier":
      if (value === undefined || value === "" || spelling.shape.test(value)) return undefined;
      return lintMessages.identifierShape(value, path, EXAMPLES[path] ?? spelling.shape.source);
    case "lower":
      break;
  }
  const spelled = value === undefined ? undefined : canonicalSpelling(field, value);
  if (value === undefined || spelled === undefined || spelled === value) return undefined;
  return withEdit(lintMessages.spellingDiffers(value, spelled), source, span, value, spelled);
}

/** A value at an ARN's field that does not begin like an ARN matches nothing. */
function judgeArn(
  { field, pattern, cased }: StringPredicate,
  value: string,
  model: FieldModel,
): Message | undefined {
  const [first] = pattern;
  const isArn = shapesOf(field, model).some(({ kind }) => kind === "arn");
  if (!isArn || first?.kind !== "text") return undefined;
  const prefix = "arn:";
  const begins = foldCase(first.text).slice(0, prefix.length);
  const whole = pattern.length === 1;
  if (whole ? begins === prefix : prefix.startsWith(begins)) return undefined;
  if (looksLikePath(value.replace(/^\*|\*$/g, ""), model)) return undefined;
  const named = shapesOfText(value);
  const member = named && memberLike(named, field, model);
  const key = [member ?? `${field}|contains`, ...(cased ? ["cased"] : [])].join("|");
  const written = /^[A-Za-z][\w+=,.@/-]*$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  return lintMessages.arnComparedWithName(field, value, lintMessages.comparison(key, written));
}

/** What a text is by its looks, if it may be what a member beside an ARN holds. */
function shapesOfText(value: string): readonly Shape[] | undefined {
  if (/^\d{12}$/.test(value)) return [{ kind: "account" }];
  return /^[\w+=,.@-]+$/.test(value) ? [{ kind: "name" }] : undefined;
}
