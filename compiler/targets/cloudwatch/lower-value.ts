import { foldCase, isAscii } from "../../core/fold-case";
import type { StringPredicate } from "../../ir/expression";
import {
  findsDoubtfulNumbers,
  foldSearch,
  hasLetters,
  isPlainNumber,
  shapeOf,
  type StringPattern,
} from "../../ir/pattern";
import { canonicalSpelling, mayHoldNumber, type Field } from "../../log-sources/field";
import { dropped, type Dropped } from "../lower";
import { ANY, literal, textValue, type Value } from "./ast";
import {
  NUMBER,
  regexIgnoringCase,
  regexLiteral,
  textProblem,
  type Refused,
  type Written,
} from "./escape";
import { assumptions } from "./assumptions";
import { reasons } from "./reasons";

/** Values of which a field's text has to equal some, or why there are none. */
export type LoweredValues =
  | {
      readonly kind: "values";
      readonly values: readonly Value[];
      readonly assumes: readonly string[];
    }
  | Dropped;

/** Letters of a text whose spellings, up to two to this power, are written out in place of a regex. */
const ENUMERATED_LETTERS = 3;

/**
 * The cheapest values that are equal in meaning to the test's pattern: text, text with wildcards at
 * its ends, every spelling of a short one, or else one of the scarce regexes. A `*` goes only before
 * or behind the whole text or around it: the service finds a text before a `*` at its first occurrence
 * and does not look for another, so `*x` can miss what ends in `x` (recorded answers of the service).
 * `enumerable`: whether several values cost no more than their length.
 */
export function lowerString(
  test: StringPredicate,
  field: Field,
  enumerable: boolean,
): LoweredValues {
  const { pattern, cased } = test;
  const shape = shapeOf(pattern);
  const texts = pattern.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const plain =
    texts.every((text) => textProblem(text) === undefined) &&
    // Between percent signs stands a regex; that quotes prevent it, no source says.
    !(shape.kind === "equals" && /^%[^]*%$/.test(shape.text));
  const ascii = texts.every(isAscii);

  if (field.type === "number" && shape.kind === "equals" && isPlainNumberText(shape.text)) {
    return values([{ kind: "number", text: shape.text }], []);
  }
  const spelled = cased ? undefined : spelling(field, pattern);
  const quoted = texts.some((text) => /["\\]/.test(text)) ? [assumptions.quoting()] : [];
  const numbers =
    mayHoldNumber(field) && findsDoubtfulNumbers(pattern)
      ? [assumptions.plainNumbers(field.path)]
      : [];
  if (spelled !== undefined && plain) {
    const vendors = canonicalSpelling(field, spelled) === undefined;
    const assumes =
      vendors || field.spelling.kind === "identifier" ? [assumptions.spelled(field.path)] : [];
    return values([withWildcards(shape.kind, spelled)], [...assumes, ...quoted]);
  }
  if (!cased && !ascii) return dropped(reasons.foldedUnicode(test));
  // No number has such a letter, in either case.
  const never = field.type === "number" && texts.some((text) => /[a-df-z]/i.test(text));
  const oneCase = cased || never || !texts.some(hasLetters);
  if (
    plain &&
    (shape.kind === "equals" || shape.kind === "startswith" || shape.kind === "contains") &&
    (oneCase || (enumerable && lettersOf(shape.text) <= ENUMERATED_LETTERS))
  ) {
    const spellings = oneCase ? [shape.text] : spellingsOf(shape.text);
    return values(
      spellings.map((text) => withWildcards(shape.kind, text)),
      [...quoted, ...numbers],
    );
  }
  if (!ascii) {
    return dropped(reasons.notWritable(test, "a regex holds no character outside ASCII"));
  }
  const source = regexOf(pattern, oneCase ? regexLiteral : regexIgnoringCase);
  if (typeof source !== "string") return dropped(reasons.notWritable(test, source.reason));
  const assumes = [
    ...numbers,
    ...(texts.every(isNumberText) && field.type !== "string"
      ? [assumptions.numberText(field.path)]
      : []),
    ...(pattern.some((part) => part.kind === "one") && !field.ascii
      ? [assumptions.oneCharacter(field.path)]
      : []),
  ];
  return values([{ kind: "regex", source }], assumes);
}

function values(lowered: readonly Value[], assumes: readonly string[]): LoweredValues {
  return { kind: "values", values: lowered, assumes };
}

function lettersOf(text: string): number {
  return text.replace(/[^A-Za-z]/g, "").length;
}

/** Every text that differs from this one in the case of its letters alone. */
function spellingsOf(text: string): readonly string[] {
  let spellings = [""];
  for (const char of text) {
    const cases = new Set([char.toUpperCase(), char.toLowerCase()]);
    spellings = spellings.flatMap((start) => [...cases].map((each) => start + each));
  }
  return spellings;
}

/**
 * The pattern's only text in the one spelling that occurs at the field. Part of an identifier can
 * stand anywhere in it and so begin anyhow: only whole ones and beginnings have a known spelling.
 */
function spelling(field: Field, pattern: StringPattern): string | undefined {
  const shape = shapeOf(pattern);
  switch (shape.kind) {
    case "equals":
      return canonicalSpelling(field, shape.text) ?? lowerCaseWord(field, shape.text);
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

/** A text that a vocabulary of lower case does not have, in which nothing else is expected either. */
function lowerCaseWord({ spelling }: Field, text: string): string | undefined {
  const lower =
    spelling.kind === "closed" && spelling.values.every((each) => each === foldCase(each));
  return lower ? foldCase(text) : undefined;
}

/** Whether a text is that of a number as JSON has it, so that comparing by value is the same. */
function isPlainNumberText(text: string): boolean {
  return NUMBER.test(text) && isPlainNumber(Number(text)) && String(Number(text)) === text;
}

function withWildcards(shape: string, text: string): Value {
  const before = shape === "contains" ? [ANY] : [];
  const after = shape === "contains" || shape === "startswith" ? [ANY] : [];
  return textValue([...before, literal(text), ...after]);
}

/** A regex that finds the pattern; `[\s\S]` because no source says whether `.` matches line breaks. */
function regexOf(pattern: StringPattern, writeText: (text: string) => Written): string | Refused {
  return foldSearch<Refused>(pattern, {
    text: (literal) => {
      const written = writeText(literal);
      return written.kind === "written" ? written.text : written;
    },
    any: "[\\s\\S]*",
    one: "[\\s\\S]",
  });
}

function isNumberText(text: string): boolean {
  return /^[-+.0-9eE]*$/.test(text);
}
