import type { BoundExpression, Let, Program, Table } from "../ast";
import { valueOfText } from "../values/convert";
import { KqlError, locating, unsupported } from "../values/error";
import { textOf, type ScalarType, type Value } from "../values/value";
import { analyse } from "./analyse";
import { named } from "./read-columns";
import { readExpression } from "./read-expression";
import { calledBody, readCall } from "./read-function";
import { readOperator } from "./read-operator";
import { readUnion } from "./read-union";
import type { Frame, Reader } from "./reader";
import { findingsOf, loadService, nodesOf, commaItems, required, type KustoCode } from "./service";
import { isTabular, kindOf, resultColumns, type Syntax } from "./syntax";

/**
 * Reads a query over known tables for `runProgram`. Throws a `KqlError`: `type` with what the service
 * finds wrong, `unsupported` for what is not evaluated here, by name; `service` without the service.
 */
export function readProgram(query: string): Program {
  const { code, unknown } = analyse(query);
  const wrong = findingsOf(code).find(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new KqlError("type", `${wrong.code} ${wrong.message}`);
  const [other] = unknown;
  if (other !== undefined) {
    throw new KqlError(
      "unsupported",
      `the ${other.kind} \`${other.name}\` is not known here`,
      other.span,
    );
  }
  const S = loadService().Syntax;
  const block = required(code.Syntax);
  if (!(block instanceof S.QueryBlock)) throw unsupported(kindOf(block));

  const reader = readerIn(undefined);
  const lets: Let[] = [];
  // What `as` names is the same table again.
  for (const node of nodesOf(code.Syntax)) {
    if (!(node instanceof S.AsOperator)) continue;
    if (!(node.Parent instanceof S.PipeExpression)) throw unsupported("such an as");
    const name = required(node.Name).SimpleName ?? "";
    lets.push({ kind: "table", name, table: reader.table(required(node.Parent.Expression)) });
  }
  let result: Table | undefined;
  for (const statement of commaItems(block.Statements)) {
    if (result !== undefined) throw unsupported("a second query");
    if (statement instanceof S.LetStatement) {
      if (!(statement.Expression instanceof S.FunctionDeclaration))
        lets.push(readLet(reader, statement));
    } else if (statement instanceof S.ExpressionStatement) {
      result = reader.table(required(statement.Expression));
    } else throw unsupported(kindOf(statement));
  }
  if (result === undefined) throw unsupported("a query without a result");
  return { lets, result, sources: sourcesOf(code) };
}

function sourcesOf(code: KustoCode): readonly string[] {
  const { Symbols, Syntax } = loadService();
  const names = [...nodesOf(code.Syntax)].flatMap((node) =>
    node instanceof Syntax.NameReference && node.ReferencedSymbol instanceof Symbols.TableSymbol
      ? [node.SimpleName ?? ""]
      : [],
  );
  return [...new Set(names)];
}

function readLet(reader: Reader, statement: Kusto.Language.Syntax.LetStatement): Let {
  const name = required(statement.Name).SimpleName ?? "";
  const value = required(statement.Expression);
  if (isTabular(value)) return { kind: "table", name, table: reader.table(value) };
  return { kind: "scalar", name, value: reader.scalar(value) };
}

function readerIn(frame: Frame | undefined): Reader {
  const reader: Reader = {
    frame,
    scalar: (node) => readExpression(reader, required(node)),
    table: (node, given) => readTable(reader, node, given),
    within: readerIn,
  };
  return reader;
}

function readTable(reader: Reader, node: Syntax, given?: Table): Table {
  const { PipeExpression } = loadService().Syntax;
  const own = node instanceof PipeExpression ? required(node.Operator) : node;
  const at = { start: own.TextStart, end: own.End };
  const of =
    node instanceof PipeExpression ? reader.table(required(node.Expression), given) : given;
  return { at, ...locating(at, () => readPart(reader, own, of)) };
}

function readPart(reader: Reader, node: Syntax, given?: Table): Table {
  const S = loadService().Syntax;
  if (node instanceof S.ParenthesizedExpression || node instanceof S.MaterializeExpression) {
    return reader.table(required(node.Expression), given);
  }
  if (given !== undefined && node instanceof S.QueryOperator)
    return readOperator(reader, node, given);
  const body = calledBody(node);
  if (body !== undefined)
    return readCall(reader, node, body, (inner, result) => inner.table(result));
  if (node instanceof S.NameReference) {
    const { Symbols } = loadService();
    const name = node.SimpleName ?? "";
    const known = reader.frame?.tables.get(name);
    if (known !== undefined) return known;
    const isLet = node.ReferencedSymbol instanceof Symbols.VariableSymbol;
    return { kind: isLet ? "variable" : "source", name, columns: resultColumns(node) };
  }
  if (node instanceof S.DataTableExpression) {
    const columns = resultColumns(node);
    const values = commaItems(node.Values).map((value, index) =>
      constant(reader.scalar(value), columns[index % columns.length]?.type),
    );
    const size = Math.max(1, columns.length);
    const rows = Array.from({ length: Math.floor(values.length / size) }, (_, index) =>
      values.slice(index * size, (index + 1) * size),
    );
    return { kind: "rows", columns, rows };
  }
  if (node instanceof S.PrintOperator) {
    return {
      kind: "print",
      columns: named(reader, commaItems(node.Expressions), resultColumns(node)),
    };
  }
  if (node instanceof S.RangeOperator) {
    const [column] = resultColumns(node);
    const [from, to, step] = [node.From, node.To, node.Step].map(reader.scalar);
    if (!column || !from || !to || !step) throw unsupported("such a range");
    return { kind: "range", ...column, from, to, step };
  }
  if (node instanceof S.UnionOperator) return readUnion(reader, node, []);
  if (node instanceof S.SearchOperator) throw unsupported("a search over all tables");
  throw unsupported(kindOf(node));
}

const NUMERIC: readonly (ScalarType | undefined)[] = ["int", "long", "real"];

/** A cell of a `datatable`: a literal of the column's type. */
function constant(expression: BoundExpression, type: ScalarType | undefined): Value {
  const { type: found } = expression;
  const isNumeric = NUMERIC.includes(type) && NUMERIC.includes(found);
  if (found === "string" && type !== undefined && expression.kind === "literal") {
    return valueOfText(type, textOf(expression.value));
  }
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
