import type { Expression } from "../../../ir/expression";
import type { FieldModel } from "../../../log-sources/field";
import type { Reason } from "../../verdict";
import { block, joined, type Jsonata } from "../jsonata/ast";
import { DEPTH, depthOf } from "../jsonata/depth";
import { preludeOf } from "../jsonata/prelude";
import { printJsonata } from "../jsonata/print";
import { MACHINE_LIMITS } from "../limits";
import { reasons } from "../reasons";
import { assumptions } from "./assumptions";
import { RECORD_LET } from "./field";
import { lowerExpression } from "./lower";
import { oddities } from "./odd";

/**
 * An expression of JSONata over `$states.input`, the envelope: true for the events that a rule matches,
 * false for all others, whatever they hold. Its text stands between `{% ` and ` %}` in a definition.
 */
export interface Condition {
  readonly text: string;
  /** How deep its evaluation nests at most; at most `DEPTH`. */
  readonly depth: number;
  readonly assumes: readonly string[];
}

/** The condition of an expression, or why there is none. */
export function conditionOf(expression: Expression, model: FieldModel): Condition | Reason {
  const { value, assumes, refused } = lowerExpression(expression, model);
  const [first] = refused;
  if (first !== undefined) return reasons.notSaid(first.test, first.why);
  const whole = withPrelude(joined("or", [value, ...oddities(expression, model)]));
  const depth = depthOf(whole);
  if (depth > DEPTH.value) return reasons.tooDeep(depth, DEPTH);
  const text = printJsonata(whole);
  const length = Buffer.byteLength(JSON.stringify(text));
  if (length > MACHINE_LIMITS.definition.value) {
    return reasons.tooLong(length, MACHINE_LIMITS.definition);
  }
  return {
    text,
    depth,
    assumes: [assumptions.plainObjects(), ...assumes],
  };
}

function withPrelude(value: Jsonata): Jsonata {
  return block([...preludeOf(value), RECORD_LET], value);
}
