/** The calls that a monitoring control of CIS AWS Foundations lists, in its order. */
export interface ListedCalls {
  readonly source: string;
  readonly names: readonly string[];
  /** Names that came with a later version, or that an auditor asks for beyond the list. */
  readonly later?: readonly string[];
  /** Whether the published text names the source too. @default false */
  readonly published?: "with source";
}

/**
 * By the number of the control; those that are missing here list no calls. Source: the patterns of
 * Security Hub's user guide, of Prowler and of Steampipe, each as `auditor.ts` dates it; the seventh name
 * of control 10 is of version 5.0, the later ones of control 15 are Prowler's.
 */
export const LISTED_CALLS: ReadonlyMap<number, ListedCalls> = new Map([
  [
    4,
    {
      source: "iam.amazonaws.com",
      names: words(
        "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy",
        "CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy",
        "DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
      ),
    },
  ],
  [
    5,
    {
      source: "cloudtrail.amazonaws.com",
      names: words("CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
    },
  ],
  [
    7,
    {
      source: "kms.amazonaws.com",
      names: words("DisableKey ScheduleKeyDeletion"),
      published: "with source",
    },
  ],
  [
    8,
    {
      source: "s3.amazonaws.com",
      names: words(
        "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication",
        "DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
      ),
      published: "with source",
    },
  ],
  [
    9,
    {
      source: "config.amazonaws.com",
      names: words(
        "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
      ),
      published: "with source",
    },
  ],
  [
    10,
    {
      source: "ec2.amazonaws.com",
      names: words(
        "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup",
      ),
      later: words("ModifySecurityGroupRules"),
    },
  ],
  [
    11,
    {
      source: "ec2.amazonaws.com",
      names: words(
        "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry",
        "ReplaceNetworkAclEntry ReplaceNetworkAclAssociation",
      ),
    },
  ],
  [
    12,
    {
      source: "ec2.amazonaws.com",
      names: words(
        "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway",
        "DeleteInternetGateway DetachInternetGateway",
      ),
    },
  ],
  [
    13,
    {
      source: "ec2.amazonaws.com",
      names: words(
        "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable",
        "DeleteRoute DisassociateRouteTable",
      ),
    },
  ],
  [
    14,
    {
      source: "ec2.amazonaws.com",
      names: words(
        "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc",
        "DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink",
      ),
    },
  ],
  [
    15,
    {
      source: "organizations.amazonaws.com",
      names: words(
        "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy",
        "DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy",
        "DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount",
        "RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit",
      ),
      later: words("CancelHandshake CreateOrganization EnableAllFeatures"),
    },
  ],
]);

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(" "));
}
