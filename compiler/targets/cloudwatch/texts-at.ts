import type { Pattern } from "./ast";

/**
 * The texts one of which an event must have at a field for a pattern to match; undefined where
 * the pattern does not say. Sound by the pattern's structure alone.
 */
export function textsAt(pattern: Pattern, field: string): ReadonlySet<string> | undefined {
  switch (pattern.kind) {
    case "and": {
      const known = pattern.operands
        .map((each) => textsAt(each, field))
        .filter((texts) => texts !== undefined);
      return known.sort((a, b) => a.size - b.size)[0];
    }
    case "or": {
      const known = pattern.operands.map((each) => textsAt(each, field));
      const sets = known.filter((texts) => texts !== undefined);
      return sets.length < known.length ? undefined : new Set(sets.flatMap((texts) => [...texts]));
    }
    case "compare": {
      const { selector, operator, value } = pattern;
      const [step, ...others] = selector.steps;
      const [part, ...parts] = value.kind === "text" ? value.parts : [];
      const isThere = step?.kind === "key" && step.name === field && others.length === 0;
      if (!isThere || operator !== "=" || part?.kind !== "literal" || parts.length > 0) {
        return undefined;
      }
      return new Set([part.text]);
    }
    case "order":
    case "is":
    case "notExists":
      return undefined;
  }
}
