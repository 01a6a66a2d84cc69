import { KqlError } from "../error";
import { columnsOf as columnsOfTable } from "./ast";
import type { Column, Expression, Let, NamedExpression, Program, Table } from "./ast";
import { kindOf, readExpression, scalarTypeNamed, unsupported } from "./read-expression";
import { readJoin } from "./read-join";
import { analyse, columnsOf, elements, findingsOf, loadService, separated, there } from "./service";
import type { ScalarType, Value } from "./value";

type Syntax = Kusto.Language.Syntax.Expression;

/**
 * Reads a query over AWSCloudTrail for `runProgram`. Throws a `KqlError`: `type` with what the service
 * finds wrong, `unsupported` for what is not evaluated here, by name; `service` without the service.
 */
export function readProgram(query: string): Program {
  const code = analyse(query);
  const wrong = findingsOf(code).find(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new KqlError("type", `${wrong.code} ${wrong.message}`);
  const S = loadService().Syntax;
  const block = there(code.Syntax);
  if (!(block instanceof S.QueryBlock)) throw unsupported(kindOf(block));

  const lets: Let[] = [];
  let result: Table | undefined;
  for (const statement of separated(block.Statements)) {
    if (result !== undefined) throw unsupported("a second query");
    if (statement instanceof S.LetStatement) lets.push(readLet(statement));
    else if (statement instanceof S.ExpressionStatement) {
      result = readTable(there(statement.Expression));
    } else throw unsupported(kindOf(statement));
  }
  if (result === undefined) throw unsupported("a query without a result");
  return { lets, result };
}

function readLet(statement: Kusto.Language.Syntax.LetStatement): Let {
  const name = there(statement.Name).SimpleName ?? "";
  const value = there(statement.Expression);
  if (isTable(value)) return { kind: "table", name, table: readTable(value) };
  return { kind: "scalar", name, value: readExpression(value, readTable) };
}

function isTable(node: Syntax): boolean {
  return node.ResultType instanceof loadService().Symbols.TableSymbol;
}

/** The result's columns, with types that are evaluated here. */
export function resultColumns(node: Syntax): readonly Column[] {
  return columnsOf(node.ResultType).map(({ name, type }) => ({
    name,
    type: scalarTypeNamed(type, `the column ${name}`),
  }));
}

export function readTable(node: Syntax): Table {
  const S = loadService().Syntax;
  if (node instanceof S.PipeExpression) {
    return readOperator(there(node.Operator), readTable(there(node.Expression)));
  }
  if (node instanceof S.ParenthesizedExpression || node instanceof S.MaterializeExpression) {
    return readTable(there(node.Expression));
  }
  if (node instanceof S.NameReference) {
    const { Symbols } = loadService();
    const name = node.SimpleName ?? "";
    const isLet = node.ReferencedSymbol instanceof Symbols.VariableSymbol;
    return { kind: isLet ? "variable" : "source", name, columns: resultColumns(node) };
  }
  if (node instanceof S.DataTableExpression) {
    const columns = resultColumns(node);
    const values = separated(node.Values).map((value, index) =>
      constant(readExpression(value, readTable), columns[index % columns.length]?.type),
    );
    const size = Math.max(1, columns.length);
    const rows = Array.from({ length: Math.floor(values.length / size) }, (_, index) =>
      values.slice(index * size, (index + 1) * size),
    );
    return { kind: "rows", columns, rows };
  }
  if (node instanceof S.PrintOperator) {
    return { kind: "print", columns: named(separated(node.Expressions), resultColumns(node)) };
  }
  if (node instanceof S.RangeOperator) {
    const [column] = resultColumns(node);
    const [from, to, step] = [node.From, node.To, node.Step].map(read);
    if (!column || !from || !to || !step) throw unsupported("such a range");
    return { kind: "range", ...column, from, to, step };
  }
  if (node instanceof S.UnionOperator) return readUnion(node, []);
  throw unsupported(kindOf(node));
}

function read(node: Syntax | null): Expression {
  return readExpression(there(node), readTable);
}

const NUMERIC: readonly (ScalarType | undefined)[] = ["int", "long", "real"];

/** A cell of a `datatable`: a literal of the column's type. */
function constant(expression: Expression, type: ScalarType | undefined): Value {
  const { type: found } = expression;
  const isNumeric = NUMERIC.includes(type) && NUMERIC.includes(found);
  if (found !== type && !isNumeric && type !== "dynamic") {
    throw unsupported(`a literal of type ${found} in a column of type ${type}`);
  }
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "negative" && expression.operand.kind === "literal") {
    const { value } = expression.operand;
    if (typeof value === "bigint") return -value;
    if (typeof value === "number") return 0 - value;
    if (typeof value === "object" && value?.kind === "timespan") {
      return { kind: "timespan", ticks: -value.ticks };
    }
  }
  throw unsupported("a datatable of anything but literals");
}

