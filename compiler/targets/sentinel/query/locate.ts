import { assumptions } from "../../../kql/assumptions";
import type { Field } from "../../../log-sources/field";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
import { stepOf, stepsOf, type Step } from "../../../log-sources/path";
import { columnOf, type Place } from "../../../log-sources/sentinel-table";
import type { KqlExpression, NamedExpression } from "../ast";
import { call, column, compare, isIn, not, string } from "./build";

/** Where a test's field lies in a row. */
export interface Location {
  readonly field: Field;
  readonly place: Place;
  /**
   * What the row is expanded by on the way: where an array may stand, the list of its elements, by
   * the name of each.
   */
  readonly elements: readonly NamedExpression[];
  /** What must hold of elements on the way, where the path asks for some of an array's alone. */
  readonly selects: readonly KqlExpression[];
  /** The column, an element, or the dynamic value inside either. */
  readonly value: KqlExpression;
  readonly assumes: readonly string[];
}

const PARSED = "Json";

/** Name of the column that a query adds for a column of JSON text, parsed once. */
export function parsedColumn(name: string): string {
  return `${name}${PARSED}`;
}

/**
 * Where the values of a path lie; undefined where the table has no place for it.
 * `to: "holder"`: an array at the end is left as it is. `beside`: elements whose names are taken.
 */
export function locate(
  path: string,
  logSource: LogSource,
  {
    to = "element",
    beside = [],
  }: {
    readonly to?: "element" | "holder";
    readonly beside?: readonly NamedExpression[];
  } = {},
): Location | undefined {
  const { fields } = logSource;
  const place = columnOf(tableOf(logSource), path);
  if (place === undefined) return undefined;
  const field = fields.field(path);
  const { column: name, rest } = place;
  const selects: KqlExpression[] = [];
  // A column that is not of JSON holds one value.
  if (place.as === "value") {
    const assumes = place.assumes === undefined ? [] : [place.assumes];
    return { field, place, elements: [], selects, value: column(name), assumes };
  }
  const steps = stepsOf(path).map(stepOf);
  const before = steps.length - rest.length;
  const elements: NamedExpression[] = [];
  const assumes: string[] = [];
  let value = column(place.type === "dynamic" ? name : parsedColumn(name));
  let since: readonly string[] = [];
  for (let depth = 0; depth <= rest.length; depth += 1) {
    const walked = steps.slice(0, before + depth);
    const here = fields.field(walked.map(({ key }) => key).join("."));
    const where = walked.at(-1)?.where;
    const isEnd = depth === rest.length;
    if (where !== undefined || (here.many !== "one" && !(isEnd && to === "holder"))) {
      const own = freeName(`Each${nameOfPath(since.length > 0 ? since : [name])}`, (taken) =>
        [...beside, ...elements].some((each) => each.name === taken),
      );
      elements.push({ name: own, value: listOf(value) });
      if (here.type === "unknown") assumes.push(assumptions.flatArray(here.path));
      value = column(own);
      since = [];
    }
    if (where !== undefined) selects.push(selectionOf(value, where));
    const next = steps[before + depth];
    if (next === undefined) break;
    value = { kind: "member", of: value, name: next.key };
    since = [...since, next.key];
  }
  return { field, place, elements, selects, value, assumes };
}

/** Whether an element is one that a path asks for. */
function selectionOf(
  element: KqlExpression,
  { member, text }: NonNullable<Step["where"]>,
): KqlExpression {
  return compare("==", call("tostring", { kind: "member", of: element, name: member }), text);
}

/**
 * What stands at a place as a list: an array's elements, else the one value, and a null, since an
 * empty list would leave no row (null-and-edge-0026#2; array_concat: t1-dynamic-json-0006).
 */
function listOf(value: KqlExpression): KqlExpression {
  const isArray = compare("==", call("gettype", value), "array");
  return call(
    "array_concat",
    call("iff", isArray, value, call("pack_array", value)),
    call("parse_json", string("[null]")),
  );
}

/** Whether the value lies within JSON: a missing one is then told from an empty text. */
export function isWithin({ place, elements }: Location): boolean {
  return place.rest.length > 0 || elements.length > 0 || place.type === "dynamic";
}

/** Whether the row holds the value, or the JSON that it lies in, as it compares: as text. */
export function isText({ type }: Place): boolean {
  return type === "string" || type === "dynamic";
}

/** A column's name for what stands at a path: `ResponseElementsAccessKeyUserName`. */
export function nameOfPath(path: readonly string[]): string {
  return path
    .flatMap((key) => key.split(/[^A-Za-z0-9_]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The name, with the first number that makes it free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${name}${number}`)) number += 1;
  return `${name}${number}`;
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
