/**
 * Events that no model of an API has, by event source: that they exist is known, not what they hold.
 * `GUIDE`: CloudTrail user guide, services supported by event history and non-API events. `SEEN`: recorded events, or
 * events that TrailDiscover describes. `PAGES`: the service's own pages on CloudTrail.
 */
const GUIDE = "AWS CloudTrail user guide";
const SEEN = "recorded events, TrailDiscover";
const PAGES = "the service's user guide, CloudTrail events";

type Ground = typeof GUIDE | typeof SEEN | typeof PAGES;

const EVENTS: Readonly<Record<string, readonly (readonly [Ground, string])[]>> = {
  account: [[PAGES, "CloseAccount"]],
  "aws-portal": [[GUIDE, "CloseAccount SetAccountContractMetadata SetAdditionalContacts"]],
  bedrock: [[SEEN, "PutFoundationModelEntitlement"]],
  billingconsole: [
    [
      GUIDE,
      "AcceptFxPaymentCurrencyTermsAndConditions CloseAccount SetAccountContractMetadata SetAdditionalContacts SetContactAddress SetFxPaymentCurrency SetIAMAccessPreference SetSecurityQuestions",
    ],
    [SEEN, "GetAlternateContact GetContactInformation"],
  ],
  cloudshell: [
    [
      PAGES,
      "CreateEnvironment CreateSession DeleteEnvironment GetEnvironmentStatus GetFileDownloadUrls GetFileUploadUrls PutCredentials RedeemCode SendHeartBeat StartEnvironment StopEnvironment",
    ],
  ],
  cloudtrail: [
    [GUIDE, "CreateServiceLinkedChannel UpdateServiceLinkedChannel DeleteServiceLinkedChannel"],
  ],
  "discovery-marketplace": [[SEEN, "GetListingView"]],
  ec2: [
    [
      SEEN,
      "BidEvictedEvent ModifyManagedInstance RegisterManagedInstance SharedSnapshotCopyInitiated SharedSnapshotVolumeCreated",
    ],
  ],
  ec2messages: [
    [
      SEEN,
      "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendHeartbeat SendReply",
    ],
  ],
  kms: [[PAGES, "DeleteExpiredKeyMaterial DeleteKey RotateKey SynchronizeMultiRegionKey"]],
  organizations: [[PAGES, "CreateAccountResult CloseAccountResult"]],
  s3: [[PAGES, "JobCreated JobStatusChanged PostObject PreflightRequest LifecycleExpiration"]],
  secretsmanager: [
    [
      GUIDE,
      "CancelSecretVersionDelete EndSecretVersionDelete RotationAbandoned RotationFailed RotationStarted RotationSucceeded SecretVersionDeletion StartSecretVersionDelete",
    ],
  ],
  signin: [
    [
      GUIDE,
      "CheckMfa ConsoleLogin CredentialChallenge CredentialVerification EmailUpdated ExitRole ExternalIdPDirectoryLogin GetSigninToken PasswordRecoveryCompleted PasswordRecoveryRequested PasswordUpdated RenewRole SwitchRole UserAuthentication",
    ],
  ],
  ssm: [[SEEN, "UpdateInstanceInformation PutInventory GetOpsSummary RegisterManagedInstance"]],
  ssmmessages: [
    [SEEN, "CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel"],
  ],
  sso: [
    [
      GUIDE,
      "AssociateDirectory AssociateProfile Authenticate CreateApplicationInstance CreateApplicationInstanceCertificate CreateManagedApplicationInstance CreateProfile CreateToken DeleteApplicationInstance DeleteApplicationInstanceCertificate DeletePermissionsPolicy DeleteProfile DisassociateDirectory DisassociateProfile Federate GetApplicationInstance GetMfaDeviceManagementForDirectory GetPeregrineStatus GetPermissionSet GetProfile GetSSOStatus GetSsoConfiguration ImportApplicationInstanceServiceProviderMetadata ListApplicationInstances ListDirectoryAssociations ListProfileAssociations ListProfiles ListProfilesForApplication Logout PutMfaDeviceManagementForDirectory PutPermissionsPolicy SearchGroups SearchUsers StartSSO UpdateApplicationInstanceActiveCertificate UpdateApplicationInstanceDisplayData UpdateApplicationInstanceResponseConfiguration UpdateApplicationInstanceResponseSchemaConfiguration UpdateApplicationInstanceSecurityConfiguration UpdateApplicationInstanceServiceProviderConfiguration UpdateApplicationInstanceStatus UpdateDirectoryAssociation UpdateManagedApplicationInstanceStatus UpdateProfile UpdateSsoConfiguration",
    ],
  ],
  "sso-directory": [
    [
      PAGES,
      "AddMemberToGroup CompleteVirtualMfaDeviceRegistration CompleteWebAuthnDeviceRegistration CreateAlias CreateBearerToken CreateExternalIdPConfigurationForDirectory CreateGroup CreateProvisioningTenant CreateUser DeleteBearerToken DeleteExternalIdPCertificate DeleteExternalIdPConfigurationForDirectory DeleteGroup DeleteMfaDeviceForUser DeleteProvisioningTenant DeleteUser DescribeDirectory DescribeGroups DescribeUsers DisableExternalIdPConfigurationForDirectory DisableUser EnableExternalIdPConfigurationForDirectory EnableUser ImportExternalIdPCertificate IsMemberInGroup ListBearerTokens ListExternalIdPCertificates ListExternalIdPConfigurationsForDirectory ListGroupsForUser ListMembersInGroup ListMfaDevicesForUser ListProvisioningTenants RemoveMemberFromGroup SearchGroups SearchUsers StartVirtualMfaDeviceRegistration StartWebAuthnDeviceRegistration UpdateExternalIdPConfigurationForDirectory UpdateGroup UpdateGroupDisplayName UpdateMfaDeviceForUser UpdatePassword UpdateUser UpdateUserName VerifyEmail",
    ],
  ],
};

