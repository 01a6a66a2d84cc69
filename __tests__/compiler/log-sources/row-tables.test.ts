import { readFileSync } from "node:fs";
import { join } from "node:path";

import { TABLES, tableNamed } from "../../../compiler/log-sources/registry";
import { rowTableNamed, rowTableNames } from "../../../compiler/log-sources/row-tables/row-tables";
import { dataText } from "../../../scripts/write-row-tables";
import { describeWithShared, shared } from "../../support/optional";

const FOLDER = join(__dirname, "../../../compiler/log-sources/row-tables");

test("no table is told of twice", () => {
  const names = new Set(TABLES.map(({ name }) => name));
  expect(rowTableNames().filter((name) => names.has(name))).toEqual([]);
});

test("a table has columns that hold what rows have at their names", () => {
  const table = rowTableNamed("SecurityEvent");
  expect(table?.columns).toContainEqual({
    name: "EventID",
    type: "int",
    holds: { kind: "value", path: "EventID" },
  });
  expect(table?.grows).toBeUndefined();
  expect(rowTableNamed("OneLogin_CL")?.grows).toBe(true);
  expect(rowTableNamed("constructor")).toBeUndefined();
});

describeWithShared("the columns of Microsoft's tables", () => {
  const files = ["logs/tables.json", "sentinel/la-tables-selected.json"].map(
    (path) =>
      JSON.parse(readFileSync(shared(path), "utf8")) as Record<
        string,
        readonly { readonly column: string; readonly type: string }[]
      >,
  );

  test("are what the generator writes", () => {
    expect(dataText(files)).toBe(readFileSync(join(FOLDER, "columns.json"), "utf8"));
  });

  test("are known of every table, with their types", () => {
    const wrong = files.flatMap((file) =>
      Object.entries(file).flatMap(([name, columns]) => {
        if (!Array.isArray(columns)) return [];
        const table = tableNamed(name)?.table ?? rowTableNamed(name);
        const known = new Set(table?.columns.map((column) => `${column.name} ${column.type}`));
        return (
          columns
            // Those of which a portal's export showed the zone, and so no type.
            .filter(({ column }) => !column.includes(" [UTC]"))
            .map(({ column, type }) => `${column} ${type}`)
            .filter((column) => !known.has(column))
            .map((column) => `${name}: ${column}`)
        );
      }),
    );
    expect(wrong).toEqual([]);
  });
});
