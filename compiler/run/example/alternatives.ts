import { isPredicate, type Expression, type Predicate } from "../../ir/expression";

/** A predicate and whether it has to hold. */
export interface Literal {
  readonly predicate: Predicate;
  readonly holds: boolean;
}

/** Literals that satisfy an expression together. */
export type Alternative = readonly Literal[];

/** More alternatives than these are not told apart: a list of names can have thousands. */
const MOST_ALTERNATIVES = 100;

/**
 * Ways to satisfy an expression, so that each of its alternatives stands in at least one: not every
 * combination of those of several lists, whose number would be their product.
 */
export function alternativesOf(node: Expression, wanted = true): readonly Alternative[] {
  if (isPredicate(node)) return [[{ predicate: node, holds: wanted }]];
  switch (node.kind) {
    case "constant":
      return node.value === wanted ? [[]] : [];
    case "not":
      return alternativesOf(node.operand, !wanted);
    case "and":
    case "or": {
      const parts = node.operands.map((operand) => alternativesOf(operand, wanted));
      return (node.kind === "and") === wanted
        ? together(parts)
        : parts.flat().slice(0, MOST_ALTERNATIVES);
    }
  }
}

/** One of each part at a time, as often as the longest part has alternatives. */
function together(parts: readonly (readonly Alternative[])[]): readonly Alternative[] {
  if (parts.some((part) => part.length === 0)) return [];
  const count = Math.max(1, ...parts.map((part) => part.length));
  return Array.from({ length: Math.min(count, MOST_ALTERNATIVES) }, (_, index) =>
    parts.flatMap((part) => part[index % part.length] ?? []),
  );
}
