import type { FieldModel } from "../field";
import { closed, OPTIONAL_STRING, shaped, tabulated, type Facts } from "../field-model";
import { givenCalls } from "./api/by-call";
import { CONTAINERS, RECORDED } from "./containers";
import { cloudtrailShapes } from "./shapes";

const RECORD = "AWS CloudTrail user guide, record contents";
const IDENTITY = "AWS CloudTrail user guide, userIdentity element";
const SIGN_IN = "AWS CloudTrail user guide, console sign-in events";
const S3 = "Amazon S3 user guide, CloudTrail log file entries; recorded events";
const IAM = "AWS IAM API reference, data types; recorded CreateAccessKey events";

/**
 * CloudTrail's fields. `always` is claimed only where no recorded event is without the field; that
 * AWS "never writes an empty string" is claimed wherever `empty` is not set.
 */
const ROWS: Readonly<Record<string, Facts & { readonly source: string }>> = {
  eventVersion: { source: RECORD },
  eventTime: { holds: "time", source: RECORD },
  eventSource: { presence: "always", spelling: { kind: "lower" }, ascii: true, source: RECORD },
  eventName: {
    presence: "always",
    spelling: shaped(/^[A-Z]\w*$/, "CreateAccessKey"),
    ascii: true,
    source: RECORD,
  },
  eventID: { source: RECORD },
  eventType: {
    spelling: closed(
      "AwsApiCall",
      "AwsServiceEvent",
      "AwsConsoleAction",
      "AwsConsoleSignIn",
      "AwsVpceEvent",
      "AwsCloudTrailInsight",
    ),
    ascii: true,
    source: RECORD,
  },
  eventCategory: {
    spelling: closed("Management", "Data", "NetworkActivity", "Insight"),
    ascii: true,
    source: RECORD,
  },
  awsRegion: {
    spelling: shaped(/^[a-z]{2,}(-[a-z]+)+-\d$/, "eu-west-1"),
    ascii: true,
    source: RECORD,
  },
  sourceIPAddress: { holds: "address", source: RECORD },
  userAgent: { empty: true, source: RECORD },
  errorCode: {
    spelling: shaped(/^[A-Z][A-Za-z0-9_.]*$/, "AccessDenied"),
    ascii: true,
    source: RECORD,
  },
  errorMessage: { source: RECORD },
  requestID: { source: RECORD },
  apiVersion: { source: RECORD },
  recipientAccountId: { ascii: true, source: RECORD },
  sharedEventID: { source: RECORD },
  vpcEndpointId: { source: RECORD },
  readOnly: { type: "boolean", source: RECORD },
  managementEvent: { type: "boolean", source: RECORD },

  requestParameters: { type: "object", nullable: true, source: RECORD },
  responseElements: { type: "object", nullable: true, source: RECORD },
  additionalEventData: { type: "object", nullable: true, source: RECORD },
  serviceEventDetails: { type: "object", nullable: true, source: RECORD },
  resources: { type: "object", many: "many", nullable: true, source: RECORD },
  tlsDetails: { type: "object", source: RECORD },
  "tlsDetails.tlsVersion": { ascii: true, source: RECORD },
  "tlsDetails.cipherSuite": { ascii: true, source: RECORD },
  "tlsDetails.clientProvidedHostHeader": { source: RECORD },

  userIdentity: { type: "object", source: IDENTITY },
  "userIdentity.type": {
    spelling: closed(
      "Root",
      "IAMUser",
      "AssumedRole",
      "Role",
      "FederatedUser",
      "Directory",
      "AWSAccount",
      "AWSService",
      "IdentityCenterUser",
      "SAMLUser",
      "WebIdentityUser",
      "Unknown",
    ),
    ascii: true,
    source: IDENTITY,
  },
  "userIdentity.principalId": { source: IDENTITY },
  "userIdentity.arn": { source: IDENTITY },
  "userIdentity.accountId": { ascii: true, source: IDENTITY },
  // Console sign-ins write an empty key id.
  "userIdentity.accessKeyId": { empty: true, ascii: true, source: IDENTITY },
  // IAM names are `[\w+=,.@-]+`; a failed sign-in may hold whatever was typed.
  "userIdentity.userName": { ascii: false, source: IDENTITY },
  "userIdentity.invokedBy": {
    spelling: shaped(
      /^[a-z0-9.-]+\.amazonaws\.com$|^AWS Internal$/,
      "cloudformation.amazonaws.com",
    ),
    ascii: true,
    source: IDENTITY,
  },
  "userIdentity.identityProvider": { source: IDENTITY },
  "userIdentity.credentialId": { source: IDENTITY },
  "userIdentity.onBehalfOf": { type: "object", source: IDENTITY },
  "userIdentity.onBehalfOf.userId": { source: IDENTITY },
  "userIdentity.onBehalfOf.identityStoreArn": { source: IDENTITY },
  "userIdentity.inScopeOf": { type: "object", source: IDENTITY },
  "userIdentity.inScopeOf.sourceArn": { source: IDENTITY },
  "userIdentity.inScopeOf.sourceAccount": { source: IDENTITY },
  "userIdentity.inScopeOf.issuerType": { source: IDENTITY },
  "userIdentity.inScopeOf.credentialsIssuedTo": { source: IDENTITY },
  "userIdentity.sessionContext": { type: "object", source: IDENTITY },
  "userIdentity.sessionContext.attributes": { type: "object", source: IDENTITY },
  "userIdentity.sessionContext.attributes.creationDate": { holds: "time", source: IDENTITY },
  "userIdentity.sessionContext.attributes.mfaAuthenticated": {
    spelling: closed("true", "false"),
    ascii: true,
    source: IDENTITY,
  },
  "userIdentity.sessionContext.sessionIssuer": { type: "object", source: IDENTITY },
  "userIdentity.sessionContext.sessionIssuer.type": { source: IDENTITY },
  "userIdentity.sessionContext.sessionIssuer.principalId": { source: IDENTITY },
  "userIdentity.sessionContext.sessionIssuer.arn": { source: IDENTITY },
  "userIdentity.sessionContext.sessionIssuer.accountId": { source: IDENTITY },
  "userIdentity.sessionContext.sessionIssuer.userName": { source: IDENTITY },
  "userIdentity.sessionContext.sourceIdentity": { source: IDENTITY },
  "userIdentity.sessionContext.ec2RoleDelivery": { ascii: true, source: IDENTITY },
  "userIdentity.sessionContext.webIdFederationData": { type: "object", source: IDENTITY },
  "userIdentity.sessionContext.webIdFederationData.federatedProvider": { source: IDENTITY },
  "userIdentity.sessionContext.webIdFederationData.attributes": {
    type: "object",
    source: IDENTITY,
  },

  "additionalEventData.MFAUsed": {
    spelling: closed("Yes", "No"),
    ascii: true,
    source: SIGN_IN,
  },
  "additionalEventData.MobileVersion": {
    spelling: closed("Yes", "No"),
    ascii: true,
    source: SIGN_IN,
  },
  "additionalEventData.LoginTo": { source: SIGN_IN },
  "additionalEventData.MFAIdentifier": { source: SIGN_IN },
  "additionalEventData.SamlProviderArn": { source: SIGN_IN },
  "additionalEventData.AuthenticationMethod": { ascii: true, source: S3 },
  "additionalEventData.CipherSuite": { ascii: true, source: S3 },
  "additionalEventData.SignatureVersion": { ascii: true, source: S3 },
  "additionalEventData.bytesTransferredIn": { type: "number", source: S3 },
  "additionalEventData.bytesTransferredOut": { type: "number", source: S3 },
  "additionalEventData.x-amz-id-2": { ascii: true, source: S3 },
  "responseElements.ConsoleLogin": {
    spelling: closed("Success", "Failure"),
    ascii: true,
    source: SIGN_IN,
  },

  "responseElements.accessKey": { type: "object", source: IAM },
  "responseElements.accessKey.userName": { ascii: true, source: IAM },
  "responseElements.accessKey.accessKeyId": { ascii: true, source: IAM },
  "responseElements.accessKey.status": {
    spelling: closed("Active", "Inactive"),
    ascii: true,
    source: IAM,
  },
};

