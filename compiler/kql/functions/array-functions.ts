import { isArray, isBag, type DynamicJson } from "../values/dynamic";
import type { KqlError } from "../values/error";
import { unsupported } from "../values/error";
import { applyBinary, compare } from "../values/operators";
import { arrayOf, bagOf, dynamic, jsonOf, longOf, textOf, type Value } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

/** What makes arrays and bags of others, element by element (KQL reference, each by its name). */
export const ARRAY_FUNCTIONS = {
  array_rotate_left: (args) => moved(args, (index, by, size) => modulo(index + by, size)),
  array_rotate_right: (args) => moved(args, (index, by, size) => modulo(index - by, size)),
  array_shift_left: (args) => moved(args, (index, by) => index + by),
  array_shift_right: (args) => moved(args, (index, by) => index - by),
  array_split: ([value = null, at = null]) => {
    const array = arrayOf(value);
    const cuts = (arrayOf(at)?.map(dynamic) ?? [at]).map(longOf);
    if (array === null || cuts.includes(null)) return null;
    const places = cuts.map((cut) => clamped(Number(cut ?? 0n), array.length));
    const starts = [0, ...places];
    return dynamic(starts.map((start, index) => array.slice(start, places[index])));
  },
  array_iff: selected,
  array_iif: selected,
  repeat: ([value = null, count = null], { of }) => {
    // The engine repeats scalars alone (dynamic-json-0022, rejected).
    if (of === "dynamic") throw unsupported("repeat of a dynamic");
    const times = longOf(count);
    if (times === null || times < 0n) return null;
    if (times > BigInt(ITEMS_MAX)) throw tooMany();
    return dynamic(Array.from({ length: Number(times) }, () => jsonOf(value)));
  },
  range: ([from = null, to = null, step = 1n]) => {
    const items: DynamicJson[] = [];
    for (let value = from; ; value = applyBinary("+", value, step, "dynamic")) {
      const [order, way] = [
        compare(value, to),
        compare(step, applyBinary("-", step, step, "dynamic")),
      ];
      if (order === null || way === null || way === 0) return null;
      if (order * way > 0) return dynamic(items);
      if (items.length >= ITEMS_MAX) throw tooMany();
      items.push(jsonOf(value));
    }
  },
  treepath: ([value = null]) => dynamic(paths(jsonOf(value), "")),
  bag_remove_keys: ([value = null, keys = null]) => {
    const bag = bagOf(value);
    const gone = arrayOf(keys);
    if (bag === null || gone === null) return null;
    const names = new Set(gone.map((key) => textOf(dynamic(key))));
    if ([...names].some((name) => /^\$/.test(name))) throw unsupported("bag_remove_keys by a path");
    return dynamic(new Map([...bag].filter(([key]) => !names.has(key))));
  },
  bag_set_key: ([value = null, key = "", item = null]) => {
    const bag = bagOf(value);
    if (textOf(key).startsWith("$")) throw unsupported("bag_set_key by a path");
    return bag === null ? null : dynamic(new Map([...bag, [textOf(key), jsonOf(item)]]));
  },
  bag_zip: ([keys = null, values = null]) => {
    const [names, items] = [arrayOf(keys), arrayOf(values)];
    if (names === null || items === null) return null;
    return dynamic(
      new Map(names.map((name, index) => [textOf(dynamic(name)), items[index] ?? null])),
    );
  },
  has_any_index: ([source = "", values = null]) => {
    const wanted = arrayOf(values) ?? [];
    const has = (item: DynamicJson) => applyBinary("has", source, dynamic(item), "bool") === true;
    return BigInt(wanted.findIndex(has));
  },
} as const satisfies Readonly<Record<string, ScalarFunction>>;

/** Our own bound, so that no query runs away. */
const ITEMS_MAX = 1_048_576;

function tooMany(): KqlError {
  return unsupported(`an array of more than ${ITEMS_MAX} elements`);
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** An index from the end where it is negative, held within the array. */
function clamped(index: number, size: number): number {
  return Math.max(0, Math.min(size, index < 0 ? size + index : index));
}

/** Each element from another place; where none was, the filling. */
function moved(
  [value = null, count = null, filling = null]: readonly Value[],
  from: (index: number, by: number, size: number) => number,
): Value {
  const [array, by] = [arrayOf(value), longOf(count)];
  if (array === null || by === null) return null;
  return dynamic(
    array.map((_, index) => array[from(index, Number(by), array.length)] ?? jsonOf(filling)),
  );
}

/**
 * `array_iff`: element by element, a scalar standing for each of its own. A number holds unless it is 0;
 * what is neither bool nor number makes null (Kusto documentation, array_iff).
 */
function selected([test = null, yes = null, no = null]: readonly Value[]): Value {
  const tests = arrayOf(test);
  if (tests === null) return null;
  const at = (value: Value, index: number) => {
    const array = arrayOf(value);
    return array === null ? jsonOf(value) : (array[index] ?? null);
  };
  return dynamic(
    tests.map((item, index) => {
      const isTest =
        typeof item === "boolean" || typeof item === "bigint" || typeof item === "number";
      return isTest ? at(Number(item) === 0 ? no : yes, index) : null;
    }),
  );
}

function paths(json: DynamicJson, before: string): readonly string[] {
  const entries: readonly (readonly [string, DynamicJson])[] = isBag(json)
    ? [...json].map(([key, item]) => [`['${key}']`, item] as const)
    : isArray(json)
      ? json.slice(0, 1).map((item) => ["[0]", item] as const)
      : [];
  return entries.flatMap(([step, item]) => [before + step, ...paths(item, before + step)]);
}
