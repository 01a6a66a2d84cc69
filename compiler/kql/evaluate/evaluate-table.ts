import { columnsOf } from "../ast";
import type {
  Columns,
  Column,
  BoundExpression,
  NamedExpression,
  Program,
  SortKey,
  Table,
} from "../ast";
import { parsePairs } from "../functions/parse-pairs";
import { parserOf } from "../functions/parse-text";
import { unsupported } from "../values/error";
import { applyBinary, compare } from "../values/operators";
import {
  boolOf,
  conform,
  keyOf,
  longOf,
  textOf,
  unwrap,
  type Row,
  type Value,
} from "../values/value";
import { evaluate, type Scope } from "./evaluate-expression";
import { expand } from "./expand";
import { joinRows } from "./join";
import { scanRows } from "./scan";
import { makeSeries } from "./series";
import { topNested } from "./top-nested";

/** What a program is run over. */
export interface Input {
  readonly rowsOf: (table: string) => readonly Row[];
  /** Ticks since year 1. */
  readonly now: () => bigint;
  readonly ingested: (row: Row) => Value;
}

/** Rows that one query may make on the way: our own bound, so that no query runs away. */
const ROWS_MAX = 1_000_000;

/** The rows of a program's result, in their order. Throws a `KqlError`. */
export function runProgram(program: Program, input: Input): readonly Row[] {
  const values = new Map<string, Value>();
  const tables = new Map<string, Table>();
  const named = (name: string) => {
    const variable = tables.get(name);
    return variable === undefined ? input.rowsOf(name) : scope.rowsOf(variable);
  };
  const over = (elements: readonly Row[]): Scope => {
    const done = new Map<Table, readonly Row[]>();
    const own: Scope = {
      variable: (name) => {
        const value = values.get(name);
        if (value === undefined) throw unsupported(`the name ${name}`);
        return value;
      },
      now: input.now,
      ingested: input.ingested,
      over,
      elements,
      rowsOf: (table) => {
        const known = done.get(table);
        if (known !== undefined) return known;
        const rows = rowsOf(table, own, named);
        if (rows.length > ROWS_MAX) throw unsupported(`a table of more than ${ROWS_MAX} rows`);
        done.set(table, rows);
        return rows;
      },
    };
    return own;
  };
  const scope = over([]);
  for (const item of program.lets) {
    if (item.kind === "table") tables.set(item.name, item.table);
    else values.set(item.name, evaluate(item.value, NOWHERE, scope));
  }
  return scope.rowsOf(program.result);
}

/** Where there is no row: a row without columns. */
const NOWHERE = { rows: [new Map<string, Value>()], index: 0 } as const;

function rowsOf(
  table: Table,
  scope: Scope,
  named: (name: string) => readonly Row[],
): readonly Row[] {
  const at = (value: BoundExpression, rows: readonly Row[], index: number) =>
    evaluate(value, { rows, index }, scope);
  const cells = (columns: readonly NamedExpression[], rows: readonly Row[], index: number) =>
    columns
      .filter(({ value }) => !copiesUnknown(value, rows[index]))
      .map(({ name, value }) => [name, at(value, rows, index)] as const);

  switch (table.kind) {
    case "source":
    case "variable":
      return named(table.name);
    case "rows":
      return table.rows.map(
        (row) =>
          new Map(
            table.columns.map(({ name, type }, index) => [name, conform(type, row[index] ?? null)]),
          ),
      );
    case "print":
      return [new Map(cells(table.columns, NOWHERE.rows, 0))];
    case "range":
      return range(table, scope);
    case "where": {
      const rows = scope.rowsOf(table.of);
      // A null predicate drops the row.
      return rows.filter((_, index) => boolOf(at(table.predicate, rows, index)) === true);
    }
    case "extend": {
      const rows = scope.rowsOf(table.of);
      const names = table.columns.map(({ name }) => name);
      return rows.map((row, index) => {
        const before = [...row].filter(([name]) => !names.includes(name));
        return new Map([...before, ...cells(table.columns, rows, index)]);
      });
    }
    case "project": {
      const rows = scope.rowsOf(table.of);
      return rows.map((_, index) => new Map(cells(table.columns, rows, index)));
    }
    case "distinct": {
      const rows = scope.rowsOf(table.of);
      return distinctRows(
        rows.map(
          (_, index) =>
            new Map(
              table.columns.map(({ name, value }) => [name, at(value, rows, index)] as const),
            ),
        ),
      );
    }
    case "summarize":
      return summarize(table, scope);
    case "make-series":
      return makeSeries(table, scope);
    case "top-nested":
      return topNested(table, scope);
    case "scan":
      return scanRows(table, scope);
    case "mv-expand":
      return scope.rowsOf(table.of).flatMap((row) => expand(row, table, scope));
    case "mv-apply":
      return scope.rowsOf(table.of).flatMap((row) => {
        const inner = scope.over(expand(row, table, scope)).rowsOf(table.each);
        return inner.map((each) => new Map([...row, ...each]));
      });
    case "elements":
      return scope.elements;
    case "parse": {
      const rows = scope.rowsOf(table.of);
      const parse = parserOf(table.pattern);
      return rows.flatMap((row, index): readonly Row[] => {
        const found = parse(textOf(at(table.source, rows, index)));
        if (found === undefined && table.filters) return [];
        return [withCells(row, table.columns, found)];
      });
    }
    case "parse-kv": {
      const rows = scope.rowsOf(table.of);
      return rows.map((row, index) =>
        withCells(
          row,
          table.columns,
          parsePairs(textOf(at(table.source, rows, index)), table.columns, table.syntax),
        ),
      );
    }
    case "sort":
      return sortRows(scope.rowsOf(table.of), table.keys, scope);
    case "take": {
      const count = longOf(evaluate(table.count, NOWHERE, scope)) ?? 0n;
      return scope.rowsOf(table.of).slice(0, Math.max(0, Number(count)));
    }
    case "count":
      return [new Map([[table.name, BigInt(scope.rowsOf(table.of).length)]])];
    case "join":
      return joinRows(table, scope.rowsOf(table.of), scope.rowsOf(table.right));
    case "union":
      return table.tables.flatMap((each) => {
        const own = new Set(columnsOf(each).map(({ name }) => name));
        return scope.rowsOf(each).map((row) => padded(row, table.columns, own));
      });
  }
}

