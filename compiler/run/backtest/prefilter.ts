import { isObject, readerOf, type Json } from "../../core/json";

/** Things by the texts that an event may have at a field, so that an event meets only those. */
export interface ByText<T> {
  for(event: Json): readonly T[];
}

/** What an item asks of events: `texts`, one of which must stand at a field. */
export interface Asked {
  readonly field: string;
  /** @default - it does not say */
  readonly texts: ReadonlySet<string> | undefined;
}

export function byText<T>(items: readonly T[], asked: (item: T) => Asked): ByText<T> {
  const known = items.map((item) => ({ item, ...asked(item) }));
  const indexes = [...new Set(known.map(({ field }) => field))].map((field) =>
    indexOf(
      field,
      known.filter((each) => each.field === field),
    ),
  );
  const [only] = indexes;
  return only !== undefined && indexes.length === 1
    ? only
    : { for: (event) => indexes.flatMap((index) => index.for(event)) };
}

function indexOf<T>(
  field: string,
  items: readonly { readonly item: T; readonly texts: ReadonlySet<string> | undefined }[],
): ByText<T> {
  const all = items.map(({ item }) => item);
  const always = items.filter(({ texts }) => texts === undefined).map(({ item }) => item);
  const known = new Map<string, readonly T[]>();
  for (const text of items.flatMap(({ texts }) => [...(texts ?? [])])) {
    if (known.has(text)) continue;
    const meant = items.filter(({ texts }) => texts?.has(text) ?? true);
    known.set(
      text,
      meant.map(({ item }) => item),
    );
  }
  const read = readerOf(field);
  return {
    for: (event) => {
      const found = read(event);
      // A number's text may equal a pattern's; the event is then for every rule.
      if (typeof found === "string") return known.get(found) ?? always;
      return isObject(event) ? all : [];
    },
  };
}
