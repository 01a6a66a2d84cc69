import { legsOf, tellsRulesApart, type Leg } from "../../../ir/legs";
import type { Correlation } from "../../../ir/rule";
import { assumptions } from "../../../kql/assumptions";
import { tableOf, tablesOf } from "../../../log-sources/log-source";
import { isPart, unitedTable } from "../../../log-sources/read-tables";
import type { Seconds } from "../../../rule/duration";
import type {
  KqlExpression,
  KqlQuery,
  KqlStage,
  KqlTabular,
  NamedExpression,
  NonEmpty,
  RowStage,
} from "../ast";
import { reasons } from "../reasons";
import { call, column, compare, number } from "./build";
import { groupNamesOf } from "./group-names";
import {
  columnsAdded,
  columnRefusals,
  commonColumn,
  textColumn,
  withValue,
  type RowColumn,
} from "./row-columns";
import { notesTogether, rowsOf, type Notes, type RowsOfTable } from "./rows";
import { identityOf, together, wholeRows } from "./together";
import { TIME, windowColumns, type WindowColumns } from "./window-columns";
import { duration, isFresh, where, windowStages } from "./windows";

/** A query that reckons what a correlation asks for over every window. */
interface LoweredCorrelation extends Notes {
  readonly query: KqlTabular;
  /** The columns that its rows have. */
  readonly columns: readonly string[];
}

/** By how much a run may start late: a duplicate then, never a gap. */
const LATE_START: Seconds = 2 * 60;

/** What a correlation bounds, as a column; of an order, when its chains begin. */
const RESULTS: Readonly<Record<Correlation["type"], string>> = {
  event_count: "EventCount",
  value_count: "DistinctCount",
  value_sum: "ValueSum",
  value_avg: "ValueAverage",
  temporal: "RuleCount",
  temporal_ordered: "Start",
};

/** When a query is run: the time since the run before. */
interface Run {
  readonly frequency: Seconds;
}

/** The query that gives each group for which a correlation holds, once. */
export function lowerCorrelation(correlation: Correlation, run: Run): LoweredCorrelation {
  const { query, names, groups, ...notes } = windowsOf(correlation, run, []);
  const max: NonEmpty<string> =
    correlation.type === "temporal_ordered" ? [TIME] : [names.result, TIME];
  const stages: readonly KqlStage[] = [
    ...onlyFresh(query.stages, names),
    { kind: "summarize", max, by: groups },
    // Without groups, no row too would give one.
    ...(groups.length === 0 ? [where([call("isnotnull", column(TIME))])] : []),
  ];
  return {
    ...notes,
    query: { ...query, stages },
    columns: [...groups, ...max],
  };
}

/** The query of a rule that counts its own matches: the rows at which there are enough, as they are. */
export function lowerCount(counting: Correlation, run: Run): LoweredCorrelation {
  const [leg] = legsOf(counting);
  const found = leg?.of.kind === "events" ? rowsOf(leg.of.expression, leg.logSource) : undefined;
  if (leg === undefined || found === undefined) throw new Error("a rule counts its own events");
  const { legs, ...notes } = found;
  const taken = unitedTable(tablesOf(leg.logSource)).columns.map(({ name }) => name);
  const names = windowColumns(RESULTS.event_count, taken);
  const { query, table } = wholeRows(legs, [markNew(names, run)]);
  return {
    ...notes,
    query: {
      ...query,
      stages: [
        ...query.stages,
        ...onlyFresh(windowStages(counting, [], names), names),
        { kind: "project-away", columns: [names.isNew, names.step, names.at, names.newCount] },
      ],
    },
    columns: [...table.columns.map(({ name }) => name), names.result],
  };
}

/** Whether more matches never take the condition from true to false. */
export function growsOnly({ type, condition, rules }: Correlation): boolean {
  if (type === "value_sum" || type === "value_avg") return false;
  return (
    condition.every(({ operator }) => operator === "gt" || operator === "gte") &&
    rules.every(({ matches }) => matches.kind !== "correlation" || growsOnly(matches.correlation))
  );
}

/** Of the rows that the last stage keeps, those in whose window something is new. */
function onlyFresh(stages: readonly KqlStage[], names: WindowColumns): readonly KqlStage[] {
  const last = stages[stages.length - 1];
  if (last?.kind !== "where") throw new Error("windows end in what holds");
  const { predicate } = last;
  const held = predicate.kind === "and" ? predicate.operands : [predicate];
  return [...stages.slice(0, -1), where([...held, isFresh(names)])];
}

interface Windows extends Notes {
  readonly query: KqlTabular;
  readonly names: WindowColumns;
  readonly groups: readonly string[];
}

/**
 * The rows at which a correlation holds, with its groups, whether anything in their window is new, and
 * the columns that `carried` asks for, which a correlation over this one groups or counts by.
 */
