import type { Predicate } from "../../../ir/expression";
import { arrayOnTheWay, type Field } from "../../../log-sources/field";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
import { columnOf, type Place } from "../../../log-sources/sentinel-table";
import type { Reason } from "../../verdict";
import type { KqlExpression } from "../ast";
import { reasons } from "../reasons";
import { call, column, isIn, not, string } from "./build";

/** Where a test's field lies in a row. */
export interface Location {
  readonly field: Field;
  readonly place: Place;
  /** The column, or the dynamic value inside a column of JSON text. */
  readonly value: KqlExpression;
}

const PARSED = "Json";

/** Name of the column that a query adds for a column of JSON text, parsed once. */
export function parsedColumn(name: string): string {
  return `${name}${PARSED}`;
}

/** The place of a test's field, or why the table has none that the test could read. */
export function locate(path: string, test: Predicate, logSource: LogSource): Location | Reason {
  const { fields } = logSource;
  const table = tableOf(logSource);
  const place = columnOf(table, path);
  if (place === undefined) return reasons.noColumn(test, path, table.name);
  if (arrayOnTheWay(path, fields) !== undefined) {
    return reasons.throughArray(test);
  }
  const root = column(place.as === "json" ? parsedColumn(place.column) : place.column);
  const value = place.rest.reduce<KqlExpression>(
    (of, name) => ({ kind: "member", of, name }),
    root,
  );
  return { field: fields.field(path), place, value };
}

/** The value's text. A column of JSON text is never compared as the connector wrote it. */
export function textOf({ place, value }: Location): KqlExpression {
  return place.as === "json" ? call("tostring", value) : value;
}

/** The same, but empty where an object or array stands at a path that is compared as a scalar. */
export function scalarTextOf(at: Location): KqlExpression {
  if (!mayHoldContainer(at.field)) return textOf(at);
  return call("iff", isNotContainer(at.value), textOf(at), string(""));
}

/** Whether an object or array may stand where only a scalar compares. */
export function mayHoldContainer(field: Field): boolean {
  return field.type === "unknown" || field.type === "mixed";
}

/** Whether the field compares as the JSON text of an object or array. */
export function isContainer(field: Field): boolean {
  return field.type === "object";
}

export function isNotContainer(value: KqlExpression): KqlExpression {
  return not(isIn(call("gettype", value), ["dictionary", "array"]));
}
