/**
 * Members that CloudTrail writes though the models do not have them, or writes in another way: by
 * service and shape, in the notation. All from recorded events, where nothing else is said.
 */
export const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Hidden: text in place of a map (`HIDDEN_DUE_TO_SECURITY_REASONS`, `***`).
  "ssm SendCommandRequest": { parameters: "s", interactive: "b" },
  "ssm Command": {
    ...{ parameters: "s", interactive: "b", clientName: "s", clientSourceId: "s" },
    ...{ hasCancelCommandSignature: "b", hasSendCommandSignature: "b" },
  },
  "apigatewayv2 CreateStageResponse": { stageVariables: "~{s" },
  // Samples of the developer guide.
  "kms CreateCustomKeyStoreRequest": { clusterId: "s" },
  "kms UpdateCustomKeyStoreRequest": { clusterId: "s" },
  "lambda UpdateFunctionCodeRequest": {
    fullyQualifiedArn:
      "(arnPrefix=(account partition region) functionQualifier=() relativeId=(functionName))",
  },
  "lambda Layer": { uncompressedCodeSize: "n" },
  "ec2-instance-connect SendSerialConsoleSSHPublicKeyRequest": { monitorMode: "b" },
  "route53resolver DeleteResolverQueryLogConfigRequest": { originSequenceNumber: "n" },
  "rds DBInstance": { httpEndpointEnabled: "b" },
  "rds PendingModifiedValues": { publiclyAccessible: "b", deletionProtection: "b" },
  "sts AssumeRoleRequest": { incomingTransitiveTags: "{s" },

  // EC2, the older form.
  "ec2 AttachVolumeRequest": { deleteOnTermination: "b" },
  "ec2 CreateNetworkAclEntryRequest": { aclProtocol: "s", icmpTypeCode: "(code=n type=n)" },
  "ec2 ReplaceNetworkAclEntryRequest": { aclProtocol: "s", icmpTypeCode: "(code=n type=n)" },
  // A number in the API, text in all events.
  "ec2 CreateVolumeRequest": { size: "s", zone: "s" },
  "ec2 Volume": { size: "s", zone: "s" },
  "ec2 DeleteSnapshotRequest": { force: "b" },
  "ec2 DeleteVolumeRequest": { reportVolumeFailure: "b" },
  "ec2 DescribeAccountAttributesRequest": { filterSet: "%!" },
  "ec2 DescribeAvailabilityZonesRequest": {
    availabilityZoneSet: "%!",
    availabilityZoneIdSet: "%!",
  },
  "ec2 DescribeBundleTasksRequest": { bundlesSet: "%(bundleId)" },
  "ec2 DescribeImagesRequest": { executableBySet: "%!" },
  "ec2 DescribeKeyPairsRequest": { keyPairIdSet: "%!" },
  "ec2 DescribeNetworkAclsRequest": { networkAclIdSet: "%!" },
  "ec2 DescribeRegionsRequest": { regionSet: "%!" },
  "ec2 DescribeSnapshotsRequest": { ownersSet: "%(owner)", sharedUsersSet: "%!" },
  "ec2 BlockDeviceMapping": { noDevice: "()" },
  "ec2 InstanceMetadataOptionsResponse": { httpProtocolIpv4: "s" },
  "ec2 InstanceNetworkInterface": { tagSet: "%(key value)" },
  "ec2 ModifyImageAttributeRequest": {
    attributeType: "s",
    launchPermission: "(add=%(group userId) remove=%(group userId))",
  },
  // Hidden: `<sensitiveDataRemoved>`.
  "ec2 ModifyInstanceAttributeRequest": { userData: "~(value)" },
  "ec2 ModifySnapshotAttributeRequest": {
    attributeType: "s",
    createVolumePermission: "(add=%(group userId) remove=%(group userId))",
  },
  "ec2 RunInstancesRequest": {
    availabilityZone: "s",
    instancesSet: "%(imageId keyName maxCount=n minCount=n)",
    tenancy: "s",
  },
  "ec2 TagSpecification": { tags: "[(key value)" },
};

/** Services other than those of the query protocol that were seen to write times as text. */
export const TEXT_TIMES: readonly string[] = [
  ...["apigateway", "apigatewayv2", "bedrock", "health", "kms", "rolesanywhere", "ssm"],
];
