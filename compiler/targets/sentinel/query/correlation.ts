import type { CountOperator } from "../../../ir/count";
import type { Correlation } from "../../../ir/rule";
import { assumptions } from "../../../kql/assumptions";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
import type { Reason } from "../../verdict";
import {
  allOf,
  type CompareOperator,
  type KqlExpression,
  type NamedExpression,
  type KqlStage,
} from "../ast";
import { reasons } from "../reasons";
import { call, column, compare, isFilled, number, string } from "./build";
import { isContainer, locate, nameOfPath, scalarTextOf } from "./locate";
import { extend, parsedColumns } from "./stages";

/** The stages that count what a correlation counts. */
export interface Count {
  readonly stages: readonly KqlStage[];
  /** The columns that remain: the groups and the count. */
  readonly columns: readonly string[];
  readonly refusals: readonly Reason[];
  readonly assumptions: readonly string[];
}

/**
 * Counts the rows that any of a correlation's rules matches, a row once in a group (Sigma correlation
 * specification 2.1.0, event_count and value_count). What is missing is no value to count; rows
 * without a group's field are a group of their own, and each element of an array is a group.
 * `matched`: the stages that leave the rows.
 */
export function countOf(
  correlation: Correlation,
  logSource: LogSource,
  matched: readonly KqlStage[],
): Count {
  const { groupBy, aliases = {}, condition, field, type } = correlation;
  const groups = groupBy.map((path) => textColumn(path, logSource));
  const counted = field === undefined ? undefined : textColumn(field, logSource);
  const name = type === "value_count" ? "ValueCount" : "EventCount";
  const by = [...new Set(groups.flatMap((group) => group?.name ?? []))];
  const added = new Map(
    [...groups, counted].flatMap((each) =>
      each === undefined ? [] : [[each.name, each] as const],
    ),
  );
  const columns = [...added.values()];
  return {
    stages: [
      ...extend(parsedFor(columns, logSource).filter((each) => !isAdded(each, matched))),
      ...extend(
        columns
          .filter(({ elements, value }) => elements.length === 0 && value.kind !== "column")
          .map(({ name, value }) => ({ name, value })),
      ),
      ...columns.flatMap(elementStages),
      { kind: "summarize", name, ...(counted ? { distinct: counted.name } : {}), by },
      { kind: "where", predicate: bounds(name, condition) },
    ],
    columns: [...by, name],
    refusals: [
      ...groupBy.flatMap((name, index): readonly Reason[] => {
        const fields = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
        if (fields !== undefined) return [reasons.correlationAlias(name, fields)];
        return groups[index] ? [] : [reasons.correlationField("correlation.group-by", name)];
      }),
      ...(field !== undefined && counted === undefined
        ? [reasons.correlationField("correlation.condition", field)]
        : []),
    ],
    assumptions: [
      ...groupBy
        .filter((path) => logSource.fields.field(path).presence !== "always")
        .map((path) => assumptions.correlationMissing(path)),
      ...columns.flatMap(({ assumes }) => assumes),
    ],
  };
}

/** Whether a higher count never takes the condition from true to false. */
export function growsOnly({ condition }: Correlation): boolean {
  return condition.every(({ operator }) => operator === "gt" || operator === "gte");
}

/** A column for a field's text. */
interface TextColumn extends NamedExpression {
  /** Where the field is reached through arrays: a row has a text for each element. */
  readonly elements: readonly NamedExpression[];
  readonly assumes: readonly string[];
}

/** A field's text as a column, or the column that holds the field; undefined where there is neither. */
function textColumn(path: string, logSource: LogSource): TextColumn | undefined {
  const at = locate(path, logSource);
  if (at === undefined || isContainer(at.field)) return undefined;
  const { place, elements, assumes } = at;
  if (place.as === "value") return { name: place.column, value: at.value, elements, assumes };
  const name = nameOfPath([place.column, ...place.rest]);
  return { name, value: scalarTextOf(at), elements, assumes };
}

/** A row for each distinct text that is not empty, and one with the empty text where there is none. */
function elementStages({ name, elements, value }: TextColumn): readonly KqlStage[] {
  if (!isFilled(elements)) return [];
  const set = `${name}Set`;
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

function parsedFor(
  columns: readonly TextColumn[],
  logSource: LogSource,
): readonly NamedExpression[] {
  const read = columns.flatMap(({ value, elements }) => [
    value,
    ...elements.map((each) => each.value),
  ]);
  return parsedColumns(read, tableOf(logSource));
}

function isAdded({ name }: NamedExpression, stages: readonly KqlStage[]): boolean {
  return stages.some(
    (stage) => stage.kind === "extend" && stage.columns.some((each) => each.name === name),
  );
}

const OPERATORS: Readonly<Record<CountOperator, CompareOperator>> = {
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  eq: "==",
  neq: "!=",
};

function bounds(name: string, condition: Correlation["condition"]): KqlExpression {
  return allOf(
    condition.map(({ operator, count }) =>
      compare(OPERATORS[operator], column(name), number(count)),
    ),
  );
}
