import { foldCase, isAscii } from "../../core/fold-case";
import type { StringPredicate } from "../../ir/expression";
import { hasLetters, shapeOf, type PatternShape, type StringPattern } from "../../ir/pattern";
import { canonicalSpelling, type Field } from "../../log-sources/field";

/** A pattern as it can be compared: in one case, or in any; undefined where neither is possible. */
export type Spelled =
  | { readonly pattern: StringPattern; readonly anyCase: boolean; readonly isAssumed: boolean }
  | undefined;

/**
 * How the texts of a pattern are compared at a field: as the rule has them where it minds case or no letter
 * is in them, else in any case, of ASCII alone. As the field spells them only where no operator ignores
 * case, or the field is one that every rule names, in long lists.
 */
export function spelledAt(
  { pattern, cased }: StringPredicate,
  field: Field,
  { negated, isShort }: { readonly negated: boolean; readonly isShort: boolean },
): Spelled {
  const texts = pattern.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  // A half of a pair has no form in UTF-8.
  if (texts.some((text) => /\p{Surrogate}/u.test(text))) return undefined;
  const inOneCase = (own: StringPattern, isAssumed = false) =>
    ({ pattern: own, anyCase: false, isAssumed }) as const;
  if (cased || !texts.some(hasLetters)) return inOneCase(pattern);
  const { kind } = shapeOf(pattern);
  const ignoresCase =
    kind === "equals" || (!negated && (kind === "startswith" || kind === "endswith"));
  const canonical = ignoresCase && !isShort ? undefined : canonicalOf(pattern, field);
  if (canonical !== undefined) {
    return inOneCase(
      pattern.map((part) => (part.kind === "text" ? { ...part, text: canonical } : part)),
      field.spelling.kind === "identifier",
    );
  }
  return texts.every(isAscii) ? { pattern, anyCase: true, isAssumed: false } : undefined;
}

/** The one text of a pattern as the field spells it: whole identifiers and their beginnings have a spelling. */
function canonicalOf(pattern: StringPattern, field: Field): string | undefined {
  const shape: PatternShape = shapeOf(pattern);
  switch (shape.kind) {
    case "equals":
      return canonicalSpelling(field, shape.text);
    case "startswith":
      return field.spelling.kind === "closed" ? undefined : canonicalSpelling(field, shape.text);
    case "contains":
    case "endswith":
      return field.spelling.kind === "lower" ? foldCase(shape.text) : undefined;
    case "anything":
    case "general":
      return undefined;
  }
}