/** The names of events that `source` writes and no model has, with what it is known from. */
export function otherEvents(source: string): ReadonlyMap<string, string> {
  const stem = source.replace(".amazonaws.com", "");
  const rows = Object.hasOwn(EVENTS, stem) ? EVENTS[stem]! : [];
  return new Map(
    rows.flatMap(([ground, names]) => names.split(" ").map((name) => [name, ground] as const)),
  );
}

export const OTHER_SOURCES: readonly string[] = Object.keys(EVENTS).map(
  (stem) => `${stem}.amazonaws.com`,
);

/**
 * Calls that a trail records only where it is told to record data events (CloudTrail user guide, logging
 * data events; the services' own pages).
 */
const DATA_EVENTS: Readonly<Record<string, string>> = {
  bedrock:
    "InvokeAgent InvokeFlow InvokeInlineAgent InvokeModelWithBidirectionalStream Retrieve RetrieveAndGenerate ApplyGuardrail",
  "cognito-identity":
    "GetCredentialsForIdentity GetId GetOpenIdToken GetOpenIdTokenForDeveloperIdentity UnlinkIdentity",
  dynamodb:
    "BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem GetRecords GetShardIterator PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem",
  ebs: "GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks PutSnapshotBlock",
  kinesis: "GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard",
  lambda: "Invoke InvokeAsync InvokeWithResponseStream",
  monitoring: "GetMetricData GetMetricStatistics GetMetricWidgetImage ListMetrics PutMetricData",
  rdsdataapi:
    "BatchExecuteStatement BeginTransaction CommitTransaction ExecuteStatement RollbackTransaction",
  s3: "AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload CreateSession DeleteObject DeleteObjectTagging DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket HeadObject LifecycleExpiration ListBucketVersions ListMultipartUploads ListObjectVersions ListObjects ListParts PostObject PreflightRequest PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging RestoreObject SelectObjectContent UploadPart UploadPartCopy WriteGetObjectResponse",
  sagemaker:
    "BatchGetRecord DeleteRecord GetRecord InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream PutRecord",
  sns: "Publish PublishBatch",
  sqs: "ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch ReceiveMessage SendMessage SendMessageBatch",
};

/** Whether a trail records the event only where it is told to record data events. */
export function isDataEvent(source: string, name: string): boolean {
  const stem = source.replace(".amazonaws.com", "");
  const found = Object.hasOwn(DATA_EVENTS, stem) ? DATA_EVENTS[stem] : undefined;
  return found?.split(" ").includes(name) ?? false;
}

/** Names that begin like those of calls that read, and are not; names that do not, and are (recorded `readOnly`). */
const WRITES = /^Get(FederationToken|SessionToken|SigninToken)$/;
const READS =
  /^(AssumeRole(With\w+)?|Decrypt|DeriveSharedSecret|DownloadDBLogFilePortion|Encrypt|Generate(DataKey|Mac|Random)\w*|ReEncrypt|Simulate\w+|Sign|Verify(Mac)?|InvokeModel(WithResponseStream)?)$/;

/** Whether the call changes nothing: `readOnly` in its events, which many trails leave out. */
export function isReadOnly(name: string): boolean {
  if (WRITES.test(name)) return false;
  return READS.test(name) || READING.test(name);
}

const READING =
  /^(BatchDescribe|BatchGet|BatchList|Check|Describe|Download|Get|Head|List|Lookup|Query|Scan|Search|Select|Test|Validate)(?![a-z])/;
