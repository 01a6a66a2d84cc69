import type { CompareOperator, KqlExpression, FunctionName, NonEmpty } from "../ast";

/** Shorthand for the expressions that generated queries are made of. */
export function column(name: string): KqlExpression {
  return { kind: "column", name };
}

export function string(value: string): KqlExpression {
  return { kind: "string", value };
}

export function number(value: number): KqlExpression {
  return { kind: "number", value };
}

export function call(name: FunctionName, ...operands: readonly KqlExpression[]): KqlExpression {
  return { kind: "call", function: name, arguments: operands };
}

export function compare(
  operator: CompareOperator,
  left: KqlExpression,
  right: KqlExpression | string,
): KqlExpression {
  return { kind: "compare", operator, left, right: text(right) };
}

export function not(operand: KqlExpression): KqlExpression {
  return operand.kind === "not" ? operand.operand : { kind: "not", operand };
}

export function isIn(value: KqlExpression, list: NonEmpty<string>): KqlExpression {
  const [first, ...others] = list;
  return { kind: "in", operator: "in", value, list: [string(first), ...others.map(string)] };
}

export function isFilled<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

function text(operand: KqlExpression | string): KqlExpression {
  return typeof operand === "string" ? string(operand) : operand;
}
