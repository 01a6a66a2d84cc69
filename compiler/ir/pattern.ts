import { foldCase } from "../core/fold-case";

/**
 * What a Sigma string matches: literal text between wildcards. Always matched against the whole
 * value; `contains` and its like are patterns that begin or end with `*`.
 */
export type StringPattern = readonly PatternPart[];
export type PatternPart =
  | { readonly kind: "text"; readonly text: string }
  /** `*`: any characters, also none. */
  | { readonly kind: "any" }
  /** `?`: exactly one character (a Unicode code point). */
  | { readonly kind: "one" };

export const ANY: PatternPart = { kind: "any" };
export const ONE: PatternPart = { kind: "one" };

export function text(literal: string): StringPattern {
  return literal === "" ? [] : [{ kind: "text", text: literal }];
}

/** Parts in their normal form: no empty text, neighbouring texts joined, `**` written `*`. */
export function concat(...patterns: readonly StringPattern[]): StringPattern {
  const parts: PatternPart[] = [];
  for (const part of patterns.flat()) {
    const last = parts.at(-1);
    if (part.kind === "text" && last?.kind === "text") {
      parts[parts.length - 1] = { kind: "text", text: last.text + part.text };
    } else if (!(part.kind === "any" && last?.kind === "any")) {
      if (part.kind !== "text" || part.text !== "") parts.push(part);
    }
  }
  return parts;
}

/** The characters of a pattern, wildcards among them. */
export function charsOf(pattern: StringPattern): number {
  return pattern.reduce((sum, part) => sum + (part.kind === "text" ? part.text.length : 1), 0);
}

/**
 * A Sigma string with its wildcards and escapes: `\*`, `\?` and `\\` are the characters themselves, a
 * backslash before anything else is a backslash (Sigma specification 2.1.0, "Escaping").
 */
export function parseStringPattern(written: string): StringPattern {
  const parts: PatternPart[] = [];
  for (const [piece, escaped] of written.matchAll(PIECE)) {
    if (piece === "*") parts.push(ANY);
    else if (piece === "?") parts.push(ONE);
    else parts.push({ kind: "text", text: escaped ?? piece });
  }
  return concat(parts);
}

/** An escape, a wildcard, a run of other characters, or a backslash that is one. */
const PIECE = /\\([*?\\])|[*?]|[^\\*?]+|\\/g;

/** The pattern as Sigma writes it; `parseStringPattern` reads it back. */
export function printStringPattern(pattern: StringPattern): string {
  return pattern
    .map((part) => {
      switch (part.kind) {
        case "text":
          return part.text.replace(/[\\*?]/g, (char) => `\\${char}`);
        case "any":
          return "*";
        case "one":
          return "?";
      }
    })
    .join("");
}

/** How a language writes the parts of a pattern; what is not text says why there is none. */
export interface PartForms<Refusal> {
  readonly text: (literal: string) => string | Refusal;
  readonly any: string;
  readonly one: string | Refusal;
}

/** The pattern's parts in another language, in a row. */
export function foldPattern<Refusal = never>(
  pattern: StringPattern,
  forms: PartForms<Refusal>,
): string | Refusal {
  let source = "";
  for (const part of pattern) {
    const written = part.kind === "text" ? forms.text(part.text) : forms[part.kind];
    if (typeof written !== "string") return written;
    source += written;
  }
  return source;
}

/** The pattern as a regular expression that is searched for: anchored, but open where it ends in `*`. */
export function foldSearch<Refusal = never>(
  pattern: StringPattern,
  forms: PartForms<Refusal>,
): string | Refusal {
  const [open, close] = [pattern[0]?.kind === "any", pattern.at(-1)?.kind === "any"];
  const source = foldPattern(pattern.slice(open ? 1 : 0, close ? -1 : undefined), forms);
  return typeof source === "string" ? `${open ? "" : "^"}${source}${close ? "" : "$"}` : source;
}

/** The shapes that targets have operators for; `general` is every other pattern. */
export type PatternShape =
  | { readonly kind: "equals" | "startswith" | "endswith" | "contains"; readonly text: string }
  /** `*` alone: present and not empty (design, "Semantics, decided once"). */
  | { readonly kind: "anything" }
  | { readonly kind: "general" };

