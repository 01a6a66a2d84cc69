import {
  constant,
  dynamics,
  PLATFORM,
  unknown,
  values,
  type SentinelTable,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference. Paths: the names of the event's members. `TimeGenerated` is
 * the time of the exported record, which the event does not tell.
 */
export const AKS_AUDIT: SentinelTable = {
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
