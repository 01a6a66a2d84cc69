import { isObject, member, type Json } from "../../core/json";
import { KqlError } from "../../kql/values/error";
import { connectorRow, tableOfName, type Row } from "../../kql/values/row";
import { textOf } from "../../kql/values/value";
import { columnNamed, type Column, type SentinelTable } from "../../log-sources/sentinel-table";
import { fieldFound, group, test, type Explanation } from "../explanation";
import {
  childrenOf,
  type ApplyStage,
  type KqlExpression,
  type KqlRows,
  type RowStage,
} from "./ast";
import { rowMatcher } from "./evaluate/evaluate";
import type { Clock } from "./evaluate/functions";
import { printQuery } from "./print";

/** Explains what a query makes of the row that the connector writes for an event. */
export function explainQuery({ table, stages }: KqlRows, event: Json, clock: Clock): Explanation {
  const known = tableOfName(table);
  const row: Row = connectorRow(isObject(event) ? event : {}, known);
  const parts = stages.flatMap((stage, at) => {
    if (stage.kind !== "where") return [];
    // A `where` that drops the row ends nothing for the explanation of those after it.
    const before = stages.slice(0, at).filter(({ kind }) => kind !== "where");
    return [explainPredicate(stage.predicate, before)];
  });
  const [only] = parts;
  return only && parts.length === 1 ? only : group("all", parts);

  function explainPredicate(node: KqlExpression, before: readonly RowStage[]): Explanation {
    const parted = (operands: readonly KqlExpression[]) =>
      operands.map((operand) => explainPredicate(operand, before));
    switch (node.kind) {
      case "and":
        return group("all", parted(node.operands));
      case "or":
        return group("any", parted(node.operands));
      case "not": {
        const { operand } = node;
        const parts = parted(operand.kind === "or" ? operand.operands : [operand]);
        // What is null holds neither as it is nor negated.
        return { ...group("none", parts), holds: holds(node, before) };
      }
      case "column":
      case "member":
      case "index":
      case "string":
      case "bool":
      case "number":
      case "timespan":
      case "compare":
      case "in":
      case "arithmetic":
      case "call":
        return test(
          written(node, before),
          holds(node, before),
          foundBy(node, before, { table: known, row, event }),
        );
    }
  }

  /** What the query never gets to, because something else decides, may not be known here. */
  function holds(node: KqlExpression, before: readonly RowStage[]): boolean {
    const only: KqlRows = { table, stages: [...before, { kind: "where", predicate: node }] };
    try {
      return rowMatcher(only, clock)(row);
    } catch (error) {
      if (error instanceof KqlError) return false;
      throw error;
    }
  }

  /** A count of elements as what it counts. */
  function written(node: KqlExpression, before: readonly RowStage[]): string {
    const counted = node.kind === "compare" ? countIn(node.left, before) : undefined;
    if (counted !== undefined) return `countif(${written(counted, [])}) > 0`;
    const text = printQuery({ table, stages: [{ kind: "where", predicate: node }] });
    return text.slice(text.indexOf(WHERE) + WHERE.length);
  }
}

/** What the column of a stage before counts; undefined for anything else. */
function countIn(node: KqlExpression, before: readonly RowStage[]): KqlExpression | undefined {
  const counts = before.flatMap((stage) => (stage.kind === "mv-apply" ? stage.aggregates : []));
  return counts.find(({ name }) => node.kind === "column" && name === node.name)?.predicate;
}

const WHERE = "| where ";

/** What stands at the places that a test reads, each once. */
function foundBy(
  node: KqlExpression,
  before: readonly RowStage[],
  { table, row, event }: { readonly table: SentinelTable; readonly row: Row; readonly event: Json },
): readonly string[] {
  const added = new Map<string, Reads>();
  for (const stage of before) {
    if (stage.kind === "mv-apply") addElements(stage, added, table);
    // Columns of one `extend` do not see each other.
    const columns = stage.kind === "extend" ? stage.columns : [];
    const read = columns.map(({ name, value }) => [name, readsOf(value, added, table)] as const);
    for (const [name, reads] of read) added.set(name, reads);
  }
  const found = readsOf(node, added, table).places.map(({ column, steps }) => {
    if (steps.length === 0) {
      const text = textOf(row[column.name] ?? null);
      return text === "" ? `${column.name} is empty` : fieldFound(column.name, [text]);
    }
    const values = [...pathOf(column), ...steps].reduce<readonly Json[]>(valuesAt, [event]);
    const field = [column.name, ...steps].join(".");
    const texts = elementsOf(values)
      .filter((value) => value !== null)
      .map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
    return texts.length === 0 ? `${field} is missing` : fieldFound(field, texts);
  });
  return [...new Set(found)];
}

/** An element is its array's place; a count reads what its test reads. */
function addElements(
  { of, aggregates }: ApplyStage,
  added: Map<string, Reads>,
  table: SentinelTable,
): void {
  for (const { name, value } of of) {
    const [place] = readsOf(value, added, table).places;
    added.set(name, { places: place === undefined ? [] : [place], plain: true });
  }
  for (const { name, predicate } of aggregates) {
    added.set(name, { ...readsOf(predicate, added, table), plain: false });
  }
}

/** A place of an event as a query reaches it: a column, and keys and indices within its JSON. */
interface Place {
  readonly column: Column;
  readonly steps: readonly (string | number)[];
}

interface Reads {
  readonly places: readonly Place[];
  /** Whether the expression is the one place itself, not something made of it. */
  readonly plain: boolean;
}

/** The places that an expression reads, through the columns that stages before it added. */
function readsOf(
  node: KqlExpression,
  added: ReadonlyMap<string, Reads>,
  table: SentinelTable,
): Reads {
  const of = (inner: KqlExpression) => readsOf(inner, added, table);
  switch (node.kind) {
    case "column": {
      const column = columnNamed(table, node.name);
      const own = column === undefined ? [] : [{ column, steps: [] }];
      return added.get(node.name) ?? { places: own, plain: true };
    }
    case "member":
      return within(of(node.of), node.name);
    case "index":
      return within(of(node.of), node.index);
    case "call": {
      const reads = node.arguments.map(of);
      const [first] = reads;
      const isSame = node.function === "parse_json" || node.function === "tostring";
      if (isSame && first !== undefined) return first;
      return { places: reads.flatMap(({ places }) => places), plain: false };
    }
    case "string":
    case "bool":
    case "number":
    case "timespan":
    case "compare":
    case "in":
    case "arithmetic":
    case "and":
    case "or":
    case "not": {
      const places = childrenOf(node).flatMap((child) => of(child).places);
      return { places, plain: false };
    }
  }
}

function within({ places, plain }: Reads, step: string | number): Reads {
  if (!plain) return { places, plain };
  return {
    places: places.map(({ column, steps }) => ({ column, steps: [...steps, step] })),
    plain,
  };
}

function pathOf({ holds }: Column): readonly string[] {
  return holds.kind === "value" || holds.kind === "json" ? holds.path.split(".") : [];
}

/** What a step leads to from each value, through arrays. */
function valuesAt(values: readonly Json[], step: string | number): readonly Json[] {
  const reached =
    typeof step === "string"
      ? elementsOf(values).map((value) => member(value, step))
      : values.map((value) => (Array.isArray(value) ? (value as readonly Json[]).at(step) : null));
  return reached.filter((value) => value !== undefined);
}

function elementsOf(values: readonly Json[]): readonly Json[] {
  return values.flatMap((value) => (Array.isArray(value) ? elementsOf(value) : [value]));
}
