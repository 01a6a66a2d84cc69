import type { Diagnostics } from "../../core/diagnostic";
import { error } from "../../core/message";
import type { ResolvedRule } from "../../ir/rule";
import { entryOf } from "../../load/node";
import type { SharedBudget } from "../cloudwatch/limits";
import type { Compiled, Reason } from "../verdict";
import type { EventBridgeOutput, EventBusUse } from "./compile";
import { BUS_LIMITS } from "./limits";
import { reasons } from "./reasons";

/** A rule and what it puts on the bus. */
interface OnEventBus {
  readonly detection: ResolvedRule;
  readonly compiled: Compiled<EventBridgeOutput>;
}

export type EventBusUsage = Readonly<Record<keyof EventBusUse, SharedBudget>>;

/** What rules on one bus need together. */
export function eventBusUsage(
  rules: readonly { readonly title: string; readonly uses: EventBusUse }[],
): EventBusUsage {
  const shared = (what: keyof EventBusUse): SharedBudget => {
    const competing = rules
      .map(({ title, uses }) => ({ name: title, needs: uses[what] }))
      .filter(({ needs }) => needs > 0)
      .sort((one, other) => other.needs - one.needs || (one.name < other.name ? -1 : 1));
    const needs = competing.reduce((sum, rule) => sum + rule.needs, 0);
    return { limit: BUS_LIMITS[what], needs, existing: 0, rules: competing };
  };
  return { rules: shared("rules"), wildcardRules: shared("wildcardRules") };
}

/** Why rules cannot share a bus: each budget that they exceed, who competes, the ways out. */
export function eventBusRefusals({
  rules,
  wildcardRules,
}: EventBusUsage): readonly (Reason & { readonly what: keyof EventBusUse })[] {
  const isExceeded = ({ needs, limit }: SharedBudget) => needs > limit.value;
  return [
    ...(isExceeded(rules) ? [{ ...reasons.sharedRules(rules), what: "rules" } as const] : []),
    ...(isExceeded(wildcardRules)
      ? [{ ...reasons.sharedWildcards(wildcardRules), what: "wildcardRules" } as const]
      : []),
  ];
}

/**
 * Reports what rules that share a bus need together and a bus does not have, at the first of them: who
 * competes, and the ways out.
 */
export function reportEventBus(rules: readonly OnEventBus[], diagnostics: Diagnostics): void {
  const uses = ({ compiled: { output } }: OnEventBus) => output?.uses ?? NOTHING;
  const usage = eventBusUsage(
    rules.map((each) => ({ title: each.detection.title, uses: uses(each) })),
  );
  for (const { code, message, what } of eventBusRefusals(usage)) {
    const first = rules.find((each) => uses(each)[what] > 0);
    if (first === undefined) continue;
    const { source, root } = first.detection;
    const place = entryOf(root, "detection")?.keySpan ?? root.span;
    diagnostics.report(source, place, error(code, `EventBridge: ${message}`));
  }
}

const NOTHING: EventBusUse = { rules: 0, wildcardRules: 0 };