export function shapeOf(pattern: StringPattern): PatternShape {
  const [first, second, third] = pattern;
  if (first === undefined) return { kind: "equals", text: "" };
  if (pattern.length === 1) {
    if (first.kind === "text") return { kind: "equals", text: first.text };
    return { kind: first.kind === "any" ? "anything" : "general" };
  }
  if (pattern.length === 2 && first.kind === "text" && second!.kind === "any") {
    return { kind: "startswith", text: first.text };
  }
  if (pattern.length === 2 && first.kind === "any" && second!.kind === "text") {
    return { kind: "endswith", text: second!.text };
  }
  if (
    pattern.length === 3 &&
    first.kind === "any" &&
    second!.kind === "text" &&
    third!.kind === "any"
  ) {
    return { kind: "contains", text: second!.text };
  }
  return { kind: "general" };
}

/**
 * Whether the text of some number that the pattern finds depends on who writes it: all agree on
 * `12` and `0.5`, but one writes `0.00001` and another `1E-05`.
 */
export function findsDoubtfulNumbers(pattern: StringPattern): boolean {
  const texts = pattern.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  if (!texts.every((each) => /^[-+.0-9eE]+$/.test(each))) return false;
  const shape = shapeOf(pattern);
  if (shape.kind !== "equals") return shape.kind !== "anything";
  // No writer begins a number with a zero that it could leave out.
  const number = shape.text === "" || /^[-+]?0\d/.test(shape.text) ? NaN : Number(shape.text);
  return !Number.isNaN(number) && !(isPlainNumber(number) && String(number) === shape.text);
}

/** Whether a number is written without an exponent, and alike, by JavaScript, .NET and Java. */
export function isPlainNumber(value: number): boolean {
  const size = Math.abs(value);
  return Number.isSafeInteger(value) || (size >= 1e-3 && size < 1e7);
}

/** Whether some text that differs from `value` only in ASCII case exists. */
export function hasLetters(value: string): boolean {
  return /[A-Za-z]/.test(value);
}

/** A test of a whole text against a pattern; `*` alone asks for a text that is not empty. */
export function stringMatcher(pattern: StringPattern, cased: boolean): (value: string) => boolean {
  const fold = cased ? (value: string) => value : foldCase;
  const shape = shapeOf(pattern);
  switch (shape.kind) {
    case "anything":
      return (value) => value !== "";
    case "equals": {
      const wanted = fold(shape.text);
      return (value) => value.length === wanted.length && fold(value) === wanted;
    }
    case "startswith": {
      const wanted = fold(shape.text);
      return (value) => fold(value.slice(0, wanted.length)) === wanted;
    }
    case "endswith": {
      const wanted = fold(shape.text);
      return (value) => fold(value.slice(Math.max(0, value.length - wanted.length))) === wanted;
    }
    case "contains": {
      const wanted = fold(shape.text);
      return (value) => fold(value).includes(wanted);
    }
    case "general":
      return generalMatcher(pattern, fold);
  }
}

/** Leftmost match of each run between stars, which is enough for wildcards; linear in practice. */
function generalMatcher(pattern: StringPattern, fold: (value: string) => string) {
  const least = charsOf(pattern.filter(({ kind }) => kind !== "any"));
  let matches: ((value: string) => boolean) | undefined;
  return (value: string): boolean =>
    value.length >= least && (matches ??= runsMatcher(pattern, fold))(value);
}

function runsMatcher(pattern: StringPattern, fold: (value: string) => string) {
  const runs: (string | undefined)[][] = [[]];
  for (const part of pattern) {
    const run = runs.at(-1)!;
    if (part.kind === "any") runs.push([]);
    else if (part.kind === "one") run.push(undefined);
    // Not spread: a text can be longer than a call may have arguments.
    else for (const char of fold(part.text)) run.push(char);
  }
  const fits = (chars: readonly string[], run: readonly (string | undefined)[], at: number) =>
    run.every((wanted, index) => wanted === undefined || wanted === chars[at + index]);
  return (value: string): boolean => {
    const chars = [...fold(value)];
    const first = runs[0]!;
    if (!fits(chars, first, 0)) return false;
    if (runs.length === 1) return chars.length === first.length;
    const last = runs.at(-1)!;
    let at = first.length;
    for (const run of runs.slice(1, -1)) {
      while (at + run.length <= chars.length && !fits(chars, run, at)) at += 1;
      if (at + run.length > chars.length) return false;
      at += run.length;
    }
    return chars.length - last.length >= at && fits(chars, last, chars.length - last.length);
  };
}
