import { and, FALSE, or, TRUE, type Expression as Ir } from "../../ir/expression";
import type { BoundExpression } from "../ast";
import type { Value } from "../values/value";
import { always, equals, liftComparison, liftEmpty, swap, twoValued } from "./lift-comparison";
import type { Lifted, LiftNotes } from "./lift-comparison";
import { MORE_THAN_A_FIELD, termOf, type Term, type TermScope } from "./lift-term";

export function conjunction(operands: readonly Ir[]): Ir {
  if (operands.includes(FALSE)) return FALSE;
  const kept = operands
    .filter((each) => each !== TRUE)
    .flatMap((each) => (each.kind === "and" ? each.operands : [each]));
  return kept.length === 0 ? TRUE : and(kept);
}

function disjunction(operands: readonly Ir[]): Ir {
  if (operands.includes(TRUE)) return TRUE;
  const kept = operands
    .filter((each) => each !== FALSE)
    .flatMap((each) => (each.kind === "or" ? each.operands : [each]));
  return kept.length === 0 ? FALSE : or(kept);
}

/** Lifts a bool expression. */
export function liftPredicate(
  expression: BoundExpression,
  scope: TermScope,
  notes: LiftNotes,
): Lifted {
  notes.step();
  const inner = (child: BoundExpression) => liftPredicate(child, scope, notes);
  const drop = (why: string): Lifted => {
    notes.drop(expression, why);
    return { whenTrue: TRUE, whenFalse: TRUE };
  };
  switch (expression.kind) {
    case "binary": {
      const { operator } = expression;
      if (operator === "and" || operator === "or") {
        const sides = [inner(expression.left), inner(expression.right)];
        const [all, any] = [conjunction, disjunction];
        const [forTrue, forFalse] = operator === "and" ? [all, any] : [any, all];
        return {
          whenTrue: forTrue(sides.map((side) => side.whenTrue)),
          whenFalse: forFalse(sides.map((side) => side.whenFalse)),
        };
      }
      const left = termOf(expression.left, scope);
      const right = termOf(expression.right, scope);
      if (left.kind === "time")
        return (
          liftTime(expression, scope, notes) ??
          drop("a time is translated only in `> ago(…)` over the whole period")
        );
      return liftComparison(operator, left, right, expression, notes) ?? drop(whyNot(left, right));
    }
    case "set": {
      const { operator, value, list } = expression;
      const values = "kind" in list ? undefined : constants(list, scope);
      const left = termOf(value, scope);
      if (values === undefined) return drop("its list is not made of constants");
      const [each, negated] = SETS[operator];
      const lifted = values.map((item) =>
        liftComparison(each, left, { kind: "constant", value: item }, expression, notes),
      );
      const found = lifted.filter((one) => one !== undefined);
      if (found.length < values.length) return drop(whyNot(left, left));
      const join = operator === "has_all" ? conjunction : disjunction;
      const result = twoValued(join(found.map((one) => one.whenTrue)));
      return negated ? swap(result) : result;
    }
    case "call": {
      const [argument] = expression.arguments;
      if (argument === undefined)
        return drop(`the function \`${expression.name}\` is not translated`);
      switch (expression.name) {
        case "not":
          return swap(inner(argument));
        case "isempty":
        case "isnull":
          return (
            liftEmpty(expression.name, argument, expression, scope, notes) ??
            drop(whyNot(termOf(argument, scope)))
          );
        case "isnotempty":
        case "notempty":
        case "isnotnull":
        case "notnull": {
          const name = expression.name.endsWith("empty") ? "isempty" : "isnull";
          const lifted = liftEmpty(name, argument, expression, scope, notes);
          return lifted === undefined ? drop(whyNot(termOf(argument, scope))) : swap(lifted);
        }
        default:
          return drop(`the function \`${expression.name}\` is not translated`);
      }
    }
    case "literal":
      if (typeof expression.value === "boolean") return always(expression.value);
      return drop("it is neither true nor false");
    case "column":
    case "variable": {
      const term = termOf(expression, scope);
      if (term.kind === "expression") return liftPredicate(term.expression, term.scope, notes);
      if (term.kind === "path" && term.as === "bool") {
        return {
          whenTrue: equals(term.path, "true", true, expression, notes),
          whenFalse: equals(term.path, "false", true, expression, notes),
        };
      }
      return drop(term.kind === "unknown" ? term.why : "it is not known to be a boolean");
    }
    case "between":
      return drop("`between` is not translated");
    case "member":
    case "element":
      return drop("it is not known to be a boolean");
    case "negative":
    case "aggregate":
    case "state":
    case "window":
    case "toscalar":
      return drop(`${MORE_THAN_A_FIELD[expression.kind]} is not translated`);
  }
}

function whyNot(...terms: readonly Term[]): string {
  for (const term of terms) {
    if (term.kind === "unknown") return term.why;
    if (term.kind === "count")
      return "a count is translated where it alone is compared with a number, and not under `or` or `not`";
  }
  return "it is not known to mean the same outside Kusto";
}

/** How one element of a set is compared, and whether the whole is negated. */
const SETS = {
  in: ["==", false],
  "!in": ["==", true],
  "in~": ["=~", false],
  "!in~": ["=~", true],
  has_any: ["has", false],
  has_all: ["has", false],
} as const;

function constants(
  list: readonly BoundExpression[],
  scope: TermScope,
): readonly Value[] | undefined {
  const terms = list.map((item) => termOf(item, scope));
  const values: Value[] = [];
  for (const term of terms) {
    if (term.kind === "constant") values.push(term.value);
    else if (term.kind === "list") values.push(...term.values);
    else return undefined;
  }
  return values;
}

/** `TimeGenerated >= ago(1d)`: nothing, where the rule looks no further back anyway. */
function liftTime(
  { operator, right }: Extract<BoundExpression, { kind: "binary" }>,
  scope: TermScope,
  notes: LiftNotes,
): Lifted | undefined {
  if (operator !== ">" && operator !== ">=") return undefined;
  const argument = right.kind === "call" && right.name === "ago" ? right.arguments[0] : undefined;
  const span = argument === undefined ? undefined : termOf(argument, scope);
  if (span?.kind !== "constant" || typeof span.value !== "object") return undefined;
  if (span.value?.kind !== "timespan") return undefined;
  return notes.coversPeriod(span.value.ticks) ? always(true) : undefined;
}
