import { isArray, type DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import { compare, isNumber } from "../values/operators";
import {
  arrayOf,
  bagOf,
  dynamic,
  jsonOf,
  keyOf,
  longOf,
  textOf,
  unwrap,
  type Value,
} from "../values/value";
import type { ScalarFunction } from "./scalar-function";

/** Functions of arrays and property bags. */
export const DYNAMIC_FUNCTIONS = {
  array_length: onArray((array) => BigInt(array.length)),
  array_reverse: onArray((array) => dynamic([...array].reverse())),
  array_sum: onArray((array) => {
    if (array.length === 0) return null;
    // Nulls do not count (null-and-edge-0027#2).
    const numbers = array.filter((item) => item !== null).map((item) => unwrap(dynamic(item)));
    if (!numbers.every(isNumber)) throw unsupported("array_sum of anything but numbers");
    return numbers.reduce<number>((sum, number) => sum + Number(number), 0);
  }),
  // What is no array adds nothing (t1-dynamic-json-0006).
  array_concat: (args) => dynamic(args.flatMap((value) => arrayOf(value) ?? [])),
  array_slice: ([value = null, start = null, end = null]) => {
    const array = arrayOf(value);
    const [from, to] = [longOf(start), longOf(end)];
    if (array === null || from === null || to === null) return null;
    // Both ends belong to the slice.
    const size = array.length;
    const at = (index: bigint) => Number(index < 0n ? BigInt(size) + index : index);
    return dynamic(array.slice(Math.max(0, at(from)), Math.max(0, at(to) + 1)));
  },
  array_index_of: ([value = null, wanted = null, ...rest]) => {
    if (rest.length > 0) throw unsupported("array_index_of with a start");
    const array = arrayOf(value);
    if (array === null) return null;
    const key = keyOf([wanted]);
    return BigInt(array.findIndex((item) => keyOf([dynamic(item)]) === key));
  },
  array_sort_asc: (args) => sorted(args, 1),
  array_sort_desc: (args) => sorted(args, -1),
  pack_array: (args) => dynamic(args.map(jsonOf)),
  pack: bagOfPairs,
  bag_pack: bagOfPairs,
  pack_dictionary: bagOfPairs,
  bag_keys: ([value = null]) => {
    const bag = bagOf(value);
    return bag === null ? null : dynamic([...bag.keys()]);
  },
  bag_has_key: ([value = null, key = ""]) => {
    if (textOf(key).startsWith("$")) throw unsupported("bag_has_key by a path");
    return bagOf(value)?.has(textOf(key)) ?? null;
  },
  bag_merge: (args) => {
    const merged = new Map<string, DynamicJson>();
    for (const value of args) {
      for (const [key, item] of bagOf(value) ?? []) if (!merged.has(key)) merged.set(key, item);
    }
    return dynamic(merged);
  },
  set_union: (args) => {
    const arrays = sets(args);
    return arrays === null ? null : dynamic(distinct(arrays.flat()));
  },
  set_intersect: (args) => {
    const [first, ...others] = sets(args) ?? [];
    if (first === undefined) return null;
    const keys = others.map((array) => new Set(array.map(keyOfJson)));
    const kept = first.filter((item) => keys.every((set) => set.has(keyOfJson(item))));
    return dynamic(distinct(kept));
  },
  set_difference: (args) => {
    const [first, ...others] = sets(args) ?? [];
    if (first === undefined) return null;
    const gone = new Set(others.flat().map(keyOfJson));
    return dynamic(distinct(first.filter((item) => !gone.has(keyOfJson(item)))));
  },
  set_has_element: ([value = null, wanted = null]) => {
    const array = arrayOf(value);
    return array?.some((item) => keyOfJson(item) === keyOf([wanted])) ?? null;
  },
  zip: (args) => {
    const arrays = sets(args);
    if (arrays === null) return null;
    const size = Math.max(...arrays.map((array) => array.length));
    return dynamic(
      Array.from({ length: size }, (_, index) => arrays.map((array) => array[index] ?? null)),
    );
  },
} as const satisfies Readonly<Record<string, ScalarFunction>>;

/** Null of anything but an array. */
function onArray(apply: (array: readonly DynamicJson[]) => Value): ScalarFunction {
  return ([value = null]) => {
    const array = arrayOf(value);
    return array === null ? null : apply(array);
  };
}

function bagOfPairs(args: readonly Value[]): Value {
  const bag = new Map<string, DynamicJson>();
  for (let at = 0; at + 1 < args.length; at += 2) {
    bag.set(textOf(args[at] ?? null), jsonOf(args[at + 1] ?? null));
  }
  return dynamic(bag);
}

function sets(args: readonly Value[]): readonly (readonly DynamicJson[])[] | null {
  const arrays = args.map(arrayOf);
  return arrays.every((array) => array !== null) ? arrays : null;
}

function keyOfJson(json: DynamicJson): string {
  return keyOf([dynamic(json)]);
}

/** The elements in the order they first come in. */
export function distinct(items: readonly DynamicJson[]): readonly DynamicJson[] {
  const seen = new Map<string, DynamicJson>();
  for (const item of items) if (!seen.has(keyOfJson(item))) seen.set(keyOfJson(item), item);
  return [...seen.values()];
}

/** Of scalars of one kind; nulls come last either way. */
function sorted(args: readonly Value[], sign: 1 | -1): Value {
  const [value = null, ...rest] = args;
  const array = arrayOf(value);
  if (array === null) return null;
  if (rest.length > 0) throw unsupported("sorting several arrays");
  const items = array.map((item) => unwrap(dynamic(item)));
  const present = items.filter((item) => item !== null);
  if (present.some((item) => isArray(jsonOf(item)))) throw unsupported("sorting arrays of arrays");
  present.sort((one, other) => sign * (compare(one, other) ?? 0));
  return dynamic([...present, ...items.filter((item) => item === null)].map(jsonOf));
}
