import type { Json } from "../core/json";
import { AWS_CLOUDTRAIL } from "./aws-cloudtrail";
import { AWS_GUARDDUTY } from "./aws-guardduty";
import { AWS_ROUTE53_RESOLVER } from "./aws-route53_resolver";
import { AWS_SECURITYHUB } from "./aws-securityhub";
import { AWS_WAF } from "./aws-waf";
import { AZURE_ACTIVITYLOGS } from "./azure-activitylogs";
import { AZURE_AUDITLOGS } from "./azure-auditlogs";
import { AZURE_PIM } from "./azure-pim";
import { AZURE_RISKDETECTION } from "./azure-riskdetection";
import { AZURE_SIGNINLOGS } from "./azure-signinlogs";
import { BITBUCKET_AUDIT } from "./bitbucket-audit";
import { CISCO_DUO } from "./cisco-duo";
import { GCP_AUDIT } from "./gcp-gcp.audit";
import { GOOGLE_WORKSPACE_ADMIN } from "./gcp-google_workspace.admin";
import { GOOGLE_WORKSPACE_LOGIN } from "./gcp-google_workspace.login";
import { GITHUB_AUDIT } from "./github-audit";
import { KUBERNETES_AUDIT } from "./kubernetes-audit";
import { M365_AUDIT } from "./m365-audit";
import { M365_EXCHANGE } from "./m365-exchange";
import { M365_THREAT_DETECTION } from "./m365-threat_detection";
import { M365_THREAT_MANAGEMENT } from "./m365-threat_management";
import { OKTA_OKTA } from "./okta-okta";
import { ONELOGIN_EVENTS } from "./onelogin-onelogin.events";
import type { LogSource } from "./log-source";
import { inTables } from "./read-tables";
import { rowSource, rowTableNamed, rowTableNames, tableOfRow } from "./row-tables/row-tables";
import type { SentinelTable } from "./sentinel-table";

/** The log sources that rules can be compiled for; of each, a folder holds all that is known. */
export const LOG_SOURCES: readonly LogSource[] = [
  AWS_CLOUDTRAIL,
  AWS_GUARDDUTY,
  AWS_ROUTE53_RESOLVER,
  AWS_SECURITYHUB,
  AWS_WAF,
  AZURE_ACTIVITYLOGS,
  AZURE_AUDITLOGS,
  AZURE_PIM,
  AZURE_RISKDETECTION,
  AZURE_SIGNINLOGS,
  BITBUCKET_AUDIT,
  CISCO_DUO,
  GCP_AUDIT,
  GOOGLE_WORKSPACE_ADMIN,
  GOOGLE_WORKSPACE_LOGIN,
  GITHUB_AUDIT,
  KUBERNETES_AUDIT,
  M365_AUDIT,
  M365_EXCHANGE,
  M365_THREAT_DETECTION,
  M365_THREAT_MANAGEMENT,
  OKTA_OKTA,
  ONELOGIN_EVENTS,
];

/** Every table whose columns are known; several log sources may lie in one. */
export const TABLES: readonly SentinelTable[] = [
  ...new Set(LOG_SOURCES.flatMap(({ sentinel }) => sentinel.tables)),
];

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

/** What tells the events that lie in a table: the marks of each log source that has it. */
export function placesOf(name: string): readonly LogSource["events"]["marks"][] {
  return LOG_SOURCES.flatMap((logSource) => {
    const found = inTables(logSource, [name]);
    return found === undefined ? [] : [found.events.marks];
  });
}

/** Whether an event says that it is a row of a table whose columns are known. */
export function isRow(event: Json): boolean {
  const name = tableOfRow(event);
  return name !== undefined && (placesOf(name).length > 0 || rowTableNamed(name) !== undefined);
}

/**
 * The log sources whose tables are named in the text of a query, each as it lies in that table; rows of other
 * tables are those of a log source of their own.
 */
export function logSourcesReadBy(query: string): readonly LogSource[] {
  const words = new Set(query.match(/\w+/g));
  const own = LOG_SOURCES.flatMap((logSource) =>
    logSource.sentinel.tables.flatMap(({ name }) =>
      words.has(name) ? (inTables(logSource, [name]) ?? []) : [],
    ),
  );
  const rows = rowTableNames().filter((name) => words.has(name));
  return [...own, ...rows.flatMap((name) => rowTableNamed(name) ?? []).map(rowSource)];
}
