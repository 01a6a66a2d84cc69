import { KqlError } from "../../../kql/values/error";
import { negate } from "../../../kql/values/operators";
import { tableOfName, type Row } from "../../../kql/values/row";
import { parseDatetime, TICKS, timespan } from "../../../kql/values/time";
import {
  boolOf,
  dynamic,
  elementOf,
  itemsOf,
  memberOf,
  textOf,
  type ScalarType,
  type Value,
} from "../../../kql/values/value";
import type { Column } from "../../../log-sources/sentinel-table";
import type { Aggregate, ApplyStage, KqlExpression, KqlStage, KqlTabular } from "../ast";
import { checkNesting, FUNCTION_NAMES } from "../ast";
import { columnsRead } from "../query/stages";
import { comparison, membership } from "./compare";
import { functionCall } from "./functions";
import type { Clock } from "./functions";
import { taking } from "./typed";
import type { Typed } from "./typed";

/** What may be named; `unknown` for a column whose content an event alone does not tell. */
type Scope = ReadonlyMap<string, Typed | "unknown">;

/**
 * A query made ready: whether a row survives it. Semantics: the KQL reference, and the answers of the
 * real engine that are named beside each rule ("recorded").
 *
 * Throws a `KqlError` at once, before any row: `nesting`; `unresolved` for a table other than
 * one of a log source or a column that is not in scope; `type`; `unsupported`, also for a column whose
 * content an event alone does not tell, and for what looks at several rows; `clock` for `ago` and
 * `ingestion_time` without one. On a row, only `unsupported`: a position, length or group that is null there.
 */
export function rowMatcher(query: KqlTabular, clock?: Clock): (row: Row) => boolean {
  checkNesting(query);
  if ("legs" in query) throw beyondRows("union");

  const steps: ((row: Row) => boolean)[] = [];
  let scope: Scope = new Map(
    tableOfName(query.table).columns.map((column) => [column.name, columnValue(column)]),
  );
  for (const stage of query.stages) {
    const next = stepOf(stage, scope, clock);
    steps.push(next.step);
    scope = next.scope;
  }
  return (row) => steps.every((step) => step(row));
}

interface Step {
  /** False where the stage drops the row. */
  readonly step: (row: Row) => boolean;
  /** What the stages after it may name. */
  readonly scope: Scope;
}

function stepOf(stage: KqlStage, scope: Scope, clock: Clock | undefined): Step {
  switch (stage.kind) {
    case "where": {
      const predicate = taking("bool", valueOf(stage.predicate, scope, clock), "where");
      // A null predicate drops the row (null-and-edge-0001#1).
      return { step: (row) => predicate.run(row) === true, scope };
    }
    case "extend": {
      // Columns of one extend do not see each other (rejected dynamic-json-0035, -0038).
      const added = stage.columns.map(
        ({ name, value }) => [name, addedBy(value, scope, clock)] as const,
      );
      // Computed in order, so that a chain of extends never recurses.
      const step = (row: Row): boolean => {
        for (const [, value] of added) if (value !== "unknown") value.run(row);
        return true;
      };
      return { step, scope: new Map([...scope, ...added]) };
    }
    case "mv-apply":
      return applyStep(stage, scope, clock);
    case "mv-expand": {
      const { name, value } = stage.column;
      const list = taking("dynamic", valueOf(value, scope, clock), "mv-expand");
      // Which of the rows that it becomes is not told apart here.
      return {
        step: (row) => itemsOf(list.run(row), "bag").length > 0,
        scope: new Map([...scope, [name, "unknown"]]),
      };
    }
    case "project":
    case "steps":
    case "sort":
    case "scan":
    case "last-of-each":
    case "summarize":
      throw beyondRows(stage.kind);
    case "project-away": {
      const gone = new Set(stage.columns);
      for (const name of gone) if (!scope.has(name)) throw unresolved(name);
      return {
        step: () => true,
        scope: new Map([...scope].filter(([name]) => !gone.has(name))),
      };
    }
  }
}

/** What is made of a column whose content an event does not tell is not told either. */
function addedBy(value: KqlExpression, scope: Scope, clock: Clock | undefined): Typed | "unknown" {
  const isUntold = columnsRead(value).some((name) => scope.get(name) === "unknown");
  return isUntold ? "unknown" : once(valueOf(value, scope, clock));
}

/** A row of which the first array is empty is dropped (null-and-edge-0026#2). */
function applyStep(stage: ApplyStage, scope: Scope, clock: Clock | undefined): Step {
  let inner = scope;
  const expansions = stage.of.map(({ name, value }) => {
    const list = taking("dynamic", valueOf(value, inner, clock), stage.kind);
    const element: { value: Value } = { value: null };
    inner = new Map([...inner, [name, { type: "dynamic", run: () => element.value }]]);
    return { list, element };
  });
  const totals = stage.aggregates.map((aggregate) => totalOf(aggregate, inner, clock));
  const visit = (row: Row, depth: number): boolean => {
    const expansion = expansions[depth];
    if (expansion === undefined) {
      for (const { add } of totals) add(row);
      return true;
    }
    const items = itemsOf(expansion.list.run(row), "bag");
    for (const item of items) {
      expansion.element.value = item;
      visit(row, depth + 1);
    }
    return items.length > 0;
  };
  return {
    step: (row) => {
      for (const { clear } of totals) clear();
      return visit(row, 0);
    },
    scope: new Map([...scope, ...totals.map(({ name, total }) => [name, total] as const)]),
  };
}

