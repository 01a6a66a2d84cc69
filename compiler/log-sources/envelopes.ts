import { isObject, member, readerOf, withMember, type Json, type JsonObject } from "../core/json";
import { isEventOf, type LogSource, type OtherForm } from "./log-source";

/** Where records that carry an event have it, as an object or as JSON text, and who writes such records. */
const CARRIED: readonly { readonly path: string; readonly source: string }[] = [
  { path: "properties.log", source: "Azure Monitor, resource logs of AKS: kube-audit" },
  { path: "message", source: "AWS documentation, CloudWatch Logs: log events of subscriptions" },
  { path: "@message", source: "AWS documentation, CloudWatch Logs Insights: results of a query" },
  { path: "detail", source: "AWS documentation, EventBridge: events" },
  { path: "data", source: "rules of GCP audit logs: the envelope of collectors by Pub/Sub" },
];
const READERS = CARRIED.map(({ path }) => readerOf(path));

/**
 * The event of one of the log sources that a file's record is, carries, or has in another form; undefined
 * where it is none.
 */
export function eventIn(record: JsonObject, sources: readonly LogSource[]): JsonObject | undefined {
  const isEvent = (each: JsonObject) => sources.some((source) => isEventOf(each, source));
  if (isEvent(record)) return record;
  for (const read of READERS) {
    const carried = objectOf(read(record));
    if (carried !== undefined && isEvent(carried)) return carried;
  }
  for (const { events } of sources) {
    for (const form of events.forms ?? []) {
      if (!isForm(record, form)) continue;
      const event = inOwnForm(record, form, events.marks);
      if (isEvent(event)) return event;
    }
  }
  return undefined;
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  if (typeof value !== "string") return isObject(value) ? value : undefined;
  if (!value.startsWith("{")) return undefined;
  try {
    const parsed = JSON.parse(value) as Json;
    return isObject(parsed) ? parsed : undefined;
  } catch (error) {
    // A text of another kind, or one that was cut.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isForm(record: JsonObject, { marks }: OtherForm): boolean {
  return marks.every((path) => {
    const found = readerOf(path)(record);
    return found !== undefined && found !== null;
  });
}

function inOwnForm(
  record: JsonObject,
  { whole, members }: OtherForm,
  marks: LogSource["events"]["marks"],
): JsonObject {
  const constants = Object.entries(marks).flatMap(([path, [text]]): [string, Json][] =>
    text === undefined ? [] : [[path, text]],
  );
  const copied = Object.entries(members).flatMap(([path, from]): [string, Json][] => {
    const found = readerOf(from)(record);
    // An API says so where the record has nothing.
    if (found === undefined || found === null || found === "") return [];
    // What the API has as a number or in words of its own is text in the record.
    return [[path, typeof found === "number" ? String(found) : found]];
  });
  const own: [string, Json][] = whole === undefined ? [] : [[whole, record]];
  return [...own, ...constants, ...copied].reduce(
    (event, [path, value]) => put(event, path.split("."), value),
    {} as JsonObject,
  );
}

function put(into: JsonObject, [step = "", ...rest]: readonly string[], value: Json): JsonObject {
  if (rest.length === 0) return withMember(into, step, value);
  const inner = member(into, step);
  return withMember(into, step, put(isObject(inner) ? inner : {}, rest, value));
}
