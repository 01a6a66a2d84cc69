import type { LogSource } from "../log-sources/log-source";
import { renamed, type Renamed } from "../log-sources/other-names";
import { fieldsOf, isPredicate, type Expression, type Origin, type Predicate } from "./expression";

/**
 * Puts the paths of the log source's raw event in place of the names by which rules call them. What is
 * renamed is told by the origin of its predicate. A node that stands in several expressions is one node
 * in all of them.
 */
export function renamer(logSource: LogSource): (node: Expression) => Expression {
  if (logSource.otherNames === undefined) return (node) => node;
  const nodes = new Map<Expression, Expression>();
  const origins = new Map<Origin, Origin>();

  function originOf(origin: Origin, names: readonly Renamed[]): Origin {
    const known = origins.get(origin) ?? { ...origin, renamed: names };
    origins.set(origin, known);
    return known;
  }

  function rename(node: Expression): Expression {
    const known = nodes.get(node);
    if (known !== undefined) return known;
    const made = isPredicate(node) ? renamePredicate(node) : renameConnective(node);
    nodes.set(node, made);
    return made;
  }

  function renamePredicate(test: Predicate): Predicate {
    const names = fieldsOf(test).flatMap((field) => renamed(field, logSource) ?? []);
    if (names.length === 0 || test.kind === "keyword") return test;
    const pathOf = (field: string) => names.find(({ written }) => written === field)?.path ?? field;
    const origin = originOf(test.origin, names);
    return test.kind === "fieldref"
      ? { ...test, origin, field: pathOf(test.field), other: pathOf(test.other) }
      : { ...test, origin, field: pathOf(test.field) };
  }

  function renameConnective(node: Exclude<Expression, Predicate>): Expression {
    switch (node.kind) {
      case "and":
      case "or":
        return { ...node, operands: node.operands.map(rename) };
      case "not":
        return { ...node, operand: rename(node.operand) };
      case "constant":
        return node;
    }
  }

  return rename;
}
