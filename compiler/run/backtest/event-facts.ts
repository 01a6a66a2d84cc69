import { readerOf, type JsonObject } from "../../core/json";
import { isEventOf, type LogSource } from "../../log-sources/log-source";
import { ROW_TIME } from "../../log-sources/row-tables/row-tables";
import { timeReader, type TimeReader } from "./event-time";

/** An event that matched: what its log source tells of it, by the keys that it has for that. */
export type Example = Readonly<Record<string, string | null>>;

/** Reads what is told of an event. */
export interface FactReader {
  readonly id: (event: JsonObject) => string | null;
  readonly time: TimeReader;
  readonly example: (event: JsonObject) => Example;
}

/** The same of events of several log sources: each is told as its own does. */
export function factReaderOf(sources: readonly LogSource[]): FactReader {
  const readers = sources.map((source) => ({ source, facts: factReader(source) }));
  const [first] = readers;
  if (first === undefined) throw new Error("an event is of a log source");
  if (readers.length === 1) return first.facts;
  const of = (event: JsonObject) =>
    (readers.find(({ source }) => isEventOf(event, source)) ?? first).facts;
  return {
    id: (event) => of(event).id(event),
    time: timeReader([...sources.map(({ events }) => events.time), ROW_TIME]),
    example: (event) => of(event).example(event),
  };
}

function factReader({ events }: LogSource): FactReader {
  const example = Object.entries(events.example).map(
    ([key, path]) => [key, textReader(path)] as const,
  );
  return {
    id: textReader(events.id),
    time: timeReader([events.time, ROW_TIME]),
    example: (event) => Object.fromEntries(example.map(([key, read]) => [key, read(event)])),
  };
}

function textReader(path: string): (event: JsonObject) => string | null {
  const read = readerOf(path);
  return (event) => {
    const found = read(event);
    return typeof found === "string" ? found : null;
  };
}
