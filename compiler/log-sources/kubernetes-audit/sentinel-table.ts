import {
  constant,
  dynamic,
  dynamics,
  PLATFORM,
  unknown,
  unknowns,
  values,
  type SentinelTable,
  type Tables,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference. Paths: the names of the event's members. `TimeGenerated` is
 * the time of the exported record, which the event does not tell.
 */
const AKS_AUDIT: SentinelTable = {
  name: "AKSAudit",
  columns: [
    ...values("datetime", {
      TimeGenerated: "stageTimestamp",
      StageReceivedTime: "stageTimestamp",
      RequestReceivedTime: "requestReceivedTimestamp",
    }),
    ...values("string", {
      Verb: "verb",
      RequestUri: "requestURI",
      UserAgent: "userAgent",
      AuditId: "auditID",
      Level: "level",
      Stage: "stage",
    }),
    ...dynamics({
      ObjectRef: "objectRef",
      User: "user",
      SourceIps: "sourceIPs",
      RequestObject: "requestObject",
      ResponseObject: "responseObject",
      ResponseStatus: "responseStatus",
      Annotations: "annotations",
    }),
    constant("Type", "AKSAudit"),
    unknown("PodName", "string"),
    unknown("_ResourceId", "string"),
    unknown("_SubscriptionId", "string"),
    ...PLATFORM,
  ],
  indexed: ["Verb", "Stage"],
  computed: {
    Username: ["tostring(User.username)"],
    SourceIpAddress: ["tostring(SourceIps[0])"],
  },
  entities: [
    { entityType: "Account", fieldMappings: [{ identifier: "Name", columnName: "Username" }] },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "SourceIpAddress" }] },
  ],
  assumes: ["no event is longer than the 16 KiB at which the export of AKS cuts them"],
  connectors: ["AzureKubernetes"],
};

/** The same columns under another name. */
const named = (name: string): Pick<SentinelTable, "name" | "columns"> => ({
  name,
  columns: AKS_AUDIT.columns.map((column) =>
    column.name === "Type" ? constant("Type", name) : column,
  ),
});

/** What remains of an event of EKS behind the Lambda of Microsoft's connector, which was read in full. */
const EKS_LOGS: SentinelTable = {
  name: "AWSEKSLogs_CL",
  columns: [
    ...values("string", {
      Verb: "verb",
      User: "user.username",
      UserAgent: "userAgent",
      Stage: "stage",
    }),
    dynamic("SourceIPs", "sourceIPs"),
    // Names joined by `/`, the code 0 where there is none, annotations that EKS does not write.
    ...unknowns("string", "AuthDecision", "AwsAccountId", "ClusterName", "ObjectRef", "Region"),
    unknown("RawEvent", "dynamic"),
    unknown("ResponseCode", "int"),
    unknown("TimeGenerated", "datetime"),
  ],
  indexed: ["Verb"],
  computed: { SourceIpAddress: ["tostring(SourceIPs[0])"] },
  entities: [
    { entityType: "Account", fieldMappings: [{ identifier: "Name", columnName: "User" }] },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "SourceIpAddress" }] },
  ],
  connectors: ["AWSEKSDefinition"],
};

/**
 * Of the events of AKSAudit, those of other verbs than get and list (Azure Monitor, table reference): a
 * cluster may export either, and one that exports both has a row of such an event in both.
 */
const AKS_AUDIT_ADMIN: SentinelTable = {
  ...AKS_AUDIT,
  ...named("AKSAuditAdmin"),
  assumes: [
    ...(AKS_AUDIT.assumes ?? []),
    "events are of calls that change something: AKSAuditAdmin has none of get and list",
  ],
  lacks: [{ path: "verb", texts: ["get", "list"], nearest: "AKSAudit holds them" }],
  partOf: "AKSAudit",
};

/** The tables of a cluster of AKS: which of the two is filled is a choice of its diagnostic settings. */
export const AKS_TABLES: Tables = [AKS_AUDIT, AKS_AUDIT_ADMIN];

export const KUBERNETES_TABLES: Tables = [
  ...AKS_TABLES,
  { ...AKS_AUDIT, ...named("ArcK8sAudit") },
  EKS_LOGS,
];
