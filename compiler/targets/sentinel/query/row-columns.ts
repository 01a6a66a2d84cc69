import type { Correlation } from "../../../ir/rule";
import { assumptions } from "../../../kql/assumptions";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
import { stepsOf } from "../../../log-sources/path";
import { eachTable, hasNone } from "../../../log-sources/read-tables";
import type { Reason } from "../../verdict";
import { allOf, type NamedExpression, type RowStage } from "../ast";
import { JSON_NUMBER } from "../lower-text";
import { reasons } from "../reasons";
import { call, column, compare, isFilled, number, string } from "./build";
import { isContainer, locate, nameOfPath, scalarTextOf } from "./locate";
import { extend, parsedColumns } from "./stages";

/** A column of a row for what groups it, or for what is counted or reckoned with. */
export interface RowColumn extends NamedExpression {
  readonly path: string;
  /** Where the field is reached through arrays: a row has a text for each element. */
  readonly elements: readonly NamedExpression[];
  readonly assumes: readonly string[];
}

/**
 * A field's text as a column; undefined where the table has no single text for it. `name`: that of the
 * column. @default - the column that holds the field, or one made of its path
 */
export function textColumn(
  path: string,
  logSource: LogSource,
  name?: string,
): RowColumn | undefined {
  const at = locate(path, logSource);
  if (at === undefined && hasNone(tableOf(logSource), path)) return noText(path, logSource, name);
  if (at === undefined || isContainer(at.field)) return undefined;
  const { place, elements, selects, assumes } = at;
  const own = place.as === "value" ? place.column : nameOfPath([place.column, ...place.rest]);
  // An element that the path does not ask for has no text.
  const text = isFilled(selects)
    ? call("iff", allOf(selects), scalarTextOf(at), string(""))
    : scalarTextOf(at);
  return {
    name: name ?? own,
    path,
    value: place.as === "value" && place.type !== "string" ? call("tostring", text) : text,
    elements,
    assumes: [
      ...assumes,
      ...(place.recased ? [assumptions.oneCase(path)] : []),
      ...(at.field.presence === "always" ? [] : [assumptions.correlationMissing(path)]),
    ],
  };
}

/** A column without a text, of a table whose events never have the field. */
function noText(path: string, logSource: LogSource, name = nameOfPath(stepsOf(path))): RowColumn {
  const { takes = "events" } = tableOf(logSource);
  return {
    name,
    path,
    value: string(""),
    elements: [],
    assumes: [assumptions.without(takes, path), assumptions.correlationMissing(path)],
  };
}

/** The same of tables that are read together: as the first has it that has a text for it. */
export function commonColumn(
  path: string,
  logSource: LogSource,
  name?: string,
): RowColumn | undefined {
  const found = eachTable(logSource).flatMap((each) => textColumn(path, each, name) ?? []);
  return found.find(({ value }) => value.kind !== "string") ?? found[0];
}

/** The stages that add columns to rows, of which the rows have those of `before`. */
export function columnsAdded(
  columns: readonly RowColumn[],
  before: readonly RowStage[],
  logSource: LogSource,
): readonly RowStage[] {
  const read = columns.flatMap(({ value, elements }) => [
    value,
    ...elements.map((each) => each.value),
  ]);
  const parsed = parsedColumns(read, tableOf(logSource)).filter(
    ({ name }) => !before.some((stage) => adds(stage, name)),
  );
  const plain = columns.filter(({ elements, name, value }) => {
    return elements.length === 0 && !(value.kind === "column" && value.name === name);
  });
  return [
    ...extend(parsed),
    ...extend(plain.map(({ name, value }) => ({ name, value }))),
    ...columns.flatMap(elementStages),
  ];
}

function adds(stage: RowStage, name: string): boolean {
  return stage.kind === "extend" && stage.columns.some((each) => each.name === name);
}

/** The column that gathers the texts of a column which lies in arrays. */
export function setColumn(name: string): string {
  return `${name}Set`;
}

/** A row for each distinct text that is not empty, and one with the empty text where there is none. */
function elementStages({ name, elements, value }: RowColumn): readonly RowStage[] {
  if (!isFilled(elements)) return [];
  const set = setColumn(name);
  const isNone = compare("==", call("array_length", column(set)), number(0));
  const texts = call("iff", isNone, call("parse_json", string('[""]')), column(set));
  return [
    {
      kind: "mv-apply",
      of: elements,
      aggregates: [{ kind: "make_set_if", name: set, value, predicate: call("isnotempty", value) }],
    },
    { kind: "mv-expand", column: { name, value: texts } },
  ];
}

/** The rows that have a value to count or to reckon with, and that value in its type. */
export function withValue({ type }: Correlation, value: string): readonly RowStage[] {
  switch (type) {
    case "value_count":
      return [{ kind: "where", predicate: call("isnotempty", column(value)) }];
    case "value_sum":
    case "value_avg":
      return [
        { kind: "where", predicate: compare("matches regex", column(value), JSON_NUMBER) },
        { kind: "extend", columns: [{ name: value, value: call("toreal", column(value)) }] },
      ];
    case "event_count":
    case "temporal":
    case "temporal_ordered":
      return [];
  }
}

/** Why a field's text cannot be a column that groups, or a value. */
export function columnRefusals(
  column: RowColumn | undefined,
  path: string,
  key: "group-by" | "condition",
): readonly Reason[] {
  return column === undefined ? [reasons.correlationField(`correlation.${key}`, path)] : [];
}
