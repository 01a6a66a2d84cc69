import { canonicalSpelling, type Field } from "../../fields/field";
import type { StringPredicate } from "../../ir/expression";
import { foldCase, hasLetters, shapeOf, type StringPattern } from "../../ir/pattern";
import type { Reason } from "../../verdict";
import { ANY, literal, textValue, type Value } from "./ast";
import { regexIgnoringCase, regexLiteral, textProblem, type Written } from "./escape";
import { assumptions, reasons } from "./reasons";

/** A value that a field's text is compared with, or why there is none. */
export type LoweredValue =
  | { readonly kind: "value"; readonly value: Value; readonly assumes: readonly string[] }
  | { readonly kind: "dropped"; readonly reason: Reason };

/**
 * The cheapest value that is equal in meaning to the test's pattern: text, text with wildcards at
 * its ends, or else one of the scarce regexes. A `*` goes only before or behind the whole text or
 * around it: the service finds a text before a `*` at its first occurrence and does not look for
 * another, so `*x` can miss what ends in `x` (recorded answers of the service).
 */
export function lowerValue(test: StringPredicate, field: Field): LoweredValue {
  const { pattern, cased } = test;
  const shape = shapeOf(pattern);
  const texts = pattern.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const plain = texts.every((text) => textProblem(text) === undefined);
  const ascii = texts.every(isAscii);

  const spelled = cased ? undefined : spelling(field, pattern);
  const quoted = texts.some((text) => /["\\]/.test(text)) ? [assumptions.quoting()] : [];
  if (spelled !== undefined && plain) {
    const assumes = field.spelling.kind === "identifier" ? [assumptions.spelled(field.path)] : [];
    return value(withWildcards(shape.kind, spelled), [...assumes, ...quoted]);
  }
  const oneCase = cased || !texts.some(hasLetters);
  if (!cased && !ascii) return dropped(reasons.foldedUnicode(test));
  if (
    oneCase &&
    plain &&
    (shape.kind === "equals" || shape.kind === "startswith" || shape.kind === "contains")
  ) {
    return value(withWildcards(shape.kind, shape.text), quoted);
  }
  if (!ascii) return dropped(reasons.notWritable(test, "a regex holds no character outside ASCII"));
  const source = regexOf(pattern, oneCase ? regexLiteral : regexIgnoringCase);
  if (source.kind === "refused") return dropped(reasons.notWritable(test, source.reason));
  const assumes = [
    ...(texts.every(isNumberText) && field.type !== "string"
      ? [assumptions.numberText(field.path)]
      : []),
    ...(pattern.some((part) => part.kind === "one") && !field.ascii
      ? [assumptions.oneCharacter(field.path)]
      : []),
  ];
  return value({ kind: "regex", source: source.text }, assumes);
}

function value(lowered: Value, assumes: readonly string[]): LoweredValue {
  return { kind: "value", value: lowered, assumes };
}

function dropped(reason: Reason): LoweredValue {
  return { kind: "dropped", reason };
}

/**
 * The pattern's only text in the one spelling that occurs at the field. Part of an identifier can
 * stand anywhere in it and so begin anyhow: only whole ones and beginnings have a known spelling.
 */
function spelling(field: Field, pattern: StringPattern): string | undefined {
  const shape = shapeOf(pattern);
  switch (shape.kind) {
    case "equals":
      return canonicalSpelling(field, shape.text);
    case "startswith":
      return field.spelling.kind === "closed" ? undefined : canonicalSpelling(field, shape.text);
    case "contains":
      return field.spelling.kind === "lower" ? foldCase(shape.text) : undefined;
    case "endswith":
    case "anything":
    case "general":
      return undefined;
  }
}

function withWildcards(shape: string, text: string): Value {
  const before = shape === "contains" ? [ANY] : [];
  const after = shape === "contains" || shape === "startswith" ? [ANY] : [];
  return textValue([...before, literal(text), ...after]);
}

/** A regex that finds the pattern; `[\s\S]` because no source says whether `.` matches line breaks. */
function regexOf(pattern: StringPattern, writeText: (text: string) => Written): Written {
  let source = pattern[0]?.kind === "any" ? "" : "^";
  for (const [index, part] of pattern.entries()) {
    if (part.kind === "text") {
      const written = writeText(part.text);
      if (written.kind === "refused") return written;
      source += written.text;
    } else if (part.kind === "one") source += "[\\s\\S]";
    else if (index > 0 && index < pattern.length - 1) source += "[\\s\\S]*";
  }
  return { kind: "written", text: pattern.at(-1)?.kind === "any" ? source : `${source}$` };
}

function isAscii(text: string): boolean {
  return !/[^\u0000-\u007f]/.test(text); // eslint-disable-line no-control-regex
}

function isNumberText(text: string): boolean {
  return /^[-+.0-9eE]*$/.test(text);
}
