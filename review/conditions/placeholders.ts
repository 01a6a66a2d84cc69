import type { ResolvedRule } from "../../compiler/ir/rule";
import { isPredicate, type Expression } from "../../compiler/ir/expression";
import { expressionsOf } from "./expressions";

/** Names of the placeholders that a rule's conditions use, those of filters among them. */
export function placeholdersOf(detection: ResolvedRule): readonly string[] {
  const written = expressionsOf(detection).flatMap(writtenIn);
  const names = written
    .filter((text) => /^[^:]*\|expand\b/.test(text))
    .flatMap((text) => [...text.matchAll(/%(\w+)%/g)].map(([, name = ""]) => name));
  return [...new Set(names)].sort();
}

function writtenIn(expression: Expression): readonly string[] {
  if (isPredicate(expression)) return [expression.origin.written];
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.operands.flatMap(writtenIn);
    case "not":
      return writtenIn(expression.operand);
    case "constant":
      return [];
  }
}
