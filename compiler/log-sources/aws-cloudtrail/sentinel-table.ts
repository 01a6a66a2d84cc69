import { ACTED_ON } from "./acted-on";
import { constant, json, unknown, value, type Column, type SentinelTable } from "../sentinel-table";

/**
 * The columns of AWSCloudTrail. Names and types: Azure Monitor table reference. Paths: the
 * descriptions there and Microsoft's own rules. `unknown` are the platform's columns, those cut out
 * of request parameters by a rule that is not documented, and `AwsRequestId`, which is deprecated.
 */
const COLUMNS: readonly Column[] = [
  value("TimeGenerated", "datetime", "eventTime"),
  value("AwsEventId", "string", "eventID"),
  value("EventVersion", "string", "eventVersion"),
  value("EventSource", "string", "eventSource"),
  value("EventName", "string", "eventName"),
  value("EventTypeName", "string", "eventType"),
  value("AWSRegion", "string", "awsRegion"),
  value("SourceIpAddress", "string", "sourceIPAddress"),
  value("UserAgent", "string", "userAgent"),
  value("ErrorCode", "string", "errorCode"),
  value("ErrorMessage", "string", "errorMessage"),
  value("UserIdentityType", "string", "userIdentity.type"),
  value("UserIdentityPrincipalid", "string", "userIdentity.principalId"),
  value("UserIdentityArn", "string", "userIdentity.arn"),
  value("UserIdentityAccountId", "string", "userIdentity.accountId"),
  value("UserIdentityAccessKeyId", "string", "userIdentity.accessKeyId"),
  value("UserIdentityUserName", "string", "userIdentity.userName"),
  value("UserIdentityInvokedBy", "string", "userIdentity.invokedBy"),
  value("UserIdentityUserId", "string", "userIdentity.onBehalfOf.userId"),
  value("UserIdentityStoreArn", "string", "userIdentity.onBehalfOf.identityStoreArn"),
  value(
    "SessionMfaAuthenticated",
    "bool",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
  ),
  value("SessionCreationDate", "datetime", "userIdentity.sessionContext.attributes.creationDate"),
  value("SessionIssuerType", "string", "userIdentity.sessionContext.sessionIssuer.type"),
  value(
    "SessionIssuerPrincipalId",
    "string",
    "userIdentity.sessionContext.sessionIssuer.principalId",
  ),
  value("SessionIssuerArn", "string", "userIdentity.sessionContext.sessionIssuer.arn"),
  value("SessionIssuerAccountId", "string", "userIdentity.sessionContext.sessionIssuer.accountId"),
  value("SessionIssuerUserName", "string", "userIdentity.sessionContext.sessionIssuer.userName"),
  value("EC2RoleDelivery", "string", "userIdentity.sessionContext.ec2RoleDelivery"),
  json("RequestParameters", "requestParameters"),
  json("ResponseElements", "responseElements"),
  json("AdditionalEventData", "additionalEventData"),
  json("ServiceEventDetails", "serviceEventDetails"),
  json("Resources", "resources"),
  value("AwsRequestId_", "string", "requestID"),
  unknown("AwsRequestId", "string"),
  value("APIVersion", "string", "apiVersion"),
  value("ReadOnly", "bool", "readOnly"),
  value("ManagementEvent", "bool", "managementEvent"),
  value("RecipientAccountId", "string", "recipientAccountId"),
  value("SharedEventId", "string", "sharedEventID"),
  value("VpcEndpointId", "string", "vpcEndpointId"),
  value("Category", "string", "eventCategory"),
  value("TlsVersion", "string", "tlsDetails.tlsVersion"),
  value("CipherSuite", "string", "tlsDetails.cipherSuite"),
  value("ClientProvidedHostHeader", "string", "tlsDetails.clientProvidedHostHeader"),
  unknown("CidrIp", "string"),
  unknown("IpProtocol", "string"),
  unknown("SourcePort", "string"),
  unknown("DestinationPort", "string"),
  constant("OperationName", "CloudTrail"),
  constant("Type", "AWSCloudTrail"),
  constant("SourceSystem", "AWS"),
  unknown("TenantId", "string"),
  unknown("_BilledSize", "real"),
  unknown("_IsBillable", "string"),
];

/** What ends an ARN: a user's name, a role session's, or `root`. */
const ARN_NAME = "[/:]([^/:]+)$";
const ARN_ACCOUNT = "^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):";

const extract = (pattern: string, group: number, column: string) =>
  `extract("${pattern}", ${group}, ${column})`;

/** Root has no name of its own; an IAM user has one; a role session's principal is `role id:session name`. */
const USER_NAME = `iff(UserIdentityType == "Root", "root", iff(isnotempty(UserIdentityUserName), UserIdentityUserName, ${extract(":(.*)$", 1, "UserIdentityPrincipalid")}))`;

/** The text at a path of a request. */
const textAt = (path: string) =>
  `tostring(parse_json(RequestParameters).${path.replace("requestParameters.", "")})`;

export const AWS_CLOUDTRAIL_TABLE: SentinelTable = {
  name: "AWSCloudTrail",
  columns: COLUMNS,
  // Which calls an event name leaves is fewer than which a service leaves.
  indexed: ["EventName", "EventSource"],
  computed: {
    UserName: [
      USER_NAME,
      extract(ARN_NAME, 1, "UserIdentityArn"),
      "UserIdentityUserName",
      // Of a principal that has no session, the id: it names one, if not for people.
      extract("[^:]*$", 0, "UserIdentityPrincipalid"),
      "SessionIssuerUserName",
      extract(ARN_NAME, 1, "SessionIssuerArn"),
      "RequestParametersUserName",
    ],
    Name: [extract("^([^@]*)", 1, "UserName")],
    UpnSuffix: [extract("@(.*)$", 1, "UserName")],
    AccountId: [
      "UserIdentityAccountId",
      extract(ARN_ACCOUNT, 1, "UserIdentityArn"),
      "SessionIssuerAccountId",
      extract(ARN_ACCOUNT, 1, "SessionIssuerArn"),
    ],
    // AWS services call from host names and from `AWS Internal`.
    IpAddress: [extract("^[0-9.]+$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$", 0, "SourceIpAddress")],
    ...Object.fromEntries(
      ACTED_ON.map(({ path, columnName }) => [columnName, [textAt(path)]] as const),
    ),
  },
  // Who acted and from where. A name is unique within an account only, so the account goes with it.
  entities: [
    {
      entityType: "Account",
      fieldMappings: [
        { identifier: "Name", columnName: "Name" },
        { identifier: "UPNSuffix", columnName: "UpnSuffix" },
        { identifier: "CloudAppAccountId", columnName: "UserIdentityAccountId" },
        { identifier: "CloudAppAccountId", columnName: "AccountId" },
      ],
    },
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "IpAddress" }] },
  ],
  connectors: ["AWS", "AWSS3"],
};
