/** The scalar types that columns of the table have. */
export type ColumnType = "string" | "bool" | "datetime" | "real";

/**
 * What a column holds of a CloudTrail record: the value at a path (as itself, or as the JSON text of
 * an object or array), the same text in every row, or something that a record alone does not tell.
 */
type Holds =
  | { readonly kind: "value"; readonly path: string }
  | { readonly kind: "json"; readonly path: string }
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "unknown" };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly holds: Holds;
}

export const TABLE = "AWSCloudTrail";

const value = (name: string, type: ColumnType, path: string): Column => ({
  name,
  type,
  holds: { kind: "value", path },
});
const json = (name: string, path: string): Column => ({
  name,
  type: "string",
  holds: { kind: "json", path },
});
const constant = (name: string, text: string): Column => ({
  name,
  type: "string",
  holds: { kind: "constant", value: text },
});
const unknown = (name: string, type: ColumnType): Column => ({
  name,
  type,
  holds: { kind: "unknown" },
});

/**
 * The columns of AWSCloudTrail. Names and types: Azure Monitor table reference. Paths: the
 * descriptions there and Microsoft's own rules. `unknown` are the platform's columns, those cut out
 * of request parameters by a rule that is not documented, and `AwsRequestId`, which is deprecated.
 */
export const COLUMNS: readonly Column[] = [
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

const BY_NAME: ReadonlyMap<string, Column> = new Map(
  COLUMNS.map((column) => [column.name, column]),
);

/** The column of that name; names are case-sensitive. */
export function columnNamed(name: string): Column | undefined {
  return BY_NAME.get(name);
}

/** Where the value at a path of the record lies in a row. */
export interface Place {
  readonly column: string;
  readonly type: ColumnType;
  /** `json`: the column is the JSON text of an object or array, to be read with `parse_json`. */
  readonly as: "value" | "json";
  /** The keys that remain to be taken inside the JSON text; empty for a column of its own. */
  readonly rest: readonly string[];
}

/**
 * The place of a dotted CloudTrail path, such as `requestParameters.userName`. `undefined` where the
 * table has none: a path that the connector drops, or an object that is spread over columns.
 */
export function columnOf(path: string): Place | undefined {
  for (const { name, type, holds } of COLUMNS) {
    switch (holds.kind) {
      case "value":
        if (holds.path === path) return { column: name, type, as: "value", rest: [] };
        break;
      case "json":
        if (holds.path === path) return { column: name, type, as: "json", rest: [] };
        if (path.startsWith(`${holds.path}.`)) {
          const rest = path.slice(holds.path.length + 1).split(".");
          return { column: name, type, as: "json", rest };
        }
        break;
      case "constant":
      case "unknown":
        break;
    }
  }
  return undefined;
}
