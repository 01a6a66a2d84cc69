import { ALWAYS, exportRows, MORE_ROOT, USUAL } from "../azure-export";
import { all, shaped, tabulated } from "../field-model";
import type { LogSource } from "../log-source";
import {
  constant,
  dynamics,
  PLATFORM,
  unknown,
  values,
  type SentinelTable,
} from "../sentinel-table";
import { PRINCIPAL, principalParts } from "../user-principal-name";

const RISK = "Microsoft Graph, riskDetection resource type; exported records of parser tests";

const USERS: SentinelTable = {
  name: "AADUserRiskEvents",
  // Names and types: Azure Monitor table reference. Paths: the columns' names, beside records.
  columns: [
    ...values("datetime", {
      TimeGenerated: "time",
      ActivityDateTime: "properties.activityDateTime",
      DetectedDateTime: "properties.detectedDateTime",
      LastUpdatedDateTime: "properties.lastUpdatedDateTime",
    }),
    ...values("string", {
      OperationName: "operationName",
      RiskEventType: "properties.riskEventType",
      RiskLevel: "properties.riskLevel",
      RiskState: "properties.riskState",
      RiskDetail: "properties.riskDetail",
      Activity: "properties.activity",
      CorrelationId: "properties.correlationId",
      DetectionTimingType: "properties.detectionTimingType",
      Id: "properties.id",
      IpAddress: "properties.ipAddress",
      RequestId: "properties.requestId",
      Source: "properties.source",
      TokenIssuerType: "properties.tokenIssuerType",
      UserDisplayName: "properties.userDisplayName",
      UserId: "properties.userId",
      UserPrincipalName: "properties.userPrincipalName",
    }),
    ...dynamics({
      AdditionalInfo: "properties.additionalInfo",
      Location: "properties.location",
    }),
    constant("Type", "AADUserRiskEvents"),
    ...PLATFORM,
  ],
  indexed: ["RiskEventType"],
  computed: principalParts("UserPrincipalName"),
  entities: [
    {
      entityType: "Account",
      fieldMappings: [...PRINCIPAL, { identifier: "AadUserId", columnName: "UserId" }],
    },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "IpAddress" }] },
  ],
  marks: { category: ["UserRiskEvents"] },
  takes: "risks of users",
  without: ["properties.servicePrincipalDisplayName", "properties.servicePrincipalId"],
  connectors: ["AzureActiveDirectory"],
};

/** The same of workload identities. Its root's `location` and `correlationId` have columns. */
const WORKLOADS: SentinelTable = {
  ...USERS,
  name: "AADServicePrincipalRiskEvents",
  columns: [
    ...USERS.columns.filter(
      ({ name }) =>
        ![
          "UserDisplayName",
          "UserId",
          "UserPrincipalName",
          "CorrelationId",
          "Location",
          "Type",
        ].includes(name),
    ),
    ...values("string", {
      AppId: "properties.appId",
      CorrelationId: "correlationId",
      ServicePrincipalDisplayName: "properties.servicePrincipalDisplayName",
      ServicePrincipalId: "properties.servicePrincipalId",
    }),
    unknown("KeyIds", "dynamic"),
    unknown("Location", "dynamic"),
    constant("Type", "AADServicePrincipalRiskEvents"),
  ],
  marks: { category: ["ServicePrincipalRiskEvents"] },
  takes: "risks of workload identities",
  // Microsoft Graph, servicePrincipalRiskDetection resource type.
  without: ["properties.userDisplayName", "properties.userId", "properties.userPrincipalName"],
};

