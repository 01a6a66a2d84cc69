import type { LogSource } from "../log-source";
import { AUDIT_LOGS } from "./fields";
import { MISTAKES, NAMES, PHRASES } from "./names";
import { SAMPLE } from "./sample";
import { AUDIT_LOGS_TABLE } from "./sentinel-table";

/** Microsoft Entra's audit log, in the form that diagnostic settings export. */
export const AZURE_AUDITLOGS: LogSource = {
  product: "azure",
  service: "auditlogs",
  vendor: "Microsoft",
  fields: AUDIT_LOGS,
  otherNames: NAMES,
  mistakes: MISTAKES,
  phrases: PHRASES,
  sentinel: { tables: [AUDIT_LOGS_TABLE] },
  events: {
    called: "an Entra audit record",
    id: "properties.id",
    time: "time",
    name: "operationName",
    containers: ["records", "value"],
    forms: [
      {
        marks: ["activityDisplayName", "activityDateTime"],
        whole: "properties",
        members: {
          time: "activityDateTime",
          operationName: "activityDisplayName",
          correlationId: "correlationId",
        },
        source: "Microsoft Graph, directoryAudit: the properties of the record",
      },
    ],
    marks: { category: ["AuditLogs"] },
    example: {
      id: "properties.id",
      time: "time",
      operationName: "operationName",
      initiatedBy: "properties.initiatedBy.user.userPrincipalName",
      ipAddress: "properties.initiatedBy.user.ipAddress",
    },
    exampleLine: ["time", "operationName", "initiatedBy", "ipAddress", "id"],
    noisy: [
      "operationName",
      "properties.loggedByService",
      "properties.initiatedBy.user.userPrincipalName",
      "properties.initiatedBy.app.displayName",
    ],
    sample: SAMPLE,
  },
};
