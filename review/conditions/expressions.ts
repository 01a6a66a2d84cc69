import type { ResolvedRule } from "../../compiler/ir/rule";
import type { Expression } from "../../compiler/ir/expression";
import { triggerOf } from "../../compiler/targets/cloudwatch/trigger";

/**
 * What a rule looks for: its own expression; of a correlation that of each rule it counts; of a query by
 * hand what was proven that every event it finds fulfils, if anything.
 */
export function expressionsOf(detection: ResolvedRule): readonly Expression[] {
  const { matches } = detection;
  switch (matches.kind) {
    case "expression":
      return [matches.expression];
    case "correlation":
      return matches.correlation.rules.flatMap(expressionsOf);
    case "query": {
      const trigger = triggerOf(detection);
      return "code" in trigger ? [] : trigger.expressions;
    }
  }
}
