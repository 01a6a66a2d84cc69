import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TABLES } from "../compiler/log-sources/registry";

const DATA = join(__dirname, "../compiler/log-sources/row-tables/columns.json");

/** What is told of a table's columns, as the files that are read have it. */
interface ReadColumn {
  readonly column: string;
  readonly type: string;
}

type TablesFile = Readonly<Record<string, readonly ReadColumn[] | object>>;

/**
 * The data of the tables that no log source has: of each, its columns by type, parted by blanks. Of a table
 * that several files have, the first tells.
 */
export function dataText(files: readonly TablesFile[]): string {
  const own = new Set(TABLES.map(({ name }) => name));
  const found = new Map<string, Readonly<Record<string, string>>>();
  for (const [name, columns] of files.flatMap((file) => Object.entries(file))) {
    if (!Array.isArray(columns) || own.has(name) || found.has(name)) continue;
    found.set(name, byType(columns as readonly ReadColumn[]));
  }
  const lines = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, types]) => `${JSON.stringify(name)}: ${JSON.stringify(types)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function byType(columns: readonly ReadColumn[]): Readonly<Record<string, string>> {
  const types = [...new Set(columns.map(({ type }) => type))].sort();
  return Object.fromEntries(
    types.map((type) => [
      type,
      columns.flatMap((each) => (each.type === type ? [each.column] : [])).join(" "),
    ]),
  );
}

/** Writes the columns of every table in the files that are named, but for those of log sources. */
if (require.main === module) {
  const paths = process.argv.slice(2);
  if (paths.length === 0) {
    console.error("Name files: JSON objects of tables, each a list of {column, type}.");
    process.exitCode = 2;
  } else {
    const files = paths.map((path) => JSON.parse(readFileSync(path, "utf8")) as TablesFile);
    writeFileSync(DATA, dataText(files));
  }
}
