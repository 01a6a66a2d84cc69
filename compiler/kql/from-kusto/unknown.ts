import type { Span } from "../../core/source";
import { foldCase } from "../../core/fold-case";
import { nearest } from "../../core/suggest";
import { TABLES } from "../../log-sources/registry";
import { rowTableNames } from "../../log-sources/row-tables/row-tables";
import { toArray, loadService, nodesOf, commaItems, required } from "./service";
import type { Element, KustoCode } from "./service";

/** A name that is not known here: a workspace has tables and functions of its own. */
export type Unknown = {
  readonly name: string;
  /** Where it is first written. */
  readonly span: Span;
  /** The known name that may be meant. */
  readonly near: string | undefined;
} & (
  | { readonly kind: "table" }
  | {
      readonly kind: "function";
      readonly givesTable: boolean;
      /** Of its arguments that are given by name, in all of its calls. */
      readonly argumentNames: readonly string[];
    }
);

type Reference = Kusto.Language.Syntax.NameReference;
type Call = Kusto.Language.Syntax.FunctionCallExpression;

/** What the service says of a name: that no table has it, that nothing has it, that no function has it. */
const TABLE_CODES = ["KS204", "KS205"];
const NAME_CODES = ["KS142", "KS111"];
const FUNCTION_CODE = "KS211";

/** The tables and functions that a query names and the service does not know, each once. */
export function unknownNames(code: KustoCode): readonly Unknown[] {
  const { Syntax: S } = loadService();
  const nodes = [...nodesOf(code.Syntax)];
  const use = usesOf(nodes);
  const found = new Map<string, Unknown>();
  for (const { Code, Start, End } of toArray(code.GetDiagnostics())) {
    const at = nodes.filter((node) => node.TextStart === Start && node.End === End);
    const isTable = TABLE_CODES.includes(Code ?? "");
    const reference = at.find((node) => node instanceof S.NameReference);
    const call = at.find((node) => node instanceof S.FunctionCallExpression) ?? callOf(reference);
    if (call !== undefined && (isTable || Code === FUNCTION_CODE)) {
      const named = required(call.Name);
      const name = named.SimpleName ?? "";
      const span = { start: named.TextStart, end: named.End };
      if (found.get(name)?.kind !== "function") found.set(name, functionOf(name, span, nodes, use));
      continue;
    }
    if (reference?.Name instanceof S.WildcardedName) continue;
    const name = reference?.SimpleName ?? textOf(at);
    if (name === undefined || found.has(name)) continue;
    if (
      isTable ||
      (NAME_CODES.includes(Code ?? "") && reference !== undefined && mayBeTable(reference, use))
    ) {
      const span = { start: Start, end: End };
      found.set(name, {
        kind: "table",
        name,
        span,
        near: nearestTable(name),
      });
    }
  }
  return [...found.values()];
}

/**
 * The table that is meant by a slip: of one letter alone, since services have names that are two letters
 * apart (`AACAudit`, `AKSAudit`); of a custom table, whose name anyone gives, of the case of letters alone.
 */
function nearestTable(name: string): string | undefined {
  const known = [...TABLES.map((table) => table.name), ...rowTableNames()];
  return name.endsWith("_CL")
    ? known.find((each) => foldCase(each) === foldCase(name))
    : nearest(name, known, 1);
}

function functionOf(name: string, span: Span, nodes: readonly Element[], use: Uses): Unknown {
  const { Syntax: S } = loadService();
  const calls = nodes.filter(
    (node): node is Call =>
      node instanceof S.FunctionCallExpression && node.Name?.SimpleName === name,
  );
  const names = calls.flatMap((call) =>
    argumentsOf(call).flatMap((argument) =>
      argument instanceof S.SimpleNamedExpression ? [required(argument.Name).SimpleName ?? ""] : [],
    ),
  );
  const givesTable = calls.some((call) => use.isTable(call));
  return {
    kind: "function",
    name,
    span,
    // Of one letter alone: `_Im_Dns` is no slip, nor is what stands where KQL has no function.
    near: givesTable || name.startsWith("_") ? undefined : nearest(name, functionsLike(name), 1),
    givesTable,
    argumentNames: [...new Set(names)],
  };
}

/** The functions that KQL has, of about the length of a name. */
function functionsLike(name: string): readonly string[] {
  const { Aggregates, Functions } = loadService();
  return [...toArray(Functions.All), ...toArray(Aggregates.All)]
    .map((each) => each.Name ?? "")
    .filter((each) => Math.abs(each.length - name.length) <= 1);
}

