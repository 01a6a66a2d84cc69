import type { Message } from "../core/diagnostic";
import { foldPattern, type PatternPart, type StringPattern } from "../ir/pattern";
import { sigmaMessages } from "./messages";

/** Values of placeholders by name: Sigma strings, in which wildcards work. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** A value in which placeholders are still open. */
export type Template<Part = PatternPart> = readonly (Part | Placeholder)[];

interface Placeholder {
  readonly kind: "placeholder";
  readonly name: string;
}

/** An escaped percent sign, an escape that is the value's own, a placeholder, or other characters. */
const PIECE = /\\(?<percent>%)|\\[^]?|%(?<name>\w+)%|%|[^\\%]+/g;

/**
 * Splits a value at its `%name%` placeholders; `\%` is a percent sign (specification 2.1.0,
 * "Placeholders"). What stands between is read by `parse`.
 */
export function parseTemplate<Part>(
  written: string,
  parse: (between: string) => readonly Part[],
): Template<Part> {
  const template: (Part | Placeholder)[] = [];
  let between = "";
  for (const { 0: piece, groups } of written.matchAll(PIECE)) {
    const name = groups?.["name"];
    if (name === undefined) between += groups?.["percent"] ?? piece;
    else {
      template.push(...parse(between), { kind: "placeholder", name });
      between = "";
    }
  }
  template.push(...parse(between));
  return template;
}

/** Puts each combination of values in the placeholders' place; refuses one that has no value. */
export function fillIn<Part extends { readonly kind: string }>(
  template: Template<Part>,
  placeholders: Placeholders,
  parse: (value: string) => readonly Part[],
  most = 1_000,
): readonly (readonly Part[])[] | Message {
  let filled: readonly (readonly Part[])[] = [[]];
  for (const piece of template) {
    if (!isPlaceholder(piece)) {
      filled = filled.map((parts) => [...parts, piece]);
      continue;
    }
    const { name } = piece;
    const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (values === undefined)
      return sigmaMessages.placeholderUnknown(name, Object.keys(placeholders));
    if (values.length === 0) return sigmaMessages.placeholderEmpty(name);
    if (filled.length * values.length > most) return sigmaMessages.tooManyVariants("expand", most);
    filled = filled.flatMap((parts) => values.map((value) => [...parts, ...parse(value)]));
  }
  return filled;
}

function isPlaceholder<Part extends { readonly kind: string }>(
  piece: Part | Placeholder,
): piece is Placeholder {
  return piece.kind === "placeholder";
}

/** A pattern as a regular expression of the same texts, for a placeholder inside `re`. */
export function patternRegex(pattern: StringPattern): string {
  return foldPattern(pattern, {
    text: (literal) => literal.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&"),
    any: "(?s:.*)",
    one: "(?s:.)",
  });
}