function windowsOf(correlation: Correlation, run: Run, carried: readonly RowColumn[]): Windows {
  const { type, groupBy, field } = correlation;
  const legs = legsOf(correlation);
  const groupNames = groupNamesOf(groupBy, legs, carried);
  const wanted = legs.map(({ by, logSource }) =>
    by.map((path, at) => commonColumn(path, logSource, groupNames[at])),
  );
  const groups = [...new Set(wanted.flatMap((columns) => columns.flatMap((c) => c?.name ?? [])))];
  const names = windowColumns(RESULTS[type], [...groups, ...carried.map(({ name }) => name)]);
  // Values are compared in one log source.
  const [first] = legs;
  if (first === undefined) throw new Error("a correlation has rules");
  const value = field === undefined ? undefined : commonColumn(field, first.logSource, names.value);
  const isOnce = type === "event_count" || type === "value_sum" || type === "value_avg";
  const isDouble = legs.some(({ logSource }) =>
    tablesOf(logSource).some((table, _, all) => isPart(table, all)),
  );
  // A row may come twice where several legs match it, or one that is a correlation, for several groups.
  const mayRepeat =
    isOnce && (isDouble || legs.length > 1 || legs.some(({ of }) => of.kind !== "events"));
  const identities = legs.map(({ logSource }) =>
    (mayRepeat ? identityOf(logSource) : []).map((path) => {
      const name = path === logSource.events.id ? names.id : names.record;
      return commonColumn(path, logSource, name);
    }),
  );
  const own = legs.map((_, at) =>
    onceByName(
      [...(wanted[at] ?? []), ...carried, value, ...(identities[at] ?? [])].filter(
        (each) => each !== undefined,
      ),
    ),
  );
  const queries = legs.map((leg, at) => {
    const columns = own[at] ?? [];
    const rule = { name: names.rule, value: number(at + 1) };
    return legRows(leg, run, names, columns, tellsRulesApart(correlation) ? [rule] : []);
  });
  const [query, ...others] = queries.map((each) => each.query);
  if (query === undefined) throw new Error("a correlation has rules");
  const united: KqlTabular = others.length === 0 ? query : { legs: [query, ...others], stages: [] };
  const kept = onceByName(own.flat());
  const ids = new Set(legs.map(({ logSource }) => identityOf(logSource).join(" and ")));
  return {
    ...notesTogether([
      ...queries,
      {
        promised: [],
        reasons: [],
        refusals: [
          ...wanted.flatMap((columns, leg) =>
            columns.flatMap((each, at) =>
              columnRefusals(each, legs[leg]?.by[at] ?? "", "group-by"),
            ),
          ),
          ...(field === undefined ? [] : columnRefusals(value, field, "condition")),
          ...legs
            .filter((_, at) => identities[at]?.includes(undefined))
            .map(({ logSource }) =>
              reasons.noIdentity(tableOf(logSource).name, logSource.events.id),
            )
            .slice(0, 1),
          ...(value !== undefined && type !== "value_count" && value.elements.length > 0
            ? [reasons.reckonedElements(value.path)]
            : []),
        ],
        assumptions: [
          ...wanted.flatMap((columns) => columns.flatMap((each) => each?.assumes ?? [])),
          ...(type === "value_sum" || type === "value_avg" ? [assumptions.fractions()] : []),
          ...(type === "temporal_ordered" ? [assumptions.scan()] : []),
          ...(mayRepeat ? [...ids].map(assumptions.uniqueId) : []),
        ],
      },
    ]),
    query: {
      ...united,
      stages: [
        ...united.stages,
        ...(mayRepeat ? [eachOnce(names, kept, isDouble)] : []),
        ...withValue(correlation, names.value),
        ...windowStages(correlation, groups, names),
      ],
    },
    names,
    groups,
  };
}

/** The rows of a leg, with nothing but the columns that are wanted of them. */
function legRows(
  { of, logSource: own }: Leg,
  run: Run,
  names: WindowColumns,
  columns: readonly RowColumn[],
  rule: readonly NamedExpression[],
): Notes & { readonly query: KqlTabular } {
  const [time, isNew] = [column(TIME), column(names.isNew)];
  const project = (fresh: KqlExpression): KqlStage => ({
    kind: "project",
    columns: [
      { name: TIME, value: time },
      { name: names.isNew, value: fresh },
      ...rule,
      ...columns.map(({ name }) => ({ name, value: column(name) })),
    ],
  });
  if (of.kind === "events") {
    const paths = columns.map(({ path }) => path);
    const { legs, ...notes } = rowsOf(of.expression, own, paths);
    const columnsIn = ({ logSource }: RowsOfTable) =>
      columns.flatMap(({ path, name }) => textColumn(path, logSource, name) ?? []);
    const inTable = (rows: RowsOfTable): KqlQuery => {
      const { table, logSource, stages } = rows;
      const added = columnsAdded(columnsIn(rows), stages, logSource);
      return {
        table: table.name,
        stages: [markNew(names, run), ...stages, ...added, project(isNew)],
      };
    };
    const [first, ...others] = legs;
    const assumed = legs.flatMap((rows) => columnsIn(rows).flatMap(({ assumes }) => assumes));
    return {
      ...notes,
      assumptions: [...notes.assumptions, ...assumed],
      query: together([inTable(first), ...others.map(inTable)]),
    };
  }
  const { query, names: inner, ...notes } = windowsOf(of.correlation, run, columns);
  const inArrays = columns.filter(({ elements }) => elements.length > 0);
  return {
    ...notes,
    refusals: [...notes.refusals, ...inArrays.map(({ path }) => reasons.carriedElements(path))],
    query: {
      ...query,
      stages: [...query.stages, project(call("tolong", isFresh(inner)))],
    },
  };
}

/** Rows that were ingested since the run before are new; before all else, as only a table's rows tell. */
function markNew({ isNew }: WindowColumns, { frequency }: Run): RowStage {
  const since = call("ago", duration(frequency + LATE_START));
  const value = call("tolong", compare(">", call("ingestion_time"), since));
  return { kind: "extend", columns: [{ name: isNew, value }] };
}

/** One row for each event, group and value; tables that both have an event may differ in its time. */
function eachOnce(
  { isNew }: WindowColumns,
  columns: readonly RowColumn[],
  isDouble: boolean,
): KqlStage {
  const by = columns.map(({ name }) => name);
  return isDouble
    ? { kind: "summarize", max: [isNew, TIME], by }
    : { kind: "summarize", max: [isNew], by: [TIME, ...by] };
}

function onceByName(columns: readonly RowColumn[]): readonly RowColumn[] {
  return [...new Map(columns.map((each) => [each.name, each])).values()];
}
