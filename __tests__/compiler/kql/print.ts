import { columnsOf } from "../../../compiler/kql/ast";
import { runProgram } from "../../../compiler/kql/evaluate/evaluate-table";
import { readProgram } from "../../../compiler/kql/from-kusto/read";
import { textOf } from "../../../compiler/kql/values/value";

function nowhere(): never {
  throw new Error("the query has rows and time of its own only");
}

/** The cells of a query that needs no events, as `tostring` writes them; `null` for a null. */
export function answer(query: string): readonly (readonly string[])[] {
  const program = readProgram(query);
  const rows = runProgram(program, { rowsOf: nowhere, now: nowhere, ingested: nowhere });
  const columns = columnsOf(program.result);
  return rows.map((row) =>
    columns.map(({ name }) => {
      const value = row.get(name) ?? null;
      return value === null ? "null" : textOf(value);
    }),
  );
}
