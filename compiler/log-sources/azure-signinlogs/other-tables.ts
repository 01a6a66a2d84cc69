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
    of,
    without,
    more,
  }: { readonly of: string; readonly without: readonly string[]; readonly more: readonly Column[] },
): SentinelTable {
  const kept = SIGNIN_LOGS_TABLE.columns.filter(
    (column) => ![...without, "Type"].includes(column.name),
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
    assumes: [`sign-ins are those of ${of}: ${name} has no others`],
  };
}

const NO_USER = [
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

const CREDENTIAL = values("string", {
  ServicePrincipalCredentialKeyId: "properties.servicePrincipalCredentialKeyId",
  ServicePrincipalCredentialThumbprint: "properties.servicePrincipalCredentialThumbprint",
});

/** Names and types: Azure Monitor table reference. Paths: the columns' names, beside those of SigninLogs. */
export const OTHER_SIGN_INS: readonly SentinelTable[] = [
  signIns("AADNonInteractiveUserSignInLogs", "NonInteractiveUserSignInLogs", {
    of: "users that are not interactive",
    without: [
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
    of: "service principals",
    without: [...NO_USER, "SourceAppClientId"],
    more: CREDENTIAL,
  }),
  signIns("AADManagedIdentitySignInLogs", "ManagedIdentitySignInLogs", {
    of: "managed identities",
    without: [...NO_USER, "AutonomousSystemNumber"],
    more: [...CREDENTIAL, unknown("ManagedServiceIdentity", "string")],
  }),
];
