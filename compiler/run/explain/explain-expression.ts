import type { Json } from "../../core/json";
import { modelsAt } from "../../ir/calls";
import { fieldsOf, isPredicate, type Expression, type Predicate } from "../../ir/expression";
import type { FieldModel } from "../../log-sources/field";
import { predicateMatcher } from "../../reference/evaluate";
import { fieldReader } from "../../reference/event";
import { fieldFound, group, named, test, type Explanation } from "../../targets/explanation";

/** An expression over events, with the names that its parts have in the rule. */
export interface NamedExpression {
  readonly expression: Expression;
  readonly model: FieldModel;
  readonly names: ReadonlyMap<Expression, string>;
}

/** Explains what a rule makes of an event, selection by selection. */
export function explainExpression(rule: NamedExpression, event: Json): Explanation {
  const { expression, names } = rule;
  const models = modelsAt(expression, rule.model);
  return visit(expression);

  function visit(node: Expression): Explanation {
    const name = names.get(node);
    return name === undefined ? unnamed(node) : named(name, unnamed(node));
  }

  function unnamed(node: Expression): Explanation {
    if (isPredicate(node)) {
      const model = models(node);
      const holds = predicateMatcher(node, model)(event);
      return test(node.origin.written, holds, foundBy(node, model, event));
    }
    switch (node.kind) {
      case "and":
        return group("all", node.operands.map(visit));
      case "or":
        return group("any", node.operands.map(visit));
      case "not": {
        const { operand } = node;
        const isList = operand.kind === "or" && !names.has(operand);
        return group("none", (isList ? operand.operands : [operand]).map(visit));
      }
      case "constant":
        return test(String(node.value), node.value);
    }
  }
}

function foundBy(predicate: Predicate, model: FieldModel, event: Json): readonly string[] {
  return fieldsOf(predicate).map((field) => {
    const reader = fieldReader(model, field);
    const texts = reader.texts(event);
    if (texts.length > 0) return fieldFound(field, texts);
    if (!reader.isNull(event)) return `${field} is no scalar`;
    return `${field} is ${reader.exists(event) ? "null" : "missing"}`;
  });
}