function readOperator(node: Kusto.Language.Syntax.QueryOperator, of: Table): Table {
  const S = loadService().Syntax;
  if (node instanceof S.FilterOperator) {
    checkParameters(node.Parameters);
    return { kind: "where", of, predicate: read(node.Condition) };
  }
  if (node instanceof S.ExtendOperator || node instanceof S.SerializeOperator) {
    return { kind: "extend", of, columns: added(separated(node.Expressions), of, node) };
  }
  if (node instanceof S.ProjectOperator) {
    return {
      kind: "project",
      of,
      columns: named(separated(node.Expressions), resultColumns(node)),
    };
  }
  if (
    node instanceof S.ProjectAwayOperator ||
    node instanceof S.ProjectKeepOperator ||
    node instanceof S.ProjectReorderOperator
  ) {
    return { kind: "project", of, columns: resultColumns(node).map((column) => same(column)) };
  }
  if (node instanceof S.ProjectRenameOperator) {
    const columns = columnsOfTable(of);
    const renamed = resultColumns(node).map((column, index) => same(column, columns[index]?.name));
    return { kind: "project", of, columns: renamed };
  }
  if (node instanceof S.DistinctOperator) {
    checkParameters(node.Parameters);
    const items = separated(node.Expressions);
    const isStar = items[0] instanceof S.StarExpression;
    const columns = resultColumns(node);
    return {
      kind: "distinct",
      of,
      columns: isStar ? columns.map((column) => same(column)) : named(items, columns),
    };
  }
  if (node instanceof S.SummarizeOperator) return readSummarize(node, of);
  if (node instanceof S.MvExpandOperator) return readMvExpand(node, of);
  if (node instanceof S.SortOperator) {
    checkParameters(node.Parameters);
    return { kind: "sort", of, keys: separated(node.Expressions).map(sortKey) };
  }
  if (node instanceof S.TopOperator) {
    checkParameters(node.Parameters);
    const sorted: Table = { kind: "sort", of, keys: [sortKey(there(node.ByExpression))] };
    return { kind: "take", of: sorted, count: read(node.Expression) };
  }
  if (node instanceof S.TakeOperator) {
    checkParameters(node.Parameters);
    return { kind: "take", of, count: read(node.Expression) };
  }
  if (node instanceof S.CountOperator) {
    return { kind: "count", of, name: resultColumns(node)[0]?.name ?? "Count" };
  }
  if (node instanceof S.UnionOperator) return readUnion(node, [of]);
  if (node instanceof S.JoinOperator || node instanceof S.LookupOperator) {
    return readJoin(node, of, readTable);
  }
  throw unsupported(kindOf(node));
}

/** Hints do not change the answer; anything else may. */
export function checkParameters(
  list: Kusto.Language.Syntax.SyntaxList$1<Kusto.Language.Syntax.NamedParameter> | null,
  known: readonly string[] = [],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const parameter of list === null ? [] : elements(list)) {
    const name = there(parameter.Name).SimpleName ?? "";
    if (name.startsWith("hint.")) continue;
    if (!known.includes(name)) throw unsupported(`the parameter ${name}`);
    found.set(name, String(there(parameter.Expression).LiteralValue));
  }
  return found;
}

function same(column: Column, from = column.name): NamedExpression {
  return { ...column, value: { kind: "column", type: column.type, name: from } };
}

/** Expressions one by one beside the columns that they make. */
function named(items: readonly Syntax[], columns: readonly Column[]): readonly NamedExpression[] {
  const result = items.flatMap((item, index): NamedExpression[] => {
    const column = columns[index];
    return column === undefined ? [] : [{ ...column, value: read(item) }];
  });
  if (result.length !== items.length || items.length !== columns.length) {
    throw unsupported("an expression that makes several columns");
  }
  return result;
}

/**
 * The columns that `extend` makes: named, or with names that the service gave them. What `mv-expand`
 * makes of a call on a column takes that column's place.
 */
function added(
  items: readonly Syntax[],
  of: Table,
  node: Syntax,
  unnamed: (item: Syntax) => string | undefined = () => undefined,
): readonly NamedExpression[] {
  const S = loadService().Syntax;
  const before = new Set(columnsOfTable(of).map(({ name }) => name));
  const types = new Map(resultColumns(node).map(({ name, type }) => [name, type]));
  const names = items.map(nameOf);
  const fresh = [...types.keys()].filter((name) => !before.has(name) && !names.includes(name));
  const result = items.map((item, index): NamedExpression => {
    const name = names[index] ?? fresh.shift() ?? unnamed(item);
    const type = name === undefined ? undefined : types.get(name);
    if (name === undefined || type === undefined || item instanceof S.CompoundNamedExpression) {
      throw unsupported("an expression that makes several columns");
    }
    return { name, type, value: read(item) };
  });
  if (fresh.length > 0) throw unsupported("a column whose name is not known");
  return result;
}