/** What an aggregate makes of the elements of one row. */
interface Total {
  readonly name: string;
  readonly clear: () => void;
  readonly add: (row: Row) => void;
  readonly total: Typed;
}

function totalOf(aggregate: Aggregate, scope: Scope, clock: Clock | undefined): Total {
  const { kind, name } = aggregate;
  const fits = taking("bool", valueOf(aggregate.predicate, scope, clock), kind);
  switch (kind) {
    case "countif": {
      let count = 0n;
      return {
        name,
        clear: () => (count = 0n),
        add: (row) => {
          if (fits.run(row) === true) count += 1n;
        },
        total: { type: "long", run: () => count },
      };
    }
    case "make_set_if": {
      const value = taking("string", valueOf(aggregate.value, scope, clock), kind);
      const texts = new Set<string>();
      return {
        name,
        clear: () => texts.clear(),
        add: (row) => {
          if (fits.run(row) === true) texts.add(textOf(value.run(row)));
        },
        total: { type: "dynamic", run: () => dynamic([...texts]) },
      };
    }
  }
}

/** Remembers the value for the last row. */
function once({ type, run }: Typed): Typed {
  let last: { readonly row: Row; readonly value: Value } | undefined;
  return {
    type,
    run: (row) => {
      if (last?.row !== row) last = { row, value: run(row) };
      return last.value;
    },
  };
}

function columnValue({ name, type, holds }: Column): Typed | "unknown" {
  if (holds.kind === "unknown") return "unknown";
  if (type !== "datetime") return { type, run: (row) => row[name] ?? null };
  return {
    type,
    run: (row) => {
      const value = row[name];
      return typeof value === "string" ? parseDatetime(value) : null;
    },
  };
}

function beyondRows(what: string): KqlError {
  return new KqlError("unsupported", `${what} does not keep rows one by one`);
}

function unresolved(name: string): KqlError {
  return new KqlError("unresolved", `no column ${name}`);
}

function lookUp(name: string, scope: Scope): Typed {
  const value = scope.get(name);
  if (value === undefined) throw unresolved(name);
  if (value === "unknown") {
    const what = `what ${name} holds is not known from an event alone`;
    throw new KqlError("unsupported", what);
  }
  return value;
}

const TICKS_OF = { d: TICKS.day, h: TICKS.hour, m: TICKS.minute, s: TICKS.second } as const;

function valueOf(expression: KqlExpression, scope: Scope, clock: Clock | undefined): Typed {
  const inner = (child: KqlExpression): Typed => valueOf(child, scope, clock);
  const constant = (type: ScalarType, value: Value): Typed => ({ type, run: () => value });

  switch (expression.kind) {
    case "column":
      return lookUp(expression.name, scope);
    case "member": {
      const of = taking("dynamic", inner(expression.of), "a property");
      return { type: "dynamic", run: (row) => memberOf(of.run(row), expression.name) };
    }
    case "index": {
      const of = taking("dynamic", inner(expression.of), "an index");
      return { type: "dynamic", run: (row) => elementOf(of.run(row), expression.index) };
    }
    case "string":
      return constant("string", expression.value);
    case "bool":
      return constant("bool", expression.value);
    case "number": {
      const { value } = expression;
      return Number.isSafeInteger(value)
        ? constant("long", BigInt(value))
        : constant("real", value);
    }
    case "timespan": {
      const ticks = expression.amount * Number(TICKS_OF[expression.unit]);
      return constant("timespan", timespan(BigInt(Math.round(ticks))));
    }
    case "compare": {
      const { operator, left, right } = expression;
      return { type: "bool", run: comparison(operator, inner(left), inner(right), right) };
    }
    case "in": {
      const { operator, value, list } = expression;
      const items = list.map((item) => [inner(item), item] as const);
      return { type: "bool", run: membership(operator, inner(value), items) };
    }
    case "and":
    case "or": {
      const { kind } = expression;
      const operands = expression.operands.map((operand) => taking("bool", inner(operand), kind));
      return { type: "bool", run: (row) => decide(operands, row, kind === "or") };
    }
    case "not": {
      const operand = taking("bool", inner(expression.operand), "not");
      // Null stays null (null-and-edge-0003#1).
      return { type: "bool", run: (row) => negate(boolOf(operand.run(row))) };
    }
    case "arithmetic":
      throw beyondRows(expression.operator);
    case "call": {
      const called = FUNCTION_NAMES.find((name) => name === expression.function);
      if (called === undefined) throw beyondRows(expression.function);
      const args = expression.arguments.map((written) => ({ written, value: inner(written) }));
      return functionCall(called, args, clock);
    }
  }
}

/**
 * `and` (decided by a false) and `or` (decided by a true, aggregation-0004#3): the deciding value wins
 * over null, null over the other.
 */
function decide(operands: readonly Typed[], row: Row, deciding: boolean): boolean | null {
  let result: boolean | null = !deciding;
  for (const operand of operands) {
    const value = operand.run(row);
    if (value === deciding) return deciding;
    if (value === null) result = null;
  }
  return result;
}
