import type { Table } from "../ast";
import { boolOf, type Row, type Value } from "../values/value";
import { evaluate, type Scope } from "./evaluate-expression";

/**
 * `scan` with one step: rows for which the step's condition holds, each with what the step assigns. In
 * its expressions a column that `scan` declares is its default, and `step.column` what the last such
 * row was given (window-series-scan-0009#3, -0016#1).
 */
export function scanRows(table: Extract<Table, { kind: "scan" }>, scope: Scope): readonly Row[] {
  const defaults = table.columns.map(({ name, value }): readonly [string, Value] => [
    name,
    evaluate(value, { rows: [new Map()], index: 0 }, scope),
  ]);
  const result: Row[] = [];
  // Before the first row a column of the table is null there.
  let state: Row = new Map(defaults);
  for (const row of scope.rowsOf(table.of)) {
    const before: Row = new Map([...row, ...defaults]);
    const place = { rows: [before], index: 0, state };
    if (boolOf(evaluate(table.when, place, scope)) !== true) continue;
    state = new Map([
      ...before,
      ...table.assigned.map(({ name, value }) => [name, evaluate(value, place, scope)] as const),
    ]);
    result.push(state);
  }
  return result;
}
