import {
  constant,
  json,
  PLATFORM,
  unknowns,
  value,
  values,
  type SentinelTable,
} from "../sentinel-table";
import { OKTA_V2 } from "./sentinel-table";

/** The table that Microsoft lists beside, with the same columns; no connector was published for it. */
const OKTA_SYSTEM_LOGS: SentinelTable = {
  ...OKTA_V2,
  name: "OktaSystemLogs",
  columns: [
    ...OKTA_V2.columns,
    constant("Type", "OktaSystemLogs"),
    ...PLATFORM.filter(({ name }) => name !== "TenantId"),
  ],
  connectors: [],
};

/**
 * The table of the connector before, which joined names by `_` and gave them a suffix for their type. Names and
 * types: the schema with which Microsoft checks queries over the table.
 */
const OKTA_V1: SentinelTable = {
  name: "Okta_CL",
  columns: [
    value("TimeGenerated", "datetime", "published"),
    value("published_t", "datetime", "published"),
    ...values("string", {
      actor_alternateId_s: "actor.alternateId",
      actor_displayName_s: "actor.displayName",
      actor_id_s: "actor.id",
      actor_type_s: "actor.type",
      authenticationContext_authenticationProvider_s:
        "authenticationContext.authenticationProvider",
      authenticationContext_credentialProvider_s: "authenticationContext.credentialProvider",
      authenticationContext_credentialType_s: "authenticationContext.credentialType",
      authenticationContext_externalSessionId_s: "authenticationContext.externalSessionId",
      client_device_s: "client.device",
      client_geographicalContext_city_s: "client.geographicalContext.city",
      client_geographicalContext_country_s: "client.geographicalContext.country",
      client_geographicalContext_postalCode_s: "client.geographicalContext.postalCode",
      client_geographicalContext_state_s: "client.geographicalContext.state",
      client_ipAddress_s: "client.ipAddress",
      client_userAgent_browser_s: "client.userAgent.browser",
      client_userAgent_os_s: "client.userAgent.os",
      client_userAgent_rawUserAgent_s: "client.userAgent.rawUserAgent",
      client_zone_s: "client.zone",
      debugContext_debugData_appname_s: "debugContext.debugData.appname",
      debugContext_debugData_attributesAdded_s: "debugContext.debugData.attributesAdded",
      debugContext_debugData_attributesDeleted_s: "debugContext.debugData.attributesDeleted",
      debugContext_debugData_attributesModified_s: "debugContext.debugData.attributesModified",
      debugContext_debugData_authnRequestId_s: "debugContext.debugData.authnRequestId",
      debugContext_debugData_countryCallingCode_s: "debugContext.debugData.countryCallingCode",
      debugContext_debugData_detailedmessage_s: "debugContext.debugData.detailedmessage",
      debugContext_debugData_factor_s: "debugContext.debugData.factor",
      debugContext_debugData_groupAppAssignmentId_s: "debugContext.debugData.groupAppAssignmentId",
      debugContext_debugData_importLastToken_s: "debugContext.debugData.importLastToken",
      debugContext_debugData_importTrigger_s: "debugContext.debugData.importTrigger",
      debugContext_debugData_importType_s: "debugContext.debugData.importType",
      debugContext_debugData_initiationType_s: "debugContext.debugData.initiationType",
      debugContext_debugData_jobId_s: "debugContext.debugData.jobId",
      debugContext_debugData_loginResult_s: "debugContext.debugData.loginResult",
      debugContext_debugData_logOnlySecurityData_s: "debugContext.debugData.logOnlySecurityData",
      debugContext_debugData_requestId_s: "debugContext.debugData.requestId",
      debugContext_debugData_requestUri_s: "debugContext.debugData.requestUri",
      debugContext_debugData_signOnMode_s: "debugContext.debugData.signOnMode",
      debugContext_debugData_smsProvider_s: "debugContext.debugData.smsProvider",
      debugContext_debugData_threatDetections_s: "debugContext.debugData.threatDetections",
      debugContext_debugData_threatSuspected_s: "debugContext.debugData.threatSuspected",
      debugContext_debugData_url_s: "debugContext.debugData.url",
      displayMessage_s: "displayMessage",
      eventType_s: "eventType",
      legacyEventType_s: "legacyEventType",
      outcome_reason_s: "outcome.reason",
      outcome_result_s: "outcome.result",
      securityContext_asOrg_s: "securityContext.asOrg",
      securityContext_domain_s: "securityContext.domain",
      securityContext_isp_s: "securityContext.isp",
      severity_s: "severity",
      transaction_id_s: "transaction.id",
      transaction_type_s: "transaction.type",
      uuid_g: "uuid",
      version_s: "version",
    }),
    ...values("bool", {
      securityContext_isProxy_b: "securityContext.isProxy",
    }),
    ...values("real", {
      authenticationContext_authenticationStep_d: "authenticationContext.authenticationStep",
      client_geographicalContext_geolocation_lat_d: "client.geographicalContext.geolocation.lat",
      client_geographicalContext_geolocation_lon_d: "client.geographicalContext.geolocation.lon",
      securityContext_asNumber_d: "securityContext.asNumber",
    }),
    json("target_s", "target"),
    json("request_ipChain_s", "request.ipChain"),
    constant("Type", "Okta_CL"),
    ...unknowns(
      "string",
      "_ItemId",
      "_ResourceId",
      "Computer",
      "debugContext_debugData_deviceFingerprint_g",
      "debugContext_debugData_transactionId_g",
      "ManagementGroupName",
      "MG",
      "RawData",
    ),
    ...PLATFORM.filter(({ name }) => !name.startsWith("_")),
  ],
  grows: true,
  indexed: ["eventType_s", "displayMessage_s"],
  computed: {
    ActorName: ['extract("^([^@]*)", 1, actor_alternateId_s)'],
    ActorUpnSuffix: ['extract("@(.*)$", 1, actor_alternateId_s)'],
  },
  entities: [
    {
      entityType: "Account",
      fieldMappings: [
        { identifier: "Name", columnName: "ActorName" },
        { identifier: "UPNSuffix", columnName: "ActorUpnSuffix" },
      ],
    },
    {
      entityType: "IP",
      fieldMappings: [{ identifier: "Address", columnName: "client_ipAddress_s" }],
    },
  ],
  connectors: ["OktaSSO"],
};

export const OTHER_OKTA: readonly SentinelTable[] = [OKTA_SYSTEM_LOGS, OKTA_V1];
