import { OPTIONAL_STRING, rowsOf, tabulated } from "../field-model";
import type { LogSource } from "../log-source";
import { value, values, type SentinelTable } from "../sentinel-table";

/**
 * Names and types: the schema with which Microsoft checks queries over the table. Paths: the names of the
 * event's members, of which the columns' are made.
 */
const TABLE: SentinelTable = {
  name: "OneLoginEventsV2_CL",
  columns: [
    value("TimeGenerated", "datetime", "created_at"),
    ...values("real", {
      EventTypeId: "event_type_id",
      EventId: "id",
      AccountId: "account_id",
      ActorUserId: "actor_user_id",
      AppId: "app_id",
      PolicyId: "policy_id",
      RoleId: "role_id",
      UserId: "user_id",
    }),
    ...values("string", {
      ActorSystem: "actor_system",
      ActorUserName: "actor_user_name",
      AppName: "app_name",
      CustomMessage: "custom_message",
      Ipaddr: "ipaddr",
      Notes: "notes",
      PolicyName: "policy_name",
      PolicyType: "policy_type",
      RoleName: "role_name",
      UserName: "user_name",
    }),
  ],
  indexed: ["EventTypeId"],
  computed: {},
  entities: [
    { entityType: "Account", fieldMappings: [{ identifier: "Name", columnName: "UserName" }] },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "Ipaddr" }] },
  ],
  connectors: ["OneLoginIAMLogsCCPDefinition"],
};

/** OneLogin's events, in the form of its Events API. */
export const ONELOGIN_EVENTS: LogSource = {
  product: "onelogin",
  service: "onelogin.events",
  vendor: "OneLogin",
  fields: {
    ...tabulated({
      rows: {
        ...rowsOf(TABLE.columns),
        event_type_id: { type: "number", presence: "always", nullable: false, empty: false },
      },
      usual: {
        ...OPTIONAL_STRING,
        nullable: true,
        empty: true,
        source: "OneLogin API, event resource",
      },
    }),
    bounding: ["event_type_id"],
  },
  otherNames: {},
  sentinel: { tables: [TABLE] },
  events: {
    called: "a OneLogin event",
    id: "id",
    time: "created_at",
    name: "event_type_id",
    containers: ["data"],
    marks: { event_type_id: [], user_id: [] },
    example: {
      id: "id",
      time: "created_at",
      eventTypeId: "event_type_id",
      userName: "user_name",
      ipAddress: "ipaddr",
    },
    exampleLine: ["time", "eventTypeId", "userName", "ipAddress", "id"],
    noisy: ["event_type_id", "user_name", "ipaddr", "app_name"],
    sample: {
      id: 1,
      created_at: "2026-01-01T12:00:00.000Z",
      account_id: 1,
      user_id: 2,
      user_name: "Example User",
      event_type_id: 1,
      actor_user_id: 3,
      actor_user_name: "Example Admin",
      ipaddr: "198.51.100.7",
    },
  },
};