/**
 * The members that AWS documents and `ROWS` does not list (record contents and userIdentity element,
 * the latter with those of IAM Identity Center).
 */
const MORE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  "": [
    "addendum",
    "annotation",
    "edgeDeviceDetails",
    "eventContext",
    "insightDetails",
    "sessionCredentialFromConsole",
    "vpcEndpointAccountId",
  ],
  userIdentity: ["credentialId", "identityProvider"],
  tlsDetails: ["keyExchange"],
};

/** What lists and objects hold, where no call tells more. */
const CONTAINER_ROWS: Readonly<Record<string, Facts>> = Object.fromEntries(
  CONTAINERS.flatMap(({ paths, ...facts }) =>
    paths.map((path) => [
      path,
      { nullable: true, ...facts, ground: "recorded", source: RECORDED } as const,
    ]),
  ),
);

/** The field model of CloudTrail events, as CloudWatch Logs and the Sentinel connector receive them. */
export const CLOUDTRAIL: FieldModel = {
  ...tabulated({
    rows: { ...ROWS, ...CONTAINER_ROWS },
    usual: { ...OPTIONAL_STRING, source: RECORD },
    containers: { ground: "recorded", source: RECORDED },
    members: MORE_MEMBERS,
  }),
  shapes: cloudtrailShapes,
  bounding: ["eventName", "eventSource"],
  byCall: {
    service: "eventSource",
    name: "eventName",
    given: (calls) => givenCalls(CLOUDTRAIL, calls),
  },
};
