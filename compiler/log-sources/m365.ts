import type { JsonObject } from "../core/json";
import type { FieldModel } from "./field";
import { all, OPTIONAL_STRING, rowsOf, tabulated } from "./field-model";
import type { LogSource } from "./log-source";
import { OFFICE_ACTIVITY } from "./office-activity";
import type { Pairs } from "./other-names";

const RECORD = "Office 365 Management Activity API schema; recorded records of all workloads";

/** What the unified audit log of Microsoft 365 writes, whatever the workload. */
export const UNIFIED_AUDIT: FieldModel = {
  ...tabulated({
    rows: {
      ...rowsOf(OFFICE_ACTIVITY.columns),
      ...all(
        { presence: "always", nullable: false, empty: false },
        "CreationTime",
        "Id",
        "Operation",
        "OrganizationId",
        "Workload",
      ),
      ...all({ type: "number", empty: false }, "RecordType", "UserType", "LogonType"),
      ...all(
        { type: "object", many: "many" },
        "Actor",
        "Target",
        "ModifiedProperties",
        "ExtendedProperties",
        "DeviceProperties",
        "OperationProperties",
        "AffectedItems",
        "Folders",
        "ArtifactsShared",
        "Attendees",
        "ExtraProperties",
        "Members",
        "SRRuleMatchDetails",
      ),
      // Cmdlets' parameters, or text.
      Parameters: { type: "object", many: "many", empty: true },
      ...all({}, "Parameters.Name", "Parameters.Value"),
      ...all({}, "OperationProperties.Name", "OperationProperties.Value"),
      ...all({}, "ExtendedProperties.Name", "ExtendedProperties.Value"),
      ...all(
        {},
        "ModifiedProperties.Name",
        "ModifiedProperties.NewValue",
        "ModifiedProperties.OldValue",
      ),
      "Actor.ID": {},
      "Actor.Type": { type: "number" },
      "Target.ID": {},
      "Target.Type": { type: "number" },
      ExternalAccess: { type: "scalar" },
      ...all({}, "Name", "Severity", "Status", "Source", "AlertType", "Category", "AlertId"),
      ...all({}, "Directionality", "DeliveryAction", "Verdict", "P1Sender"),
      Recipients: { many: "many" },
    },
    usual: { ...OPTIONAL_STRING, nullable: true, empty: true, source: RECORD },
  }),
  bounding: ["Operation", "Name"],
};

/** What of a record is told of every log source that has them. */
export const RECORD_FACTS = {
  id: "Id",
  time: "CreationTime",
  noisy: ["Operation", "Workload", "UserId", "ClientIP"],
  example: {
    id: "Id",
    time: "CreationTime",
    operation: "Operation",
    workload: "Workload",
    userId: "UserId",
    clientIP: "ClientIP",
  },
  exampleLine: ["time", "operation", "workload", "userId", "clientIP", "id"],
} as const;

export const RECORD_SAMPLE: JsonObject = {
  Id: "00000000-0000-4000-8000-000000000001",
  CreationTime: "2026-01-01T12:00:00",
  OrganizationId: "00000000-0000-4000-8000-000000000002",
  Operation: "Example-Operation",
  RecordType: 1,
  ResultStatus: "True",
  UserType: 2,
  UserKey: "example",
  UserId: "user@example.com",
  Workload: "Exchange",
  ClientIP: "198.51.100.7:1234",
  ObjectId: "example",
  Parameters: [{ Name: "Identity", Value: "example" }],
};

/** How rules that were ported from Elastic's call the fields of a record. */
export const ELASTIC_NAMES: NonNullable<LogSource["otherNames"]> = {
  names: { eventSource: "Workload", status: "ResultStatus" },
};

/** Lists of named values in records. */
export const RECORD_PAIRS: readonly Pairs[] = [
  { path: "Parameters", name: "Name", value: "Value" },
  { path: "ExtendedProperties", name: "Name", value: "Value" },
  { path: "OperationProperties", name: "Name", value: "Value" },
  { path: "DeviceProperties", name: "Name", value: "Value" },
  { path: "ModifiedProperties", name: "Name", value: "NewValue" },
];
