import { keyOf, type Configuration, type Resource } from "./resource";
import { memberOf, UNSET, unknownsIn, type Members, type Value } from "./value";

/** Everything that the files declare together, with what expressions say where they can be followed. */
export interface Declared {
  /** The resources of types, in the order of the files. */
  of(...types: readonly string[]): readonly Resource[];
  /** The resources that an expression of a resource speaks of. */
  referred(value: Value, from: Resource): readonly Resource[];
}

/** References that lead on to references are followed so far; a circle ends there. */
const FOLLOWED = 8;

export function declaredBy(configurations: readonly Configuration[]): Declared {
  const written = configurations.flatMap(({ resources }) => resources);
  const locals = new Map(configurations.flatMap((each) => [...each.locals]));
  const byName = grouped(written, ({ module, local }) => keyOf(module, local));
  const resources = written.map((each): Resource => ({
    ...each,
    values: membersKnown(each.values, each.module, FOLLOWED),
  }));
  const byType = grouped(resources, ({ type }) => type);
  const known = grouped(resources, ({ module, local }) => keyOf(module, local));
  return {
    of: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    referred: (value, { module }) =>
      unknownsIn(value).flatMap(({ references }) =>
        references.flatMap((name) => known.get(keyOf(module, name)) ?? []),
      ),
  };

  function membersKnown({ members }: Members, module: string, left: number): Members {
    const entries = [...members].map(([key, value]): [string, Value] => [
      key,
      valueKnown(value, module, left),
    ]);
    return { kind: "members", members: new Map(entries) };
  }

  /** A value, in which references that lead to a value stand for it. */
  function valueKnown(value: Value, module: string, left: number): Value {
    switch (value.kind) {
      case "literal":
        return value;
      case "list":
        return { kind: "list", items: value.items.map((each) => valueKnown(each, module, left)) };
      case "members":
        return membersKnown(value, module, left);
      case "unknown": {
        const target = value.steps === undefined ? undefined : targetOf(value.steps, module);
        if (target === undefined || left === 0) return value;
        const found = valueKnown(target, module, left - 1);
        // What was referred to on the way counts, also where the value is not known.
        if (found.kind !== "unknown") return found;
        return { ...found, references: [...new Set([...value.references, ...found.references])] };
      }
    }
  }

  /** What a reference leads to, where that is written; what the provider works out is not. */
  function targetOf([head = "", name = "", ...path]: readonly string[], module: string) {
    const start =
      head === "local"
        ? locals.get(keyOf(module, name))
        : byName.get(keyOf(module, `${head}.${name}`))?.[0]?.values;
    if (start === undefined || (head !== "local" && path.length === 0)) return undefined;
    const found = path.reduce<Value>(stepInto, start);
    return found === UNSET ? undefined : found;
  }
}

/** One block may be written as an object, and is still the first of a list. */
function stepInto(value: Value, step: string): Value {
  if (!/^\d+$/.test(step)) return memberOf(value, step);
  if (value.kind === "list") return value.items[Number(step)] ?? UNSET;
  return step === "0" ? value : UNSET;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
