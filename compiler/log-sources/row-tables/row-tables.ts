import { readFileSync } from "node:fs";
import { join } from "node:path";

import { member, type Json } from "../../core/json";
import { oncePer } from "../../core/once-per";
import { OPTIONAL_STRING, rowsOf, tabulated } from "../field-model";
import type { LogSource } from "../log-source";
import { value, type ColumnType, type SentinelTable } from "../sentinel-table";

/**
 * Tables of which nothing but their columns is known: no log source has them, and their rows are their
 * events. Names and types: Azure Monitor table reference; of tables whose names end in `_CL`, the schemas
 * with which Microsoft checks queries. `npm run row-tables` writes the data.
 */
type Data = Readonly<Record<string, Readonly<Partial<Record<ColumnType, string>>>>>;

let data: Data | undefined;

function read(): Data {
  data ??= JSON.parse(readFileSync(join(__dirname, "columns.json"), "utf8")) as Data;
  return data;
}

/** The names of all of them; read from the disk when they are first asked for. */
export function rowTableNames(): readonly string[] {
  return Object.keys(read());
}

const tables = new Map<string, SentinelTable>();

/** The table of that name, which is case-sensitive; undefined where it is none of these. */
export function rowTableNamed(name: string): SentinelTable | undefined {
  const known = tables.get(name);
  if (known !== undefined || !Object.hasOwn(read(), name)) return known;
  const columns = Object.entries(read()[name] ?? {}).flatMap(([type, names]) =>
    names.split(" ").map((each) => value(each, type as ColumnType, each)),
  );
  const table: SentinelTable = {
    name,
    columns,
    ...(name.endsWith("_CL") ? { grows: true } : {}),
    indexed: [],
    computed: {},
    entities: [],
    connectors: [],
  };
  tables.set(name, table);
  return table;
}

/**
 * The columns of a row that hold its time and the name of its table (Azure Monitor documentation, standard
 * columns).
 */
export const ROW_TIME = "TimeGenerated";
const ROW_TABLE = "Type";

/** What is known of a table's rows as events. */
export const rowSource = oncePer((table: SentinelTable): LogSource => {
  return {
    product: "sentinel",
    service: table.name,
    vendor: "Microsoft Sentinel",
    fields: {
      ...tabulated({
        rows: rowsOf(table.columns),
        usual: { ...OPTIONAL_STRING, nullable: true, empty: true, source: "the table's columns" },
      }),
      bounding: [],
    },
    sentinel: { tables: [table] },
    events: {
      called: `a row of ${table.name}`,
      id: "_ItemId",
      time: ROW_TIME,
      name: ROW_TABLE,
      marks: { [ROW_TABLE]: [table.name] },
      example: { id: "_ItemId", time: ROW_TIME },
      exampleLine: ["time", "id"],
      noisy: [],
      sample: { [ROW_TIME]: "2026-01-01T12:00:00Z", [ROW_TABLE]: table.name },
    },
  };
});

/** The table that a row says it is of, as exports of a workspace write it; undefined of what says nothing. */
export function tableOfRow(row: Json): string | undefined {
  const name = member(row, ROW_TABLE);
  return typeof name === "string" ? name : undefined;
}

/** The table, of whose columns each holds what the row has at its name. */
export function asRows(table: SentinelTable): SentinelTable {
  const columns = table.columns.map(({ name, type }) => value(name, type, name));
  return { ...table, columns };
}
