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

export function scalarType(type: Type, what: string): ScalarType {
  return scalarTypeNamed(type?.Name ?? "", what);
}

export function scalarTypeNamed(name: string, what: string): ScalarType {
  const found = SCALAR_TYPES.find((each) => each === name);
  if (found === undefined) throw unsupported(`the type ${name === "" ? "?" : name} of ${what}`);
  return found;
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
