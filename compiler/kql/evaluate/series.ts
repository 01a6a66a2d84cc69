import type { SeriesColumn, Table } from "../ast";
import type { DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import { floorTicks } from "../values/time";
import { conform, dynamic, jsonOf, keyOf, unwrap, type Row, type Value } from "../values/value";
import { evaluate, type Scope } from "./evaluate-expression";

type MakeSeries = Extract<Table, { kind: "make-series" }>;

/** Bins of one series: our own bound. */
const BINS_MAX = 1_048_576n;

/**
 * `make-series`: for each group an array with a cell for each bin from `from` up to `to`, which is not
 * in it. Rows outside count for nothing, and where none is left there is no series
 * (window-series-scan-0042#1).
 */
export function makeSeries(table: MakeSeries, scope: Scope): readonly Row[] {
  const [from, to, step] = [table.from, table.to, table.step].map((bound) =>
    measure(evaluate(bound, { rows: [new Map()], index: 0 }, scope)),
  );
  if (!from || !to || !step || step.size <= 0n) throw unsupported("make-series with such bounds");
  const size = to.size <= from.size ? 0n : (to.size - from.size + step.size - 1n) / step.size;
  if (size > BINS_MAX) throw unsupported(`a series of more than ${BINS_MAX} bins`);

  const rows = scope.rowsOf(table.of);
  const groups = new Map<string, { by: readonly Value[]; bins: Map<bigint, Row[]> }>();
  for (const [index, row] of rows.entries()) {
    const place = measure(evaluate(table.axis.value, { rows, index }, scope));
    if (place === undefined || place.size < from.size || place.size >= to.size) continue;
    const by = table.by.map(({ value }) => evaluate(value, { rows, index }, scope));
    const group = groups.get(keyOf(by)) ?? { by, bins: new Map<bigint, Row[]>() };
    groups.set(keyOf(by), group);
    const bin = (floorTicks(place.size, step.size, from.size) - from.size) / step.size;
    const inBin = group.bins.get(bin);
    if (inBin === undefined) group.bins.set(bin, [row]);
    else inBin.push(row);
  }
  const bins = Array.from({ length: Number(size) }, (_, index) => BigInt(index));
  const axis = bins.map((bin) => from.at(from.size + bin * step.size));
  return [...groups.values()].map(
    (group) =>
      new Map([
        ...table.by.map(({ name }, index) => [name, group.by[index] ?? null] as const),
        ...table.aggregates.map((column): readonly [string, Value] => [
          column.name,
          dynamic(bins.map((bin) => cell(column, group.bins.get(bin), scope))),
        ]),
        [table.axis.name, dynamic(axis)],
      ]),
  );
}

/** The aggregate over a bin's rows; the default, 0 without one, where there are none. */
function cell(column: SeriesColumn, rows: readonly Row[] | undefined, scope: Scope): DynamicJson {
  if (rows !== undefined) return jsonOf(evaluate(column.value, { rows, index: 0 }, scope));
  const { missing, value } = column;
  if (missing === undefined) return jsonOf(conform(value.type, 0n));
  return jsonOf(conform(value.type, evaluate(missing, { rows: [new Map()], index: 0 }, scope)));
}

/** A place on an axis: how far along it is, and what stands at another. */
interface Measure {
  readonly size: bigint;
  readonly at: (size: bigint) => DynamicJson;
}

function measure(value: Value): Measure | undefined {
  const plain = unwrap(value);
  if (plain === null) return undefined;
  if (typeof plain === "bigint") return { size: plain, at: (size) => size };
  if (typeof plain === "object" && plain.kind !== "dynamic") {
    return { size: plain.ticks, at: (ticks) => ({ kind: plain.kind, ticks }) };
  }
  throw unsupported("make-series on anything but times and whole numbers");
}
