import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

import { diagnosticsOf, report } from "./app/app-diagnostics";
import { messages } from "./app/messages";
import { checkLogGroups, checkWorkspace } from "./props/checks";
import { omitUndefined } from "./props/omit-undefined";
import { NAME, providerOf, validatedLater, type PropTypes } from "./props/prop-types";
import { validateProps } from "./props/validate-props";

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

const LOG_GROUP_QUOTA_TYPES: PropTypes<LogGroupQuotaProps> = {
  logGroupName: { ...NAME, required: true },
  ...validatedLater("metricFilters", "regexes"),
  provider: providerOf("aws"),
};

/** Tells the app what other filters take of a log group's quotas. Deploys nothing. */
export class LogGroupQuota extends Construct {
  constructor(scope: Construct, id: string, props: LogGroupQuotaProps) {
    super(scope, id);
    if (!validateProps(this, props, LOG_GROUP_QUOTA_TYPES)) return;
    const { logGroupName, provider, metricFilters = 0, regexes = 0 } = props;
    const uses = { metricFilters, regexes };
    checkCounts(this, uses);
    checkLogGroups(this, "logGroupName", [logGroupName]);
    diagnosticsOf(this).deployed.logGroups.push({ scope: this, provider, logGroupName, uses });
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

const WORKSPACE_QUOTA_TYPES: PropTypes<WorkspaceQuotaProps> = {
  workspaceId: { ...NAME, required: true },
  ...validatedLater("scheduledRules", "nrtRules", "scheduledRulesMax"),
};

/** Tells the app what other rules take of a workspace's quotas. Deploys nothing. */
export class WorkspaceQuota extends Construct {
  constructor(scope: Construct, id: string, props: WorkspaceQuotaProps) {
    super(scope, id);
    if (!validateProps(this, props, WORKSPACE_QUOTA_TYPES)) return;
    const { workspaceId, scheduledRules = 0, nrtRules = 0, scheduledRulesMax } = props;
    checkWorkspace(this, workspaceId);
    checkCounts(this, { scheduledRules, nrtRules, ...omitUndefined({ scheduledRulesMax }) });
    diagnosticsOf(this).deployed.workspaces.push({
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
    report(scope, messages.countNotAllowed(prop, count));
  }
}
