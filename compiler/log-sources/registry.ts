import { CLOUDTRAIL } from "./aws-cloudtrail/fields";
import type { FieldModel } from "./field";

/** A log source that rules can be compiled for. The next one is one more row of `LOG_SOURCES`. */
export interface LogSource {
  /** Sigma's `logsource`: a rule's values must equal these; it names no category. */
  readonly product: string;
  readonly service: string;
  readonly fields: FieldModel;
}

export const LOG_SOURCES: readonly LogSource[] = [
  { product: "aws", service: "cloudtrail", fields: CLOUDTRAIL },
];

/**
 * The Sentinel table that holds a log source without a field model here, by `product/service`: what a query
 * written by hand reads. Source: Microsoft Sentinel's data connectors and the Azure Monitor table reference.
 */
export const TABLES_BY_LOG_SOURCE: ReadonlyMap<string, string> = new Map([
  ["azure/activitylogs", "AzureActivity"],
  ["azure/auditlogs", "AuditLogs"],
  ["azure/signinlogs", "SigninLogs"],
  ["azure/riskdetection", "AADUserRiskEvents"],
  ["okta/okta", "OktaV2_CL"],
  ["gcp/gcp.audit", "GCPAuditLogs"],
  ["gcp/google_workspace.admin", "GoogleWorkspaceReports"],
  ["github/audit", "GitHubAuditLogsV2_CL"],
  ["m365/audit", "OfficeActivity"],
  ["m365/exchange", "OfficeActivity"],
  ["m365/threat_management", "SecurityAlert"],
  ["m365/threat_detection", "SecurityAlert"],
  ["kubernetes/audit", "AKSAudit"],
  ["onelogin/onelogin.events", "OneLoginEventsV2_CL"],
  ["cisco/duo", "CiscoDuo_CL"],
]);