/** A row with what was read beside it; nothing was read where there was no match. */
function withCells(row: Row, columns: Columns, found: ReadonlyMap<string, Value> | undefined): Row {
  return new Map([
    ...row,
    ...columns.map(({ name, type }) => [name, conform(type, found?.get(name) ?? null)] as const),
  ]);
}

/** Whether an expression only hands on a column that no event tells, or makes something of it: so it stays. */
function copiesUnknown(value: BoundExpression, row: Row | undefined): boolean {
  if (value.kind === "call") {
    const [only, ...others] = value.arguments;
    return only !== undefined && others.length === 0 && copiesUnknown(only, row);
  }
  return value.kind === "column" && row?.has(value.name) === false;
}

/** A row of a union: empty where its table has no such column. */
function padded(row: Row, columns: readonly Column[], own: ReadonlySet<string>): Row {
  return new Map(
    columns
      .filter(({ name }) => row.has(name) || !own.has(name))
      .map(({ name, type }) => [name, conform(type, row.get(name) ?? null)]),
  );
}

function distinctRows(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf([...row.values()]);
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

function range(table: Extract<Table, { kind: "range" }>, scope: Scope): readonly Row[] {
  const [from = null, to = null, step = null] = [table.from, table.to, table.step].map((value) =>
    evaluate(value, NOWHERE, scope),
  );
  const zero = applyBinary("-", step, step, table.step.type);
  const direction = compare(step, zero);
  if (direction === null || direction === 0 || Number.isNaN(direction)) {
    throw unsupported("a range with such a step");
  }
  const rows: Row[] = [];
  let value = from;
  for (;;) {
    const order = compare(value, to);
    if (order === null || order * direction > 0) return rows;
    if (rows.length > ROWS_MAX) throw unsupported(`a range of more than ${ROWS_MAX} rows`);
    rows.push(new Map([[table.name, conform(table.type, value)]]));
    value = applyBinary("+", value, step, table.type);
  }
}

function summarize(table: Extract<Table, { kind: "summarize" }>, scope: Scope): readonly Row[] {
  const rows = scope.rowsOf(table.of);
  const groups = new Map<string, { readonly by: readonly Value[]; readonly rows: Row[] }>();
  if (table.by.length === 0) groups.set("", { by: [], rows: [] });
  for (const [index, row] of rows.entries()) {
    const by = table.by.map(({ value }) => evaluate(value, { rows, index }, scope));
    const key = by.length === 0 ? "" : keyOf(by);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { by, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()].map(
    (group) =>
      new Map([
        ...table.by.map(({ name }, index) => [name, group.by[index] ?? null] as const),
        ...table.aggregates
          .filter(({ value }) => !returnsUnknown(value, group.rows[0]))
          .map(
            ({ name, value }) =>
              [name, evaluate(value, { rows: group.rows, index: 0 }, scope)] as const,
          ),
      ]),
  );
}

/** Whether an `arg_max` or its like only hands on such a column. */
function returnsUnknown(value: BoundExpression, row: Row | undefined): boolean {
  const returned = value.kind === "aggregate" ? value.arguments[1] : undefined;
  return returned !== undefined && copiesUnknown(returned, row);
}

function sortRows(rows: readonly Row[], keys: readonly SortKey[], scope: Scope): readonly Row[] {
  const keyed = rows.map((row, index) => ({
    row,
    values: keys.map(({ value }) => unwrap(evaluate(value, { rows, index }, scope))),
  }));
  keyed.sort((one, other) => {
    for (const [index, { descending, nullsFirst }] of keys.entries()) {
      const [a = null, b = null] = [one.values[index], other.values[index]];
      if (a === null && b === null) continue;
      if (a === null || b === null) return (a === null) === nullsFirst ? -1 : 1;
      const order = compare(a, b) ?? 0;
      if (Number.isNaN(order)) throw unsupported("an order of NaN");
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}
