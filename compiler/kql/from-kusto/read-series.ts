import type { SeriesColumn, Table } from "../ast";
import { unsupported } from "../values/error";
import { checkParameters, named } from "./read-columns";
import type { Reader } from "./reader";
import { loadService, commaItems, required } from "./service";
import { resultColumns } from "./syntax";

/** Reads `make-series` over bins that are told from start to end. */
export function readMakeSeries(
  reader: Reader,
  node: Kusto.Language.Syntax.MakeSeriesOperator,
  of: Table,
): Table {
  const S = loadService().Syntax;
  checkParameters(node.Parameters);
  const { RangeClause: range } = node;
  if (!(range instanceof S.MakeSeriesFromToStepClause)) throw unsupported("such a make-series");
  const { MakeSeriesFromClause: from, MakeSeriesToClause: to, MakeSeriesStepClause: step } = range;
  if (from === null || to === null) throw unsupported("make-series without from and to");

  const keys = node.ByClause === null ? [] : commaItems(node.ByClause.Expressions);
  const columns = [...resultColumns(node)];
  const by = named(reader, keys, columns.splice(0, keys.length));
  const aggregates = commaItems(node.Aggregates).map((item): SeriesColumn => {
    const [made] = named(reader, [required(item.Expression)], columns.splice(0, 1));
    if (made === undefined) throw unsupported("such a make-series");
    const missing =
      item.DefaultExpression === null
        ? undefined
        : reader.scalar(item.DefaultExpression.Expression);
    return { ...made, missing };
  });
  const [axis] = named(reader, [required(required(node.OnClause).Expression)], columns);
  if (axis === undefined) throw unsupported("make-series without an axis");
  return {
    kind: "make-series",
    of,
    by,
    aggregates,
    axis,
    from: reader.scalar(from.Expression),
    to: reader.scalar(to.Expression),
    step: reader.scalar(required(step).Expression),
  };
}
