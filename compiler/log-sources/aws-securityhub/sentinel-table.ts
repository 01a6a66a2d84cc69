import {
  constant,
  dynamics,
  PLATFORM,
  unknown,
  value,
  values,
  type SentinelTable,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference. Paths: the transformation of Microsoft's connector, which takes
 * the first finding of an event of the bus. `TimeGenerated` is the time of that event, which the finding does
 * not tell. The whole event lies in `RawData`.
 */
export const SECURITY_HUB_TABLE: SentinelTable = {
  name: "AWSSecurityHubFindings",
  columns: [
    ...values("string", {
      AwsSecurityFindingTitle: "Title",
      AwsSecurityFindingId: "Id",
      AwsSecurityFindingDescription: "Description",
      AwsSecurityFindingGeneratorId: "GeneratorId",
      AwsSecurityFindingProductArn: "ProductArn",
      AwsSecurityFindingProductName: "ProductName",
      AwsAccountId: "AwsAccountId",
      AwsRegion: "Region",
      ComplianceStatus: "Compliance.Status",
      ComplianceSecurityControlId: "Compliance.SecurityControlId",
      RecordState: "RecordState",
      SchemaVersion: "SchemaVersion",
      WorkflowState: "WorkflowState",
    }),
    ...values("datetime", {
      AwsSecurityFindingCreatedAt: "CreatedAt",
      AwsSecurityFindingFirstObservedAt: "FirstObservedAt",
      AwsSecurityFindingUpdatedAt: "UpdatedAt",
      AwsSecurityFindingLastObservedAt: "LastObservedAt",
      AwsSecurityFindingProcessedAt: "ProcessedAt",
    }),
    value("TimeGenerated", "datetime", "UpdatedAt"),
    ...dynamics({
      AwsSecurityFindingProductFields: "ProductFields",
      AwsSecurityFindingSeverity: "FindingProviderFields.Severity",
      AwsSecurityFindingTypes: "Types",
      ComplianceAssociatedStandards: "Compliance.AssociatedStandards",
      ComplianceRelatedRequirements: "Compliance.RelatedRequirements",
      ComplianceSecurityControlParameters: "Compliance.SecurityControlParameters",
      ComplianceStatusReasons: "Compliance.StatusReasons",
      Remediation: "Remediation",
      Resources: "Resources",
    }),
    constant("Type", "AWSSecurityHubFindings"),
    unknown("RawData", "dynamic"),
    ...PLATFORM,
  ],
  indexed: ["AwsSecurityFindingGeneratorId", "AwsSecurityFindingTitle"],
  computed: {},
  entities: [
    { entityType: "Account", fieldMappings: [{ identifier: "Name", columnName: "AwsAccountId" }] },
  ],
  assumes: [
    "an event of the bus holds one finding: the connector keeps the first",
    "a finding comes to the bus when it is updated",
  ],
  connectors: ["AwsSecurityHubFindingsCcpDefinition"],
};
