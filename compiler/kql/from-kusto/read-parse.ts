import { columnsOf as columnsOfTable } from "../ast";
import type { Column, PairSyntax, ParsePattern, ParseStep, Table } from "../ast";
import { unsupported } from "../values/error";
import { checkParameters } from "./read-columns";
import type { Reader } from "./reader";
import { syntaxItems, loadService, commaItems, required } from "./service";
import { kindOf, resultColumns, type Node } from "./syntax";

type Parse = Kusto.Language.Syntax.ParseOperator | Kusto.Language.Syntax.ParseWhereOperator;

const MODES: ReadonlyMap<string, ParsePattern["mode"]> = new Map([
  ["simple", "simple"],
  ["relaxed", "relaxed"],
  ["regex", "regex"],
]);

/** Reads `parse` and `parse-where`. */
export function readParse(reader: Reader, node: Parse, of: Table): Table {
  const parameters = checkParameters(node.Parameters, ["kind", "flags"]);
  const written = parameters.get("kind") ?? "simple";
  const mode = MODES.get(written);
  if (mode === undefined) throw unsupported(`a parse of kind ${written}`);
  const made = new Map(resultColumns(node).map((column) => [column.name, column]));
  const steps = syntaxItems(node.Patterns).map((step) => readStep(step, made));
  return {
    kind: "parse",
    of,
    source: reader.scalar(node.Expression),
    pattern: { mode, flags: parameters.get("flags") ?? "", steps },
    columns: steps.flatMap((step) =>
      step.kind === "column" ? [{ name: step.name, type: step.type }] : [],
    ),
    filters: node instanceof loadService().Syntax.ParseWhereOperator,
  };
}

function readStep(node: Node, made: ReadonlyMap<string, Column>): ParseStep {
  const S = loadService().Syntax;
  if (node instanceof S.StarExpression) return { kind: "skip" };
  if (node instanceof S.LiteralExpression && typeof node.LiteralValue === "string") {
    return { kind: "text", text: node.LiteralValue };
  }
  const declared = node instanceof S.NameAndTypeDeclaration ? required(node.Name) : node;
  const name = declared instanceof S.NameDeclaration ? declared.SimpleName : null;
  const column = name === null ? undefined : made.get(name);
  if (column === undefined) throw unsupported(`${kindOf(node)} in a pattern`);
  return { kind: "column", ...column };
}

/** Reads `parse-kv` with both delimiters. */
export function readParseKv(
  reader: Reader,
  node: Kusto.Language.Syntax.ParseKvOperator,
  of: Table,
): Table {
  const made = new Map(resultColumns(node).map((column) => [column.name, column]));
  const columns = commaItems(required(node.Keys).Columns).map((declared): Column => {
    const column = made.get(required(declared.Name).SimpleName ?? "");
    if (column === undefined) throw unsupported("such a key of parse-kv");
    return column;
  });
  const known = new Set(columnsOfTable(of).map(({ name }) => name));
  if (columns.some(({ name }) => known.has(name))) throw unsupported("a key that is a column");
  const source = reader.scalar(node.Expression);
  return { kind: "parse-kv", of, source, columns, syntax: pairSyntax(node) };
}

function pairSyntax(node: Kusto.Language.Syntax.ParseKvOperator): PairSyntax {
  const { WithClause: clause } = node;
  const written = new Map(
    (clause === null ? [] : commaItems(clause.Properties)).map((property) => [
      required(property.Name).SimpleName ?? "",
      String(required(property.Expression).LiteralValue),
    ]),
  );
  const pairDelimiter = written.get("pair_delimiter");
  const kvDelimiter = written.get("kv_delimiter");
  const quote = written.get("quote");
  if (!pairDelimiter || !kvDelimiter) throw unsupported("parse-kv without delimiters");
  for (const name of ["greedy", "regex"]) {
    if (written.has(name)) throw unsupported(`parse-kv with ${name}`);
  }
  return {
    pairDelimiter,
    kvDelimiter,
    quotes: quote === undefined ? undefined : [quote.charAt(0), quote.charAt(1) || quote],
    escape: written.get("escape"),
  };
}
