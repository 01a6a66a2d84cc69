import { columnsOf } from "../../../../../compiler/targets/sentinel/analyst/ast";
import { runProgram } from "../../../../../compiler/targets/sentinel/analyst/evaluate-table";
import { readProgram } from "../../../../../compiler/targets/sentinel/analyst/read";
import { textOf } from "../../../../../compiler/targets/sentinel/analyst/value";

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
