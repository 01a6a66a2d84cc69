import { unsupported } from "../values/error";
import { isNumber } from "../values/operators";
import { boolOf, keyOf, longOf, unwrap, type Value } from "../values/value";

/** What a window function sees: the values of its arguments in any row, and where it stands. */
export interface Window {
  readonly index: number;
  readonly size: number;
  /** The values of the arguments in the row at an index. */
  readonly at: (index: number) => readonly Value[];
}

const WINDOWS = {
  row_number: ({ index, at }) => {
    const [first = 1n] = at(0);
    return BigInt(index - startOf(index, at, 1)) + (longOf(first) ?? 0n);
  },
  row_cumsum: ({ index, at }) => {
    let total: number | bigint = 0n;
    for (let row = startOf(index, at, 1); row <= index; row += 1) {
      const [value = null] = at(row).map(unwrap);
      if (value === null) continue;
      if (!isNumber(value)) throw unsupported("row_cumsum of anything but numbers");
      total =
        typeof total === "bigint" && typeof value === "bigint"
          ? total + value
          : Number(total) + Number(value);
    }
    return total;
  },
  row_rank_dense: ({ index, at }) => {
    let rank = 1n;
    for (let row = startOf(index, at, 1) + 1; row <= index; row += 1) {
      if (keyOf(at(row).slice(0, 1)) !== keyOf(at(row - 1).slice(0, 1))) rank += 1n;
    }
    return rank;
  },
  row_rank_min: ({ index, at }) => {
    const start = startOf(index, at, 1);
    let rank = start;
    for (let row = start + 1; row <= index; row += 1) {
      if (keyOf(at(row).slice(0, 1)) !== keyOf(at(row - 1).slice(0, 1))) rank = row;
    }
    return BigInt(rank - start + 1);
  },
  prev: (window) => neighbour(window, -1),
  next: (window) => neighbour(window, 1),
} as const satisfies Readonly<Record<string, (window: Window) => Value>>;

export type WindowName = keyof typeof WINDOWS;

export function isWindow(name: string): name is WindowName {
  return Object.hasOwn(WINDOWS, name);
}

export function applyWindow(name: WindowName, window: Window): Value {
  return WINDOWS[name](window);
}

/** The last row, up to this one, where the function starts anew. */
function startOf(index: number, at: Window["at"], argument: number): number {
  let start = index;
  while (start > 0 && boolOf(at(start)[argument] ?? null) !== true) start -= 1;
  return start;
}

function neighbour({ index, size, at }: Window, sign: 1 | -1): Value {
  const [, offset = 1n, otherwise = null] = at(index);
  // The engine refuses an offset of 0 (probe-0003, rejected).
  if ((longOf(offset) ?? 0n) < 1n) throw unsupported("such an offset");
  const other = index + sign * Number(longOf(offset));
  return other < 0 || other >= size ? otherwise : (at(other)[0] ?? null);
}
