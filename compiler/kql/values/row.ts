import { isObject, member } from "../../core/json";
import type { Json, JsonObject } from "../../core/json";
import { tableNamed } from "../../log-sources/registry";
import { asRows, rowTableNamed, tableOfRow } from "../../log-sources/row-tables/row-tables";
import type { Column, SentinelTable } from "../../log-sources/sentinel-table";
import { compactJson } from "./compact-json";
import { parseDynamic } from "./dynamic";
import { KqlError } from "./error";
import { dynamic, type Dynamic } from "./value";

/**
 * What a column of a row holds. A string column is never null; a datetime is its ISO 8601 text; whole
 * numbers are bigints where the column is for such.
 */
type RowValue = string | boolean | bigint | number | Dynamic | null;

/** The table of that name. Throws a `KqlError`, `unresolved`, where its columns are not known. */
export function tableOfName(name: string): SentinelTable {
  const known = tableNamed(name)?.table ?? rowTableNamed(name);
  if (known === undefined) throw new KqlError("unresolved", `no table ${name}`);
  return known;
}

/**
 * The table as an event is given for it: as a raw event of the log source that the table is of, or, if it
 * says so by its `Type` or no log source has the table, as a row.
 */
export function givenAs(event: JsonObject, table: SentinelTable): SentinelTable {
  return tableOfRow(event) === table.name ? asRows(table) : table;
}

/** One row of the table: a value for each of its columns. */
export type Row = Readonly<Record<string, RowValue>>;

/**
 * The row that a connector writes for a raw event. Missing and null alike become
 * the empty string in a string column and null in any other; objects and arrays become compact JSON
 * text (an export of the table shows both; how the connector spaces that text is not known, so a
 * query must never match it as text). A bool column takes `true` and `"true"` alike: CloudTrail
 * writes `mfaAuthenticated` as a string. Columns whose content a record does not tell are empty.
 */
export function connectorRow(event: JsonObject, { columns }: SentinelTable): Row {
  return Object.fromEntries(columns.map((column) => [column.name, valueFor(column, event)]));
}

function valueFor(column: Column, event: JsonObject): RowValue {
  const found = valueIn(column, event);
  if (column.case === undefined || typeof found !== "string") return found;
  return column.case === "upper" ? found.toUpperCase() : found.toLowerCase();
}

function valueIn({ type, holds }: Column, event: JsonObject): RowValue {
  switch (holds.kind) {
    case "constant":
      return holds.value;
    case "unknown":
      return type === "string" ? "" : null;
    case "json":
    case "value": {
      const value = at(event, holds.path);
      switch (type) {
        case "string":
          return textOf(value);
        case "bool":
          return boolOf(value);
        case "datetime":
          return timeOf(value);
        case "real":
          return numberOf(value);
        case "int":
        case "long": {
          const number = numberOf(value);
          return number === null || !Number.isInteger(number) ? null : BigInt(number);
        }
        case "dynamic":
          if (value === undefined || value === null) return null;
          // Exports write such a column's value as itself or as its text.
          if (holds.kind === "value" && typeof value === "string") {
            return dynamic(parseDynamic(value));
          }
          return dynamic(parseDynamic(compactJson(value)));
      }
    }
  }
}

function at(event: JsonObject, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>(member, event);
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (isObject(value) || typeof value === "object") return compactJson(value);
  return String(value);
}

/** A time as text; a number is of milliseconds since 1970. */
function timeOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  const at = typeof value === "number" ? new Date(value) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** A number; of a text, the one that it is. */
function numberOf(value: Json | undefined): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : null;
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function boolOf(value: Json | undefined): boolean | null {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return null;
}
