import type { JsonObject } from "../core/json";
import { ENTRY, GCP_AUDIT_LOGS, LOG_ENTRY } from "./google-log-entry";
import type { LogSource } from "./log-source";

/** An entry of a Workspace activity, with invented values. */
function sampleOf(serviceName: string, eventName: string): JsonObject {
  return {
    insertId: "example",
    logName: "organizations/111122223333/logs/cloudaudit.googleapis.com%2Fdata_access",
    timestamp: "2026-01-01T12:00:00.000000Z",
    receiveTimestamp: "2026-01-01T12:00:01.000000Z",
    severity: "NOTICE",
    resource: { type: "audited_resource", labels: { service: serviceName } },
    protoPayload: {
      "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
      serviceName,
      methodName: "google.example.Service.activity",
      resourceName: "organizations/111122223333",
      authenticationInfo: { principalEmail: "user@example.com" },
      requestMetadata: { callerIp: "198.51.100.7" },
      metadata: {
        event: [{ eventName, eventType: "example", parameter: [{ name: "EXAMPLE", value: "x" }] }],
      },
    },
  };
}

/**
 * Activities of Google Workspace as an organisation's sink exports them to Cloud Logging: an event with
 * several activities is one entry, and one row of GCPAuditLogs. GoogleWorkspaceReports has a row for each
 * activity of the Reports API's, which are other events.
 */
export function workspace(
  of: "admin" | "login",
  {
    called,
    eventName,
    otherNames,
  }: {
    readonly called: string;
    readonly eventName: string;
    readonly otherNames: NonNullable<LogSource["otherNames"]>;
  },
): LogSource {
  const serviceName = `${of}.googleapis.com`;
  return {
    product: "gcp",
    service: `google_workspace.${of}`,
    vendor: "Google",
    fields: LOG_ENTRY,
    otherNames: {
      leftOut: ["protoPayload"],
      around: ["data"],
      pairs: [{ path: "protoPayload.metadata.event.parameter", name: "name", value: "value" }],
      ...otherNames,
    },
    sentinel: { tables: [GCP_AUDIT_LOGS] },
    events: {
      ...ENTRY,
      called,
      name: "protoPayload.metadata.event.eventName",
      marks: { "protoPayload.serviceName": [serviceName], "protoPayload.metadata": [] },
      sample: sampleOf(serviceName, eventName),
    },
  };
}
