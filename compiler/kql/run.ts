import type { JsonObject } from "../core/json";
import type { SentinelTable } from "../log-sources/sentinel-table";
import { columnsOf, type Column } from "./ast";
import { runProgram } from "./evaluate/evaluate-table";
import { readProgram } from "./from-kusto/read";
import { eventsOf } from "./events-of";
import { KqlError, unsupported } from "./values/error";
import { connectorRow, givenAs, tableOfName } from "./values/row";
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

/** A hand-written query, made ready to run over raw events. */
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
    return {
      columns: columnsOf(program.result),
      rows: runProgram(program, {
        rowsOf: (table) => {
          const known = tableOfName(table);
          const isRead = eventsOf(table, program.sources);
          // A column of no name that KQL can write: an operator that makes other rows loses it.
          return events
            .filter(isRead)
            .map((event) =>
              clock === undefined
                ? rowOf(event, known)
                : new Map([
                    ...rowOf(event, known),
                    [INGESTED, ofEpochMilliseconds(clock.ingested(event))],
                  ]),
            );
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

/** The event's row, without the columns whose content an event does not tell. */
function rowOf(event: JsonObject, table: SentinelTable): Row {
  const given = givenAs(event, table);
  const written = connectorRow(event, given);
  return new Map(
    given.columns
      .filter(({ holds }) => holds.kind !== "unknown")
      .map(({ name, type }): [string, Value] => {
        const value = written[name] ?? null;
        return [
          name,
          type === "datetime" && typeof value === "string" ? parseDatetime(value) : value,
        ];
      }),
  );
}
