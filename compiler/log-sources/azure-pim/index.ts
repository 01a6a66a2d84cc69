import { OPTIONAL_STRING, tabulated } from "../field-model";
import type { LogSource } from "../log-source";

const ALERT = "Microsoft Graph, unifiedRoleManagementAlert resource type";

/** Alerts of Entra Privileged Identity Management, as its API answers: no log and no table holds them. */
export const AZURE_PIM: LogSource = {
  product: "azure",
  service: "pim",
  vendor: "Microsoft",
  fields: {
    ...tabulated({
      rows: {
        id: { source: ALERT },
        riskEventType: { presence: "always", ascii: true, source: ALERT },
        lastScannedDateTime: { source: ALERT },
      },
      usual: { ...OPTIONAL_STRING, nullable: true, empty: true, source: ALERT },
    }),
    bounding: ["riskEventType"],
  },
  sentinel: {
    tables: [],
    nearest:
      "the nearest that works is `azure/auditlogs` with `operationName: Triggered PIM alert`, where the alert's title is in `properties.targetResources.displayName`",
  },
  events: {
    called: "an alert of Privileged Identity Management",
    id: "id",
    time: "lastScannedDateTime",
    name: "riskEventType",
    marks: { riskEventType: [], lastScannedDateTime: [] },
    example: { id: "id", time: "lastScannedDateTime", riskEventType: "riskEventType" },
    exampleLine: ["time", "riskEventType", "id"],
    noisy: ["riskEventType"],
    sample: {
      id: "00000000-0000-4000-8000-000000000001",
      lastScannedDateTime: "2026-01-01T12:00:00Z",
      riskEventType: "exampleAlertConfiguration",
    },
  },
};
