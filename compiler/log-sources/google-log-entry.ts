import type { FieldModel } from "./field";
import { all, OPTIONAL_STRING, tabulated, type Facts } from "./field-model";
import {
  constant,
  dynamics,
  PLATFORM,
  unknown,
  value,
  values,
  type SentinelTable,
} from "./sentinel-table";

const AUDIT_LOG = "Google Cloud documentation, LogEntry and AuditLog; recorded entries";

/**
 * Names and types: Azure Monitor table reference. Paths: the names of the entry's members. What of an entry is
 * not in `protoPayload`, such as `labels` and `operation`, is not kept.
 */
export const GCP_AUDIT_LOGS: SentinelTable = {
  name: "GCPAuditLogs",
  columns: [
    value("TimeGenerated", "datetime", "receiveTimestamp"),
    value("Timestamp", "datetime", "timestamp"),
    ...values("string", {
      MethodName: "protoPayload.methodName",
      ServiceName: "protoPayload.serviceName",
      GCPResourceName: "protoPayload.resourceName",
      GCPResourceType: "resource.type",
      PrincipalEmail: "protoPayload.authenticationInfo.principalEmail",
      StatusMessage: "protoPayload.status.message",
      NumResponseItems: "protoPayload.numResponseItems",
      ProjectId: "resource.labels.project_id",
      LogName: "logName",
      InsertId: "insertId",
      Severity: "severity",
    }),
    ...dynamics({
      AuthenticationInfo: "protoPayload.authenticationInfo",
      AuthorizationInfo: "protoPayload.authorizationInfo",
      Metadata: "protoPayload.metadata",
      Request: "protoPayload.request",
      RequestMetadata: "protoPayload.requestMetadata",
      ResourceLocation: "protoPayload.resourceLocation",
      ResourceOriginalState: "protoPayload.resourceOriginalState",
      Response: "protoPayload.response",
      ServiceData: "protoPayload.serviceData",
      Status: "protoPayload.status",
    }),
    constant("Type", "GCPAuditLogs"),
    unknown("Subscription", "string"),
    ...PLATFORM,
  ],
  indexed: ["MethodName", "ServiceName"],
  computed: {
    PrincipalName: ['extract("^([^@]*)", 1, PrincipalEmail)'],
    PrincipalUpnSuffix: ['extract("@(.*)$", 1, PrincipalEmail)'],
    CallerIp: ["tostring(RequestMetadata.callerIp)"],
  },
  entities: [
    {
      entityType: "Account",
      fieldMappings: [
        { identifier: "Name", columnName: "PrincipalName" },
        { identifier: "UPNSuffix", columnName: "PrincipalUpnSuffix" },
      ],
    },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "CallerIp" }] },
  ],
  connectors: ["GCPAuditLogsDefinition"],
};

const ROWS: Readonly<Record<string, Facts>> = {
  ...all({ empty: false, nullable: false }, "logName", "insertId", "timestamp", "receiveTimestamp"),
  severity: { ascii: true },
  resource: { type: "object" },
  "resource.type": {},
  "resource.labels": { type: "object" },
  "resource.labels.project_id": {},
  labels: { type: "object" },
  operation: { type: "object" },
  protoPayload: { type: "object" },
  ...all(
    { empty: false, nullable: false },
    "protoPayload.serviceName",
    "protoPayload.methodName",
    "protoPayload.resourceName",
  ),
  "protoPayload.numResponseItems": { type: "scalar" },
  ...all(
    { type: "object" },
    "protoPayload.authenticationInfo",
    "protoPayload.metadata",
    "protoPayload.request",
    "protoPayload.requestMetadata",
    "protoPayload.resourceLocation",
    "protoPayload.resourceOriginalState",
    "protoPayload.response",
    "protoPayload.serviceData",
    "protoPayload.status",
  ),
  ...all(
    {},
    "protoPayload.authenticationInfo.principalEmail",
    "protoPayload.authenticationInfo.principalSubject",
    "protoPayload.requestMetadata.callerIp",
    "protoPayload.requestMetadata.callerSuppliedUserAgent",
    "protoPayload.status.message",
  ),
  "protoPayload.status.code": { type: "number", empty: false },
  "protoPayload.authorizationInfo": { type: "object", many: "many" },
  ...all(
    {},
    "protoPayload.authorizationInfo.permission",
    "protoPayload.authorizationInfo.resource",
  ),
  // Left out where it is not granted.
  "protoPayload.authorizationInfo.granted": { type: "boolean", empty: false },
  // Activities of Workspace.
  "protoPayload.metadata.event": { type: "object", many: "many" },
  ...all({}, "protoPayload.metadata.event.eventName", "protoPayload.metadata.event.eventType"),
  "protoPayload.metadata.event.parameter": { type: "object", many: "many" },
  ...all(
    {},
    "protoPayload.metadata.event.parameter.name",
    "protoPayload.metadata.event.parameter.value",
  ),
};

/** What Cloud Logging writes of an audit log entry. */
export const LOG_ENTRY: FieldModel = {
  ...tabulated({
    rows: ROWS,
    usual: { ...OPTIONAL_STRING, nullable: true, empty: true, source: AUDIT_LOG },
    members: {
      "": [
        "httpRequest",
        "jsonPayload",
        "textPayload",
        "trace",
        "spanId",
        "split",
        "sourceLocation",
      ],
    },
  }),
  bounding: [
    "protoPayload.methodName",
    "protoPayload.serviceName",
    "protoPayload.metadata.event.eventName",
  ],
};

/** What of an entry is told of every log source that has them. */
export const ENTRY = {
  id: "insertId",
  time: "timestamp",
  containers: ["entries"],
  anyText: "protoPayload.request.example",
  noisy: [
    "protoPayload.methodName",
    "protoPayload.serviceName",
    "protoPayload.authenticationInfo.principalEmail",
    "resource.type",
  ],
  example: {
    insertId: "insertId",
    timestamp: "timestamp",
    methodName: "protoPayload.methodName",
    principalEmail: "protoPayload.authenticationInfo.principalEmail",
    resourceName: "protoPayload.resourceName",
  },
  exampleLine: ["timestamp", "methodName", "principalEmail", "resourceName", "insertId"],
} as const;
