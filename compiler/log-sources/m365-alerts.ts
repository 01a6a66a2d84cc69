import type { LogSource } from "./log-source";
import { ELASTIC_NAMES, RECORD_FACTS, RECORD_SAMPLE, UNIFIED_AUDIT } from "./m365";
import { constant, PLATFORM, unknown, unknowns, value, type SentinelTable } from "./sentinel-table";

/** Names and types: Azure Monitor table reference. A row is an alert, of which the audit log has records. */
const SECURITY_ALERT: SentinelTable = {
  name: "SecurityAlert",
  columns: [
    value("TimeGenerated", "datetime", "CreationTime"),
    value("AlertName", "string", "Name"),
    ...unknowns(
      "string",
      "AlertLink",
      "AlertSeverity",
      "AlertType",
      "CompromisedEntity",
      "ConfidenceLevel",
      "Description",
      "DisplayName",
      "Entities",
      "ExtendedLinks",
      "ExtendedProperties",
      "ProductComponentName",
      "ProductName",
      "ProviderName",
      "RemediationSteps",
      "ResourceId",
      "SourceComputerId",
      "Status",
      "SubTechniques",
      "SystemAlertId",
      "Tactics",
      "Techniques",
      "VendorName",
      "VendorOriginalId",
      "WorkspaceResourceGroup",
      "WorkspaceSubscriptionId",
    ),
    unknown("ConfidenceScore", "real"),
    unknown("IsIncident", "bool"),
    ...unknowns("datetime", "EndTime", "ProcessingEndTime", "StartTime"),
    constant("Type", "SecurityAlert"),
    ...PLATFORM.filter(({ name }) => name.startsWith("_")),
  ],
  indexed: ["AlertName"],
  computed: {},
  entities: [],
  otherEvents:
    "SecurityAlert has a row for each alert of Defender for Cloud Apps and Office 365, where the audit log has several records",
  connectors: ["MicrosoftCloudAppSecurity", "OfficeATP"],
};

/** Alerts as Microsoft 365's unified audit log records them. */
export const alerts = (service: string): LogSource => ({
  product: "m365",
  service,
  vendor: "Microsoft",
  fields: UNIFIED_AUDIT,
  otherNames: {
    names: { ...ELASTIC_NAMES.names, eventName: "Name" },
    nowhere: { Payload: "`Parameters` of a record of New-ComplianceSearchAction" },
  },
  mistakes: [
    {
      paths: ["ResultStatus"],
      texts: ["success"],
      why: "the log writes `Succeeded`, which another product's pipeline makes a success",
      instead: "write `Succeeded`",
      text: "Succeeded",
    },
  ],
  sentinel: { tables: [SECURITY_ALERT] },
  events: {
    ...RECORD_FACTS,
    called: "a record of an alert in Microsoft 365's audit log",
    name: "Name",
    marks: { Name: [], Workload: ["SecurityComplianceCenter"] },
    sample: {
      ...RECORD_SAMPLE,
      Operation: "AlertTriggered",
      RecordType: 40,
      ResultStatus: "Succeeded",
      Workload: "SecurityComplianceCenter",
      Name: "Example alert",
      Severity: "Low",
      Status: "Active",
      Source: "Office 365 Security & Compliance",
    },
  },
});
