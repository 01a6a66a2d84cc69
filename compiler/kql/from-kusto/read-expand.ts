import { columnsOf as columnsOfTable, extended } from "../ast";
import type { Column, NamedExpression, Table } from "../ast";
import type { ScalarType } from "../values/value";
import { unsupported } from "../values/error";
import { added, argumentName, checkParameters } from "./read-columns";
import type { Reader } from "./reader";
import { loadService, commaItems, required } from "./service";
import { resultColumns, scalarType } from "./syntax";

type MvExpand = Kusto.Language.Syntax.MvExpandOperator;
type MvApply = Kusto.Language.Syntax.MvApplyOperator;

const ITEM_INDEX = "with_itemindex";

export function readMvExpand(reader: Reader, node: MvExpand, of: Table): Table {
  const parameters = checkParameters(node.Parameters, [ITEM_INDEX, "kind", "bagexpansion"]);
  const itemIndex = parameters.get(ITEM_INDEX);
  const kind = parameters.get("kind") ?? parameters.get("bagexpansion") ?? "bag";
  if (kind !== "bag" && kind !== "array") throw unsupported(`mv-expand of kind ${kind}`);
  const columns = added(
    reader,
    commaItems(node.Expressions).map((item) => required(item.Expression)),
    itemIndex === undefined ? of : withColumn(of, itemIndex),
    node,
    argumentName,
  );
  const limit =
    node.RowLimitClause === null ? undefined : reader.scalar(node.RowLimitClause.RowLimit);
  return { kind: "mv-expand", of, columns, itemIndex, limit, bags: kind };
}

/** `mv-apply`: its columns are those of the row and then those that the inner query adds. */
export function readMvApply(reader: Reader, node: MvApply, of: Table): Table {
  const S = loadService().Syntax;
  const itemIndex = checkParameters(node.Parameters, [ITEM_INDEX]).get(ITEM_INDEX);
  if (node.RowLimitClause !== null || node.ContextIdClause !== null) {
    throw unsupported("mv-apply with a limit or an id");
  }
  const columns = commaItems(node.Expressions).map((item): NamedExpression => {
    const expression = required(item.Expression);
    const isNamed = expression instanceof S.SimpleNamedExpression;
    const name = isNamed ? required(expression.Name).SimpleName : argumentName(expression);
    const own = expression instanceof S.NameReference ? expression.SimpleName : null;
    const type = item.ToTypeOf === null ? "dynamic" : typeOf(item.ToTypeOf);
    const known = name ?? own;
    if (known === null || known === undefined) throw unsupported("mv-apply without a name");
    return { name: known, type, value: reader.scalar(expression) };
  });
  const index: readonly Column[] =
    itemIndex === undefined ? [] : [{ name: itemIndex, type: "long" }];
  const inside: Table = {
    kind: "elements",
    columns: extended(columnsOfTable(of), [...columns, ...index]),
  };
  const each = reader.table(required(required(node.Subquery).Expression), inside);
  return {
    kind: "mv-apply",
    of,
    columns,
    itemIndex,
    limit: undefined,
    bags: "bag",
    each,
    result: resultColumns(node),
  };
}

function typeOf(clause: Kusto.Language.Syntax.ToTypeOfClause): ScalarType {
  const S = loadService().Syntax;
  const [named] = commaItems(required(clause.TypeOf).Types);
  const { Symbols } = loadService();
  const written = named instanceof S.PrimitiveTypeExpression ? required(named.Type).Text : "";
  return scalarType(Symbols.ScalarTypes.GetSymbol(written), "an element");
}

function withColumn(of: Table, name: string): Table {
  const columns = extended(columnsOfTable(of), [{ name, type: "long" }]);
  return { kind: "elements", columns };
}
