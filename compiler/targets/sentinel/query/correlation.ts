import type { CountOperator } from "../../../ir/count";
import { countedExpression, type Correlation } from "../../../ir/rule";
import { FALSE, type Expression as Ir } from "../../../ir/expression";
import { assumptions } from "../../../kql/assumptions";
import { isList } from "../../../log-sources/field";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
import { columnOf } from "../../../log-sources/sentinel-table";
import type { Reason } from "../../verdict";
import {
  allOf,
  type CompareOperator,
  type KqlExpression,
  type NamedExpression,
  type KqlStage,
} from "../ast";
import { reasons } from "../reasons";
import { call, column, compare, number, string } from "./build";
import { isContainer, isNotContainer, mayHoldContainer, nameOfPath } from "./locate";
import { extend } from "./stages";

/** What a correlation counts, and the stages that count it. */
export interface Count {
  /** What its rules match, together. */
  readonly expression: Ir;
  readonly stages: readonly KqlStage[];
  /** The columns that remain: the groups and the count. */
  readonly columns: readonly string[];
  readonly refusals: readonly Reason[];
  readonly assumptions: readonly string[];
}

/**
 * Counts the rows that any of a correlation's rules matches, a row once (Sigma correlation
 * specification 2.1.0, event_count and value_count). What is missing is no value to count; rows
 * without a group's field are a group of their own.
 */
export function countOf(correlation: Correlation, logSource: LogSource): Count {
  const { groupBy, aliases = {}, condition, field, type } = correlation;
  const groups = groupBy.map((path) => textColumn(path, logSource));
  const counted = field === undefined ? undefined : textColumn(field, logSource);
  const name = type === "value_count" ? "ValueCount" : "EventCount";
  const by = [...new Set(groups.flatMap((group) => group?.name ?? []))];
  const added = new Map(
    [...groups, counted].flatMap((each) =>
      each === undefined || each.value.kind === "column" ? [] : [[each.name, each] as const],
    ),
  );
  return {
    expression: countedExpression(correlation) ?? FALSE,
    stages: [
      ...extend([...added.values()]),
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
    assumptions: groupBy
      .filter((path) => logSource.fields.field(path).presence !== "always")
      .map((path) => assumptions.correlationMissing(path)),
  };
}

/** Whether a higher count never takes the condition from true to false. */
export function growsOnly({ condition }: Correlation): boolean {
  return condition.every(({ operator }) => operator === "gt" || operator === "gte");
}

/** A field's text as a column, or the column that holds the field; undefined where there is neither. */
function textColumn(path: string, logSource: LogSource): NamedExpression | undefined {
  const place = columnOf(tableOf(logSource), path);
  const field = logSource.fields.field(path);
  if (place === undefined || isList(field) || isContainer(field)) return undefined;
  if (place.as === "value") return { name: place.column, value: column(place.column) };
  const value = place.rest.reduce<KqlExpression>(
    (of, name) => ({ kind: "member", of, name }),
    call("parse_json", column(place.column)),
  );
  const text = call("tostring", value);
  return {
    name: nameOfPath([place.column, ...place.rest]),
    value: mayHoldContainer(field) ? call("iff", isNotContainer(value), text, string("")) : text,
  };
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
