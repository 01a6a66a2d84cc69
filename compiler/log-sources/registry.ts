import { AWS_CLOUDTRAIL } from "./aws-cloudtrail";
import { AZURE_ACTIVITYLOGS } from "./azure-activitylogs";
import { AZURE_AUDITLOGS } from "./azure-auditlogs";
import { AZURE_PIM } from "./azure-pim";
import { AZURE_RISKDETECTION } from "./azure-riskdetection";
import { AZURE_SIGNINLOGS } from "./azure-signinlogs";
import type { LogSource } from "./log-source";
import type { SentinelTable } from "./sentinel-table";

/** The log sources that rules can be compiled for; of each, a folder holds all that is known. */
export const LOG_SOURCES: readonly LogSource[] = [
  AWS_CLOUDTRAIL,
  AZURE_ACTIVITYLOGS,
  AZURE_AUDITLOGS,
  AZURE_PIM,
  AZURE_RISKDETECTION,
  AZURE_SIGNINLOGS,
];

/** Every table whose columns are known. */
export const TABLES: readonly SentinelTable[] = LOG_SOURCES.flatMap(
  ({ sentinel }) => sentinel.tables,
);

/** A table by its name, which is case-sensitive, and the log source whose events it holds. */
export function tableNamed(
  name: string,
): { readonly table: SentinelTable; readonly logSource: LogSource } | undefined {
  for (const logSource of LOG_SOURCES) {
    const table = logSource.sentinel.tables.find((each) => each.name === name);
    if (table !== undefined) return { table, logSource };
  }
  return undefined;
}

/** The first log source one of whose tables is named in the text of a query. */
export function logSourceReadBy(query: string): LogSource | undefined {
  return LOG_SOURCES.find(({ sentinel }) =>
    sentinel.tables.some(({ name }) => new RegExp(`\\b${name}\\b`).test(query)),
  );
}

/**
 * The Sentinel table that holds a log source without a field model here, by `product/service`: what a query
 * written by hand reads. Source: Microsoft Sentinel's data connectors and the Azure Monitor table reference.
 */
export const TABLES_BY_LOG_SOURCE: ReadonlyMap<string, string> = new Map([
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
