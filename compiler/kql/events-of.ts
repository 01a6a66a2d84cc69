import type { JsonObject } from "../core/json";
import { bearsMarks } from "../log-sources/log-source";
import { isLacking } from "../log-sources/read-tables";
import { isRow, placesOf, tableNamed } from "../log-sources/registry";
import { tableOfRow } from "../log-sources/row-tables/row-tables";

/**
 * Which events are rows of a table, or become such, for a query that reads it among `read`. What says by
 * its `Type` which table it is a row of is one of that alone. Anything else is an event of the one table that
 * is read; of several, of those of whose events it bears the marks, and of none that has no log source.
 */
export function eventsOf(table: string, read: readonly string[]): (event: JsonObject) => boolean {
  const places = placesOf(table);
  const known = tableNamed(table)?.table;
  const isLeftOut = (event: JsonObject) => known?.partOf !== undefined && isLacking(event, known);
  const isAlone = read.every((name) => name === table);
  return (event) => {
    if (tableOfRow(event) === table) return true;
    if (isRow(event)) return false;
    if (isAlone) return true;
    return !isLeftOut(event) && places.some((marks) => bearsMarks(event, marks));
  };
}
