import { isBounded } from "../../../ir/bounded";
import { fieldsOf, predicatesOf, type Expression, type Predicate } from "../../../ir/expression";
import { assumptions } from "../../../kql/assumptions";
import { tableOf, tablesOf, type LogSource } from "../../../log-sources/log-source";
import { isNowhere } from "../../../log-sources/other-names";
import { eachTable, isPart } from "../../../log-sources/read-tables";
import { columnOf, type SentinelTable } from "../../../log-sources/sentinel-table";
import type { Reason } from "../../verdict";
import type { NonEmpty, RowStage } from "../ast";
import { lowerQuery, type LoweredQuery } from "../lower";
import { reasons } from "../reasons";
import { lackingIn } from "./lacking";
import { textColumn } from "./row-columns";

/** What becomes of an expression, or of several, beside the text. */
export interface Notes {
  /** What is kept of each expression. */
  readonly promised: readonly Expression[];
  readonly reasons: readonly Reason[];
  /** Why there may be no query at all. */
  readonly refusals: readonly Reason[];
  readonly assumptions: readonly string[];
}

/** The rows which an expression matches, of each table that is read for them. */
export interface Rows extends Notes {
  readonly legs: NonEmpty<RowsOfTable>;
}

export interface RowsOfTable {
  readonly table: SentinelTable;
  /** The log source as it lies in this table alone. */
  readonly logSource: LogSource;
  readonly stages: readonly RowStage[];
}

/**
 * The rows that an expression matches. `columns`: paths that must have a column besides. Of tables that
 * are read together, the first decides what is promised; another that cannot say it is left out, by name,
 * and so is one in which nothing can match.
 */
export function rowsOf(
  expression: Expression,
  logSource: LogSource,
  columns: readonly string[] = [],
): Rows {
  const { bounding } = logSource.fields;
  const [own, ...further] = eachTable(logSource);
  const first = loweredIn(own, expression, columns);
  const { dropped, promised, reasons: why } = first;
  const others = further.map((each) => loweredIn(each, promised, columns));
  const told: NonEmpty<Lowered> = [first, ...others.filter(({ lost }) => lost.size === 0)];
  const isWhole = told.every(({ stages }) => stages === true);
  const unbounded = isWhole || (dropped.size > 0 && !isBounded(promised, bounding));
  const isNever = told.every(({ stages }) => stages === false);
  const nowhere = isNever ? nowhereIn(expression, logSource) : [];
  if (nowhere.length > 0) {
    // Nothing that is left out adds to what no event matches.
    const never: RowStage = { kind: "where", predicate: { kind: "bool", value: false } };
    return {
      legs: [{ ...rowsIn(first), stages: [never] }],
      promised: [promised],
      reasons: [],
      refusals: [],
      assumptions: [...nowhere.map(assumptions.nowhere), ...(first.table.assumes ?? [])],
    };
  }
  const [leg = first, ...more] = told.filter(({ stages }) => stages !== false);
  const lacking = told.map(({ table }) => lackingIn(expression, table));
  return {
    legs: [rowsIn(leg), ...more.map(rowsIn)],
    promised: [promised],
    reasons: why,
    refusals: [
      ...(unbounded ? [reasons.unbounded(bounding)] : []),
      ...(isNever ? [reasons.neverMatches()] : []),
      ...(lacking.some((each) => each.length === 0) ? [] : (lacking[0] ?? [])).map(
        ({ test, text, nearest }) => reasons.notTakenIn(test, first.table.name, text, nearest),
      ),
    ],
    assumptions: [
      ...new Set([
        ...told.flatMap((each) => each.assumptions),
        ...told.flatMap(({ table }) => assumedOf(table, told)),
        ...others.filter(({ lost }) => lost.size > 0).map(untold),
        ...notRead(logSource),
      ]),
    ],
  };
}

/**
 * The fields of an expression that rules are known to name and that no event has: a rule of them is read as
 * it stands, never fires, and a finding says so (docs/decisions/0012).
 */
function nowhereIn(expression: Expression, logSource: LogSource): readonly string[] {
  const fields = new Set(predicatesOf(expression).flatMap(fieldsOf));
  return [...fields].filter((field) => isNowhere(field, logSource));
}

/** An expression in one table. */
interface Lowered extends LoweredQuery {
  readonly table: SentinelTable;
  readonly logSource: LogSource;
  /** The tests that are left out, and the paths that have no column. */
  readonly lost: ReadonlySet<Predicate | string>;
}

function loweredIn(
  logSource: LogSource,
  expression: Expression,
  columns: readonly string[],
): Lowered {
  const table = tableOf(logSource);
  const lowered = lowerQuery(expression, logSource);
  const without = columns.filter((path) => textColumn(path, logSource) === undefined);
  return { ...lowered, table, logSource, lost: new Set([...lowered.dropped, ...without]) };
}

function rowsIn({ table, logSource, stages }: Lowered): RowsOfTable {
  return { table, logSource, stages: typeof stages === "boolean" ? [] : stages };
}

/** What rests on the table itself; of one that is a part of another, what that has alone. */
function assumedOf(table: SentinelTable, told: readonly Lowered[]): readonly string[] {
  const { name, assumes = [], lacks = [], partOf } = table;
  const isInOther = isPart(
    table,
    told.map((each) => each.table),
  );
  if (!isInOther || partOf === undefined) return assumes;
  return lacks.map(({ path, texts }) => assumptions.partOf(name, partOf, path, texts));
}

/** That a table is left out, as it has no place for what is asked. */
function untold({ table, lost }: Lowered): string {
  const paths = [...lost].flatMap((each) => (typeof each === "string" ? [each] : fieldsOf(each)));
  const missing = paths.filter((path) => columnOf(table, path) === undefined);
  return assumptions.noPlace(table.takes ?? "events", table.name, [...new Set(missing)]);
}

/** What tables take in that are not read, by the choice of who deploys the rule. */
function notRead(logSource: LogSource): readonly string[] {
  const read = tablesOf(logSource);
  return logSource.sentinel.tables.flatMap((table) =>
    table.takes === undefined || read.includes(table)
      ? []
      : [assumptions.notRead(table.takes, table.name)],
  );
}

export function notesTogether(all: readonly Notes[]): Notes {
  return {
    promised: all.flatMap(({ promised }) => promised),
    reasons: all.flatMap((each) => each.reasons),
    refusals: all.flatMap(({ refusals }) => refusals),
    assumptions: [...new Set(all.flatMap(({ assumptions }) => assumptions))].sort(),
  };
}
