import { dynamicElement, dynamicMember } from "../../../kql/values/dynamic-json";
import { KqlError } from "../../../kql/values/error";
import { compileRegex } from "../../../kql/values/regex";
import type { Row } from "../../../kql/values/row";
import { COLUMNS, TABLE } from "../../../log-sources/aws-cloudtrail/sentinel-table";
import type { Column } from "../../../log-sources/aws-cloudtrail/sentinel-table";
import type { Expression, Query, Stage } from "../ast";
import { checkNesting } from "../ast";
import { compileCompare, compileIn } from "./compare";
import { argumentOf, compileCall } from "./functions";
import type { Clock } from "./functions";
import { boolOf, dynamicOf } from "./typed";
import type { Typed } from "./typed";

/** What may be named; `unknown` for a column whose content a CloudTrail record does not tell. */
type Scope = ReadonlyMap<string, Typed | "unknown">;

/**
 * A query made ready: whether a row survives it. Semantics: the KQL reference, and the answers of the
 * real engine that are named beside each rule ("recorded").
 *
 * Throws a `KqlError` at once, before any row: `nesting`; `unresolved` for a table other than
 * AWSCloudTrail or a column that is not in scope; `type`; `unsupported`, also for a column whose
 * content a CloudTrail record does not tell, and for `summarize`, whose rows are no events; `clock` for `ago` and `ingestion_time` without one. On a
 * row, only `unsupported`: a position, length or group that is null there.
 */
export function compileQuery(query: Query, clock?: Clock): (row: Row) => boolean {
  checkNesting(query);
  if (query.table !== TABLE) throw new KqlError("unresolved", `no table ${query.table}`);

  const steps: ((row: Row) => boolean)[] = [];
  let scope: Scope = new Map(COLUMNS.map((column) => [column.name, columnValue(column)]));
  for (const stage of query.stages) {
    const next = compileStage(stage, scope, clock);
    steps.push(next.step);
    scope = next.scope;
  }
  return (row) => steps.every((step) => step(row));
}

/** Whether one row survives the query; see `compileQuery`. */
export function evaluateQuery(query: Query, row: Row, clock?: Clock): boolean {
  return compileQuery(query, clock)(row);
}

interface Step {
  /** False where the stage drops the row. */
  readonly step: (row: Row) => boolean;
  /** What the stages after it may name. */
  readonly scope: Scope;
}

