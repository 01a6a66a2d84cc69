import type { DatePart } from "../../../ir/expression";
import { KqlError } from "../../../kql/values/error";
import type { Row } from "../../../kql/values/row";
import { datePart } from "../../../reference/date-part";
import { typeError, type Typed } from "./typed";

const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** `todatetime` of ISO 8601 in UTC; other notations the engine reads too, but they are not evaluated. */
export function parseTime(text: string): number | null {
  if (text === "") return null;
  if (!ISO_UTC.test(text)) {
    throw new KqlError("unsupported", "todatetime of other text than ISO 8601 in UTC");
  }
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1) return null;
  // `Date` takes 30 February for 1 March; to Kusto it is no time (KQL reference, todatetime()).
  return time.toISOString().slice(0, 19) === text.slice(0, 19) ? time.getTime() : null;
}

/** What `datetime_part` calls its parts, here those of the rules; `week_of_year` is ISO 8601's. */
const PARTS: ReadonlyMap<string, DatePart> = new Map([
  ["minute", "minute"],
  ["hour", "hour"],
  ["day", "day"],
  ["month", "month"],
  ["year", "year"],
  ["week_of_year", "week"],
]);

/** A part of a datetime; null of null (KQL reference, datetime_part(), week_of_year()). */
export function datePartOf(name: string, value: Typed): (row: Row) => bigint | null {
  const part = PARTS.get(name);
  if (part === undefined) throw new KqlError("unsupported", `the part ${name} of a datetime`);
  if (value.type !== "datetime") throw typeError(`a part of a ${value.type}`);
  return (row) => {
    const time = value.run(row);
    const found = time === null ? undefined : datePart(new Date(time).toISOString(), part);
    return found === undefined ? null : BigInt(found);
  };
}
