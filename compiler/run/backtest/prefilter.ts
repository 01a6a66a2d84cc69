import { isObject, member, type Json } from "../../core/json";
import type { Pattern } from "../../targets/cloudwatch/ast";

/** The field that nearly every rule names, and that tells most events apart. */
const FIELD = "eventName";

/**
 * The values one of which an event must have at `eventName` for a pattern to match; undefined where
 * the pattern does not say. Sound by the pattern's structure alone.
 */
export function namesOf(pattern: Pattern): ReadonlySet<string> | undefined {
  switch (pattern.kind) {
    case "and": {
      const known = pattern.operands.map(namesOf).filter((names) => names !== undefined);
      return known.sort((a, b) => a.size - b.size)[0];
    }
    case "or": {
      const known = pattern.operands.map(namesOf);
      const sets = known.filter((names) => names !== undefined);
      return sets.length < known.length ? undefined : new Set(sets.flatMap((names) => [...names]));
    }
    case "compare": {
      const { selector, operator, value } = pattern;
      const [step, ...others] = selector.steps;
      const [part, ...parts] = value.kind === "text" ? value.parts : [];
      const names = step?.kind === "key" && step.name === FIELD && others.length === 0;
      if (!names || operator !== "=" || part?.kind !== "literal" || parts.length > 0) {
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

/** Things by the event names they can be about, so that an event meets only those. */
export interface ByName<T> {
  for(event: Json): readonly T[];
}

export function byName<T>(
  items: readonly T[],
  names: (item: T) => ReadonlySet<string> | undefined,
): ByName<T> {
  const named = items.map((item) => ({ item, names: names(item) }));
  const always = named.filter((each) => each.names === undefined).map(({ item }) => item);
  const known = new Map<string, readonly T[]>();
  for (const name of named.flatMap((each) => [...(each.names ?? [])])) {
    if (known.has(name)) continue;
    const meant = named.filter((each) => each.names?.has(name) ?? true);
    known.set(
      name,
      meant.map(({ item }) => item),
    );
  }
  return {
    for: (event) => {
      const name = member(event, FIELD);
      // A number's text may equal a pattern's; the event is then for every rule.
      if (typeof name === "string") return known.get(name) ?? always;
      return isObject(event) ? items : [];
    },
  };
}
