import { columnsOf as columnsOfTable, type Column, type NamedExpression, type Table } from "../ast";
import { unsupported } from "../values/error";
import type { Reader } from "./reader";
import { syntaxItems, loadService, commaItems, required } from "./service";
import { resultColumns, type Syntax } from "./syntax";

/** Hints do not change the answer; anything else may. */
export function checkParameters(
  list: Kusto.Language.Syntax.SyntaxList$1<Kusto.Language.Syntax.NamedParameter> | null,
  known: readonly string[] = [],
): ReadonlyMap<string, string> {
  const S = loadService().Syntax;
  const found = new Map<string, string>();
  for (const parameter of list === null ? [] : syntaxItems(list)) {
    const name = required(parameter.Name).SimpleName ?? "";
    if (name.startsWith("hint.")) continue;
    if (!known.includes(name)) throw unsupported(`the parameter ${name}`);
    const value = required(parameter.Expression);
    const isName = value instanceof S.NameDeclaration || value instanceof S.NameReference;
    found.set(name, String(isName ? value.SimpleName : value.LiteralValue));
  }
  return found;
}

export function same(column: Column, from = column.name): NamedExpression {
  return { ...column, value: { kind: "column", type: column.type, name: from } };
}

/** Expressions one by one beside the columns that they make. */
export function named(
  reader: Reader,
  items: readonly Syntax[],
  columns: readonly Column[],
): readonly NamedExpression[] {
  const result = items.flatMap((item, index): NamedExpression[] => {
    const column = columns[index];
    return column === undefined ? [] : [{ ...column, value: reader.scalar(item) }];
  });
  if (result.length !== items.length || items.length !== columns.length) {
    throw unsupported("an expression that makes several columns");
  }
  return result;
}

/**
 * The columns that `extend` makes: named, or with names that the service gave them. What `mv-expand`
 * makes of a call on a column takes that column's place.
 */
export function added(
  reader: Reader,
  items: readonly Syntax[],
  of: Table,
  node: Syntax,
  unnamed: (item: Syntax) => string | undefined = () => undefined,
): readonly NamedExpression[] {
  const S = loadService().Syntax;
  const before = new Set(columnsOfTable(of).map(({ name }) => name));
  const types = new Map(resultColumns(node).map(({ name, type }) => [name, type]));
  const names = items.map(nameOf);
  const fresh = [...types.keys()].filter((name) => !before.has(name) && !names.includes(name));
  const result = items.map((item, index): NamedExpression => {
    const name = names[index] ?? fresh.shift() ?? unnamed(item);
    const type = name === undefined ? undefined : types.get(name);
    if (name === undefined || type === undefined || item instanceof S.CompoundNamedExpression) {
      throw unsupported("an expression that makes several columns");
    }
    return { name, type, value: reader.scalar(item) };
  });
  if (fresh.length > 0) throw unsupported("a column whose name is not known");
  return result;
}

function nameOf(item: Syntax): string | undefined {
  const S = loadService().Syntax;
  if (item instanceof S.SimpleNamedExpression) return required(item.Name).SimpleName ?? undefined;
  return item instanceof S.NameReference ? (item.SimpleName ?? undefined) : undefined;
}

export function argumentName(item: Syntax): string | undefined {
  if (!(item instanceof loadService().Syntax.FunctionCallExpression)) return undefined;
  const [argument, ...others] = commaItems(required(item.ArgumentList).Expressions);
  return argument === undefined || others.length > 0 ? undefined : nameOf(argument);
}
