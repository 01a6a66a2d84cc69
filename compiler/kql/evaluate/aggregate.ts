import { distinct } from "../functions/dynamic-functions";
import { roundHalfAway } from "../functions/math-functions";
import type { DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import { compare, isNumber } from "../values/operators";
import { datetime, timespan } from "../values/time";
import { arrayOf, bagOf, boolOf, describe, dynamic, jsonOf, keyOf, longOf } from "../values/value";
import { realOf, unwrap, type ScalarType, type Value } from "../values/value";

/**
 * An aggregate over the rows of a group: for each row the values of its arguments. A group has at
 * least one row, unless the table is empty and there is no `by`.
 */
export type Aggregate = (
  rows: readonly (readonly Value[])[],
  type: ScalarType,
  /** The type of the first argument. */
  of: ScalarType | undefined,
) => Value;

type Rows = Parameters<Aggregate>[0];

const firstOf = (rows: Rows): readonly Value[] => rows.map(([value = null]) => value);
const present = (rows: Rows): readonly Value[] => firstOf(rows).filter((value) => value !== null);
const holds = (value: Value | undefined): boolean => boolOf(value ?? null) === true;

/** Only the rows whose second argument holds. */
const where =
  (aggregate: Aggregate): Aggregate =>
  (rows, type, of) =>
    aggregate(
      rows
        .filter(([, condition]) => holds(condition))
        .map(([value = null, , ...more]) => [value, ...more]),
      type,
      of,
    );

const AGGREGATES = {
  count: (rows) => BigInt(rows.length),
  countif: (rows) => BigInt(rows.filter(([condition]) => holds(condition)).length),
  // Counted exactly; the service estimates above some thousands.
  dcount: (rows) => BigInt(new Set(present(rows).map((value) => keyOf([value]))).size),
  count_distinct: (rows) => BigInt(new Set(present(rows).map((value) => keyOf([value]))).size),
  dcountif: where((rows) => BigInt(new Set(present(rows).map((value) => keyOf([value]))).size)),
  sum,
  sumif: where(sum),
  avg: average,
  avgif: where(average),
  min: (rows) => extreme(present(rows), -1),
  max: (rows) => extreme(present(rows), 1),
  minif: where((rows) => extreme(present(rows), -1)),
  maxif: where((rows) => extreme(present(rows), 1)),
  stdev: (rows) => root(variance(rows, 1)),
  stdevp: (rows) => root(variance(rows, 0)),
  variance: (rows) => variance(rows, 1),
  variancep: (rows) => variance(rows, 0),
  make_list: makeList,
  make_listif: where(makeList),
  make_list_with_nulls: (rows) => dynamic(flattened(firstOf(rows)).map(jsonOf)),
  make_set: (rows) => list(rows, distinct),
  make_list_if: where(makeList),
  make_set_if: where((rows) => list(rows, distinct)),
  make_setif: where((rows) => list(rows, distinct)),
  make_bag: makeBag,
  make_bagif: where(makeBag),
  make_bag_if: where(makeBag),
  stdevif: where((rows) => root(variance(rows, 1))),
  varianceif: where((rows) => variance(rows, 1)),
  count_distinctif: where((rows) =>
    BigInt(new Set(present(rows).map((value) => keyOf([value]))).size),
  ),
  take_anyif: where((rows) => present(rows)[0] ?? null),
  anyif: where((rows) => present(rows)[0] ?? null),
  percentile,
  binary_all_and: (rows) => bits(rows, (a, b) => a & b),
  binary_all_or: (rows) => bits(rows, (a, b) => a | b),
  binary_all_xor: (rows) => bits(rows, (a, b) => a ^ b),
  take_any: (rows) => present(rows)[0] ?? null,
  any: (rows) => present(rows)[0] ?? null,
  arg_max: (rows) => argOf(rows, 1),
  arg_min: (rows) => argOf(rows, -1),
} as const satisfies Readonly<Record<string, Aggregate>>;

export type AggregateName = keyof typeof AGGREGATES;

export function isAggregate(name: string): name is AggregateName {
  return Object.hasOwn(AGGREGATES, name);
}

export function aggregate(name: AggregateName): Aggregate {
  return AGGREGATES[name];
}

/** Of a key that comes twice the first value. */
function makeBag(rows: Rows): Value {
  const bag = new Map<string, DynamicJson>();
  for (const value of present(rows)) {
    for (const [key, item] of bagOf(value) ?? []) if (!bag.has(key)) bag.set(key, item);
  }
  return dynamic(bag);
}

/** By nearest rank, which the service estimates over many rows (KQL reference, percentile()). */
function percentile(rows: Rows): Value {
  const values = present(rows).map(unwrap);
  const share = realOf(rows[0]?.[1] ?? null);
  if (values.length === 0 || share === null) return null;
  values.sort((one, other) => compare(one, other) ?? 0);
  const rank = Math.ceil((Math.max(0, Math.min(100, share)) / 100) * values.length);
  return values[Math.max(0, rank - 1)] ?? null;
}

/** Null of no rows. */
function bits(rows: Rows, apply: (a: bigint, b: bigint) => bigint): Value {
  const longs = present(rows).map((value) => longOf(value) ?? 0n);
  return longs.length === 0 ? null : longs.reduce(apply);
}

function sum(rows: Rows, type: ScalarType): Value {
  const values = present(rows).map(unwrap);
  if (values.every((value) => typeof value === "bigint")) {
    const total = values.reduce((total, value) => total + value, 0n);
    return type === "timespan" ? timespan(total) : total;
  }
  if (values.every(isNumber))
    return values.reduce<number>((total, each) => total + Number(each), 0);
  const spans = values.map((value) =>
    typeof value === "object" && value?.kind === "timespan" ? value.ticks : null,
  );
  if (spans.includes(null)) throw unsupported("such a sum");
  return timespan(spans.reduce<bigint>((total, ticks) => total + (ticks ?? 0n), 0n));
}

function average(rows: Rows): Value {
  const values = present(rows).map(unwrap);
  // The mean of no numbers is not a number (aggregation-0006#1, null-and-edge-0005#3).
  if (values.every(isNumber)) {
    return values.reduce<number>((total, each) => total + Number(each), 0) / values.length;
  }
  const [first] = values;
  const ticks = values.map((value) =>
    typeof value === "object" && value !== null && value.kind !== "dynamic" ? value.ticks : null,
  );
  if (ticks.includes(null) || typeof first !== "object") throw unsupported("such an avg");
  const mean =
    ticks.reduce<bigint>((total, each) => total + (each ?? 0n), 0n) / BigInt(ticks.length);
  return first?.kind === "datetime" ? datetime(mean) : timespan(mean);
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  let best: Value = null;
  for (const value of values.map(unwrap)) {
    const order = compare(value, best);
    // One that is not a number decides (aggregation-0023#3).
    if (order !== null && Number.isNaN(order)) return NaN;
    if (order === null || order * sign > 0) best = value;
  }
  return best;
}

/** Welford's running form, rounded to ten places (aggregation-0009#1, -0012#2). */
function variance(rows: Rows, less: 0 | 1): number | null {
  const values = present(rows).map((value) => realOf(value) ?? 0);
  if (values.length === 0) return less === 0 ? null : 0;
  let [mean, squares] = [0, 0];
  values.forEach((value, index) => {
    const delta = value - mean;
    mean += delta / (index + 1);
    squares += delta * (value - mean);
  });
  if (values.length === less) return 0;
  return roundHalfAway(squares / (values.length - less), 10);
}

function root(value: number | null): number | null {
  return value === null ? null : Math.sqrt(value);
}

/**
 * A list without nulls, of at most so many elements as the second argument says. An array counts by
 * its elements, for lists too (aggregation-0029#3, -0034#1).
 */
function list(
  rows: Rows,
  select: (items: readonly DynamicJson[]) => readonly DynamicJson[],
  values = present(rows),
): Value {
  const items = select(flattened(values).map(jsonOf));
  const max = rows[0]?.[1];
  return dynamic(max === undefined ? items : items.slice(0, Number(longOf(max))));
}

/** Nulls are left out, but those of type dynamic stay (aggregation-0039#3). */
function makeList(rows: Rows, _: ScalarType, of: ScalarType | undefined): Value {
  return list(rows, (items) => items, of === "dynamic" ? firstOf(rows) : present(rows));
}

function flattened(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => arrayOf(value)?.map(dynamic) ?? [value]);
}

/** The second argument in the row whose first is the extreme; the first such row. */
function argOf(rows: Rows, sign: 1 | -1): Value {
  return bestRow(rows, sign)?.[1] ?? null;
}

/** The row whose first value is the extreme: the first one; nulls only where there is no other. */
function bestRow(rows: Rows, sign: 1 | -1): readonly Value[] | undefined {
  let best: readonly Value[] | undefined;
  for (const row of rows) {
    const [value = null] = row;
    const order = compare(unwrap(value), unwrap(best?.[0] ?? null));
    if (best === undefined || (order === null ? value !== null : order * sign > 0)) best = row;
  }
  if (best !== undefined && Number.isNaN(best[0]))
    throw unsupported(`${describe(NaN)} that is NaN`);
  return best;
}
