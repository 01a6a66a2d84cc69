import type { Table } from "../ast";
import { conform, keyOf, type Row, type Value } from "../values/value";

type Join = Extract<Table, { kind: "join" }>;

/** The rows of a join. Null keys equal each other (joins-lookup-union-0010#2, null-and-edge-0004#2). */
export function joinRows(join: Join, left: readonly Row[], right: readonly Row[]): readonly Row[] {
  const leftNames = join.on.map((pair) => pair.left);
  const rightNames = join.on.map((pair) => pair.right);
  const rights = grouped(right, rightNames);
  const lefts = grouped(left, leftNames);
  const matchesOf = (row: Row) => found(rights, row, leftNames);
  const pair = (one: Row | undefined, other: Row | undefined): Row =>
    new Map(
      join.columns.flatMap(({ name, type, side, from }): [string, Value][] => {
        const row = side === "left" ? one : other;
        // A column that no event tells stays so.
        if (row?.has(from) === false) return [];
        return [[name, conform(type, row?.get(from) ?? null)]];
      }),
    );
  const pairs = (rows: readonly Row[]) =>
    rows.flatMap((row) => matchesOf(row).map((other) => pair(row, other)));
  const unmatchedLeft = () =>
    left.filter((row) => matchesOf(row).length === 0).map((row) => pair(row, undefined));
  const unmatchedRight = () =>
    right
      .filter((row) => found(lefts, row, rightNames).length === 0)
      .map((row) => pair(undefined, row));

  switch (join.join) {
    case "innerunique":
      // The first row of each key on the left.
      return pairs([...lefts.values()].flatMap(([first]) => (first === undefined ? [] : [first])));
    case "inner":
      return pairs(left);
    case "leftouter":
      return [...pairs(left), ...unmatchedLeft()];
    case "rightouter":
      return [...pairs(left), ...unmatchedRight()];
    case "fullouter":
      return [...pairs(left), ...unmatchedLeft(), ...unmatchedRight()];
    case "leftsemi":
      return left.filter((row) => matchesOf(row).length > 0).map((row) => pair(row, undefined));
    case "leftanti":
      return unmatchedLeft();
    case "rightsemi":
      return right
        .filter((row) => found(lefts, row, rightNames).length > 0)
        .map((row) => pair(undefined, row));
    case "rightanti":
      return unmatchedRight();
  }
}

function keysOf(row: Row, names: readonly string[]): readonly Value[] {
  return names.map((name) => row.get(name) ?? null);
}

function grouped(rows: readonly Row[], names: readonly string[]): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const keys = keysOf(row, names);
    const group = groups.get(keyOf(keys));
    if (group === undefined) groups.set(keyOf(keys), [row]);
    else group.push(row);
  }
  return groups;
}

function found(
  groups: ReadonlyMap<string, readonly Row[]>,
  row: Row,
  names: readonly string[],
): readonly Row[] {
  return groups.get(keyOf(keysOf(row, names))) ?? [];
}
