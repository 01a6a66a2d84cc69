import { selectsElements } from "../../log-sources/path";
import type { Decimal, FieldPath, QuotedText } from "./ast";

/** A form in the query language, or why there is none. */
export type Written = { readonly kind: "written"; readonly text: string } | Refused;

export interface Refused {
  readonly kind: "refused";
  /** What cannot be written; one line, for the author of the rule. */
  readonly reason: string;
}

export function refused(reason: string): Refused {
  return { kind: "refused", reason };
}

/**
 * Inside quotes, backticks and slashes these may end the literal, begin a comment (`#`), a stage
 * (`|`) or a parameter (`{{`), or escape what follows: AWS publishes no grammar that says.
 */
const UNSAFE = "\\\\|#{}\"'`";

const UNSAFE_IN_FIELD = new RegExp(`[${UNSAFE}]`);
const UNSAFE_IN_QUOTES = /[\\|#{}`]/;
const UNSAFE_IN_REGEX = new RegExp(`[/${UNSAFE}]`, "g");

/** Control characters, line separators, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The words of the language: as the first name of a path they go into backticks. */
const WORDS = new Set(
  (
    "and or not in like as by asc desc true false null fields display filter where sort order " +
    "limit head tail dedup stats parse search pattern diff unmask unnest join lookup source " +
    "filterindex anomaly addtotals"
  ).split(" "),
);

/**
 * The path as a field of the query language, or `undefined` where no documented form writes it:
 * characters that are not printable ASCII or are unsafe, an empty name in the path, a leading `@`
 * (the mark of system fields). A key that itself contains a dot reads as nested keys, as in the
 * service. Source: CloudWatch Logs user guide, Supported logs and discovered fields.
 */
export function fieldPath(path: string): FieldPath | undefined {
  return isFieldPath(path) ? path : undefined;
}

function isFieldPath(path: string): path is FieldPath {
  return (
    /^[\x20-\x7e]+$/.test(path) &&
    !UNSAFE_IN_FIELD.test(path) &&
    !path.startsWith("@") &&
    !selectsElements(path) &&
    path.split(".").every((name) => name !== "")
  );
}

/** The path as written in a query: dotted names, or the whole path between backticks. */
export function fieldText(path: FieldPath): string {
  const plain = /^([A-Za-z_]\w*)(\.\w+)*$/.exec(path);
  const word = plain?.[1]?.toLowerCase();
  return word === undefined || WORDS.has(word) ? `\`${path}\`` : path;
}

/**
 * The text as the value of a quoted string, or `undefined` where it has to be a regex: the language
 * documents no escape inside quotes, so a text with unsafe characters or with both kinds of quotes
 * cannot be written; nor is one quoted that the engine may read as a number. The empty string has
 * the `isEmpty` form.
 */
export function quotedText(text: string): QuotedText | undefined {
  return isQuotedText(text) ? text : undefined;
}

function isQuotedText(text: string): text is QuotedText {
  return (
    text !== "" &&
    !UNPRINTABLE.test(text) &&
    !UNSAFE_IN_QUOTES.test(text) &&
    !(text.includes('"') && text.includes("'")) &&
    !looksNumeric(text)
  );
}

/** Broad on purpose (hexadecimal, exponents, type suffixes): how the engine reads numbers is not stated. */
function looksNumeric(text: string): boolean {
  const number = /^[+-]?(0x[\da-f]+|\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?[dfl]?$|^[+-]?(nan|infinity)$/i;
  return number.test(text.trim());
}

/** The quoted string, in double quotes unless the text has one. */
export function stringText(text: QuotedText): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/**
 * A regex source that matches exactly `text`, or `undefined` for control and non-ASCII characters,
 * which the possible engines fold and divide differently. To be composed with other sources and
 * given to `regex`; the empty text gives the empty source.
 */
export function regexText(text: string): string | undefined {
  if (/[^\x20-\x7e]/.test(text)) return undefined;
  return text.replace(UNSAFE_IN_REGEX, hex).replace(/[.^$*+?()[\]]/g, "\\$&");
}

/** The `\xHH` form of an ASCII character in a regex. */
export function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The number in decimal notation; `undefined` for NaN, infinities and what needs an exponent. */
export function decimal(value: number): Decimal | undefined {
  const text = String(value);
  return isDecimal(text) ? text : undefined;
}

export function isDecimal(text: string): text is Decimal {
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);
}
