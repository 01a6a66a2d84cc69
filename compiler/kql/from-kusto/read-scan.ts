import type { BoundExpression, NamedExpression, Table } from "../ast";
import type { ScalarType, Value } from "../values/value";
import { unsupported } from "../values/error";
import { checkParameters } from "./read-columns";
import { literalOf } from "./read-expression";
import type { Reader } from "./reader";
import { syntaxItems, loadService, commaItems, required } from "./service";
import { resultColumns } from "./syntax";

/** Reads `scan` with one step. */
export function readScan(
  reader: Reader,
  node: Kusto.Language.Syntax.ScanOperator,
  of: Table,
): Table {
  checkParameters(node.Parameters);
  if (node.OrderByClause !== null || node.PartitionByClause !== null) {
    throw unsupported("scan by partitions");
  }
  const [step, ...more] = syntaxItems(node.Steps);
  if (step === undefined || more.length > 0) throw unsupported("scan with several steps");
  if (step.OptionalKeyword !== null || step.ScanStepOutput !== null) {
    throw unsupported("scan with such a step");
  }
  const types = new Map(resultColumns(node).map(({ name, type }) => [name, type]));
  const typed = (name: string | null | undefined, value: BoundExpression): NamedExpression => {
    const type = types.get(name ?? "");
    if (!name || type === undefined) throw unsupported("such a column of scan");
    return { name, type, value };
  };
  const declared = node.DeclareClause === null ? [] : commaItems(node.DeclareClause.Declarations);
  const columns = declared.map(({ NameAndType, DefaultValue }) => {
    const name = required(required(NameAndType).Name).SimpleName ?? "";
    const type = types.get(name) ?? "dynamic";
    const nothing: BoundExpression = { kind: "literal", type, value: null };
    if (DefaultValue === null) return typed(name, nothing);
    const value = constantOf(type, required(DefaultValue.Value));
    return typed(name, { kind: "literal", type, value });
  });
  const written =
    step.ComputationClause === null ? [] : commaItems(step.ComputationClause.Assignments);
  const assigned = written.map(({ Name, Expression: value }) =>
    typed(required(Name).SimpleName, reader.scalar(value)),
  );
  return { kind: "scan", of, columns, when: reader.scalar(step.Condition), assigned };
}

/** A default, which the service leaves without a type. */
function constantOf(type: ScalarType, node: Kusto.Language.Syntax.Expression): Value {
  const S = loadService().Syntax;
  const isNegative = node instanceof S.PrefixUnaryExpression;
  const literal = isNegative ? node.Expression : node;
  if (!(literal instanceof S.LiteralExpression)) throw unsupported("such a default");
  if (type === "string") return String(literal.LiteralValue);
  return literalOf(type, `${isNegative ? "-" : ""}${required(literal.Token).Text}`);
}
