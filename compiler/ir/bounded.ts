import { isPredicate, type Expression, type Predicate } from "./expression";

/**
 * Whether every way to match names one of the `bounding` fields: then an expression that was widened
 * still speaks of known calls only, not of every event of the log source.
 */
export function isBounded(node: Expression, bounding: readonly string[], positive = true): boolean {
  const each = (operand: Expression) => isBounded(operand, bounding, positive);
  if (isPredicate(node)) return positive && names(node, bounding);
  switch (node.kind) {
    case "and":
      return positive ? node.operands.some(each) : node.operands.every(each);
    case "or":
      return positive ? node.operands.every(each) : node.operands.some(each);
    case "not":
      return isBounded(node.operand, bounding, !positive);
    case "constant":
      // What never matches is bounded.
      return node.value !== positive;
  }
}

function names(test: Predicate, fields: readonly string[]): boolean {
  return (
    test.kind === "string" &&
    fields.includes(test.field) &&
    test.pattern.some((part) => part.kind === "text")
  );
}
