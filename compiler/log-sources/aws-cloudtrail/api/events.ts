/** AWS's documents on what the service records in CloudTrail, read by us. */
const PAGES = "AWS's pages on the service's CloudTrail events";
const SEEN = "recorded events, TrailDiscover";
/** Named by AWS, as far as we know; held against no document and no event. */
const ASSERTED = "our knowledge of AWS, not verified";

type Ground = typeof PAGES | typeof SEEN | typeof ASSERTED;

/** Events that no model of an API has, by event source: that they exist is known, not what they hold. */
const EVENTS: Readonly<Record<string, readonly (readonly [Ground, string])[]>> = {
  account: [[ASSERTED, "CloseAccount"]],
  "aws-portal": [[ASSERTED, "CloseAccount SetAccountContractMetadata SetAdditionalContacts"]],
  bedrock: [[SEEN, "PutFoundationModelEntitlement"]],
  billingconsole: [
    [SEEN, "GetAlternateContact GetContactInformation SetContactAddress"],
    [
      ASSERTED,
      "AcceptFxPaymentCurrencyTermsAndConditions CloseAccount SetAccountContractMetadata SetAdditionalContacts SetFxPaymentCurrency SetIAMAccessPreference SetSecurityQuestions",
    ],
  ],
  cloudshell: [
    [SEEN, "CreateSession"],
    [
      ASSERTED,
      "CreateEnvironment DeleteEnvironment GetEnvironmentStatus GetFileDownloadUrls GetFileUploadUrls PutCredentials RedeemCode SendHeartBeat StartEnvironment StopEnvironment",
    ],
  ],
  cloudtrail: [
    [SEEN, "CreateServiceLinkedChannel"],
    [ASSERTED, "DeleteServiceLinkedChannel UpdateServiceLinkedChannel"],
  ],
  "discovery-marketplace": [[SEEN, "GetListingView"]],
  ec2: [
    [SEEN, "RegisterManagedInstance SharedSnapshotCopyInitiated SharedSnapshotVolumeCreated"],
    [ASSERTED, "BidEvictedEvent ModifyManagedInstance"],
  ],
  ec2messages: [
    [SEEN, "SendHeartbeat"],
    [ASSERTED, "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply"],
  ],
  kinesisvideo: [[PAGES, "PutMedia"]],
  kms: [[SEEN, "DeleteExpiredKeyMaterial DeleteKey RotateKey SynchronizeMultiRegionKey"]],
  organizations: [
    [SEEN, "CreateAccountResult"],
    [ASSERTED, "CloseAccountResult"],
  ],
  s3: [
    [PAGES, "PostObject"],
    [SEEN, "JobCreated"],
    [ASSERTED, "JobStatusChanged PreflightRequest"],
  ],
  secretsmanager: [
    [
      ASSERTED,
      "CancelSecretVersionDelete EndSecretVersionDelete RotationAbandoned RotationFailed RotationStarted RotationSucceeded SecretVersionDeletion StartSecretVersionDelete",
    ],
  ],
  signin: [
    [
      SEEN,
      "CheckMfa ConsoleLogin ExternalIdPDirectoryLogin GetSigninToken PasswordRecoveryRequested PasswordUpdated SwitchRole",
    ],
    [
      ASSERTED,
      "CredentialChallenge CredentialVerification EmailUpdated ExitRole PasswordRecoveryCompleted RenewRole UserAuthentication",
    ],
  ],
  ssm: [
    [SEEN, "UpdateInstanceInformation"],
    [ASSERTED, "GetOpsSummary PutInventory RegisterManagedInstance"],
  ],
  ssmmessages: [
    [SEEN, "CreateControlChannel"],
    [ASSERTED, "CreateDataChannel OpenControlChannel OpenDataChannel"],
  ],
  sso: [
    [
      PAGES,
      "AssociateDirectory AssociateProfile CreateApplicationInstance CreateApplicationInstanceCertificate CreateProfile DeleteApplicationInstance DeleteApplicationInstanceCertificate DeletePermissionsPolicy DeleteProfile DescribePermissionsPolicies DisassociateDirectory DisassociateProfile Federate GetApplicationInstance GetApplicationTemplate GetMfaDeviceManagementForDirectory GetPermissionSet GetSSOStatus ImportApplicationInstanceServiceProviderMetadata ListApplicationInstanceCertificates ListApplicationInstances ListApplicationTemplates ListDirectoryAssociations ListProfileAssociations ListProfiles PutMfaDeviceManagementForDirectory PutPermissionsPolicy UpdateApplicationInstanceActiveCertificate UpdateApplicationInstanceDisplayData UpdateApplicationInstanceResponseConfiguration UpdateApplicationInstanceResponseSchemaConfiguration UpdateApplicationInstanceSecurityConfiguration UpdateApplicationInstanceServiceProviderConfiguration UpdateApplicationInstanceStatus UpdateDirectoryAssociation UpdateProfile",
    ],
    [SEEN, "Authenticate CreateToken StartSSO UpdateSsoConfiguration"],
    [
      ASSERTED,
      "CreateManagedApplicationInstance GetPeregrineStatus GetProfile GetSsoConfiguration ListProfilesForApplication Logout SearchGroups SearchUsers UpdateManagedApplicationInstanceStatus",
    ],
  ],
  "sso-directory": [
    [
      PAGES,
      "CompleteVirtualMfaDeviceRegistration CompleteWebAuthnDeviceRegistration CreateAlias CreateExternalIdPConfigurationForDirectory DeleteExternalIdPConfigurationForDirectory DeleteGroup DeleteMfaDeviceForUser DeleteUser DescribeDirectory DescribeGroups DescribeUsers DisableExternalIdPConfigurationForDirectory DisableUser EnableExternalIdPConfigurationForDirectory EnableUser GetAWSSPConfigurationForDirectory ListExternalIdPConfigurationsForDirectory ListGroupsForUser ListMembersInGroup ListMfaDevicesForUser PutMfaDeviceManagementForDirectory RemoveMemberFromGroup SearchGroups SearchUsers StartVirtualMfaDeviceRegistration StartWebAuthnDeviceRegistration UpdateExternalIdPConfigurationForDirectory UpdateGroup UpdateMfaDeviceForUser UpdatePassword UpdateUser VerifyEmail",
    ],
    [SEEN, "AddMemberToGroup CreateGroup CreateUser"],
    [
      ASSERTED,
      "CreateBearerToken CreateProvisioningTenant DeleteBearerToken DeleteExternalIdPCertificate DeleteProvisioningTenant ImportExternalIdPCertificate IsMemberInGroup ListBearerTokens ListExternalIdPCertificates ListProvisioningTenants UpdateGroupDisplayName UpdateUserName",
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

/** The guide names the call on its page on data events. */
const NAMED = "AWS CloudTrail user guide, logging data events";
/** The service's page lists the call among its data events. */
const LISTED = "the service's user guide, CloudTrail data events";
/** The guide lists a resource type of the service; that these calls are of it is our reading. */
const TYPED = "AWS CloudTrail user guide, resource types of data events; the calls are our reading";

type DataGround = typeof NAMED | typeof LISTED | typeof TYPED;

/** Calls that a trail records only where it is told to record data events. */
export const DATA_EVENTS: Readonly<Record<string, readonly (readonly [DataGround, string])[]>> = {
  appconfig: [[NAMED, "GetLatestConfiguration StartConfigurationSession"]],
  b2bi: [[NAMED, "GetTransformerJob StartTransformerJob"]],
  bedrock: [
    [
      TYPED,
      "ApplyGuardrail GetAsyncInvoke InvokeAgent InvokeFlow InvokeInlineAgent InvokeModelWithBidirectionalStream Retrieve RetrieveAndGenerate RetrieveAndGenerateStream StartAsyncInvoke",
    ],
  ],
  "cloudtrail-data": [[NAMED, "PutAuditEvents"]],
  "cognito-identity": [
    [
      TYPED,
      "GetCredentialsForIdentity GetId GetOpenIdToken GetOpenIdTokenForDeveloperIdentity UnlinkIdentity",
    ],
  ],
  dynamodb: [
    [NAMED, "DeleteItem PutItem UpdateItem"],
    [LISTED, "BatchExecuteStatement ExecuteStatement GetRecords TransactWriteItems"],
    [
      TYPED,
      "BatchGetItem BatchWriteItem ExecuteTransaction GetItem GetShardIterator Query Scan TransactGetItems",
    ],
  ],
  ebs: [
    [NAMED, "GetSnapshotBlock ListChangedBlocks PutSnapshotBlock"],
    [TYPED, "ListSnapshotBlocks"],
  ],
  kinesis: [[TYPED, "GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard"]],
  kinesisvideo: [[NAMED, "GetMedia PutMedia"]],
  lambda: [
    [NAMED, "Invoke"],
    [TYPED, "InvokeAsync InvokeWithResponseStream"],
  ],
  monitoring: [
    [TYPED, "GetMetricData GetMetricStatistics GetMetricWidgetImage ListMetrics PutMetricData"],
  ],
  rdsdataapi: [
    [
      TYPED,
      "BatchExecuteStatement BeginTransaction CommitTransaction ExecuteStatement RollbackTransaction",
    ],
  ],
  s3: [
    [
      LISTED,
      "AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket HeadObject ListObjectVersions ListObjects ListParts PostObject PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging RestoreObject SelectObjectContent UploadPart UploadPartCopy",
    ],
    // The second name of ListObjectVersions, and calls on objects of directory buckets and Object Lambda.
    [TYPED, "CreateSession ListBucketVersions WriteGetObjectResponse"],
  ],
  sagemaker: [
    [
      TYPED,
      "BatchGetRecord DeleteRecord GetRecord InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream PutRecord",
    ],
  ],
  sns: [[NAMED, "Publish PublishBatch"]],
  sqs: [
    [LISTED, "SendMessage"],
    [
      TYPED,
      "ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch ReceiveMessage SendMessageBatch",
    ],
  ],
};

/** Whether a trail records the event only where it is told to record data events. */
export function isDataEvent(source: string, name: string): boolean {
  const stem = source.replace(".amazonaws.com", "");
  const rows = Object.hasOwn(DATA_EVENTS, stem) ? DATA_EVENTS[stem]! : [];
  return rows.some(([, names]) => names.split(" ").includes(name));
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
