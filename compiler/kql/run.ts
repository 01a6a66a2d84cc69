import type { JsonObject } from "../core/json";
import { COLUMNS, TABLE } from "../log-sources/aws-cloudtrail/sentinel-table";
import { columnsOf, type Column } from "./ast";
import { runProgram } from "./evaluate/evaluate-table";
import { readProgram } from "./from-kusto/read";
import { KqlError, unsupported } from "./values/error";
import { connectorRow } from "./values/row";
import { ofEpochMilliseconds, parseDatetime } from "./values/time";
import type { Row, Value } from "./values/value";

/** Epoch milliseconds: when the query runs, and when an event was ingested. */
interface Clock {
  readonly now: number;
  readonly ingested: (event: JsonObject) => number;
}

interface Result {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A hand-written query, made ready to run over CloudTrail records. */
export type HandWrittenQuery = (events: readonly JsonObject[], clock?: Clock) => Result;

/**
 * Makes a hand-written query ready to run; see `readProgram` for what it throws. Running it throws a
 * `KqlError` too: `unsupported` for a value or a column whose result is not known, `clock` for time
 * without one.
 */
export function handWrittenQuery(query: string): HandWrittenQuery {
  const program = readProgram(query);
  return (events, clock) => {
    const timed = (): Clock => {
      if (clock === undefined) throw new KqlError("clock", "the query asks for the time");
      return clock;
    };
    // A column of no name that KQL can write: an operator that makes other rows loses it.
    const rows = events.map((event) =>
      clock === undefined
        ? rowOf(event)
        : new Map([...rowOf(event), [INGESTED, ofEpochMilliseconds(clock.ingested(event))]]),
    );
    return {
      columns: columnsOf(program.result),
      rows: runProgram(program, {
        rowsOf: (table) => {
          if (table !== TABLE) throw new KqlError("unresolved", `no table ${table}`);
          return rows;
        },
        now: () => ofEpochMilliseconds(timed().now)?.ticks ?? 0n,
        ingested: (row) => {
          timed();
          const ingested = row.get(INGESTED);
          if (ingested === undefined) {
            throw unsupported("ingestion_time() of such a row");
          }
          return ingested;
        },
      }),
    };
  };
}

const INGESTED = " ingestion time";

/** The connector's row, without the columns whose content a CloudTrail record does not tell. */
function rowOf(event: JsonObject): Row {
  const written = connectorRow(event);
  return new Map(
    COLUMNS.filter(({ holds }) => holds.kind !== "unknown").map(
      ({ name, type }): [string, Value] => {
        const value = written[name] ?? null;
        return [
          name,
          type === "datetime" && typeof value === "string" ? parseDatetime(value) : value,
        ];
      },
    ),
  );
}
