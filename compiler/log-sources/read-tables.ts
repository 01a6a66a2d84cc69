import type { Json, JsonObject } from "../core/json";
import { oncePer } from "../core/once-per";
import { bearsMarks, hasTable, tablesOf, type LogSource, type TabledLogs } from "./log-source";
import type { Column, Marks, SentinelTable, Tables } from "./sentinel-table";

/** A table by log source, `{ "okta/okta": "Okta_CL" }`, or with commas several that are read together. */
export type TableChoice = Readonly<Record<string, string>>;

/** The names of tables in a text. */
export function tableNames(written: string): readonly string[] {
  return written.split(",").map((name) => name.trim());
}

/**
 * The log source as it lies in some of its tables; undefined where it has no such, or where they are not
 * read together.
 */
export function inTables(logSource: LogSource, names: readonly string[]): LogSource | undefined {
  const { sentinel } = logSource;
  if ("nearest" in sentinel) return undefined;
  const [first, ...others] = sentinel.tables.filter(({ name }) => names.includes(name));
  if (first === undefined || names.length > others.length + 1) return undefined;
  const together: Tables = [first, ...others];
  const isRead = (table: SentinelTable) => tablesOf(logSource).includes(table);
  if (others.length > 0 && !together.every(isRead)) return undefined;
  const known = variants(logSource);
  const found = known.get(keyOf(together)) ?? variantOf(logSource, sentinel, together);
  known.set(keyOf(together), found);
  return found;
}

/** The same one for the same tables, so that rules that are read alike can be told. */
const variants = oncePer(
  (logSource: LogSource) => new Map([[keyOf(tablesOf(logSource)), logSource]]),
);

function keyOf(tables: Tables): string {
  return tables.map(({ name }) => name).join(" ");
}

function variantOf(logSource: LogSource, sentinel: TabledLogs, together: Tables): LogSource {
  const { events } = logSource;
  const marks = { ...events.marks, ...marksOf(together) };
  return {
    ...logSource,
    sentinel: { ...sentinel, together },
    events: { ...events, marks, sample: marked(events.sample, marks) },
  };
}

/** What all events of tables bear: at each path that every table names, any of their texts. */
function marksOf(tables: Tables): Marks {
  const all = tables.map(({ marks = {} }) => marks);
  const [first = {}] = all;
  const common = Object.keys(first).filter((path) => all.every((marks) => path in marks));
  return Object.fromEntries(
    common.map((path) => [path, all.flatMap((marks) => marks[path] ?? [])] as const),
  );
}

/** An event with the first text of each mark at its root that it does not bear. */
function marked(event: JsonObject, marks: Marks): JsonObject {
  const wrong = Object.entries(marks).flatMap(([path, [text]]) =>
    text !== undefined && path in event && !bearsMarks(event, { [path]: marks[path] ?? [] })
      ? [[path, text] as const]
      : [],
  );
  return { ...event, ...Object.fromEntries(wrong) };
}

/**
 * Of the tables that a rule reads, those that have a row for an event. One that bears the marks of no
 * table, as events that somebody wrote for a test may, has its row in the first, unless that is known not to
 * take it in.
 */
export function tablesWith(event: Json, logSource: LogSource): readonly SentinelTable[] {
  const read = tablesOf(logSource);
  const marked = logSource.sentinel.tables.filter(
    ({ marks }) => marks !== undefined && bearsMarks(event, marks),
  );
  if (marked.length > 0) return read.filter((table) => marked.includes(table));
  const isIn = (table: SentinelTable, index: number) =>
    (index === 0 || table.marks === undefined) && !isLacking(event, table);
  return read.filter(isIn);
}

/** Whether a table is known not to take an event in. */
export function isLacking(event: Json, { lacks = [] }: SentinelTable): boolean {
  return lacks.some(({ path, texts }) => bearsMarks(event, { [path]: texts }));
}

/** Whether the events of a table never have anything at a path, which those of other tables may. */
export function hasNone({ without = [] }: SentinelTable, path: string): boolean {
  return without.some((root) => path === root || path.startsWith(`${root}.`));
}

/** Whether all rows of a table are in another of those that are read with it. */
export function isPart({ partOf }: SentinelTable, tables: readonly SentinelTable[]): boolean {
  return tables.some(({ name }) => name === partOf);
}

/** The log source in each of the tables that a rule reads. */
export function eachTable(logSource: LogSource): readonly [LogSource, ...LogSource[]] {
  const [first, ...others] = tablesOf(logSource).map(({ name }) => inTables(logSource, [name]));
  if (first === undefined) throw new Error("a log source lies in the tables that it is read in");
  return [first, ...others.flatMap((each) => each ?? [])];
}

/** What the rows of tables that are read together have: the columns of all, each of one type. */
export function unitedTable(tables: Tables): SentinelTable {
  const [first, ...others] = tables;
  if (others.length === 0) return first;
  const columns = new Map<string, Column>();
  for (const column of tables.flatMap((table) => table.columns)) {
    const known = columns.get(column.name);
    // What is JSON text in one table is an object in another.
    if (known === undefined || (known.type === "string" && column.type === "dynamic")) {
      columns.set(column.name, column);
    }
  }
  return {
    ...first,
    name: tables.map(({ name }) => name).join(", "),
    columns: [...columns.values()],
  };
}

/** Columns of a table that are JSON text, and objects in the others that it is read with. */
export function jsonTexts(table: SentinelTable, united: SentinelTable): readonly string[] {
  const dynamics = united.columns.filter(({ type }) => type === "dynamic").map(({ name }) => name);
  return table.columns
    .filter(({ name, type }) => type !== "dynamic" && dynamics.includes(name))
    .map(({ name }) => name);
}

/** The connectors that fill the tables which a query of log sources names, each with these. */
export function connectorsOf(
  sources: readonly LogSource[],
  query: string,
): readonly { readonly id: string; readonly dataTypes: readonly string[] }[] {
  const found = new Map<string, string[]>();
  for (const { name, connectors } of sources.filter(hasTable).flatMap(tablesOf)) {
    if (!new RegExp(`\\b${name}\\b`).test(query)) continue;
    for (const id of connectors) found.set(id, [...(found.get(id) ?? []), name]);
  }
  return [...found].map(([id, dataTypes]) => ({ id, dataTypes }));
}
