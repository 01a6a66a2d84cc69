import type { NestedLevel, Table } from "../ast";
import { unsupported } from "../values/error";
import { named } from "./read-columns";
import type { Reader } from "./reader";
import { loadService, commaItems, required } from "./service";
import { resultColumns } from "./syntax";

/** Reads `top-nested` without `with others`. */
export function readTopNested(
  reader: Reader,
  node: Kusto.Language.Syntax.TopNestedOperator,
  of: Table,
): Table {
  const S = loadService().Syntax;
  const columns = [...resultColumns(node)];
  const levels = commaItems(node.Clauses).map((clause): NestedLevel => {
    if (clause.WithOthersClause !== null) throw unsupported("top-nested with others");
    const by = required(clause.ByExpression);
    const isOrdered = by instanceof S.OrderedExpression;
    const [key, aggregate] = named(
      reader,
      [required(clause.OfExpression), isOrdered ? required(by.Expression) : by],
      columns.splice(0, 2),
    );
    if (key === undefined || aggregate === undefined) throw unsupported("such a top-nested");
    const ascending = isOrdered && by.Ordering?.AscOrDescKeyword?.Text === "asc";
    const count = clause.Expression === null ? undefined : reader.scalar(clause.Expression);
    return { key, aggregate, descending: !ascending, count };
  });
  return { kind: "top-nested", of, levels };
}
