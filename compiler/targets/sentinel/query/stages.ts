import type { SentinelTable } from "../../../log-sources/sentinel-table";
import {
  allOf,
  childrenOf,
  expressionsOf,
  type ApplyStage,
  type KqlExpression,
  type NamedExpression,
  type RowStage,
} from "../ast";
import { call, column, isFilled } from "./build";
import { alternatives, type Counted } from "./condition";
import { freeName, nameOfPath, parsedColumn } from "./locate";

/**
 * The stages that keep the rows of a predicate. What reads only columns comes first, the most
 * selective of it foremost; JSON text is parsed once, after it, and what is read more than once gets
 * a name. Arrays come last, so that few rows are expanded.
 */
export function stagesOf(
  { predicate, counts }: Counted,
  table: SentinelTable,
): readonly RowStage[] {
  const conjuncts = predicate.kind === "and" ? predicate.operands : [predicate];
  const applied = applyStages(counts);
  const parsed = parsedColumns([predicate, ...applied.flatMap(expressionsOf)], table);
  const readsAny = (names: readonly string[]) => (conjunct: KqlExpression) =>
    columnsRead(conjunct).some((read) => names.includes(read));
  const isLast = readsAny([...counts.keys()]);
  const isLate = readsAny([...counts.keys(), ...parsed.map(({ name }) => name)]);
  const early = bySelectivity(
    conjuncts.filter((conjunct) => !isLate(conjunct)),
    table,
  );
  const late = bySelectivity(conjuncts.filter(isLate), table);
  const { named, rewritten } = nameRepeated(late, [...counts.keys()], table);
  return [
    ...where([...early, ...boundsOf(conjuncts.filter(isLast), isLate)]),
    ...extend(parsed),
    ...extend(named),
    ...where(rewritten.filter((conjunct) => !isLast(conjunct))),
    ...inTurn(applied, rewritten.filter(isLast)),
  ];
}

/**
 * What alternatives that ask for elements imply of columns alone, such as the calls that they name:
 * only rows that can match are expanded.
 */
function boundsOf(
  conjuncts: readonly KqlExpression[],
  isLate: (each: KqlExpression) => boolean,
): readonly KqlExpression[] {
  /** What the predicate implies; undefined where that is nothing. */
  const implied = (predicate: KqlExpression): KqlExpression | undefined => {
    if (!isLate(predicate)) return predicate;
    if (predicate.kind !== "and" && predicate.kind !== "or") return undefined;
    const parts = predicate.operands.map(implied);
    const known = parts.filter((part) => part !== undefined);
    if (predicate.kind === "and") return known.length === 0 ? undefined : allOf(known);
    return known.length < parts.length ? undefined : alternatives(known);
  };
  return conjuncts.flatMap((conjunct) => implied(conjunct) ?? []);
}

/** Each stage, and after it what is then known. */
function inTurn(
  applied: readonly ApplyStage[],
  conjuncts: readonly KqlExpression[],
): readonly RowStage[] {
  const unknown = new Set(applied.flatMap(({ aggregates }) => aggregates.map(({ name }) => name)));
  let waiting = conjuncts;
  return applied.flatMap((stage) => {
    for (const { name } of stage.aggregates) unknown.delete(name);
    const waits = (conjunct: KqlExpression) =>
      columnsRead(conjunct).some((name) => unknown.has(name));
    const known = waiting.filter((conjunct) => !waits(conjunct));
    waiting = waiting.filter(waits);
    return [stage, ...where(known)];
  });
}

/** One for all tests of the same arrays. */
function applyStages(counts: Counted["counts"]): readonly ApplyStage[] {
  const stages = new Map<string, ApplyStage>();
  for (const [name, { of, predicate }] of counts) {
    const key = JSON.stringify(of);
    const count = { kind: "countif", name, predicate } as const;
    const same = stages.get(key);
    const aggregates =
      same === undefined ? ([count] as const) : ([...same.aggregates, count] as const);
    stages.set(key, { kind: "mv-apply", of, aggregates });
  }
  return [...stages.values()];
}

/** The parsed columns that expressions read, in the table's order. */
export function parsedColumns(
  readers: readonly KqlExpression[],
  { columns }: SentinelTable,
): readonly NamedExpression[] {
  const read = new Set(readers.flatMap(columnsRead));
  return columns
    .filter(({ name, holds }) => holds.kind === "json" && read.has(parsedColumn(name)))
    .map(({ name }) => ({ name: parsedColumn(name), value: call("parse_json", column(name)) }));
}

export function extend(columns: readonly NamedExpression[]): readonly RowStage[] {
  return isFilled(columns) ? [{ kind: "extend", columns }] : [];
}

function where(conjuncts: readonly KqlExpression[]): readonly RowStage[] {
  return conjuncts.length === 0 ? [] : [{ kind: "where", predicate: allOf(conjuncts) }];
}

/** The columns that an expression reads. */
export function columnsRead(expression: KqlExpression): readonly string[] {
  const names: string[] = [];
  const visit = (each: KqlExpression): void => {
    if (each.kind === "column") names.push(each.name);
    else childrenOf(each).forEach(visit);
  };
  visit(expression);
  return names;
}

