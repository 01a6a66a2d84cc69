import {
  constant,
  PLATFORM,
  unknown,
  values,
  type Column,
  type SentinelTable,
} from "../sentinel-table";
import { SIGNIN_LOGS_TABLE } from "./sentinel-table";

/** Objects that these tables hold as JSON text. */
const TEXTS = [
  "Agent",
  "ConditionalAccessPolicies",
  "DeviceDetail",
  "LocationDetails",
  "MfaDetail",
  "Status",
  "TokenProtectionStatusDetails",
];

/** A table of other sign-ins, with the columns of SigninLogs but for some. */
function signIns(
  name: string,
  category: string,
  {
    takes,
    lacks,
    more,
    without = [],
  }: {
    readonly takes: string;
    /** Columns of SigninLogs that it does not have. */
    readonly lacks: readonly string[];
    readonly more: readonly Column[];
    readonly without?: readonly string[];
  },
): SentinelTable {
  const kept = SIGNIN_LOGS_TABLE.columns.filter(
    (column) => ![...lacks, "Type"].includes(column.name),
  );
  return {
    ...SIGNIN_LOGS_TABLE,
    name,
    columns: [
      ...kept.map((column) =>
        TEXTS.includes(column.name) ? { ...column, type: "string" as const } : column,
      ),
      ...more,
      constant("Type", name),
      ...PLATFORM.filter((column) => column.name === "TenantId"),
    ],
    marks: { category: [category] },
    takes,
    without,
  };
}

const NO_USER_COLUMNS = [
  "AlternateSignInName",
  "AppDisplayName",
  "AppliedConditionalAccessPolicies",
  "AppliedEventListeners",
  "AuthenticationAppDeviceDetails",
  "AuthenticationAppPolicyEvaluationDetails",
  "AuthenticationDetails",
  "AuthenticationMethodsUsed",
  "AuthenticationProtocol",
  "AuthenticationRequirement",
  "AuthenticationRequirementPolicies",
  "AuthenticatorAppLocation",
  "ClientAppUsed",
  "CrossTenantAccessType",
  "DeviceDetail",
  "FlaggedForReview",
  "GlobalSecureAccessIpAddress",
  "HomeTenantId",
  "HomeTenantName",
  "IncomingTokenType",
  "IPAddressFromResourceProvider",
  "IsInteractive",
  "IsRisky",
  "IsTenantRestricted",
  "IsThroughGlobalSecureAccess",
  "MfaDetail",
  "OriginalRequestId",
  "OriginalTransferMethod",
  "ProcessingTimeInMilliseconds",
  "Resource",
  "ResourceId",
  "ResourceProvider",
  "ResourceTenantId",
  "RiskDetail",
  "RiskEventTypes",
  "RiskEventTypes_V2",
  "RiskLevel",
  "RiskLevelAggregated",
  "RiskLevelDuringSignIn",
  "RiskState",
  "SessionLifetimePolicies",
  "SignInIdentifier",
  "SignInIdentifierType",
  "Status",
  "TokenIssuerName",
  "TokenIssuerType",
  "TokenProtectionStatusDetails",
  "UserDisplayName",
  "UserId",
  "UserPrincipalName",
  "UserType",
];

/**
 * What sign-ins without a user do not have: the tables have no column for it, and the records that were seen
 * (five, of service principals) have none of it. Of the rest that has no column, such as
 * `properties.status`, these records have a value.
 */
const USERS_ALONE = [
  "properties.alternateSignInName",
  "properties.appliedConditionalAccessPolicies",
  "properties.authenticationDetails",
  "properties.authenticationRequirement",
  "properties.authenticationRequirementPolicies",
  "properties.clientAppUsed",
  "properties.deviceDetail",
  "properties.mfaDetail",
  "properties.sessionLifetimePolicies",
  "properties.signInIdentifier",
  "properties.signInIdentifierType",
  "properties.userDisplayName",
  "properties.userId",
  "properties.userPrincipalName",
  "properties.userType",
];

const CREDENTIAL = values("string", {
  ServicePrincipalCredentialKeyId: "properties.servicePrincipalCredentialKeyId",
  ServicePrincipalCredentialThumbprint: "properties.servicePrincipalCredentialThumbprint",
});

/** Names and types: Azure Monitor table reference. Paths: the columns' names, beside those of SigninLogs. */
export const OTHER_SIGN_INS: readonly SentinelTable[] = [
  signIns("AADNonInteractiveUserSignInLogs", "NonInteractiveUserSignInLogs", {
    takes: "sign-ins of users that are not interactive",
    lacks: [
      "AppliedConditionalAccessPolicies",
      "AuthenticationAppDeviceDetails",
      "AuthenticationAppPolicyEvaluationDetails",
      "FlaggedForReview",
      "IPAddressFromResourceProvider",
      "ProcessingTimeInMilliseconds",
      "Resource",
      "ResourceId",
      "ResourceProvider",
      "RiskLevel",
      "ServicePrincipalName",
      "SignInIdentifier",
      "SourceAppClientId",
    ],
    more: [
      ...values("string", { ClientSessionId: "properties.clientSessionId" }),
      unknown("ProcessingTimeInMs", "string"),
      unknown("SignInEventTypes", "string"),
    ],
  }),
  signIns("AADServicePrincipalSignInLogs", "ServicePrincipalSignInLogs", {
    takes: "sign-ins of service principals",
    without: USERS_ALONE,
    lacks: [...NO_USER_COLUMNS, "SourceAppClientId"],
    more: CREDENTIAL,
  }),
  signIns("AADManagedIdentitySignInLogs", "ManagedIdentitySignInLogs", {
    takes: "sign-ins of managed identities",
    without: USERS_ALONE,
    lacks: [...NO_USER_COLUMNS, "AutonomousSystemNumber"],
    more: [...CREDENTIAL, unknown("ManagedServiceIdentity", "string")],
  }),
];
