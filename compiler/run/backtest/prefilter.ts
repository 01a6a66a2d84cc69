import { isObject, member, type Json } from "../../core/json";

/** The field that nearly every rule names, and that tells most events apart. */
export const FIELD = "eventName";

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
