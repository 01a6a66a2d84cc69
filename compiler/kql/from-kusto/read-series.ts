import type { SeriesColumn, Table } from "../ast";
import { readScalar, resultColumns } from "./read";
import { checkParameters, named } from "./read-columns";
import { unsupported } from "./read-expression";
import { loadService, separated, there } from "./service";

/** Reads `make-series` over bins that are told from start to end. */
export function readMakeSeries(node: Kusto.Language.Syntax.MakeSeriesOperator, of: Table): Table {
  const S = loadService().Syntax;
  checkParameters(node.Parameters);
  const { RangeClause: range } = node;
  if (!(range instanceof S.MakeSeriesFromToStepClause)) throw unsupported("such a make-series");
  const { MakeSeriesFromClause: from, MakeSeriesToClause: to, MakeSeriesStepClause: step } = range;
  if (from === null || to === null) throw unsupported("make-series without from and to");

  const keys = node.ByClause === null ? [] : separated(node.ByClause.Expressions);
  const columns = [...resultColumns(node)];
  const by = named(keys, columns.splice(0, keys.length));
  const aggregates = separated(node.Aggregates).map((item): SeriesColumn => {
    const [made] = named([there(item.Expression)], columns.splice(0, 1));
    if (made === undefined) throw unsupported("such a make-series");
    const missing =
      item.DefaultExpression === null ? undefined : readScalar(item.DefaultExpression.Expression);
    return { ...made, missing };
  });
  const [axis] = named([there(there(node.OnClause).Expression)], columns);
  if (axis === undefined) throw unsupported("make-series without an axis");
  return {
    kind: "make-series",
    of,
    by,
    aggregates,
    axis,
    from: readScalar(from.Expression),
    to: readScalar(to.Expression),
    step: readScalar(there(step).Expression),
  };
}