function compileStage(stage: Stage, scope: Scope, clock: Clock | undefined): Step {
  switch (stage.kind) {
    case "where": {
      const predicate = boolOf(compile(stage.predicate, scope, clock), "where");
      // A null predicate drops the row (null-and-edge-0001#1).
      return { step: (row) => predicate(row) === true, scope };
    }
    case "extend": {
      // Columns of one extend do not see each other (rejected dynamic-json-0035, -0038).
      const added = stage.columns.map(
        ({ name, value }) => [name, once(compile(value, scope, clock))] as const,
      );
      // Computed in order, so that a chain of extends never recurses.
      const step = (row: Row): boolean => {
        for (const [, { run }] of added) run(row);
        return true;
      };
      return { step, scope: new Map([...scope, ...added]) };
    }
    case "summarize":
      throw new KqlError("unsupported", "summarize does not keep rows one by one");
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

/** Remembers the value for the last row. */
function once(value: Typed): Typed {
  switch (value.type) {
    case "string":
      return { type: "string", run: remember(value.run) };
    case "bool":
      return { type: "bool", run: remember(value.run) };
    case "long":
      return { type: "long", run: remember(value.run) };
    case "real":
      return { type: "real", run: remember(value.run) };
    case "dynamic":
      return { type: "dynamic", run: remember(value.run) };
    case "datetime":
      return { type: "datetime", run: remember(value.run) };
    case "timespan":
      return { type: "timespan", run: remember(value.run) };
  }
}

function remember<T>(run: (row: Row) => T): (row: Row) => T {
  let last: { readonly row: Row; readonly value: T } | undefined;
  return (row) => {
    if (last?.row !== row) last = { row, value: run(row) };
    return last.value;
  };
}

function columnValue({ name, type, holds }: Column): Typed | "unknown" {
  if (holds.kind === "unknown") return "unknown";
  switch (type) {
    case "string":
      return {
        type,
        run: (row) => {
          const value = row[name];
          return typeof value === "string" ? value : "";
        },
      };
    case "bool":
      return {
        type,
        run: (row) => {
          const value = row[name];
          return typeof value === "boolean" ? value : null;
        },
      };
    case "real":
      return {
        type,
        run: (row) => {
          const value = row[name];
          return typeof value === "number" ? value : null;
        },
      };
    case "datetime":
      return {
        type,
        run: (row) => {
          const value = row[name];
          const time = typeof value === "string" ? Date.parse(value) : NaN;
          return Number.isNaN(time) ? null : time;
        },
      };
  }
}

function unresolved(name: string): KqlError {
  return new KqlError("unresolved", `no column ${name}`);
}

function lookUp(name: string, scope: Scope): Typed {
  const value = scope.get(name);
  if (value === undefined) throw unresolved(name);
  if (value === "unknown") {
    const what = `what ${name} holds is not known from a CloudTrail record`;
    throw new KqlError("unsupported", what);
  }
  return value;
}

const MILLISECONDS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

function compile(expression: Expression, scope: Scope, clock: Clock | undefined): Typed {
  const inner = (child: Expression): Typed => compile(child, scope, clock);

  switch (expression.kind) {
    case "column":
      return lookUp(expression.name, scope);
    case "member": {
      const of = dynamicOf(inner(expression.of), "a property");
      return { type: "dynamic", run: (row) => dynamicMember(of(row), expression.name) };
    }
    case "index": {
      const of = dynamicOf(inner(expression.of), "an index");
      return { type: "dynamic", run: (row) => dynamicElement(of(row), expression.index) };
    }
    case "string":
      return { type: "string", run: () => expression.value };
    case "bool":
      return { type: "bool", run: () => expression.value };
    case "number": {
      const { value } = expression;
      if (!Number.isSafeInteger(value)) return { type: "real", run: () => value };
      const long = BigInt(value);
      return { type: "long", run: () => long };
    }
    case "timespan": {
      const span = expression.amount * MILLISECONDS[expression.unit];
      return { type: "timespan", run: () => span };
    }
    case "compare": {
      const { operator, left, right } = expression;
      const pattern =
        operator === "matches regex" && right.kind === "string"
          ? compileRegex(right.value)
          : undefined;
      return {
        type: "bool",
        run: compileCompare(operator, inner(left), inner(right), pattern),
      };
    }
    case "in": {
      const { operator, value, list } = expression;
      return { type: "bool", run: compileIn(operator, inner(value), list.map(inner)) };
    }
    case "and": {
      const operands = expression.operands.map((operand) => boolOf(inner(operand), "and"));
      return { type: "bool", run: (row) => decide(operands, row, false) };
    }
    case "or": {
      const operands = expression.operands.map((operand) => boolOf(inner(operand), "or"));
      return { type: "bool", run: (row) => decide(operands, row, true) };
    }
    case "not": {
      const operand = boolOf(inner(expression.operand), "not");
      return {
        type: "bool",
        run: (row) => {
          const value = operand(row);
          // Null stays null (null-and-edge-0003#1).
          return value === null ? null : !value;
        },
      };
    }
    case "call": {
      const args = expression.arguments.map((arg) => argumentOf(arg, inner(arg)));
      return compileCall(expression.function, args, clock);
    }
  }
}

/**
 * `and` (decided by a false) and `or` (decided by a true, aggregation-0004#3): the deciding value wins
 * over null, null over the other.
 */
function decide(
  operands: readonly ((row: Row) => boolean | null)[],
  row: Row,
  deciding: boolean,
): boolean | null {
  let result: boolean | null = !deciding;
  for (const operand of operands) {
    const value = operand(row);
    if (value === deciding) return deciding;
    if (value === null) result = null;
  }
  return result;
}
