import { columnsOf as columnsOfTable, type BoundExpression, type Table } from "../ast";
import { BINARY_OPERATORS, type BinaryOperator } from "../values/operators";
import type { ScalarType } from "../values/value";
import { unsupported } from "../values/error";
import { checkParameters } from "./read-columns";
import type { Reader } from "./reader";
import { loadService, nodesOf, commaItems, required } from "./service";
import type { Syntax } from "./syntax";

/** The table's own name, if it is searched as it stands; otherwise the engine gives it this one. */
const UNNAMED = "search_arg0";

/**
 * Reads `search` in a pipe: a `where` whose bare texts are sought in every column, and a first column
 * that names the table.
 */
export function readSearch(
  reader: Reader,
  node: Kusto.Language.Syntax.SearchOperator,
  of: Table,
): Table {
  const kind = checkParameters(node.Parameters, ["kind"]).get("kind") ?? "case_insensitive";
  if (node.InClause !== null || node.DataScope !== null) throw unsupported("search in tables");
  const isCased = kind === "case_sensitive";
  if (!isCased && !["case_insensitive", "default"].includes(kind)) {
    throw unsupported(`a search of kind ${kind}`);
  }
  const predicate = readCondition(reader, required(node.Condition), of, isCased);
  const table = of.kind === "source" ? of.name : UNNAMED;
  const columns = columnsOfTable(of).map((column) => ({
    ...column,
    value: { kind: "column", ...column } as const,
  }));
  return {
    kind: "project",
    of: { kind: "where", of, predicate },
    columns: [
      { name: "$table", type: "string", value: { kind: "literal", type: "string", value: table } },
      ...columns,
    ],
  };
}

function readCondition(reader: Reader, node: Syntax, of: Table, isCased: boolean): BoundExpression {
  const S = loadService().Syntax;
  const inner = (child: Syntax | null) => readCondition(reader, required(child), of, isCased);
  if (node instanceof S.ParenthesizedExpression) return inner(node.Expression);
  if (node instanceof S.StarExpression) return { kind: "literal", type: "bool", value: true };
  if (node instanceof S.LiteralExpression || node instanceof S.CompoundStringLiteralExpression) {
    if (typeof node.LiteralValue !== "string") throw unsupported("search for a number");
    return inAnyColumn(of, term(String(node.LiteralValue), isCased));
  }
  if (node instanceof S.BinaryExpression) {
    const operator = required(node.Operator).Text ?? "";
    const [left, right] = [required(node.Left), required(node.Right)];
    if (operator === "and" || operator === "or") {
      return { kind: "binary", type: "bool", operator, left: inner(left), right: inner(right) };
    }
    if (operator === ":") {
      const sought = term(String(right.LiteralValue), isCased);
      return left instanceof S.StarExpression
        ? inAnyColumn(of, sought)
        : sought(reader.scalar(left));
    }
    if (left instanceof S.StarExpression) {
      // No column may stand the test that is denied (parse-search-0013#3).
      const denied = /^!\w/.test(operator);
      const known = BINARY_OPERATORS.find((each) => each === operator.slice(denied ? 1 : 0));
      if (known === undefined || operator === "!=") throw unsupported(`* ${operator}`);
      const value = reader.scalar(right);
      const held = inAnyColumn(of, (column) => ({
        kind: "binary",
        type: "bool",
        operator: known,
        left: textual(column),
        right: value,
      }));
      return denied ? { kind: "call", type: "bool", name: "not", arguments: [held] } : held;
    }
  }
  if (node instanceof S.FunctionCallExpression && required(node.Name).SimpleName === "not") {
    const [operand] = [...argumentsOf(node)];
    if (operand !== undefined) {
      return { kind: "call", type: "bool", name: "not", arguments: [inner(operand)] };
    }
  }
  return reader.scalar(node);
}

function argumentsOf(node: Kusto.Language.Syntax.FunctionCallExpression): readonly Syntax[] {
  const { Expressions: list } = required(node.ArgumentList);
  return list === null ? [] : commaItems(list);
}

/** A predicate of `where`, which may ask any column: `* has "x"`. */
export function readPredicate(reader: Reader, node: Syntax, of: Table): BoundExpression {
  const S = loadService().Syntax;
  const hasStar = [...nodesOf(node)].some((each) => each instanceof S.StarExpression);
  return hasStar ? readCondition(reader, node, of, false) : reader.scalar(node);
}

type ColumnPredicate = (column: BoundExpression) => BoundExpression;

/** What a bare text asks of a column: a term, or with `*` at an end a part of one. */
function term(text: string, isCased: boolean): ColumnPredicate {
  const [, before = "", middle = "", after = ""] = /^(\*?)(.*?)(\*?)$/s.exec(text) ?? [];
  if (middle.includes("*") || middle === "") throw unsupported(`search for ${text}`);
  const plain: Readonly<Record<string, "has" | "hasprefix" | "hassuffix" | "contains">> = {
    "": "has",
    "<": "hassuffix",
    ">": "hasprefix",
    "<>": "contains",
  };
  const name = plain[`${before && "<"}${after && ">"}`] ?? "has";
  const operator: BinaryOperator = isCased ? `${name}_cs` : name;
  const right: BoundExpression = { kind: "literal", type: "string", value: middle };
  return (column) => {
    if (OF_DIGITS.includes(column.type)) {
      if (/\d/.test(middle)) throw unsupported(`search for ${text} in a ${column.type}`);
      return { kind: "literal", type: "bool", value: false };
    }
    return { kind: "binary", type: "bool", operator, left: textual(column), right };
  };
}

/** Columns whose text is digits and their marks: how `search` reads those is not known. */
const OF_DIGITS: readonly ScalarType[] = ["real", "datetime", "timespan"];

function textual(value: BoundExpression): BoundExpression {
  if (value.type === "string") return value;
  return { kind: "call", type: "string", name: "tostring", arguments: [value] };
}

/** Whether any column of the table stands the test: what `*` means left of an operator. */
function inAnyColumn(of: Table, test: ColumnPredicate): BoundExpression {
  return columnsOfTable(of)
    .map((column) => test({ kind: "column", ...column }))
    .reduce((left, right) => ({ kind: "binary", type: "bool", operator: "or", left, right }));
}
