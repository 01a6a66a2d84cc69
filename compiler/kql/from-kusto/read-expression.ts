import type { BoundExpression } from "../ast";
import { isAggregate } from "../evaluate/aggregate";
import { isWindow } from "../evaluate/window";
import { isScalarFunction } from "../functions/functions";
import { parseDynamic, type DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import {
  BINARY_OPERATORS,
  SET_OPERATORS,
  type BinaryOperator,
  type SetOperator,
} from "../values/operators";
import { realOfText } from "../values/scalars";
import { parseDatetime, parseTimespan } from "../values/time";
import { jsonOf, type ScalarType, type Value } from "../values/value";
import { calledBody, readCall } from "./read-function";
import { spanOf, type Reader } from "./reader";
import { columnsOf, loadService, commaItems, required } from "./service";
import { kindOf, scalarType, type Syntax } from "./syntax";

const BINARY: ReadonlyMap<string, BinaryOperator> = new Map(
  BINARY_OPERATORS.map((operator) => [operator, operator]),
);
const SETS: ReadonlyMap<string, SetOperator> = new Map(
  SET_OPERATORS.map((operator) => [operator, operator]),
);

/** Reads a scalar expression. */
export function readExpression(reader: Reader, node: Syntax): BoundExpression {
  return { ...readKind(reader, node), at: spanOf(reader, node) };
}

function readKind(reader: Reader, node: Syntax): BoundExpression {
  const S = loadService().Syntax;
  const { scalar: read, table: readTable } = reader;
  const readAll = (list: Kusto.Language.Syntax.ExpressionList | null): readonly BoundExpression[] =>
    commaItems(required(list).Expressions).map(read);

  if (node instanceof S.ParenthesizedExpression) return read(node.Expression);
  if (node instanceof S.SimpleNamedExpression) return read(node.Expression);
  if (node instanceof S.ToScalarExpression) {
    const table = readTable(required(node.Expression));
    return { kind: "toscalar", table, type: scalarType(node.ResultType, "toscalar") };
  }
  const type = scalarType(node.ResultType, node);

  if (node instanceof S.LiteralExpression) return { kind: "literal", type, value: literal(node) };
  if (node instanceof S.CompoundStringLiteralExpression) {
    return { kind: "literal", type, value: String(node.LiteralValue) };
  }
  if (node instanceof S.DynamicExpression) {
    const json = readJson(required(node.Expression));
    return { kind: "literal", type, value: json === null ? null : { kind: "dynamic", json } };
  }
  if (node instanceof S.NameReference) return reference(reader, node, type);
  if (node instanceof S.PathExpression) {
    const selector = required(node.Selector);
    const { Symbols } = loadService();
    const step = node.Expression instanceof S.NameReference ? node.Expression : undefined;
    if (selector instanceof S.NameReference && step?.ResultType instanceof Symbols.TupleSymbol) {
      return { kind: "state", type, name: selector.SimpleName ?? "" };
    }
    const of = read(node.Expression);
    if (selector instanceof S.NameReference) {
      return { kind: "member", type, of, name: selector.SimpleName ?? "" };
    }
    if (selector instanceof S.BracketedExpression) {
      return elementOf(type, of, read(selector.Expression));
    }
    throw unsupported(`a path to ${kindOf(selector)}`);
  }
  if (node instanceof S.ElementExpression) {
    const selector = required(node.Selector);
    if (!(selector instanceof S.BracketedExpression)) throw unsupported(kindOf(selector));
    const of = read(node.Expression);
    return elementOf(type, of, read(selector.Expression));
  }
  if (node instanceof S.PrefixUnaryExpression) {
    if (required(node.Operator).Text !== "-") throw unsupported(kindOf(node));
    return { kind: "negative", type, operand: read(node.Expression) };
  }
  if (node instanceof S.BinaryExpression) {
    const operator = BINARY.get(required(node.Operator).Text ?? "");
    if (operator === undefined) throw unsupported(`the operator ${required(node.Operator).Text}`);
    return { kind: "binary", type, operator, left: read(node.Left), right: read(node.Right) };
  }
  if (
    node instanceof S.InExpression ||
    node instanceof S.HasAnyExpression ||
    node instanceof S.HasAllExpression
  ) {
    const operator = SETS.get(required(node.Operator).Text ?? "");
    if (operator === undefined) throw unsupported(`the operator ${required(node.Operator).Text}`);
    const items = commaItems(required(node.Right).Expressions);
    const [only] = items;
    const isTable =
      items.length === 1 && only !== undefined && columnsOf(only.ResultType).length > 0;
    const list = isTable ? readTable(only) : readAll(node.Right);
    return { kind: "set", type, operator, value: read(node.Left), list };
  }
  if (node instanceof S.BetweenExpression) {
    const { First, Second } = required(node.Right);
    const negated = required(node.Operator).Text?.startsWith("!") ?? false;
    const [value, from, to] = [read(node.Left), read(First), read(Second)];
    return { kind: "between", type, negated, value, from, to };
  }
  const body = calledBody(node);
  if (body !== undefined)
    return readCall(reader, node, body, (inner, result) => inner.scalar(result));
  if (node instanceof S.FunctionCallExpression) {
    const name = required(node.Name).SimpleName ?? "";
    const written = commaItems(required(node.ArgumentList).Expressions);
    // `typeof(long)` at the end says what the result's type is, which is known.
    const isTyped = TYPED_FUNCTIONS.includes(name);
    const operands = written
      .filter((item) => !(isTyped && item instanceof S.TypeOfLiteralExpression))
      .map(read);
    if (isAggregate(name)) return { kind: "aggregate", type, name, arguments: operands };
    if (isWindow(name)) return { kind: "window", type, name, arguments: operands };
    if (isScalarFunction(name)) return { kind: "call", type, name, arguments: operands };
    throw unsupported(`the function ${name}`);
  }
  throw unsupported(kindOf(node));
}

/**
 * An element. The one of `split(text, at, n)` is the nth of `split(text, at)`: what the first gives where
 * there is none is not known, but that it has no text.
 */
function elementOf(
  type: ScalarType,
  of: BoundExpression,
  selector: BoundExpression,
): BoundExpression {
  if (of.kind === "call" && of.name === "split" && isIndex(selector, (index) => index === 0n)) {
    const [text, at, nth] = of.arguments;
    if (text && at && nth && isIndex(nth, (index) => index >= 0n)) {
      return { kind: "element", type, of: { ...of, arguments: [text, at] }, selector: nth };
    }
  }
  return { kind: "element", type, of, selector };
}

function isIndex({ kind, ...of }: BoundExpression, fits: (index: bigint) => boolean): boolean {
  return kind === "literal" && "value" in of && typeof of.value === "bigint" && fits(of.value);
}

const TYPED_FUNCTIONS: readonly string[] = ["extract", "extractjson", "extract_json"];

function reference(
  { frame }: Reader,
  node: Kusto.Language.Syntax.NameReference,
  type: ScalarType,
): BoundExpression {
  const { Symbols } = loadService();
  const name = node.SimpleName ?? "";
  const symbol = node.ReferencedSymbol;
  if (symbol instanceof Symbols.ColumnSymbol) return { kind: "column", type, name };
  const known = frame?.scalars.get(name);
  if (known !== undefined) return known;
  if (symbol instanceof Symbols.VariableSymbol) return { kind: "variable", type, name };
  throw unsupported(`the name ${name}`);
}

/** `datetime(…)` and its like, the value alone; `5s`, `1.5` and words as they are. */
const TYPED = /^\w+\s*\(\s*(.*?)\s*\)$/s;

function literal(node: Kusto.Language.Syntax.LiteralExpression): Value {
  const written = required(node.Token).Text ?? "";
  const type = scalarType(node.ResultType, `the literal ${written}`);
  return type === "string" ? String(node.LiteralValue) : literalOf(type, written);
}

/** A literal of any type but string, as it is written. */
export function literalOf(type: ScalarType, written: string): Value {
  const text = TYPED.exec(written)?.[1] ?? written;
  if (text === "null" || text === "") return null;
  const value = numberOrTime(type, text);
  if (value === null) throw unsupported(`the literal ${written}`);
  return value;
}

function numberOrTime(type: ScalarType, text: string): Value {
  switch (type) {
    case "bool":
      return text === "true" || (text === "false" ? false : null);
    case "int":
    case "long":
      return /^(-?\d+|0x[0-9a-f]+)$/i.test(text) ? BigInt(text) : null;
    case "real":
      // A literal is never -0 (type-casts-coercion-0012#2).
      return Number(text) === 0 ? 0 : realOfText(text);
    case "datetime":
      return parseDatetime(text.replace(/^["']|["']$/g, ""));
    case "timespan":
      // A number alone is days (documented: `time(2)`).
      return parseTimespan(/^-?\d+$/.test(text) ? `${text}d` : text.replace(/^["']|["']$/g, ""));
    case "string":
    case "dynamic":
      return null;
  }
}

/** The inside of `dynamic(…)`. */
function readJson(node: Syntax): DynamicJson {
  const S = loadService().Syntax;
  if (node instanceof S.JsonArrayExpression) return commaItems(node.Values).map(readJson);
  if (node instanceof S.JsonObjectExpression) {
    return new Map(
      commaItems(node.Pairs).map((pair) => [
        String(required(pair.Name).Value),
        readJson(required(pair.Value)),
      ]),
    );
  }
  if (node instanceof S.PrefixUnaryExpression) {
    const { Text: digits } =
      node.Expression instanceof S.LiteralExpression
        ? required(node.Expression.Token)
        : { Text: null };
    if (digits !== null) return parseDynamic(`-${digits}`);
    const inner = readJson(required(node.Expression));
    if (typeof inner === "bigint" || typeof inner === "number") return -inner;
  }
  if (node instanceof S.DynamicExpression) return readJson(required(node.Expression));
  if (node instanceof S.LiteralExpression) {
    if (required(node.Token).Text === "null") return null;
    const value = jsonOf(literal(node));
    // A number in JSON is written as it is.
    return typeof value === "bigint" ? parseDynamic(required(node.Token).Text ?? "") : value;
  }
  throw unsupported(`${kindOf(node)} in a dynamic literal`);
}
