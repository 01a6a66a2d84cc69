import type { JsonObject } from "../../core/json";

/** An activity of a user, with names and an address that documentation keeps for itself. */
export const SAMPLE: JsonObject = {
  time: "2026-01-01T12:00:00.0000000Z",
  resourceId: "/tenants/00000000-0000-4000-8000-000000000001/providers/Microsoft.aadiam",
  operationName: "Example activity",
  operationVersion: "1.0",
  category: "AuditLogs",
  tenantId: "00000000-0000-4000-8000-000000000001",
  resultSignature: "None",
  durationMs: 0,
  callerIpAddress: "198.51.100.7",
  correlationId: "00000000-0000-4000-8000-000000000002",
  Level: 4,
  properties: {
    id: "Directory_00000000-0000-4000-8000-000000000003",
    category: "Other",
    correlationId: "00000000-0000-4000-8000-000000000002",
    result: "success",
    resultReason: "",
    activityDisplayName: "Example activity",
    activityDateTime: "2026-01-01T12:00:00.0000000+00:00",
    loggedByService: "Core Directory",
    operationType: "Update",
    initiatedBy: {
      user: {
        id: "00000000-0000-4000-8000-000000000004",
        displayName: null,
        userPrincipalName: "admin@example.com",
        ipAddress: "198.51.100.7",
        roles: [],
      },
    },
    targetResources: [
      {
        id: "00000000-0000-4000-8000-000000000005",
        displayName: "Example",
        type: "User",
        userPrincipalName: "user@example.com",
        modifiedProperties: [],
        administrativeUnits: [],
      },
    ],
    additionalDetails: [],
  },
};
