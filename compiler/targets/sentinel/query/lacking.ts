import { isPredicate, type Expression, type StringPredicate } from "../../../ir/expression";
import { shapeOf, stringMatcher } from "../../../ir/pattern";
import type { SentinelTable } from "../../../log-sources/sentinel-table";

/** A predicate that looks for events which the table does not take in. */
export interface Lacking {
  readonly test: StringPredicate;
  readonly text: string;
  readonly nearest: string;
}

/** Of each predicate that an expression asks for, under an even number of nots, what the table lacks of it. */
export function lackingIn(
  expression: Expression,
  { lacks = [] }: SentinelTable,
): readonly Lacking[] {
  if (lacks.length === 0) return [];
  return asked(expression, true).flatMap((test) => {
    if (shapeOf(test.pattern).kind === "anything") return [];
    const fits = stringMatcher(test.pattern, test.cased);
    return lacks.flatMap(({ path, texts, nearest }): readonly Lacking[] => {
      const text = path === test.field ? texts.find(fits) : undefined;
      return text === undefined ? [] : [{ test, text, nearest }];
    });
  });
}

function asked(node: Expression, positive: boolean): readonly StringPredicate[] {
  if (isPredicate(node)) return positive && node.kind === "string" ? [node] : [];
  switch (node.kind) {
    case "and":
    case "or":
      return node.operands.flatMap((each) => asked(each, positive));
    case "not":
      return asked(node.operand, !positive);
    case "constant":
      return [];
  }
}