function callOf(node: Element | undefined): Call | undefined {
  const { FunctionCallExpression } = loadService().Syntax;
  const parent = node?.Parent;
  return parent instanceof FunctionCallExpression && parent.Name === node ? parent : undefined;
}

function argumentsOf(call: Call): readonly Kusto.Language.Syntax.Expression[] {
  const { Expressions } = required(call.ArgumentList);
  return Expressions === null ? [] : commaItems(Expressions);
}

/** The text in `table("…")`. */
function textOf(nodes: readonly Element[]): string | undefined {
  const { LiteralExpression } = loadService().Syntax;
  const value = nodes.find((node) => node instanceof LiteralExpression)?.LiteralValue;
  return typeof value === "string" ? value : undefined;
}

/** Where tables are asked for. */
interface Uses {
  /** Whether a table has to stand where a node does. */
  readonly isTable: (node: Element) => boolean;
  readonly names: readonly string[];
}

/**
 * Whether a name that could be anything is one of a table. Alone in `in (…)` it may be a slip too: of a
 * column, or of what a `let` names.
 */
function mayBeTable(reference: Reference, { isTable, names }: Uses): boolean {
  const { Syntax: S } = loadService();
  if (isTable(reference)) return true;
  const around = above(reference);
  const list = around instanceof S.ExpressionList ? around.Parent : undefined;
  const isSet = [S.InExpression, S.HasAnyExpression, S.HasAllExpression].some(
    (kind) => list instanceof kind && commaItems(required(list.Right).Expressions).length === 1,
  );
  const known = [...names, ...TABLES.flatMap(({ columns }) => columns.map(({ name }) => name))];
  return isSet && nearest(reference.SimpleName ?? "", known) === undefined;
}

/** What a node stands in, past brackets and the commas of a list. */
function above(node: Element): Element | null {
  const { Syntax: S } = loadService();
  const { Parent } = node;
  if (Parent === null) return null;
  const isWrap =
    Parent instanceof S.ParenthesizedExpression ||
    !(Parent instanceof S.SyntaxNode) ||
    isList(Parent);
  return isWrap ? above(Parent) : Parent;
}

function isList(node: Element): boolean {
  const { SyntaxKind } = loadService().Syntax;
  return node.Kind === SyntaxKind.List || node.Kind === SyntaxKind.SeparatedElement;
}

function usesOf(nodes: readonly Element[]): Uses {
  const { Syntax: S, Symbols } = loadService();
  const names = nodes.flatMap((node) =>
    node instanceof S.LetStatement ? [required(node.Name).SimpleName ?? ""] : [],
  );
  const pending = new Set<string>();
  /** Whether what a `let` names is used as a table. */
  const isNamedTable = (name: string): boolean => {
    if (pending.has(name)) return false;
    pending.add(name);
    const found = nodes.some(
      (node) =>
        node instanceof S.NameReference &&
        node.SimpleName === name &&
        isTable(callOf(node) ?? node),
    );
    pending.delete(name);
    return found;
  };
  const isTable = (node: Element): boolean => {
    const parent = above(node);
    if (parent instanceof S.PipeExpression || parent instanceof S.UnionOperator) return true;
    if (parent instanceof S.JoinOperator || parent instanceof S.LookupOperator) return true;
    if (parent instanceof S.InvokeOperator || parent instanceof S.FindInClause) return true;
    if (parent instanceof S.ToScalarExpression || parent instanceof S.ToTableExpression)
      return true;
    if (parent instanceof S.MaterializeExpression) return true;
    if (parent instanceof S.ExpressionStatement) return true;
    if (parent instanceof S.LetStatement)
      return isNamedTable(required(parent.Name).SimpleName ?? "");
    if (parent instanceof S.FunctionBody) {
      const declared = required(parent.Parent).Parent;
      return (
        declared instanceof S.LetStatement && isNamedTable(required(declared.Name).SimpleName ?? "")
      );
    }
    // An argument of a plugin, such as the table of a lookup.
    const call = parent instanceof S.ExpressionList ? parent.Parent : null;
    if (
      !(call instanceof S.FunctionCallExpression) ||
      !(call.Parent instanceof S.EvaluateOperator)
    ) {
      return false;
    }
    const at = argumentsOf(call).findIndex(
      (argument) => argument.TextStart <= node.TextStart && argument.End >= node.End,
    );
    const symbol = call.ReferencedSymbol;
    const [signature] = symbol instanceof Symbols.FunctionSymbol ? toArray(symbol.Signatures) : [];
    const parameter = signature === undefined ? undefined : toArray(signature.Parameters)[at];
    return parameter?.TypeKind === Symbols.ParameterTypeKind.Tabular;
  };
  return { isTable, names };
}
