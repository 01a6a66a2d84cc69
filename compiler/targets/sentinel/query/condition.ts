import type { NonEmpty, KqlExpression, NamedExpression } from "../ast";
import { allOf, anyOf } from "../ast";
import { column, compare, not, number } from "./build";
import { freeName } from "./locate";

/** What must hold of a row, before its query is known. */
export type Condition =
  | { readonly kind: "row"; readonly predicate: KqlExpression }
  | SomeElement
  | { readonly kind: "and" | "or"; readonly operands: readonly Condition[] }
  | { readonly kind: "not"; readonly operand: Condition };

/** That some element of arrays fits. */
interface SomeElement {
  readonly kind: "some";
  readonly of: NonEmpty<NamedExpression>;
  readonly predicate: KqlExpression;
  /** The name of a column for how many do, if it is free. */
  readonly name: string;
}

/** A condition as a predicate over the row and over columns that count elements. */
export interface Counted {
  readonly predicate: KqlExpression;
  /** By the name of the column. */
  readonly counts: ReadonlyMap<string, SomeElement>;
}

export function countElements(condition: Condition): Counted {
  const counts = new Map<string, SomeElement>();
  const names = new Map<string, string>();

  function countOf(some: SomeElement): KqlExpression {
    const key = JSON.stringify([some.of, some.predicate]);
    const name = names.get(key) ?? freeName(some.name, (taken) => counts.has(taken));
    names.set(key, name);
    counts.set(name, some);
    return compare(">", column(name), number(0));
  }

  function predicateOf(node: Condition): KqlExpression {
    switch (node.kind) {
      case "row":
        return node.predicate;
      case "some":
        return countOf(node);
      case "and":
        return allOf(flat("and", node.operands.map(predicateOf)));
      case "or":
        return alternatives(alternativesOf(node.operands).map(predicateOf));
      case "not":
        return not(predicateOf(node.operand));
    }
  }

  return { predicate: predicateOf(condition), counts };
}

/** Alternatives, of which those that test the same elements are one test. */
function alternativesOf(operands: readonly Condition[]): readonly Condition[] {
  const flattened = operands.flatMap((each) =>
    each.kind === "or" ? alternativesOf(each.operands) : [each],
  );
  const tests = new Map<string, SomeElement[]>();
  for (const each of flattened) {
    if (each.kind !== "some") continue;
    const key = JSON.stringify([each.of, each.name]);
    tests.set(key, [...(tests.get(key) ?? []), each]);
  }
  return [
    ...flattened.filter(({ kind }) => kind !== "some"),
    ...[...tests.values()].flatMap(([first, ...others]): readonly Condition[] => {
      if (first === undefined) return [];
      const predicates = [first, ...others].map(({ predicate }) => predicate);
      return [{ ...first, predicate: alternatives(predicates) }];
    }),
  ];
}

/** That one of them holds, as short as it can be said. */
export function alternatives(predicates: readonly KqlExpression[]): KqlExpression {
  return anyOf(joinEqualities(flat("or", predicates)));
}

function flat(kind: "and" | "or", operands: readonly KqlExpression[]): readonly KqlExpression[] {
  return operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
}

/** `a =~ "x" or a =~ "y"` as `a in~ ("x", "y")`, at the place of the first; the same thing only once. */
function joinEqualities(operands: readonly KqlExpression[]): readonly KqlExpression[] {
  const distinct = new Map(operands.map((operand) => [JSON.stringify(operand), operand]));
  const groups = new Map<string, [KqlExpression, ...KqlExpression[]]>();
  for (const [text, operand] of distinct) {
    const key = isEquality(operand) ? JSON.stringify([operand.operator, operand.left]) : text;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operand]);
    else group.push(operand);
  }
  return [...groups.values()].map(([first, ...others]): KqlExpression => {
    if (others.length === 0 || !isEquality(first)) return first;
    const list = others.filter(isEquality).map(({ right }) => right);
    const operator = first.operator === "==" ? "in" : "in~";
    return { kind: "in", operator, value: first.left, list: [first.right, ...list] };
  });
}

type Comparison = Extract<KqlExpression, { readonly kind: "compare" }>;

function isEquality(operand: KqlExpression): operand is Comparison {
  return (
    operand.kind === "compare" &&
    (operand.operator === "=~" || operand.operator === "==") &&
    operand.right.kind === "string"
  );
}
