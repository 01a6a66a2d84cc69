import { readFileSync } from "node:fs";

import { columnsOf } from "../../compiler/kql/ast";
import { runProgram } from "../../compiler/kql/evaluate/evaluate-table";
import { readProgram } from "../../compiler/kql/from-kusto/read";
import { KqlError } from "../../compiler/kql/values/error";
import { differences, type Recorded } from "../compiler/kql/answer";
import { describeWithShared, shared } from "../support/optional";

/** Answers that differ from what was recorded, with the reason. */
const KNOWN_WRONG: Readonly<Record<string, string>> = {
  "joins-lookup-union-0023#2":
    "the recording's: its rows are tied under the sort, and which of them comes first no engine promises",
  "type-casts-coercion-0021#3":
    "the recording's: 0.30000000000000007 is the text of no double; 0.1+0.2 is 0.30000000000000004",
};

function refuse(): never {
  throw new KqlError("unsupported", "a recorded query has rows and time of its own only");
}

/** What differs; undefined where the query is refused. Anything but a refusal is a failure. */
function outcomeOf(recorded: Recorded): readonly string[] | undefined {
  try {
    const program = readProgram(recorded.kql);
    const rows = runProgram(program, { rowsOf: refuse, now: refuse, ingested: refuse });
    return differences(columnsOf(program.result), rows, recorded);
  } catch (error) {
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

describeWithShared("queries that the real engine answered", () => {
  test("are answered alike, or refused, or listed", () => {
    const cases: readonly Recorded[] = readFileSync(shared("kusto/cases.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): Recorded => JSON.parse(line))
      .filter(({ complete }) => complete);
    const wrong: string[] = [];
    let answered = 0;
    for (const recorded of cases) {
      const found = outcomeOf(recorded);
      if (found === undefined) continue;
      answered += 1;
      if (found.length > 0) wrong.push(recorded.id);
    }
    expect(wrong.sort()).toEqual(Object.keys(KNOWN_WRONG).sort());
    expect(answered).toBeGreaterThanOrEqual(1038);
    expect(wrong.length / answered).toBeLessThan(0.005);
  }, 600_000);
});
