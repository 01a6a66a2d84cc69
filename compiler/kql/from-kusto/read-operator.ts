import { columnsOf as columnsOfTable, type SortKey, type Table } from "../ast";
import { isWindow } from "../evaluate/window";
import { KqlError, unsupported } from "../values/error";
import { added, checkParameters, named, same } from "./read-columns";
import { readMvApply, readMvExpand } from "./read-expand";
import { calledBody, readCall } from "./read-function";
import { readJoin } from "./read-join";
import { readParse, readParseKv } from "./read-parse";
import { readScan } from "./read-scan";
import { readPredicate, readSearch } from "./read-search";
import { readMakeSeries } from "./read-series";
import { readSummarize } from "./read-summarize";
import { readTopNested } from "./read-top-nested";
import { readUnion } from "./read-union";
import type { Reader } from "./reader";
import { loadService, nodesOf, commaItems, required } from "./service";
import { kindOf, resultColumns, type Syntax } from "./syntax";

type Operator = Kusto.Language.Syntax.QueryOperator;

/** Reads one operator of a pipe. The service knows its columns too, and must agree. */
export function readOperator(reader: Reader, node: Operator, of: Table): Table {
  if (asksNeighbours(node) && !isSerialized(of)) {
    throw new KqlError(
      "type",
      "a window function needs rows in order: `sort` or `serialize` first",
    );
  }
  // The engine refuses them there (window-series-scan-0017, rejected).
  if (node instanceof loadService().Syntax.ScanOperator && callsWindow(node)) {
    throw new KqlError("type", "a step of `scan` calls no window function");
  }
  const table = readKind(reader, node, of);
  const own = columnsOfTable(table);
  const hasMatchId = own.some(({ name }) => name === MATCH_ID);
  const found = resultColumns(node).filter(({ name }) => name !== MATCH_ID || hasMatchId);
  const [one, other] = [own, found].map((columns) =>
    columns.map(({ name, type }) => `${name}:${type}`).join(),
  );
  if (one !== other) throw unsupported(`the columns of such a ${kindOf(node)}`);
  return table;
}

/** The service gives `scan` this column always, the engine on request (window-series-scan-0014#1). */
const MATCH_ID = "match_id";

/** Whether the operator calls a function that sees other rows than its own, such as `prev`. */
function asksNeighbours(node: Operator): boolean {
  const S = loadService().Syntax;
  if (!(node instanceof S.ExtendOperator || node instanceof S.FilterOperator)) return false;
  return callsWindow(node);
}

function callsWindow(node: Operator): boolean {
  const { FunctionCallExpression } = loadService().Syntax;
  return [...nodesOf(node)].some(
    (each) =>
      each instanceof FunctionCallExpression && isWindow(required(each.Name).SimpleName ?? ""),
  );
}

/** Whether a table's rows have an order that the engine vouches for (nested-pipelines-let-cte-0034#1). */
function isSerialized(table: Table): boolean {
  switch (table.kind) {
    case "extend":
      return table.serialized || isSerialized(table.of);
    case "where":
    case "project":
    case "take":
    case "parse":
    case "parse-kv":
    case "mv-expand":
      return isSerialized(table.of);
    case "source":
    case "rows":
    case "distinct":
    case "summarize":
    case "join":
    case "union":
      return false;
    case "print":
    case "range":
    case "variable":
    case "make-series":
    case "top-nested":
    case "scan":
    case "mv-apply":
    case "elements":
    case "sort":
    case "count":
      return true;
  }
}

function readKind(reader: Reader, node: Operator, of: Table): Table {
  const S = loadService().Syntax;
  if (node instanceof S.FilterOperator) {
    checkParameters(node.Parameters);
    return { kind: "where", of, predicate: readPredicate(reader, required(node.Condition), of) };
  }
  if (node instanceof S.ExtendOperator || node instanceof S.SerializeOperator) {
    const serialized = node instanceof S.SerializeOperator;
    return {
      kind: "extend",
      of,
      columns: added(reader, commaItems(node.Expressions), of, node),
      serialized,
    };
  }
  if (node instanceof S.ProjectOperator) {
    return {
      kind: "project",
      of,
      columns: named(reader, commaItems(node.Expressions), resultColumns(node)),
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
    const items = commaItems(node.Expressions);
    const isStar = items[0] instanceof S.StarExpression;
    const columns = resultColumns(node);
    return {
      kind: "distinct",
      of,
      columns: isStar ? columns.map((column) => same(column)) : named(reader, items, columns),
    };
  }
  if (node instanceof S.SummarizeOperator) return readSummarize(reader, node, of);
  if (node instanceof S.MakeSeriesOperator) return readMakeSeries(reader, node, of);
  if (node instanceof S.TopNestedOperator) return readTopNested(reader, node, of);
  if (node instanceof S.ScanOperator) return readScan(reader, node, of);
  if (node instanceof S.MvExpandOperator) return readMvExpand(reader, node, of);
  if (node instanceof S.MvApplyOperator) return readMvApply(reader, node, of);
  if (node instanceof S.ParseOperator || node instanceof S.ParseWhereOperator) {
    return readParse(reader, node, of);
  }
  if (node instanceof S.ParseKvOperator) return readParseKv(reader, node, of);
  if (node instanceof S.SearchOperator) return readSearch(reader, node, of);
  // A name for what comes before, and a chart of it: neither changes the rows.
  if (node instanceof S.AsOperator || node instanceof S.RenderOperator) return of;
  if (node instanceof S.SortOperator) {
    checkParameters(node.Parameters);
    return {
      kind: "sort",
      of,
      keys: commaItems(node.Expressions).map((key) => sortKey(reader, key)),
    };
  }
  if (node instanceof S.TopOperator) {
    checkParameters(node.Parameters);
    const sorted: Table = {
      kind: "sort",
      of,
      keys: [sortKey(reader, required(node.ByExpression))],
    };
    return { kind: "take", of: sorted, count: reader.scalar(node.Expression) };
  }
  if (node instanceof S.TakeOperator) {
    checkParameters(node.Parameters);
    return { kind: "take", of, count: reader.scalar(node.Expression) };
  }
  if (node instanceof S.CountOperator) {
    return { kind: "count", of, name: resultColumns(node)[0]?.name ?? "Count" };
  }
  if (node instanceof S.InvokeOperator) {
    const call = required(node.Function);
    const body = calledBody(call);
    if (body === undefined) throw unsupported("such an invoke");
    return readCall(reader, call, body, (inner, result) => inner.table(result), of);
  }
  if (node instanceof S.UnionOperator) return readUnion(reader, node, [of]);
  if (node instanceof S.JoinOperator || node instanceof S.LookupOperator) {
    return readJoin(reader, node, of);
  }
  throw unsupported(kindOf(node));
}

function sortKey(reader: Reader, node: Syntax): SortKey {
  const S = loadService().Syntax;
  if (!(node instanceof S.OrderedExpression)) {
    return { value: reader.scalar(node), descending: true, nullsFirst: false };
  }
  const ordering = node.Ordering;
  const descending = ordering?.AscOrDescKeyword?.Text !== "asc";
  const nulls = ordering?.NullsClause?.FirstOrLastKeyword?.Text;
  // Without a word, nulls are the least.
  const nullsFirst = nulls === undefined ? !descending : nulls === "first";
  return { value: reader.scalar(node.Expression), descending, nullsFirst };
}
