import type { LogSource } from "../log-sources/log-source";
import { namedWithin, renamed, type Renamed, type Within } from "../log-sources/other-names";
import {
  fieldsOf,
  isPredicate,
  type Expression,
  type Origin,
  type Predicate,
  type StringPredicate,
} from "./expression";
import { ANY, ONE, shapeOf, text, type StringPattern } from "./pattern";

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

  function renamePredicate(test: Predicate): Expression {
    if (test.kind === "string") {
      const part = namedWithin(test.field, logSource);
      if (part?.within !== undefined) return renamePart(test, part, part.within);
    }
    const names = fieldsOf(test).flatMap((field) => renamed(field, logSource) ?? []);
    if (names.length === 0 || test.kind === "keyword") return test;
    const pathOf = (field: string) => names.find(({ written }) => written === field)?.path ?? field;
    const origin = originOf(test.origin, names);
    return test.kind === "fieldref"
      ? { ...test, origin, field: pathOf(test.field), other: pathOf(test.other) }
      : { ...test, origin, field: pathOf(test.field) };
  }

  function renamePart(test: StringPredicate, name: Renamed, within: Within): Expression {
    const patterns = patternsWithin(test.pattern, within);
    if (patterns.length === 0) return test;
    const origin = originOf(test.origin, [name]);
    const tests = patterns.map((pattern) => ({ ...test, origin, field: within.path, pattern }));
    const [only, ...others] = tests;
    return only !== undefined && others.length === 0 ? only : { kind: "or", operands: tests };
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

/** What the whole text looks like where a part of it is one text, or is there; none of other tests of a part. */
function patternsWithin(pattern: StringPattern, { before }: Within): readonly StringPattern[] {
  const shape = shapeOf(pattern);
  if (shape.kind === "anything") return [[ANY, ...text(before), ONE, ANY]];
  if (shape.kind !== "equals" || shape.text === "") return [];
  const part = before + shape.text;
  return [
    [ANY, ...text(`${part}/`), ANY],
    [ANY, ...text(part)],
  ];
}
