import {
  constant,
  dynamics,
  PLATFORM,
  unknown,
  unknowns,
  value,
  values,
  type SentinelTable,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference, AzureActivity. Paths: two rows of Microsoft's training lab
 * beside exported records. Columns of the time before diagnostic settings are there and empty; so is
 * `ResourceId`: the resource is in `_ResourceId`, in lower case.
 */
export const AZURE_ACTIVITY: SentinelTable = {
  name: "AzureActivity",
  columns: [
    value("TimeGenerated", "datetime", "time"),
    { ...value("OperationNameValue", "string", "operationName"), case: "upper" },
    { ...value("_ResourceId", "string", "resourceId"), case: "lower" },
    ...values("string", {
      ActivityStatusValue: "resultType",
      ActivitySubstatusValue: "resultSignature",
      CallerIpAddress: "callerIpAddress",
      CorrelationId: "correlationId",
      Level: "level",
      EventDataId: "properties.eventDataId",
      Hierarchy: "properties.hierarchy",
      OperationId: "properties.operationId",
    }),
    {
      ...value("CategoryValue", "string", "properties.eventCategory"),
      assumes: "records have properties.eventCategory: the column says Administrative where not",
    },
    ...dynamics({
      Authorization_d: "identity.authorization",
      Claims_d: "identity.claims",
      Properties_d: "properties",
    }),
    constant("Type", "AzureActivity"),
    ...unknowns(
      "string",
      "ActivityStatus",
      "ActivitySubstatus",
      "Authorization",
      "Caller",
      "Category",
      "Claims",
      "HTTPRequest",
      "OperationName",
      "Properties",
      "Resource",
      "ResourceGroup",
      "ResourceId",
      "ResourceProvider",
      "ResourceProviderValue",
      "SubscriptionId",
      "_SubscriptionId",
    ),
    unknown("EventSubmissionTimestamp", "datetime"),
    ...PLATFORM,
  ],
  indexed: ["OperationNameValue", "ActivityStatusValue"],
  computed: {
    CallerUpn: ['tostring(Claims_d["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"])'],
    CallerName: ['extract("^([^@]*)", 1, CallerUpn)'],
    CallerUpnSuffix: ['extract("@(.*)$", 1, CallerUpn)'],
  },
  entities: [
    {
      entityType: "Account",
      fieldMappings: [
        { identifier: "Name", columnName: "CallerName" },
        { identifier: "UPNSuffix", columnName: "CallerUpnSuffix" },
      ],
    },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "CallerIpAddress" }] },
    {
      entityType: "AzureResource",
      fieldMappings: [{ identifier: "ResourceId", columnName: "_ResourceId" }],
    },
  ],
  connectors: ["AzureActivity"],
};
