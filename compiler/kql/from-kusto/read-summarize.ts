import type { Column, BoundExpression, NamedExpression, Table } from "../ast";
import type { AggregateName } from "../evaluate/aggregate";
import { unsupported } from "../values/error";
import { checkParameters, named } from "./read-columns";
import type { Reader } from "./reader";
import { columnsOf, loadService, commaItems, required } from "./service";
import type { NamedType } from "./service";
import { resultColumns, scalarTypeNamed, type Syntax } from "./syntax";

export function readSummarize(
  reader: Reader,
  node: Kusto.Language.Syntax.SummarizeOperator,
  of: Table,
): Table {
  checkParameters(node.Parameters);
  const columns = [...resultColumns(node)];
  if (node.ByClause?.BinClause) throw unsupported("summarize with a bin clause");
  const keys = node.ByClause === null ? [] : commaItems(node.ByClause.Expressions);
  const by = named(reader, keys, columns.splice(0, keys.length));
  const aggregates = commaItems(node.Aggregates).flatMap((item) =>
    aggregateColumns(reader, item, columns),
  );
  if (columns.length > 0) throw unsupported("a column whose origin is not known");
  if (aggregates.length === 0) return { kind: "distinct", of, columns: by };
  return { kind: "summarize", of, by, aggregates };
}

/** Takes from `columns` those that an aggregate makes: `arg_max` and its like make several. */
function aggregateColumns(
  reader: Reader,
  item: Syntax,
  columns: Column[],
): readonly NamedExpression[] {
  const S = loadService().Syntax;
  const call = item instanceof S.SimpleNamedExpression ? required(item.Expression) : item;
  const several = call instanceof S.FunctionCallExpression ? severalOf(reader, call) : undefined;
  if (several === undefined) return named(reader, [item], columns.splice(0, 1));
  return columns.splice(0, several.length).map((column, index): NamedExpression => {
    const aggregate = several[index];
    if (aggregate === undefined) throw unsupported("such an aggregate");
    return { ...column, value: { kind: "aggregate", type: column.type, ...aggregate } };
  });
}

interface Aggregation {
  readonly name: AggregateName;
  readonly arguments: readonly BoundExpression[];
}

/** A row's own: what `take_any` of several asks an extreme of, so that all come of one row. */
const ANY: BoundExpression = { kind: "literal", type: "bool", value: true };

/** The aggregates that a call with several results stands for; undefined for any other. */
function severalOf(
  reader: Reader,
  call: Kusto.Language.Syntax.FunctionCallExpression,
): readonly Aggregation[] | undefined {
  const [first, ...rest] = commaItems(required(call.ArgumentList).Expressions);
  switch (required(call.Name).SimpleName) {
    case "arg_max":
    case "arg_min": {
      const name = required(call.Name).SimpleName === "arg_max" ? "arg_max" : "arg_min";
      const key = reader.scalar(required(first));
      const made = returned(reader, rest, columnsOf(call.ResultType).slice(1));
      return [key, ...made].map((value) => ({ name, arguments: [key, value] }));
    }
    case "take_any":
    case "any": {
      const made = returned(reader, [required(first), ...rest], columnsOf(call.ResultType));
      if (made.length < 2) return undefined;
      return made.map((value) => ({ name: "arg_max", arguments: [ANY, value] }));
    }
    case "percentiles": {
      const value = reader.scalar(required(first));
      return rest.map((share) => ({
        name: "percentile",
        arguments: [value, reader.scalar(share)],
      }));
    }
  }
  return undefined;
}

/** What is returned beside the extreme: `*` is every other column. */
function returned(
  reader: Reader,
  items: readonly Syntax[],
  columns: readonly NamedType[],
): readonly BoundExpression[] {
  const isStar = items.length === 1 && items[0] instanceof loadService().Syntax.StarExpression;
  if (!isStar) return items.map(reader.scalar);
  return columns.map(({ name, type }) => ({
    kind: "column",
    type: scalarTypeNamed(type, `the column ${name}`),
    name,
  }));
}
