import type { Reason } from "../../verdict";
import { LIMITS, type WorkspaceBudget } from "../limits";
import { reasons } from "../reasons";
import type { RuleObject } from "./rule-object";

/** What one rule takes of the budgets that the enabled rules of a workspace share. */
export interface WorkspaceUse {
  readonly scheduledRules: number;
  readonly nrtRules: number;
}

export type WorkspaceUsage = Readonly<Record<keyof WorkspaceUse, WorkspaceBudget>>;

/** Rules that are not enabled take nothing. */
export function workspaceUseOf({
  kind,
  enabled,
}: Pick<RuleObject, "kind" | "enabled">): WorkspaceUse {
  const nrt = kind === "NRT";
  return { scheduledRules: enabled && !nrt ? 1 : 0, nrtRules: enabled && nrt ? 1 : 0 };
}

/**
 * What detections in one workspace need together, beside the rules that `existing` tells of.
 * `scheduledMax`: what Microsoft allows this workspace, where it has raised the limit.
 */
export function workspaceUsage(
  uses: readonly WorkspaceUse[],
  existing: WorkspaceUse = { scheduledRules: 0, nrtRules: 0 },
  scheduledMax: number = LIMITS.enabledRulesMax.value,
): WorkspaceUsage {
  const sum = (what: keyof WorkspaceUse) =>
    uses.reduce((total, use) => total + use[what], existing[what]);
  return {
    scheduledRules: {
      limit: { ...LIMITS.enabledRulesMax, value: scheduledMax },
      needs: sum("scheduledRules"),
      existing: existing.scheduledRules,
    },
    nrtRules: {
      limit: LIMITS.enabledNrtRulesMax,
      needs: sum("nrtRules"),
      existing: existing.nrtRules,
    },
  };
}

/** Why detections cannot share a workspace. */
export function workspaceRefusals(usage: WorkspaceUsage): readonly Reason[] {
  return Object.values(usage)
    .filter(({ needs, limit }) => needs > limit.value)
    .map(reasons.sharedWorkspace);
}
