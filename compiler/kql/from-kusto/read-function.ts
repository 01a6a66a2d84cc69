import type { Table } from "../ast";
import { unsupported } from "../values/error";
import { spanOf, type Frame, type Reader } from "./reader";
import { columnsOf, toArray, loadService, commaItems, required } from "./service";
import { isTabular, type Syntax } from "./syntax";

type Call = Kusto.Language.Syntax.FunctionCallExpression;
type Body = Kusto.Language.Syntax.FunctionBody;

/** Calls that one call may lead to: our own bound, for functions that each call another twice. */
const CALLS_MAX = 1_000;

/** The body that a node calls, for a function that the query declares with `let`. */
export function calledBody(node: Syntax): Body | undefined {
  const body = node.GetCalledFunctionBody();
  return body instanceof loadService().Syntax.FunctionBody ? body : undefined;
}

/**
 * Reads a call as the function's body, its parameters standing for the arguments: no function of KQL
 * calls itself. `read` reads the body's result; `first` is what `invoke` passes along.
 */
export function readCall<T>(
  reader: Reader,
  node: Syntax,
  body: Body,
  read: (inner: Reader, result: Syntax) => T,
  first?: Table,
): T {
  const frame = bind(reader, node, first);
  const inner = reader.within(frame);
  const { LetStatement } = loadService().Syntax;
  for (const statement of commaItems(body.Statements)) {
    if (!(statement instanceof LetStatement)) throw unsupported("such a function");
    const name = required(statement.Name).SimpleName ?? "";
    const value = required(statement.Expression);
    if (isTabular(value)) frame.tables.set(name, inner.table(value));
    else frame.scalars.set(name, inner.scalar(value));
  }
  return read(inner, required(body.Expression));
}

/** Arguments beside parameters: by name, or else by place; the rest by default. */
function bind(reader: Reader, node: Syntax, first: Table | undefined): Frame {
  const S = loadService().Syntax;
  const calls = reader.frame?.calls ?? { count: 0 };
  calls.count += 1;
  if (calls.count > CALLS_MAX) {
    throw unsupported(`a call that leads to more than ${CALLS_MAX} others`);
  }
  const at = spanOf(reader, node);
  const frame: Frame = { scalars: new Map(), tables: new Map(), at, calls };
  if (!(node instanceof S.FunctionCallExpression)) return frame;
  const { Expressions: written } = required(node.ArgumentList);
  const values = written === null ? [] : [...commaItems(written)];
  for (const [index, { name, fallback }] of parametersOf(node).entries()) {
    if (index === 0 && first !== undefined) {
      frame.tables.set(name, first);
      continue;
    }
    const found = values.findIndex((value) => {
      const label = value instanceof S.SimpleNamedExpression ? value.Name?.SimpleName : undefined;
      return label === undefined || label === name;
    });
    const value = found === -1 ? fallback : values.splice(found, 1)[0];
    if (value === undefined) throw unsupported("a call that lacks an argument");
    const inner = value instanceof S.SimpleNamedExpression ? required(value.Expression) : value;
    if (columnsOf(inner.ResultType).length > 0) frame.tables.set(name, reader.table(inner));
    else frame.scalars.set(name, reader.scalar(inner));
  }
  return frame;
}

interface Parameter {
  readonly name: string;
  readonly fallback: Syntax | undefined;
}

function parametersOf(call: Call): readonly Parameter[] {
  const { Symbols, Syntax: S } = loadService();
  const symbol = call.ReferencedSymbol;
  const [signature] = symbol instanceof Symbols.FunctionSymbol ? toArray(symbol.Signatures) : [];
  const declaration = signature?.Declaration?.Parent;
  if (!(declaration instanceof S.FunctionDeclaration)) throw unsupported("such a function");
  const { Parameters: list } = required(declaration.Parameters);
  return (list === null ? [] : commaItems(list)).map(({ NameAndType, DefaultValue }) => ({
    name: required(required(NameAndType).Name).SimpleName ?? "",
    fallback: DefaultValue?.Value ?? undefined,
  }));
}
