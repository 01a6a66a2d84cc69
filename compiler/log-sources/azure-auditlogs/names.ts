import type { LogSource, Mistake } from "../log-source";
import type { OtherNames } from "../other-names";

const MODIFIED = "properties.targetResources.modifiedProperties";

/**
 * Names of the portal and of older rules. Sources: the mapping that SigmaHQ's rules are moved by to the
 * export's paths, and the columns of AuditLogs.
 */
export const NAMES: OtherNames = {
  leftOut: ["properties"],
  pairs: [
    { path: "properties.additionalDetails", name: "key", value: "value" },
    { path: MODIFIED, name: "displayName", value: "newValue" },
  ],
  names: {
    "properties.message": "operationName",
    Status: "properties.result",
    ActivityType: "properties.activityDisplayName",
    activityType: "properties.activityDisplayName",
    Target: "properties.targetResources.userPrincipalName",
    // A property by its name: its value is JSON as text.
    "ConsentContext.IsAdminConsent": `${MODIFIED}[displayName=ConsentContext.IsAdminConsent].newValue`,
    failure_status_reason: `${MODIFIED}[displayName=MethodExecutionResult.].newValue`,
  },
  nowhere: { "Initiatied.By": "`properties.initiatedBy.user.userPrincipalName`" },
};

const OPERATION = ["operationName", "properties.activityDisplayName"];
/** What has an en dash before it and a blank behind it: `Update application – Certificates and secrets management `. */
const CREDENTIALS = /certificates and secrets management$/i;

/**
 * How names of operations begin; one has one such verb. Source: Microsoft's list of audit activities.
 */
export const PHRASES: NonNullable<LogSource["phrases"]> = {
  paths: OPERATION,
  begin:
    /^(?:Add|Assign|Block|Change|Consent|Convert|Create|Delete|Disable|Download|Enable|Hard delete|Invite|Remove|Reset|Restore|Revoke|Set|Unblock|Update|User) \w/i,
};

/** Texts of rules that no record holds. Sources: recorded records and rows, Microsoft's own rules. */
export const MISTAKES: readonly Mistake[] = [
  {
    paths: OPERATION,
    comparison: ["equals", "endswith"],
    texts: CREDENTIALS,
    why: "the name ends in a blank, and has an en dash",
    instead: "look for `Certificates and secrets management` with `contains`",
  },
  {
    paths: OPERATION,
    comparison: ["equals", "startswith", "contains"],
    texts: /\bapplication - (?:C|$)/i,
    why: "the name has an en dash",
    instead: "look for `Certificates and secrets management` with `contains`",
  },
  {
    paths: OPERATION,
    texts: /^[A-Z][a-z]+ [^/]+\/ ?[A-Z][a-z]+ /,
    why: "these are two operations",
    instead: "list them, such as `Update service principal` and `Update application`",
  },
  {
    paths: OPERATION,
    comparison: "any",
    texts: /^microsoft\.\w+\//i,
    why: "it is an operation of Azure's activity log",
    instead: "read `azure/activitylogs`",
  },
  {
    paths: OPERATION,
    texts: ["Request Approved", "Request Denied"],
    why: "the name of the request stands before it",
    instead: "compare with `endswith`",
  },
  {
    paths: OPERATION,
    texts: ["Add member from group"],
    why: "there is no such operation",
    instead: "write `Add member to group`",
    text: "Add member to group",
  },
  {
    paths: OPERATION,
    texts: ["Update Application Sucess- Property Name AppAddress"],
    why: "it is put together from what stands in three fields",
    instead:
      "write `Update application`, and beside it `properties.result: success` and `properties.targetResources.modifiedProperties.displayName: AppAddress`",
  },
  {
    paths: OPERATION,
    texts: ["Assigns the caller to user access admin"],
    why: "it is an operation of Azure's activity log",
    instead:
      "look for `User has elevated their access to User Access Administrator for their Azure Resources`",
  },
  {
    paths: OPERATION,
    texts: ["ROPC", "Device Code"],
    why: "it is a protocol of sign-ins",
    instead: "read `azure/signinlogs` and its `properties.authenticationProtocol`",
  },
  {
    paths: OPERATION,
    comparison: "contains",
    texts: ["Password reset"],
    why: "the words stand the other way round, as in `Reset password (by admin)`",
    instead: "look for `Reset password`",
    text: "Reset password",
  },
  {
    paths: OPERATION,
    texts: ['"displayName":"UserType","oldValue":"[\\"Guest\\"]","newValue":"[\\"Member\\"]"'],
    why: "it is a part of what is modified, not an operation",
    instead: `test \`${MODIFIED}.displayName: UserType\`, and beside it its \`newValue\``,
  },
  {
    paths: ["category"],
    comparison: "any",
    texts: /^(?!AuditLogs$)/i,
    why: "it names the log, and is the same in every record",
    instead: "test `properties.category`",
  },
  {
    paths: ["properties.category"],
    texts: ["Administrative"],
    why: "it is a category of Azure's activity log",
    instead: "leave the test out, or read `azure/activitylogs`",
  },
  {
    paths: ["properties.result"],
    texts: ["Admin registered temporary access pass method for user"],
    why: "it is the reason of a result",
    instead: "test `properties.resultReason`",
  },
  {
    paths: [`${MODIFIED}[displayName=MethodExecutionResult.].newValue`],
    texts: ["Microsoft.Online.Security.UserConsentBlockedForRiskyAppsExceptions"],
    why: "the value is JSON as text, so it has quotes around it, and its name has no s at its end",
    instead: "look for `UserConsentBlockedForRiskyAppsException` with `contains`",
  },
  {
    paths: [`${MODIFIED}[displayName=ConsentContext.IsAdminConsent].newValue`],
    texts: ["false", "true"],
    why: "the value is JSON as text, so it has quotes around it",
    instead: "compare with `contains`",
  },
  {
    comparison: "any",
    texts: ["UPN"],
    why: "it stands for a name that somebody was to put in its place",
    instead: "write the user principal names, or leave the test out",
  },
];
