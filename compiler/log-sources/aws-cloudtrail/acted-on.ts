import { oncePer } from "../../core/once-per";
import type { ActedOn } from "../log-source";
import { hasScalar } from "./api/by-call";
import type { CallForm } from "./api/source";

/**
 * Members of requests that name what a call acts on, and the word for it. Names: AWS's models of the
 * APIs, where a member so called identifies the resource in every service that has it; `name` is what
 * CloudTrail, EventBridge and others call their own.
 */
const MEMBERS: readonly (readonly [word: string, member: string])[] = [
  ["User", "userName"],
  ["Role", "roleName"],
  ["RoleArn", "roleArn"],
  ["InstanceProfile", "instanceProfileName"],
  ["Group", "groupName"],
  ["GroupId", "groupId"],
  ["Policy", "policyArn"],
  ["PolicyName", "policyName"],
  ["AccessKey", "accessKeyId"],
  ["MfaDevice", "serialNumber"],
  ["Bucket", "bucketName"],
  ["ObjectKey", "key"],
  ["Function", "functionName"],
  ["Key", "keyId"],
  ["Secret", "secretId"],
  ["Instance", "instanceId"],
  ["Image", "imageId"],
  ["Snapshot", "snapshotId"],
  ["Volume", "volumeId"],
  ["Vpc", "vpcId"],
  ["Subnet", "subnetId"],
  ["NetworkAcl", "networkAclId"],
  ["NetworkInterface", "networkInterfaceId"],
  ["RouteTable", "routeTableId"],
  ["DbInstance", "dBInstanceIdentifier"],
  ["DbCluster", "dBClusterIdentifier"],
  ["DbSnapshot", "dBSnapshotIdentifier"],
  ["Table", "tableName"],
  ["Topic", "topicArn"],
  ["Queue", "queueUrl"],
  ["Repository", "repositoryName"],
  ["Stack", "stackName"],
  ["Detector", "detectorId"],
  ["LogGroup", "logGroupName"],
  ["HostedZone", "hostedZoneId"],
  ["Document", "documentName"],
  ["Resource", "resourceArn"],
  ["Name", "name"],
];

/** What a call acts on, by the column that holds it in Sentinel. */
export const ACTED_ON: readonly ActedOn[] = MEMBERS.map(([word, member]) => ({
  path: `requestParameters.${member}`,
  columnName: `Target${word}`,
}));

/** What a call of these forms acts on. */
export const actedOnBy = oncePer((forms: readonly CallForm[]) =>
  ACTED_ON.filter(({ path }) => hasScalar(forms, path)),
);