function nameOf(item: Syntax): string | undefined {
  const S = loadService().Syntax;
  if (item instanceof S.SimpleNamedExpression) return there(item.Name).SimpleName ?? undefined;
  return item instanceof S.NameReference ? (item.SimpleName ?? undefined) : undefined;
}

function argumentName(item: Syntax): string | undefined {
  if (!(item instanceof loadService().Syntax.FunctionCallExpression)) return undefined;
  const [argument, ...others] = separated(there(item.ArgumentList).Expressions);
  return argument === undefined || others.length > 0 ? undefined : nameOf(argument);
}

function sortKey(node: Syntax) {
  const S = loadService().Syntax;
  if (!(node instanceof S.OrderedExpression)) {
    return { value: read(node), descending: true, nullsFirst: false };
  }
  const ordering = node.Ordering;
  const descending = ordering?.AscOrDescKeyword?.Text !== "asc";
  const nulls = ordering?.NullsClause?.FirstOrLastKeyword?.Text;
  // Without a word, nulls are the least.
  const nullsFirst = nulls === undefined ? !descending : nulls === "first";
  return { value: read(node.Expression), descending, nullsFirst };
}

function readSummarize(node: Kusto.Language.Syntax.SummarizeOperator, of: Table): Table {
  checkParameters(node.Parameters);
  const columns = [...resultColumns(node)];
  if (node.ByClause?.BinClause) throw unsupported("summarize with a bin clause");
  const keys = node.ByClause === null ? [] : separated(node.ByClause.Expressions);
  const by = named(keys, columns.splice(0, keys.length));
  const aggregates = separated(node.Aggregates).flatMap((item) => aggregateColumns(item, columns));
  if (columns.length > 0) throw unsupported("a column whose origin is not known");
  if (aggregates.length === 0) return { kind: "distinct", of, columns: by };
  return { kind: "summarize", of, by, aggregates };
}

/** Takes from `columns` those that an aggregate makes: `arg_max` and its like make several. */
function aggregateColumns(item: Syntax, columns: Column[]): readonly NamedExpression[] {
  const S = loadService().Syntax;
  const call = item instanceof S.SimpleNamedExpression ? there(item.Expression) : item;
  const name = call instanceof S.FunctionCallExpression ? there(call.Name).SimpleName : undefined;
  if (!(call instanceof S.FunctionCallExpression) || (name !== "arg_max" && name !== "arg_min")) {
    return named([item], columns.splice(0, 1));
  }
  const [by, ...returned] = separated(there(call.ArgumentList).Expressions);
  const key = read(there(by));
  const isStar = returned.length === 1 && returned[0] instanceof S.StarExpression;
  const values = isStar
    ? columnsOf(call.ResultType)
        .slice(1)
        .map(({ name: column, type }): Expression => {
          const known = scalarTypeNamed(type, `the column ${column}`);
          return { kind: "column", type: known, name: column };
        })
    : returned.map(read);
  const made = columns.splice(0, values.length + 1);
  return made.map((column, index): NamedExpression => {
    const value = index === 0 ? key : values[index - 1];
    if (value === undefined) throw unsupported(`such an ${name}`);
    const { type } = column;
    return { ...column, value: { kind: "aggregate", type, name, arguments: [key, value] } };
  });
}

function readMvExpand(node: Kusto.Language.Syntax.MvExpandOperator, of: Table): Table {
  checkParameters(node.Parameters);
  if (node.RowLimitClause !== null) throw unsupported("mv-expand with a limit");
  const items = separated(node.Expressions);
  const columns = added(
    items.map((item) => there(item.Expression)),
    of,
    node,
    argumentName,
  );
  return { kind: "mv-expand", of, columns };
}

function readUnion(node: Kusto.Language.Syntax.UnionOperator, first: readonly Table[]): Table {
  const parameters = checkParameters(node.Parameters, ["kind", "isfuzzy"]);
  if (parameters.get("kind") === "inner") throw unsupported("union of the shared columns");
  const tables = [...first, ...separated(node.Expressions).map(readTable)];
  const columns = resultColumns(node);
  const types = new Map<string, ScalarType>(columns.map(({ name, type }) => [name, type]));
  for (const { name, type } of tables.flatMap(columnsOfTable)) {
    if (types.get(name) !== type) throw unsupported(`a union of different types of ${name}`);
  }
  return { kind: "union", tables, columns };
}
