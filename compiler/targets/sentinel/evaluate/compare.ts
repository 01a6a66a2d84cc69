import { unsupported } from "../../../kql/values/error";
import {
  compare,
  equal,
  inOrder,
  isNumber,
  negate,
  textPredicate,
} from "../../../kql/values/operators";
import { regexOf } from "../../../kql/values/regex";
import type { Row } from "../../../kql/values/row";
import { textOf, unwrap, type Value } from "../../../kql/values/value";
import type { CompareOperator, KqlExpression } from "../ast";
import { taking, typeError, type Typed } from "./typed";

type Predicate = (row: Row) => boolean | null;

/** What a comparison does, given its operands made ready; a pattern is compiled once. */
export function comparison(
  operator: CompareOperator,
  left: Typed,
  right: Typed,
  written: KqlExpression,
): Predicate {
  switch (operator) {
    case "==":
    case "!=": {
      checkComparable(operator, left, right);
      const [one, other] = [held(left, right), held(right, left)];
      const holds: Predicate = (row) => equal(one(row), other(row));
      return operator === "==" ? holds : (row) => negate(holds(row));
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      checkOrdered(operator, left, right);
      return (row) => {
        const order = compare(left.run(row), right.run(row));
        return order === null ? null : inOrder(operator, order);
      };
    case "matches regex": {
      if (written.kind !== "string") throw unsupported("matches regex without a literal pattern");
      const text = taking("text", left, operator);
      const pattern = regexOf(written.value);
      return (row) => pattern.matches(textOf(text.run(row)));
    }
    default: {
      const [text, other] = [taking("text", left, operator), taking("text", right, operator)];
      const holds = textPredicate(operator);
      return (row) => holds(textOf(text.run(row)), textOf(other.run(row)));
    }
  }
}

/** Two dynamics the engine refuses (rejected aggregation-0025, aggregation-0041). */
function checkComparable(operator: "==" | "!=", left: Typed, right: Typed): void {
  const types = [left.type, right.type];
  const other = types.find((type) => type !== "dynamic");
  if (types.includes("dynamic")) {
    if (other === undefined || !["string", "bool", "long", "real"].includes(other)) {
      throw typeError(`${operator} does not compare a dynamic with a ${other ?? "dynamic"}`);
    }
  } else if (left.type !== right.type || !["string", "bool"].includes(left.type)) {
    checkOrdered(operator, left, right);
  }
}

/**
 * What a side of `==` holds: of a dynamic, beside a bool or a number, the one that it holds. Neither
 * is recorded nor documented: a generated query casts first.
 */
function held({ type, run }: Typed, { type: other }: Typed): Typed["run"] {
  if (type !== "dynamic" || other === "string") return run;
  const fits = other === "bool" ? (value: Value) => typeof value === "boolean" : isNumber;
  return (row) => {
    const value = unwrap(run(row));
    return fits(value) ? value : null;
  };
}

/** Two numbers of either type, two datetimes or two timespans. */
function checkOrdered(operator: CompareOperator, left: Typed, right: Typed): void {
  const areNumbers = [left, right].every(({ type }) => ["int", "long", "real"].includes(type));
  const isTime = left.type === "datetime" || left.type === "timespan";
  if (!areNumbers && !(isTime && left.type === right.type)) {
    throw typeError(`${operator} does not compare a ${left.type} with a ${right.type}`);
  }
}

/**
 * `in` and `in~`: whether the value equals one of the list. Never null: a null is in no list
 * (null-and-edge-0010#3).
 */
export function membership(
  operator: "in" | "in~",
  value: Typed,
  list: readonly (readonly [Typed, KqlExpression])[],
): Predicate {
  const equals = operator === "in" ? "==" : "=~";
  const tests = list.map(([item, written]) => comparison(equals, value, item, written));
  return (row) => tests.some((test) => test(row) === true);
}
