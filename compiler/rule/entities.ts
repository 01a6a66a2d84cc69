import { entryOf, type Entry, type Node } from "../load/node";
import { asWord } from "./spelling";

/** An entity type: the identifiers it knows, and the sets of which one must be mapped in full. */
export interface EntityType {
  readonly identifiers: readonly string[];
  readonly oneOf: readonly (readonly string[])[];
}

/**
 * The entity types of an analytic rule. Source: Azure-Sentinel detection template schema; the type
 * names are the `EntityMappingType` enum of the ARM schema.
 */
export const ENTITIES = {
  Account: {
    identifiers: [
      "Name",
      "FullName",
      "NTDomain",
      "DnsDomain",
      "UPNSuffix",
      "Sid",
      "AadTenantId",
      "AadUserId",
      "PUID",
      "IsDomainJoined",
      "DisplayName",
      "ObjectGuid",
      "CloudAppAccountId",
    ],
    oneOf: [["FullName"], ["Sid"], ["Name"], ["AadUserId"], ["PUID"], ["ObjectGuid"]],
  },
  AzureResource: { identifiers: ["ResourceId"], oneOf: [["ResourceId"]] },
  CloudApplication: {
    identifiers: ["AppId", "Name", "InstanceName"],
    oneOf: [["AppId"], ["Name"]],
  },
  DNS: { identifiers: ["DomainName"], oneOf: [["DomainName"]] },
  File: { identifiers: ["Directory", "Name"], oneOf: [["Name"]] },
  FileHash: { identifiers: ["Algorithm", "Value"], oneOf: [["Algorithm", "Value"]] },
  Host: {
    identifiers: [
      "DnsDomain",
      "NTDomain",
      "HostName",
      "FullName",
      "NetBiosName",
      "AzureID",
      "OMSAgentID",
      "OSFamily",
      "OSVersion",
      "IsDomainJoined",
    ],
    oneOf: [["FullName"], ["HostName"], ["NetBiosName"], ["AzureID"], ["OMSAgentID"]],
  },
  IP: { identifiers: ["Address"], oneOf: [["Address"]] },
  Mailbox: {
    identifiers: [
      "MailboxPrimaryAddress",
      "DisplayName",
      "Upn",
      "ExternalDirectoryObjectId",
      "RiskLevel",
    ],
    oneOf: [["MailboxPrimaryAddress"]],
  },
  MailCluster: {
    identifiers: [
      "NetworkMessageIds",
      "CountByDeliveryStatus",
      "CountByThreatType",
      "CountByProtectionStatus",
      "Threats",
      "Query",
      "QueryTime",
      "MailCount",
      "IsVolumeAnomaly",
      "Source",
      "ClusterSourceIdentifier",
      "ClusterSourceType",
      "ClusterQueryStartTime",
      "ClusterQueryEndTime",
      "ClusterGroup",
    ],
    oneOf: [["Query"], ["Source"]],
  },
  MailMessage: {
    identifiers: [
      "Recipient",
      "Urls",
      "Threats",
      "Sender",
      "P1Sender",
      "P1SenderDisplayName",
      "P1SenderDomain",
      "SenderIP",
      "P2Sender",
      "P2SenderDisplayName",
      "P2SenderDomain",
      "ReceivedDate",
      "NetworkMessageId",
      "InternetMessageId",
      "Subject",
      "BodyFingerprintBin1",
      "BodyFingerprintBin2",
      "BodyFingerprintBin3",
      "BodyFingerprintBin4",
      "BodyFingerprintBin5",
      "AntispamDirection",
      "DeliveryAction",
      "DeliveryLocation",
      "Language",
      "ThreatDetectionMethods",
    ],
    oneOf: [["NetworkMessageId"], ["Recipient"]],
  },
  Malware: { identifiers: ["Name", "Category"], oneOf: [["Name"]] },
  Process: {
    identifiers: ["ProcessId", "CommandLine", "ElevationToken", "CreationTimeUtc"],
    oneOf: [["CommandLine"], ["ProcessId"]],
  },
  RegistryKey: { identifiers: ["Hive", "Key"], oneOf: [["Key"], ["Hive"]] },
  RegistryValue: { identifiers: ["Name", "Value", "ValueType"], oneOf: [["Name"]] },
  SecurityGroup: {
    identifiers: ["DistinguishedName", "SID", "ObjectGuid"],
    oneOf: [["DistinguishedName"], ["SID"], ["ObjectGuid"]],
  },
  SubmissionMail: {
    identifiers: [
      "NetworkMessageId",
      "Timestamp",
      "Recipient",
      "Sender",
      "SenderIp",
      "Subject",
      "ReportType",
      "SubmissionId",
      "SubmissionDate",
      "Submitter",
    ],
    oneOf: [["SubmissionId"], ["NetworkMessageId"], ["Recipient"], ["Submitter"]],
  },
  URL: { identifiers: ["Url"], oneOf: [["Url"]] },
} as const satisfies Record<string, EntityType>;

export const ENTITY_TYPES: readonly string[] = Object.keys(ENTITIES);

export function entityType(name: string): EntityType | undefined {
  return Object.entries<EntityType>(ENTITIES).find(([known]) => known === name)?.[1];
}

/** An entity mapping, its identifiers spelled as its type does: types differ in them (`Sid`, `SID`). */
export function spelledEntity(mapping: Node): Node {
  const named = entryOf(mapping, "entityType")?.value;
  const type = named?.kind === "scalar" ? entityType(named.text) : undefined;
  if (type === undefined) return mapping;
  const field = (node: Node) =>
    withValue(node, "identifier", (name) => asWord(name, type.identifiers));
  return withValue(mapping, "fieldMappings", (fields) =>
    fields.kind === "sequence" ? { ...fields, items: fields.items.map(field) } : fields,
  );
}

function withValue(node: Node, key: string, change: (value: Node) => Node): Node {
  if (node.kind !== "mapping") return node;
  const changed = (entry: Entry) =>
    entry.key === key ? { ...entry, value: change(entry.value) } : entry;
  return { ...node, entries: node.entries.map(changed) };
}
