import type { DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import { compare, isNumber } from "../values/operators";
import { arrayOf, dynamic, jsonOf, realOf, unwrap, type Value } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

/** Functions of arrays that are series of numbers (KQL reference, each by its name). */
export const SERIES_FUNCTIONS = {
  series_fill_forward: ([series = null, ...rest]) => {
    const array = arrayOf(series);
    return array === null || rest.length > 0 ? refuse(rest, null) : dynamic(filled(array));
  },
  series_fill_backward: ([series = null, ...rest]) => {
    const array = arrayOf(series);
    if (array === null || rest.length > 0) return refuse(rest, null);
    return dynamic([...filled([...array].reverse())].reverse());
  },
  series_fill_const: ([series = null, constant = null, ...rest]) => {
    const array = arrayOf(series);
    if (array === null || rest.length > 0) return refuse(rest, null);
    return dynamic(array.map((item) => item ?? jsonOf(constant)));
  },
  // Between two numbers on a line; nothing here says of which type what it fills is.
  series_fill_linear: ([series = null, ...rest]) => {
    const array = arrayOf(series);
    if (array === null || rest.length > 0) return refuse(rest, null);
    return array.includes(null) ? refuse([null], null) : series;
  },
  series_sum: ([series = null]) => {
    const numbers = numbersOf(series);
    return numbers === null ? null : numbers.reduce((total, each) => total + each, 0);
  },
  series_equals: (args) => paired(args, (a, b) => a === b),
  series_not_equals: (args) => paired(args, (a, b) => a !== b),
  series_greater: (args) => paired(args, (a, b) => a > b),
  series_greater_equals: (args) => paired(args, (a, b) => a >= b),
  series_less: (args) => paired(args, (a, b) => a < b),
  series_less_equals: (args) => paired(args, (a, b) => a <= b),
  series_stats_dynamic: ([series = null]) => {
    const numbers = numbersOf(series);
    return numbers === null || numbers.length === 0 ? null : dynamic(stats(numbers));
  },
} as const satisfies Readonly<Record<string, ScalarFunction>>;

function refuse(more: readonly Value[], otherwise: Value): Value {
  if (more.length > 0) throw unsupported("such a series");
  return otherwise;
}

/** Each null replaced by what came last before it. */
function filled(array: readonly DynamicJson[]): readonly DynamicJson[] {
  let last: DynamicJson = null;
  return array.map((item) => (last = item ?? last));
}

/** The numbers of a series without gaps; null of what is no array. */
function numbersOf(series: Value): readonly number[] | null {
  const array = arrayOf(series);
  if (array === null) return null;
  return array.map((item) => realOf(dynamic(item)) ?? Number(refuse([null], null)));
}

/** Element by element, null where either is no number. */
function paired(
  [one = null, other = null]: readonly Value[],
  apply: (a: number, b: number) => boolean,
): Value {
  const [left, right] = [arrayOf(one), arrayOf(other)];
  if (left === null || right === null) return null;
  const size = Math.max(left.length, right.length);
  return dynamic(
    Array.from({ length: size }, (_, index) => {
      const [a, b] = [left[index], right[index]].map((item) => unwrap(dynamic(item ?? null)));
      return a !== undefined && b !== undefined && isNumber(a) && isNumber(b)
        ? apply(Number(a), Number(b))
        : null;
    }),
  );
}

/** Variance and deviation are those of a sample (window-series-scan-0029#1). */
function stats(numbers: readonly number[]): ReadonlyMap<string, DynamicJson> {
  const sum = numbers.reduce((total, each) => total + each, 0);
  const avg = sum / numbers.length;
  const squares = numbers.reduce((total, each) => total + (each - avg) ** 2, 0);
  const variance = numbers.length > 1 ? squares / (numbers.length - 1) : 0;
  const extreme = (sign: 1 | -1) =>
    numbers.reduce((best, each) => ((compare(each, best) ?? 0) * sign > 0 ? each : best));
  const [min, max] = [extreme(-1), extreme(1)];
  return new Map<string, DynamicJson>([
    ["min", min],
    ["min_idx", BigInt(numbers.indexOf(min))],
    ["max", max],
    ["max_idx", BigInt(numbers.indexOf(max))],
    ["avg", avg],
    ["stdev", Math.sqrt(variance)],
    ["variance", variance],
    ["sum", sum],
    ["len", BigInt(numbers.length)],
  ]);
}
