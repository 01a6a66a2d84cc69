import { isObject, readerOf, type Json, type JsonObject } from "../../core/json";
import { countingOf, logSourcesOf, type ResolvedRule } from "../../ir/rule";
import { eventsOf } from "../../kql/events-of";
import { lazyKql } from "../../kql/lazy";
import { KqlError } from "../../kql/values/error";
import { connectorRow, givenAs, tableOfName, type Row } from "../../kql/values/row";
import { isEventOf, tablesOf } from "../../log-sources/log-source";
import { tablesWith } from "../../log-sources/read-tables";
import { ROW_TIME } from "../../log-sources/row-tables/row-tables";
import type { SentinelTable } from "../../log-sources/sentinel-table";
import { group } from "../explanation";
import type { ReadBack } from "../read-back";
import type { SentinelOutput } from "./compile";
import { rowMatcher } from "./evaluate/evaluate";
import type { Clock } from "./evaluate/functions";
import { explainQuery } from "./explain";
import { isRowStage, leavesOf, type KqlTabular } from "./ast";
import { parseQuery } from "./parse";

/** An event is there as soon as it happens, so that no guard against late ones drops it. */
const IN_TIME: Clock = { now: 0, ingested: () => 0 };

/** The query of a rule, read back; of one that counts, what of it keeps the rows that take part. */
export function readBackQuery({ query: text }: SentinelOutput, detection: ResolvedRule): ReadBack {
  const isOurs = detection.document.query === undefined;
  const parsed = parseQuery(text);
  if ("error" in parsed) return readBackWritten(text, detection);
  const leaves = leavesOf(parsed.query);
  const hasRow = rowsBy(detection);
  if (!isOurs && !isOfRows(parsed.query)) return readBackWritten(text, detection);
  const ready = attempt(() =>
    leaves.map((leaf) => {
      const rows = leaf.map((query) => {
        const matches = rowMatcher(query, isOurs ? IN_TIME : undefined);
        const table = tableOfName(query.table);
        const given = (event: JsonObject) => (isOurs ? table : givenAs(event, table));
        return { table, matches: (event: JsonObject) => matches(rowOf(event, given(event))) };
      });
      return (event: Json) =>
        isObject(event) &&
        rows.some(({ table, matches }) => hasRow(event, table) && matches(event));
    }),
  );
  if (ready instanceof KqlError) {
    return isOurs
      ? { kind: "unreadable", message: ready.message }
      : readBackWritten(text, detection);
  }
  const explain = (event: Json) =>
    leaves.flat().flatMap((query, _, all) => {
      const isAsked =
        all.length === 1 || (isObject(event) && hasRow(event, tableOfName(query.table)));
      return isAsked ? [explainQuery(query, event, IN_TIME)] : [];
    });
  return {
    kind: "ready",
    matches: (event) => ready.some((matches) => matches(event)),
    explain: (event) => {
      const parts = explain(event);
      const [only, ...others] = parts;
      return only !== undefined && others.length === 0 ? only : group("any", parts);
    },
    ...(countingOf(detection) === undefined ? {} : { leaves: ready }),
  };
}

/** Whether a table has a row for an event, of the tables that the rule reads. */
function rowsBy({
  matches,
  document,
}: ResolvedRule): (event: JsonObject, table: SentinelTable) => boolean {
  // The matcher of a query that somebody wrote reads one table.
  if (matches.kind === "query" || document.query !== undefined) {
    return (event, { name }) => eventsOf(name, [name])(event);
  }
  const sources = logSourcesOf({ matches });
  if (sources.length > 1) {
    return (event, table) =>
      sources.some((each) => isEventOf(event, each) && tablesWith(event, each).includes(table));
  }
  const { logSource } = matches;
  const isTold = logSource.sentinel.tables.some(
    ({ marks, lacks }) => marks !== undefined || lacks !== undefined,
  );
  if (!isTold && tablesOf(logSource).length === 1) return () => true;
  return (event, table) => tablesWith(event, logSource).includes(table);
}

/** Whether each row of a query can be told by itself. */
function isOfRows(query: KqlTabular): boolean {
  return !("legs" in query) && query.stages.every(isRowStage);
}

/** A hand-written query: an event matches if it alone gives a result. */
function readBackWritten(query: string, detection: ResolvedRule): ReadBack {
  const run = attempt(() => lazyKql.run().handWrittenQuery(query));
  if (run instanceof KqlError) {
    return { kind: "unreadable", message: run.message, installable: run.code === "service" };
  }
  const paths = [...logSourcesOf(detection).map(({ events }) => events.time), ROW_TIME];
  const times = paths.map(readerOf);
  const timeOf = (event: Json) =>
    times.map((read) => read(event)).find((time) => time !== undefined);
  return {
    kind: "ready",
    matches: (event) => isObject(event) && run([event], clockAt(timeOf(event))).rows.length > 0,
  };
}

/**
 * The query runs at the moment of the event, which may be in milliseconds since 1970, and the event is there;
 * none for one without a time.
 */
function clockAt(time: Json | undefined): { now: number; ingested: () => number } | undefined {
  const now = typeof time === "number" ? time : typeof time === "string" ? Date.parse(time) : NaN;
  return Number.isNaN(now) ? undefined : { now, ingested: () => now };
}

/** The result, or what the KQL evaluator does not know. */
function attempt<T>(run: () => T): T | KqlError {
  try {
    return run();
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
}

let last: { readonly event: Json; readonly rows: Map<SentinelTable, Row> } | undefined;

/** The row of an event in a table; many rules ask for the same one after another. */
function rowOf(event: JsonObject, table: SentinelTable): Row {
  if (last?.event !== event) last = { event, rows: new Map() };
  const row = last.rows.get(table) ?? connectorRow(event, table);
  last.rows.set(table, row);
  return row;
}
