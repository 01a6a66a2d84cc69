import { ALWAYS, EXPORT, exportRows, FILLED, USUAL } from "../azure-export";
import type { FieldModel } from "../field";
import { all, tabulated, type Facts } from "../field-model";

const ACTIVITY = "Azure Monitor, activity log event schema; exported records of parser tests";

/** The categories of events, and what older exports write in their place. */
export const CATEGORIES = [
  "Administrative",
  "Security",
  "ServiceHealth",
  "Alert",
  "Recommendation",
  "Policy",
  "Autoscale",
  "ResourceHealth",
  "Write",
  "Delete",
  "Action",
];

/** What Azure's activity log writes, as diagnostic settings export it. */
const ROWS: Readonly<Record<string, Facts>> = {
  ...exportRows(...CATEGORIES),
  // Resource Manager's operations: recorded in upper, in lower and in mixed case.
  operationName: { ...ALWAYS, ascii: true, source: ACTIVITY },
  ...all(FILLED, "resultType", "resultSignature", "correlationId", "callerIpAddress"),
  identity: { type: "object", source: ACTIVITY },
  "identity.authorization": { type: "object", source: ACTIVITY },
  ...all({ source: ACTIVITY }, "identity.authorization.action", "identity.authorization.scope"),
  "identity.authorization.evidence": { type: "object", source: ACTIVITY },
  ...all(
    { source: ACTIVITY },
    "identity.authorization.evidence.role",
    "identity.authorization.evidence.roleAssignmentScope",
    "identity.authorization.evidence.roleDefinitionId",
    "identity.authorization.evidence.principalId",
    "identity.authorization.evidence.principalType",
  ),
  "identity.claims": { type: "object", source: ACTIVITY },
  ...all(
    { source: ACTIVITY },
    "identity.claims.appid",
    "identity.claims.ipaddr",
    "identity.claims.name",
  ),
  ...all(
    { source: ACTIVITY },
    "properties.message",
    "properties.entity",
    "properties.hierarchy",
    "properties.eventCategory",
    "properties.eventDataId",
    "properties.operationId",
    "properties.statusCode",
    // JSON as text.
    "properties.httpRequest",
  ),
};

export const ACTIVITY_LOGS: FieldModel = {
  ...tabulated({
    rows: ROWS,
    usual: { ...USUAL, source: EXPORT },
    members: {
      "": ["RoleLocation", "ReleaseVersion", "schemaVersion", "statusCode", "statusText"],
    },
  }),
  bounding: ["operationName", "properties.message", "identity.authorization.action"],
};
