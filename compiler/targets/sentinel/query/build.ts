import type { CompareOperator, Expression, FunctionName, NonEmpty } from "../ast";

/** Shorthand for the expressions that generated queries are made of. */
export function column(name: string): Expression {
  return { kind: "column", name };
}

export function string(value: string): Expression {
  return { kind: "string", value };
}

export function number(value: number): Expression {
  return { kind: "number", value };
}

export function call(name: FunctionName, ...operands: readonly Expression[]): Expression {
  return { kind: "call", function: name, arguments: operands };
}

export function compare(
  operator: CompareOperator,
  left: Expression,
  right: Expression | string,
): Expression {
  return { kind: "compare", operator, left, right: text(right) };
}

export function not(operand: Expression): Expression {
  return operand.kind === "not" ? operand.operand : { kind: "not", operand };
}

export function isIn(value: Expression, list: NonEmpty<string>): Expression {
  const [first, ...others] = list;
  return { kind: "in", operator: "in", value, list: [string(first), ...others.map(string)] };
}

export function isFilled<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

function text(operand: Expression | string): Expression {
  return typeof operand === "string" ? string(operand) : operand;
}
