import type { LogSource } from "../../../log-sources/log-source";
import { isPart, jsonTexts, unitedTable } from "../../../log-sources/read-tables";
import { columnOf, type SentinelTable, type Tables } from "../../../log-sources/sentinel-table";
import type { KqlQuery, KqlStage, KqlTabular, NonEmpty, RowStage } from "../ast";
import { call, column, isFilled } from "./build";
import type { RowsOfTable } from "./rows";
import { extend } from "./stages";
import { TIME } from "./window-columns";

/** Queries over tables of one log source as one; a table that the workspace does not have is left out. */
export function together(legs: NonEmpty<KqlQuery>): KqlTabular {
  const [only, ...others] = legs;
  return others.length === 0 ? only : { legs, fuzzy: true, stages: [] };
}

/**
 * The rows of tables as they are: columns that are JSON text in one table and objects in another are
 * objects, and an event that is in two tables has one row. `before`: what each table is asked first.
 */
export function wholeRows(
  rows: NonEmpty<RowsOfTable>,
  before: readonly RowStage[],
): { readonly query: KqlTabular; readonly table: SentinelTable } {
  const tables = tablesIn(rows);
  const table = unitedTable(tables);
  const leg = ({ table: own, stages }: RowsOfTable): KqlQuery => {
    const parsed = jsonTexts(own, table).map((name) => ({
      name,
      value: call("parse_json", column(name)),
    }));
    return { table: own.name, stages: [...before, ...stages, ...extend(parsed)] };
  };
  const [first, ...others] = rows;
  const query = together([leg(first), ...others.map(leg)]);
  return { table, query: { ...query, stages: [...query.stages, ...eachRecord(rows)] } };
}

/** One row for each event, of tables that may both have it. */
function eachRecord(rows: NonEmpty<RowsOfTable>): readonly KqlStage[] {
  if (!repeats(rows)) return [];
  const [{ table, logSource }] = rows;
  const by = identityOf(logSource).map((path) => columnOf(table, path)?.column ?? "");
  if (!isFilled(by)) throw new Error(`nothing names an event of ${table.name}`);
  return [{ kind: "last-of-each", column: TIME, by }];
}

/** The paths that name a record of an event. */
export function identityOf({ events: { id, step } }: LogSource): readonly string[] {
  return step === undefined ? [id] : [id, step];
}

/** Whether an event can have a row in several of the tables. */
function repeats(rows: NonEmpty<RowsOfTable>): boolean {
  const tables = tablesIn(rows);
  return tables.some((table) => isPart(table, tables));
}

function tablesIn([first, ...others]: NonEmpty<RowsOfTable>): Tables {
  return [first.table, ...others.map(({ table }) => table)];
}
