import type { Column } from "../ast";
import { unsupported } from "../values/error";
import { SCALAR_TYPES, type ScalarType } from "../values/value";
import { columnsOf, loadService } from "./service";

export type Node = Kusto.Language.Syntax.SyntaxElement;
export type Syntax = Kusto.Language.Syntax.Expression;
type Type = Kusto.Language.Symbols.TypeSymbol | null;

/** How a refusal names a piece of the query: by the service's name of its kind. */
export function kindOf(node: Node): string {
  const { SyntaxKind } = loadService().Syntax;
  const named = Object.entries(SyntaxKind).find(([, kind]) => kind === node.Kind)?.[0] ?? "this";
  return named
    .replace(/(Expression|Operator)$/, "")
    .replace(/(?!^)[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .toLowerCase();
}

/** The type, if it is evaluated here; of what it is, words or the piece itself tell a refusal. */
export function scalarType(type: Type, of: string | Node): ScalarType {
  return scalarTypeNamed(type?.Name ?? "", of);
}

export function scalarTypeNamed(name: string, of: string | Node): ScalarType {
  const found = SCALAR_TYPES.find((each) => each === name);
  if (found !== undefined) return found;
  const what = typeof of === "string" ? of : kindOf(of);
  throw unsupported(`the type ${name === "" ? "?" : name} of ${what}`);
}

export function isTabular(node: Syntax): boolean {
  return node.ResultType instanceof loadService().Symbols.TableSymbol;
}

/** The result's columns, with types that are evaluated here. */
export function resultColumns(node: Syntax): readonly Column[] {
  return columnsOf(node.ResultType).map(({ name, type }) => ({
    name,
    type: scalarTypeNamed(type, `the column ${name}`),
  }));
}
