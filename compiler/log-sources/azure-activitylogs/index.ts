import type { LogSource } from "../log-source";
import type { OtherNames } from "../other-names";
import { ACTIVITY_LOGS, CATEGORIES } from "./fields";
import { AZURE_ACTIVITY } from "./sentinel-table";

/** Columns of AzureActivity, of today and of before, that hold what the record has elsewhere. */
const NAMES: OtherNames = {
  leftOut: ["properties"],
  names: {
    ActivityStatus: "resultType",
    ActivitySubstatus: "resultSignature",
    Authorization: "identity.authorization",
    Claims: "identity.claims",
    HTTPRequest: "properties.httpRequest",
  },
  within: {
    ResourceProviderValue: { path: "resourceId", before: "/providers/" },
    ResourceProvider: { path: "resourceId", before: "/providers/" },
    ResourceGroup: { path: "resourceId", before: "/resourceGroups/" },
    SubscriptionId: { path: "resourceId", before: "/subscriptions/" },
  },
};

/** Azure's activity log, in the form that diagnostic settings export. */
export const AZURE_ACTIVITYLOGS: LogSource = {
  product: "azure",
  service: "activitylogs",
  vendor: "Microsoft",
  fields: ACTIVITY_LOGS,
  otherNames: NAMES,
  mistakes: [
    {
      paths: ["operationName", "properties.message"],
      comparison: "any",
      texts: /^\w+( \w+)+$/,
      why: "it has words as Entra and Intune write them, and operations of Azure's are written without blanks",
      instead: "read `azure/auditlogs` and its `operationName`",
    },
  ],
  sentinel: { tables: [AZURE_ACTIVITY] },
  events: {
    called: "a record of Azure's activity log",
    id: "properties.eventDataId",
    time: "time",
    name: "operationName",
    containers: ["records", "value"],
    forms: [
      {
        marks: ["operationName.value", "eventTimestamp", "resourceId"],
        members: {
          time: "eventTimestamp",
          resourceId: "resourceId",
          operationName: "operationName.value",
          category: "category.value",
          resultType: "status.value",
          resultSignature: "subStatus.value",
          callerIpAddress: "httpRequest.clientIpAddress",
          correlationId: "correlationId",
          level: "level",
          "identity.authorization": "authorization",
          "identity.claims": "claims",
          properties: "properties",
        },
        source: "Azure REST API, activity logs: EventData",
      },
    ],
    marks: { category: CATEGORIES, operationName: [], resourceId: [] },
    example: {
      eventDataId: "properties.eventDataId",
      time: "time",
      operationName: "operationName",
      resultType: "resultType",
      callerIpAddress: "callerIpAddress",
      resourceId: "resourceId",
    },
    exampleLine: ["time", "operationName", "resultType", "callerIpAddress", "resourceId"],
    noisy: ["operationName", "resultType", "callerIpAddress", "identity.claims.appid"],
    sample: {
      time: "2026-01-01T12:00:00.0000000Z",
      resourceId:
        "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/example/providers/Microsoft.Example/things/example",
      operationName: "MICROSOFT.EXAMPLE/THINGS/WRITE",
      category: "Administrative",
      resultType: "Success",
      resultSignature: "Succeeded.",
      durationMs: 0,
      callerIpAddress: "198.51.100.7",
      correlationId: "00000000-0000-4000-8000-000000000002",
      identity: {
        authorization: {
          scope: "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/example",
          action: "Microsoft.Example/things/write",
        },
        claims: {
          appid: "00000000-0000-4000-8000-000000000003",
          "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "admin@example.com",
        },
      },
      level: "Information",
      properties: {
        eventCategory: "Administrative",
        eventDataId: "00000000-0000-4000-8000-000000000004",
        message: "Microsoft.Example/things/write",
      },
      tenantId: "00000000-0000-4000-8000-000000000005",
    },
  },
};
