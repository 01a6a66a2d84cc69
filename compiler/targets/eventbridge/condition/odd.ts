import { fieldsOf, predicatesOf, type Expression } from "../../../ir/expression";
import { stepsOf, withoutSelectors } from "../../../log-sources/path";
import { call, type Jsonata } from "../jsonata/ast";
import type { FieldModel } from "../../../log-sources/field";
import { RECORDS, valuesOf } from "./field";

/**
 * Whether something stands on a path of the rule that the engine takes for a function: an object with a
 * member `_jsonata_lambda` or `_jsonata_function` that is true, into which no path leads (JSONata 2.0.6,
 * `isFunction`). Who writes such an event may want not to be seen, so that it is taken for a match.
 */
export function oddities(expression: Expression, model: FieldModel): readonly Jsonata[] {
  const passed = new Set<string>();
  for (const field of predicatesOf(expression).flatMap(fieldsOf)) {
    const steps = stepsOf(field);
    const until = model.field(field).type === "object" ? steps.length : steps.length - 1;
    for (let at = 1; at <= until; at += 1)
      passed.add(withoutSelectors(steps.slice(0, at).join(".")));
  }
  const found = [...passed].map((path) => valuesOf(path));
  return [RECORDS, ...found].map((values) => call("odd", values));
}
