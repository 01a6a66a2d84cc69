import { ALWAYS, EXPORT, exportRows, FILLED, MORE_ROOT, USUAL } from "../azure-export";
import type { FieldModel } from "../field";
import { all, closed, tabulated, type Facts } from "../field-model";

const AUDIT = "Microsoft Graph, directoryAudit resource type; exported records of parser tests";

/** One of Entra's own names, which no user chose. */
const NAMED: Facts = { ...ALWAYS, source: AUDIT };

/**
 * What Entra's audit log writes, as diagnostic settings export it. `operationName` may end in a blank and
 * hold an en dash, as in `Update application – Certificates and secrets management `: recorded.
 */
const ROWS: Readonly<Record<string, Facts>> = {
  ...exportRows("AuditLogs"),
  operationName: { ...ALWAYS, source: EXPORT },
  ...all(NAMED, "properties.activityDisplayName", "properties.loggedByService"),
  ...all({ ...FILLED, source: AUDIT }, "properties.category", "properties.id"),
  "properties.activityDateTime": NAMED,
  "properties.operationType": NAMED,
  "properties.result": {
    ...ALWAYS,
    spelling: closed("success", "failure", "timeout", "unknownFutureValue"),
    ascii: true,
    source: AUDIT,
  },
  ...all({ source: AUDIT }, "properties.resultReason", "properties.resultDescription"),
  ...all({ source: AUDIT }, "properties.resultType", "properties.identity", "properties.tenantId"),
  ...all({ source: AUDIT }, "properties.tenantGeo", "properties.userAgent"),
  ...all({ source: AUDIT }, "properties.correlationId", "properties.operationName"),
  "properties.initiatedBy": { type: "object", source: AUDIT },
  ...all(
    { type: "object", source: AUDIT },
    "properties.initiatedBy.user",
    "properties.initiatedBy.app",
  ),
  ...all(
    { source: AUDIT },
    "properties.initiatedBy.user.id",
    "properties.initiatedBy.user.displayName",
    "properties.initiatedBy.user.userPrincipalName",
    "properties.initiatedBy.user.ipAddress",
    "properties.initiatedBy.app.appId",
    "properties.initiatedBy.app.displayName",
    "properties.initiatedBy.app.servicePrincipalId",
    "properties.initiatedBy.app.servicePrincipalName",
  ),
  "properties.initiatedBy.user.roles": { type: "object", many: "many", source: AUDIT },
  "properties.targetResources": { type: "object", many: "many", source: AUDIT },
  ...all(
    { source: AUDIT },
    "properties.targetResources.id",
    "properties.targetResources.displayName",
    "properties.targetResources.userPrincipalName",
    "properties.targetResources.groupType",
  ),
  "properties.targetResources.type": {
    spelling: closed(
      "User",
      "Device",
      "Directory",
      "App",
      "Application",
      "Role",
      "Group",
      "Policy",
      "ServicePrincipal",
      "Request",
      "Other",
      "unknownFutureValue",
    ),
    ascii: true,
    source: AUDIT,
  },
  "properties.targetResources.modifiedProperties": { type: "object", many: "many", source: AUDIT },
  // JSON as text: `"False"` with its quotes.
  ...all(
    { source: AUDIT },
    "properties.targetResources.modifiedProperties.displayName",
    "properties.targetResources.modifiedProperties.oldValue",
    "properties.targetResources.modifiedProperties.newValue",
  ),
  "properties.targetResources.administrativeUnits": { type: "object", many: "many", source: AUDIT },
  "properties.additionalDetails": { type: "object", many: "many", source: AUDIT },
  ...all(
    { source: AUDIT },
    "properties.additionalDetails.key",
    "properties.additionalDetails.value",
  ),
};

export const AUDIT_LOGS: FieldModel = {
  ...tabulated({
    rows: ROWS,
    usual: USUAL,
    members: { "": MORE_ROOT, properties: ["performedBy", "reserved"] },
  }),
  bounding: [
    "operationName",
    "properties.activityDisplayName",
    "properties.category",
    "properties.loggedByService",
  ],
};
