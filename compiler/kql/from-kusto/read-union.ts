import { columnsOf as columnsOfTable, type NamedExpression, type Table } from "../ast";
import { unsupported } from "../values/error";
import { checkParameters } from "./read-columns";
import type { Reader } from "./reader";
import { commaItems } from "./service";
import { resultColumns } from "./syntax";

/** Reads `union`; a column that has several types in its tables becomes one column for each. */
export function readUnion(
  reader: Reader,
  node: Kusto.Language.Syntax.UnionOperator,
  first: readonly Table[],
): Table {
  const parameters = checkParameters(node.Parameters, ["kind", "isfuzzy", "withsource"]);
  const source = parameters.get("withsource");
  const columns = resultColumns(node);
  const names = new Set(columns.map(({ name }) => name));
  const tables = [...first, ...commaItems(node.Expressions).map((each) => reader.table(each))].map(
    (table, index): Table => {
      const own = columnsOfTable(table).map((column): NamedExpression => {
        const name = names.has(column.name) ? column.name : `${column.name}_${column.type}`;
        return { name, type: column.type, value: { kind: "column", ...column } };
      });
      const kept = own.filter(({ name }) => names.has(name));
      if (source === undefined) return { kind: "project", of: table, columns: kept };
      const value = table.kind === "source" ? table.name : `union_arg${index}`;
      const label: NamedExpression = {
        name: source,
        type: "string",
        value: { kind: "literal", type: "string", value },
      };
      return { kind: "project", of: table, columns: [label, ...kept] };
    },
  );
  // The service does not know that `inner` keeps the shared columns alone.
  const isWhole = tables.every((table) => columnsOfTable(table).length === columns.length);
  if (parameters.get("kind") === "inner" && !isWhole) {
    throw unsupported("union of the shared columns");
  }
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  for (const { name, type } of tables.flatMap(columnsOfTable)) {
    if (types.get(name) !== type) throw unsupported(`a union of different types of ${name}`);
  }
  return { kind: "union", tables, columns };
}
