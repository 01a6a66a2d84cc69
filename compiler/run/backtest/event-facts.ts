import { readerOf, type JsonObject } from "../../core/json";
import type { LogSource } from "../../log-sources/log-source";
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

export function factReader({ events }: LogSource): FactReader {
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
