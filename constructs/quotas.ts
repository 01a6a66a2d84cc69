import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

import { checkLogGroups, checkWorkspace } from "./arguments";
import { given } from "./given";
import { messages } from "./messages";
import { areFormed, FORMS } from "./prop-forms";
import { registerOf } from "./register";

export interface LogGroupQuotaProps {
  /** Name of the log group; may be a token. */
  readonly logGroupName: string;
  /**
   * Metric filters that the log group has already, of the 100 it may have.
   * @default 0
   */
  readonly metricFilters?: number;
  /**
   * Regexes in the filters that it has already, of the 5 it may have, subscription filters included.
   * @default 0
   */
  readonly regexes?: number;
  /**
   * Provider of the account and region of the log group.
   * @default - the stack's provider for AWS
   */
  readonly provider?: TerraformProvider;
}

/** Tells the app what other filters take of a log group's quotas. Deploys nothing. */
export class LogGroupQuota extends Construct {
  constructor(scope: Construct, id: string, props: LogGroupQuotaProps) {
    super(scope, id);
    if (!areFormed(this, props, FORMS.logGroupQuota)) return;
    const { logGroupName, provider, metricFilters = 0, regexes = 0 } = props;
    const uses = { metricFilters, regexes };
    checkCounts(this, uses);
    checkLogGroups(this, "logGroupName", [logGroupName]);
    registerOf(this).shared.logGroups.push({ scope: this, provider, logGroupName, uses });
  }
}

export interface WorkspaceQuotaProps {
  /** Resource id of the Log Analytics workspace; may be a token. */
  readonly workspaceId: string;
  /**
   * Enabled scheduled rules that the workspace has already.
   * @default 0
   */
  readonly scheduledRules?: number;
  /**
   * Enabled near-real-time rules that it has already, of the 50 it may have.
   * @default 0
   */
  readonly nrtRules?: number;
  /**
   * Enabled scheduled rules that the workspace may have; Microsoft raises it on request.
   * @default 512
   */
  readonly scheduledRulesMax?: number;
}

/** Tells the app what other rules take of a workspace's quotas. Deploys nothing. */
export class WorkspaceQuota extends Construct {
  constructor(scope: Construct, id: string, props: WorkspaceQuotaProps) {
    super(scope, id);
    if (!areFormed(this, props, FORMS.workspaceQuota)) return;
    const { workspaceId, scheduledRules = 0, nrtRules = 0, scheduledRulesMax } = props;
    checkWorkspace(this, workspaceId);
    checkCounts(this, { scheduledRules, nrtRules, ...given({ scheduledRulesMax }) });
    registerOf(this).shared.workspaces.push({
      scope: this,
      workspaceId,
      uses: { scheduledRules, nrtRules },
      ...(scheduledRulesMax === undefined ? {} : { scheduledMax: scheduledRulesMax }),
    });
  }
}

/** Reports what is no count: a token among them would stand for a negative one. */
function checkCounts(scope: Construct, counts: Readonly<Record<string, number>>): void {
  for (const [prop, count] of Object.entries(counts)) {
    if (Number.isInteger(count) && count >= 0) continue;
    registerOf(scope).report(scope, messages.countNotAllowed(prop, count));
  }
}
