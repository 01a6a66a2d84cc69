import type { Diagnostics } from "../../core/diagnostic";
import { error } from "../../core/message";
import type { ResolvedRule } from "../../ir/rule";
import { entryOf } from "../../load/node";
import type { SharedBudget } from "../cloudwatch/limits";
import type { Compiled } from "../verdict";
import type { EventBridgeOutput, EventBusUse } from "./compile";
import { BUS_LIMITS } from "./limits";
import { reasons } from "./reasons";

/** A rule and what it puts on the bus. */
interface OnEventBus {
  readonly detection: ResolvedRule;
  readonly compiled: Compiled<EventBridgeOutput>;
}

/**
 * Reports what rules that share a bus need together and a bus does not have, at the first of them: who
 * competes, and the ways out.
 */
export function reportEventBus(rules: readonly OnEventBus[], diagnostics: Diagnostics): void {
  for (const what of ["rules", "wildcardRules"] as const) {
    const competing = rules.filter(({ compiled: { output } }) => (output?.uses[what] ?? 0) > 0);
    const [first] = competing;
    const budget = budgetOf(what, competing);
    if (first === undefined || budget.needs <= budget.limit.value) continue;
    const { source, root } = first.detection;
    const { code, message } =
      what === "rules" ? reasons.sharedRules(budget) : reasons.sharedWildcards(budget);
    const place = entryOf(root, "detection")?.keySpan ?? root.span;
    diagnostics.report(source, place, error(code, `EventBridge: ${message}`));
  }
}

function budgetOf(what: keyof EventBusUse, competing: readonly OnEventBus[]): SharedBudget {
  const rules = competing
    .map(({ detection, compiled }) => ({
      name: detection.title,
      needs: compiled.output?.uses[what] ?? 0,
    }))
    .sort((one, other) => other.needs - one.needs || (one.name < other.name ? -1 : 1));
  const needs = rules.reduce((sum, rule) => sum + rule.needs, 0);
  return { limit: BUS_LIMITS[what], needs, existing: 0, rules };
}
