import { columnsOf as columnsOfTable, type JoinKind, type Table } from "../ast";
import { unsupported } from "../values/error";
import { checkParameters } from "./read-columns";
import type { Reader } from "./reader";
import { loadService, commaItems, required } from "./service";
import { kindOf, resultColumns, type Syntax } from "./syntax";

type Join = Kusto.Language.Syntax.JoinOperator | Kusto.Language.Syntax.LookupOperator;

const KINDS: ReadonlyMap<string, JoinKind> = new Map([
  ["innerunique", "innerunique"],
  ["inner", "inner"],
  ["leftouter", "leftouter"],
  ["rightouter", "rightouter"],
  ["fullouter", "fullouter"],
  ["leftsemi", "leftsemi"],
  ["rightsemi", "rightsemi"],
  ["leftanti", "leftanti"],
  ["anti", "leftanti"],
  ["leftantisemi", "leftanti"],
  ["rightanti", "rightanti"],
  ["rightantisemi", "rightanti"],
]);

/** Reads `join` and `lookup`; the result's names are the service's. */
export function readJoin(reader: Reader, node: Join, of: Table): Table {
  const S = loadService().Syntax;
  const isLookup = node instanceof S.LookupOperator;
  const written = checkParameters(node.Parameters, ["kind"]).get("kind");
  const join = KINDS.get(written ?? (isLookup ? "leftouter" : "innerunique"));
  if (join === undefined) throw unsupported(`a join of kind ${written}`);
  const right = reader.table(required(node.Expression));
  const condition = node instanceof S.LookupOperator ? node.LookupClause : node.ConditionClause;
  if (!(condition instanceof S.JoinOnClause)) throw unsupported("a join without `on`");
  const on = commaItems(condition.Expressions).map(readPair);

  const keys = new Set(on.map((pair) => pair.right));
  const lefts = columnsOfTable(of).map(({ name }) => ({ side: "left", from: name }) as const);
  const rights = columnsOfTable(right)
    .filter(({ name }) => !isLookup || !keys.has(name))
    .map(({ name }) => ({ side: "right", from: name }) as const);
  const origins =
    join === "leftsemi" || join === "leftanti"
      ? lefts
      : join === "rightsemi" || join === "rightanti"
        ? rights
        : [...lefts, ...rights];
  const made = resultColumns(node);
  const columns = origins.flatMap((origin, index) => {
    const column = made[index];
    return column === undefined ? [] : [{ ...column, ...origin }];
  });
  if (made.length !== origins.length) throw unsupported("such a join's columns");
  return { kind: "join", of, right, join, on, columns };
}

function readPair(node: Syntax): { readonly left: string; readonly right: string } {
  const S = loadService().Syntax;
  if (node instanceof S.NameReference) {
    const name = node.SimpleName ?? "";
    return { left: name, right: name };
  }
  if (node instanceof S.BinaryExpression) {
    const sides = [required(node.Left), required(node.Right)].map(readSide);
    const left = sides.find((side) => side.side === "$left")?.name;
    const right = sides.find((side) => side.side === "$right")?.name;
    if (left !== undefined && right !== undefined) return { left, right };
  }
  throw unsupported(`a join on ${kindOf(node)}`);
}

function readSide(node: Syntax): { readonly side: string; readonly name: string } {
  const S = loadService().Syntax;
  if (node instanceof S.PathExpression) {
    const { Expression: of, Selector: selector } = node;
    if (of instanceof S.NameReference && selector instanceof S.NameReference) {
      return { side: of.SimpleName ?? "", name: selector.SimpleName ?? "" };
    }
  }
  throw unsupported(`a join on ${kindOf(node)}`);
}
