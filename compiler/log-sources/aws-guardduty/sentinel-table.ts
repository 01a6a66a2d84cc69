import { constant, dynamics, PLATFORM, value, values, type SentinelTable } from "../sentinel-table";

/**
 * Names, types and what they hold: Azure Monitor table reference, which says of `TimeGenerated` that it is the
 * time of the finding's last update.
 */
export const GUARDDUTY_TABLE: SentinelTable = {
  name: "AWSGuardDuty",
  columns: [
    ...values("datetime", { TimeGenerated: "updatedAt", TimeCreated: "createdAt" }),
    ...values("string", {
      ActivityType: "type",
      AccountId: "accountId",
      Arn: "arn",
      Description: "description",
      Id: "id",
      Partition: "partition",
      Region: "region",
      SchemaVersion: "schemaVersion",
      Title: "title",
    }),
    value("Severity", "int", "severity"),
    ...dynamics({ ResourceDetails: "resource", ServiceDetails: "service" }),
    constant("Type", "AWSGuardDuty"),
    ...PLATFORM,
  ],
  indexed: ["ActivityType"],
  computed: {
    Username: ["tostring(ResourceDetails.accessKeyDetails.userName)"],
    RemoteIpAddress: [
      "tostring(ServiceDetails.action.awsApiCallAction.remoteIpDetails.ipAddressV4)",
    ],
  },
  entities: [
    { entityType: "Account", fieldMappings: [{ identifier: "Name", columnName: "Username" }] },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "RemoteIpAddress" }] },
  ],
  assumes: ["the severity of a finding is a whole number, as its column is"],
  connectors: ["AWSS3"],
};
