import type { NestedLevel, Table } from "../ast";
import { unsupported } from "../values/error";
import { compare } from "../values/operators";
import { keyOf, longOf, unwrap, type Row, type Value } from "../values/value";
import { evaluate, type Scope } from "./evaluate-expression";

/** `top-nested`: the first groups by an aggregate, and within each the first by the next. */
export function topNested(
  { of, levels }: Extract<Table, { kind: "top-nested" }>,
  scope: Scope,
): readonly Row[] {
  return nested(scope.rowsOf(of), levels, scope).map((cells) => new Map(cells));
}

type Cells = readonly (readonly [string, Value])[];

function nested(
  rows: readonly Row[],
  [level, ...deeper]: readonly NestedLevel[],
  scope: Scope,
): readonly Cells[] {
  if (level === undefined) return [[]];
  const { key, aggregate, count } = level;
  const groups = new Map<string, { readonly of: Value; readonly rows: Row[] }>();
  for (const [index, row] of rows.entries()) {
    const of = evaluate(key.value, { rows, index }, scope);
    const group = groups.get(keyOf([of]));
    if (group === undefined) groups.set(keyOf([of]), { of, rows: [row] });
    else group.rows.push(row);
  }
  const found = [...groups.values()].map((group) => ({
    ...group,
    by: evaluate(aggregate.value, { rows: group.rows, index: 0 }, scope),
  }));
  const most =
    count === undefined
      ? found.length
      : Number(longOf(evaluate(count, { rows: [new Map()], index: 0 }, scope)));
  return first(found, most, level.descending).flatMap((group) =>
    nested(group.rows, deeper, scope).map((cells) => [
      [key.name, group.of] as const,
      [aggregate.name, group.by] as const,
      ...cells,
    ]),
  );
}

function first<G extends { readonly by: Value }>(
  groups: readonly G[],
  most: number,
  descending: boolean,
): readonly G[] {
  const order = (one: Value, other: Value) => {
    const found = compare(unwrap(one), unwrap(other));
    if (found === null || Number.isNaN(found)) throw unsupported("top-nested by null");
    return descending ? -found : found;
  };
  const sorted = [...groups].sort((one, other) => order(one.by, other.by));
  const [last, next] = [sorted[most - 1], sorted[most]];
  if (last !== undefined && next !== undefined && order(last.by, next.by) === 0) {
    throw unsupported("top-nested with a tie for the last place");
  }
  return sorted.slice(0, Math.max(0, most));
}
