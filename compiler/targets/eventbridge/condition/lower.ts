import { modelsAt, type Models } from "../../../ir/calls";
import { isPredicate, type Expression, type Predicate } from "../../../ir/expression";
import type { FieldModel } from "../../../log-sources/field";
import { boolean, call, joined, type Jsonata } from "../jsonata/ast";
import { lowerPredicate, lowerTexts, type Lowered, type TextTest } from "./predicate";

/** What an expression is in JSONata: always true or false; of what cannot be said, every test. */
export interface LoweredExpression {
  readonly value: Jsonata;
  readonly assumes: readonly string[];
  readonly refused: readonly Extract<Lowered, { readonly kind: "refused" }>[];
}

export function lowerExpression(expression: Expression, model: FieldModel): LoweredExpression {
  const models = modelsAt(expression, model);
  const assumes = new Set<string>();
  const refused: Extract<Lowered, { readonly kind: "refused" }>[] = [];

  function take(lowered: Lowered): Jsonata {
    if (lowered.kind === "refused") {
      refused.push(lowered);
      return boolean(false);
    }
    for (const each of lowered.assumes) assumes.add(each);
    return lowered.value;
  }

  function lower(node: Expression): Jsonata {
    if (isPredicate(node)) return take(lowerPredicate(node, models(node)));
    switch (node.kind) {
      case "and":
        return joined("and", node.operands.map(lower));
      case "or":
        return joined(
          "or",
          alikes(node.operands, models).map((alike) => {
            const [first, ...others] = alike;
            return isTexts(first)
              ? take(lowerTexts([first, ...others.filter(isTexts)], models(first)))
              : lower(first);
          }),
        );
      case "not":
        return call("not", lower(node.operand));
      case "constant":
        return boolean(node.value);
    }
  }

  return { value: lower(expression), assumes: [...assumes], refused };
}

function isTexts(node: Expression): node is TextTest {
  return isPredicate(node) && (node.kind === "string" || node.kind === "keyword");
}

/** The alternatives, those together that look for texts in the same place in the same way. */
function alikes(
  operands: readonly Expression[],
  models: Models,
): readonly (readonly [Expression, ...Expression[]])[] {
  const groups = new Map<unknown, [Expression, ...Expression[]]>();
  for (const operand of operands) {
    const key = isTexts(operand) ? keyOf(operand, models) : operand;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operand]);
    else group.push(operand);
  }
  return [...groups.values()];
}

function keyOf(test: TextTest, models: Models): string {
  const field = test.kind === "keyword" ? null : test.field;
  return JSON.stringify([field, test.cased, field !== null && isWhole(test, field, models)]);
}

/** Calls decide whether an object stands at a field. */
function isWhole(test: Predicate, field: string, models: Models): boolean {
  return models(test).field(field).type === "object";
}