function bySelectivity(
  conjuncts: readonly KqlExpression[],
  table: SentinelTable,
): readonly KqlExpression[] {
  return [...conjuncts].sort((one, other) => costOf(one, table) - costOf(other, table));
}

/** Lower is earlier: equalities the index answers, other equalities, searches, what excludes. */
function costOf(expression: KqlExpression, table: SentinelTable): number {
  switch (expression.kind) {
    case "in":
      return equality(expression.value, table);
    case "compare":
      if (expression.operator === "matches regex") return 6;
      if (isComputed(expression.left)) return 7;
      return expression.operator === "==" || expression.operator === "=~"
        ? equality(expression.left, table)
        : 5;
    case "or":
    case "and":
      return Math.max(...expression.operands.map((each) => costOf(each, table)));
    case "not":
      return 10 + costOf(expression.operand, table);
    case "call":
    case "arithmetic":
      return isComputed(expression) ? 7 : 4;
    case "column":
    case "member":
    case "index":
    case "string":
    case "bool":
    case "number":
    case "timespan":
      return 4;
  }
}

/** What stands behind a guard, on the form of a text, that must be asked first. */
function isComputed(expression: KqlExpression): boolean {
  return expression.kind === "call" && !PLAIN_CALLS.includes(expression.function);
}

const PLAIN_CALLS: readonly string[] = ["tostring", "isempty", "isnotempty", "isnull", "isnotnull"];

function equality(of: KqlExpression, { indexed }: SentinelTable): number {
  const place = of.kind === "column" ? indexed.indexOf(of.name) : -1;
  return place < 0 ? indexed.length : place;
}

/** Texts that are read from JSON more than once, as columns of their own. */
function nameRepeated(
  conjuncts: readonly KqlExpression[],
  reserved: readonly string[],
  table: SentinelTable,
): {
  readonly named: readonly NamedExpression[];
  readonly rewritten: readonly KqlExpression[];
} {
  const named = new Map<string, NamedExpression>();
  // A guarded text holds a plain one: it is named first, and what it holds is then not seen again.
  for (const wanted of ["iff", "tostring"]) {
    const counts = new Map<string, number>();
    const count = (expression: KqlExpression): void => {
      if (expression.kind === "call") {
        const key = JSON.stringify(expression);
        if (named.has(key)) return;
        if (expression.function === wanted) {
          counts.set(key, (counts.get(key) ?? 0) + 1);
          if (counts.get(key) === 2) {
            const name = nameFor(
              expression,
              [...reserved, ...[...named.values()].map(({ name }) => name)],
              table,
            );
            if (name !== undefined) named.set(key, { name, value: expression });
          }
        }
      }
      childrenOf(expression).forEach(count);
    };
    conjuncts.forEach(count);
  }
  const rewrite = (expression: KqlExpression): KqlExpression => {
    const found = expression.kind === "call" ? named.get(JSON.stringify(expression)) : undefined;
    return found ? column(found.name) : mapChildren(expression, rewrite);
  };
  const rewritten = named.size === 0 ? conjuncts : conjuncts.map(rewrite);
  return { named: [...named.values()], rewritten };
}

/** A name that no other column has. */
function nameFor(
  text: KqlExpression,
  taken: readonly string[],
  { columns }: SentinelTable,
): string | undefined {
  const path = pathIn(text);
  if (path === undefined) return undefined;
  const [root = "", ...keys] = path;
  const name = nameOfPath([root.replace(/Json$/, ""), ...keys]);
  const isTaken = (candidate: string) =>
    taken.includes(candidate) ||
    columns.some((each) => each.name === candidate || parsedColumn(each.name) === candidate);
  return freeName(name, isTaken);
}

/** The first path of properties inside an expression: its column and keys. */
function pathIn(expression: KqlExpression): readonly string[] | undefined {
  if (expression.kind === "column") return [expression.name];
  if (expression.kind === "member") {
    const path = pathIn(expression.of);
    return path && [...path, expression.name];
  }
  for (const child of childrenOf(expression)) {
    const path = pathIn(child);
    if (path !== undefined) return path;
  }
  return undefined;
}

function mapChildren(
  expression: KqlExpression,
  map: (child: KqlExpression) => KqlExpression,
): KqlExpression {
  switch (expression.kind) {
    case "column":
    case "string":
    case "bool":
    case "number":
    case "timespan":
      return expression;
    case "member":
    case "index":
      return { ...expression, of: map(expression.of) };
    case "compare":
    case "arithmetic":
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case "in": {
      const [first, ...others] = expression.list;
      return {
        ...expression,
        value: map(expression.value),
        list: [map(first), ...others.map(map)],
      };
    }
    case "and":
    case "or": {
      const [first, second, ...others] = expression.operands;
      return { ...expression, operands: [map(first), map(second), ...others.map(map)] };
    }
    case "not":
      return { ...expression, operand: map(expression.operand) };
    case "call":
      return { ...expression, arguments: expression.arguments.map(map) };
  }
}
