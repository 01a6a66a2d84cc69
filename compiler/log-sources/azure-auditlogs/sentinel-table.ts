import {
  constant,
  dynamics,
  PLATFORM,
  unknowns,
  values,
  type SentinelTable,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference, AuditLogs. Paths: records and rows of the same activities
 * compared. The root's `category` has no column: `Category` is that of `properties`.
 */
export const AUDIT_LOGS_TABLE: SentinelTable = {
  name: "AuditLogs",
  columns: [
    ...values("datetime", {
      TimeGenerated: "time",
      ActivityDateTime: "properties.activityDateTime",
    }),
    ...values("string", {
      OperationName: "operationName",
      ActivityDisplayName: "properties.activityDisplayName",
      Category: "properties.category",
      Result: "properties.result",
      ResultReason: "properties.resultReason",
      ResultDescription: "resultDescription",
      ResultType: "resultType",
      ResultSignature: "resultSignature",
      LoggedByService: "properties.loggedByService",
      AADOperationType: "properties.operationType",
      AADTenantId: "tenantId",
      Id: "properties.id",
      CorrelationId: "correlationId",
      Identity: "identity",
      Level: "Level",
      Location: "location",
      OperationVersion: "operationVersion",
      ResourceId: "resourceId",
    }),
    ...dynamics({
      InitiatedBy: "properties.initiatedBy",
      TargetResources: "properties.targetResources",
      AdditionalDetails: "properties.additionalDetails",
    }),
    ...values("long", { DurationMs: "durationMs" }),
    constant("Type", "AuditLogs"),
    ...unknowns("string", "Resource", "ResourceGroup", "ResourceProvider"),
    ...PLATFORM.filter(({ name }) => name !== "TenantId"),
  ],
  indexed: ["OperationName", "ActivityDisplayName"],
  computed: {
    Actor: ["tostring(InitiatedBy.user.userPrincipalName)"],
    ActorId: ["tostring(InitiatedBy.user.id)"],
    ActorName: ['extract("^([^@]*)", 1, Actor)'],
    ActorUpnSuffix: ['extract("@(.*)$", 1, Actor)'],
    ActorApp: ["tostring(InitiatedBy.app.displayName)"],
    ActorIpAddress: ["tostring(InitiatedBy.user.ipAddress)"],
  },
  entities: [
    {
      entityType: "Account",
      fieldMappings: [
        { identifier: "Name", columnName: "ActorName" },
        { identifier: "UPNSuffix", columnName: "ActorUpnSuffix" },
        { identifier: "AadUserId", columnName: "ActorId" },
      ],
    },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "ActorIpAddress" }] },
  ],
  connectors: ["AzureActiveDirectory"],
};