/** Detections of Microsoft Entra ID Protection in the form that diagnostic settings export. */
export const AZURE_RISKDETECTION: LogSource = {
  product: "azure",
  service: "riskdetection",
  vendor: "Microsoft",
  fields: {
    ...tabulated({
      rows: {
        ...exportRows("UserRiskEvents", "ServicePrincipalRiskEvents"),
        "properties.riskEventType": {
          ...ALWAYS,
          // Microsoft adds types.
          spelling: shaped(/^[a-z][A-Za-z0-9]*$/, "unfamiliarFeatures"),
          ascii: true,
          source: RISK,
        },
        ...all(
          { source: RISK },
          "properties.activity",
          "properties.appId",
          "properties.servicePrincipalDisplayName",
          "properties.servicePrincipalId",
          "properties.correlationId",
          "properties.detectionTimingType",
          "properties.id",
          "properties.ipAddress",
          "properties.requestId",
          "properties.riskDetail",
          "properties.riskLevel",
          "properties.riskState",
          "properties.riskType",
          "properties.source",
          "properties.tokenIssuerType",
          "properties.userDisplayName",
          "properties.userId",
          "properties.userPrincipalName",
          "properties.userType",
        ),
        ...all(
          { source: RISK },
          "properties.activityDateTime",
          "properties.detectedDateTime",
          "properties.lastUpdatedDateTime",
        ),
        // A list of keys and values, or its JSON as text.
        "properties.additionalInfo": { source: RISK },
        "properties.location": { type: "object", source: RISK },
        ...all(
          { source: RISK },
          "properties.location.city",
          "properties.location.state",
          "properties.location.countryOrRegion",
        ),
      },
      usual: USUAL,
      members: { "": MORE_ROOT },
    }),
    bounding: ["properties.riskEventType"],
  },
  otherNames: { leftOut: ["properties"] },
  mistakes: [
    {
      paths: ["properties.riskEventType"],
      texts: ["impossibleTravel"],
      why: "Microsoft's list of detections has it under another name",
      instead: "write `mcasImpossibleTravel`",
      text: "mcasImpossibleTravel",
    },
    {
      paths: ["properties.riskEventType"],
      texts: ["malwareInfectedIPAddress", "suspiciousIPAddress"],
      why: "Microsoft has withdrawn the detection",
      instead: "write `maliciousIPAddress`, or leave the test out",
    },
  ],
  sentinel: {
    tables: [USERS, WORKLOADS],
    together: [USERS, WORKLOADS],
  },
  events: {
    called: "a risk detection",
    id: "properties.id",
    time: "time",
    name: "properties.riskEventType",
    containers: ["records", "value"],
    forms: [
      {
        marks: ["riskEventType", "detectedDateTime"],
        whole: "properties",
        members: { time: "detectedDateTime", correlationId: "correlationId" },
        source: "Microsoft Graph, riskDetection: the properties of the record",
      },
    ],
    marks: { category: ["UserRiskEvents", "ServicePrincipalRiskEvents"] },
    example: {
      id: "properties.id",
      time: "time",
      riskEventType: "properties.riskEventType",
      userPrincipalName: "properties.userPrincipalName",
      ipAddress: "properties.ipAddress",
    },
    exampleLine: ["time", "riskEventType", "userPrincipalName", "ipAddress", "id"],
    noisy: ["properties.riskEventType", "properties.userPrincipalName", "properties.riskLevel"],
    sample: {
      time: "2026-01-01T12:00:00.0000000Z",
      resourceId: "/tenants/00000000-0000-4000-8000-000000000001/providers/microsoft.aadiam",
      operationName: "User Risk Detection",
      operationVersion: "1.0",
      category: "UserRiskEvents",
      tenantId: "00000000-0000-4000-8000-000000000001",
      correlationId: "00000000-0000-4000-8000-000000000002",
      properties: {
        id: "00000000-0000-4000-8000-000000000003",
        riskEventType: "exampleDetection",
        riskState: "atRisk",
        riskLevel: "low",
        riskDetail: "none",
        source: "IdentityProtection",
        detectionTimingType: "realtime",
        activity: "signin",
        ipAddress: "198.51.100.7",
        activityDateTime: "2026-01-01T12:00:00Z",
        detectedDateTime: "2026-01-01T12:00:00Z",
        lastUpdatedDateTime: "2026-01-01T12:00:00Z",
        userId: "00000000-0000-4000-8000-000000000004",
        userDisplayName: "Example User",
        userPrincipalName: "user@example.com",
      },
    },
  },
};
