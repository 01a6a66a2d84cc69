import type { Span } from "../../core/source";
import type { Expression, Table } from "../ast";
import { readScalar, readTable } from "./read";
import { unsupported, type Node } from "./read-expression";
import { columnsOf, listed, loadService, separated, there } from "./service";

type Syntax = Kusto.Language.Syntax.Expression;
type Call = Kusto.Language.Syntax.FunctionCallExpression;
type Body = Kusto.Language.Syntax.FunctionBody;

/** What the parameters and the `let`s of a function's body stand for where it is called. */
interface Frame {
  readonly scalars: Map<string, Expression>;
  readonly tables: Map<string, Table>;
  /** The call in the query's own text. */
  readonly at: Span;
}

/** The calls that are being read, innermost last: a body sees its own names, and then the query's. */
const frames: Frame[] = [];

/** Calls that one call may lead to: our own bound, for functions that each call another twice. */
const CALLS_MAX = 1_000;
let calls = 0;

export function scalarNamed(name: string): Expression | undefined {
  return frames.at(-1)?.scalars.get(name);
}

export function tableNamed(name: string): Table | undefined {
  return frames.at(-1)?.tables.get(name);
}

/** Where a node is written in the query; a function's body is the service's copy, elsewhere. */
export function spanOf(node: Node): Span {
  return frames[0]?.at ?? { start: node.TextStart, end: node.End };
}

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
  node: Syntax,
  body: Body,
  read: (result: Syntax) => T,
  first?: Table,
): T {
  calls = frames.length === 0 ? 1 : calls + 1;
  if (calls > CALLS_MAX) throw unsupported(`a call that leads to more than ${CALLS_MAX} others`);
  const frame = bind(node, first);
  frames.push(frame);
  try {
    const { LetStatement } = loadService().Syntax;
    for (const statement of separated(body.Statements)) {
      if (!(statement instanceof LetStatement)) throw unsupported("such a function");
      const name = there(statement.Name).SimpleName ?? "";
      const value = there(statement.Expression);
      if (isTabular(value)) frame.tables.set(name, readTable(value));
      else frame.scalars.set(name, readScalar(value));
    }
    return read(there(body.Expression));
  } finally {
    frames.pop();
  }
}

export function isTabular(node: Syntax): boolean {
  return node.ResultType instanceof loadService().Symbols.TableSymbol;
}

/** Arguments beside parameters: by name, or else by place; the rest by default. */
function bind(node: Syntax, first: Table | undefined): Frame {
  const S = loadService().Syntax;
  const frame: Frame = { scalars: new Map(), tables: new Map(), at: spanOf(node) };
  if (!(node instanceof S.FunctionCallExpression)) return frame;
  const { Expressions: written } = there(node.ArgumentList);
  const values = written === null ? [] : [...separated(written)];
  for (const [index, { name, fallback }] of parametersOf(node).entries()) {
    if (index === 0 && first !== undefined) {
      frame.tables.set(name, first);
      continue;
    }
    const at = values.findIndex((value) => {
      const label = value instanceof S.SimpleNamedExpression ? value.Name?.SimpleName : undefined;
      return label === undefined || label === name;
    });
    const value = at === -1 ? fallback : values.splice(at, 1)[0];
    if (value === undefined) throw unsupported("a call that lacks an argument");
    const inner = value instanceof S.SimpleNamedExpression ? there(value.Expression) : value;
    if (columnsOf(inner.ResultType).length > 0) frame.tables.set(name, readTable(inner));
    else frame.scalars.set(name, readScalar(inner));
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
  const [signature] = symbol instanceof Symbols.FunctionSymbol ? listed(symbol.Signatures) : [];
  const declaration = signature?.Declaration?.Parent;
  if (!(declaration instanceof S.FunctionDeclaration)) throw unsupported("such a function");
  const { Parameters: list } = there(declaration.Parameters);
  return (list === null ? [] : separated(list)).map(({ NameAndType, DefaultValue }) => ({
    name: there(there(NameAndType).Name).SimpleName ?? "",
    fallback: DefaultValue?.Value ?? undefined,
  }));
}
