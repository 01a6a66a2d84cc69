import { Lazy, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";

import { policyOf } from "./app/iam-policy";
import { aws, hasProvider } from "./app/providers";
import { checkTags } from "./props/checks";
import { NAME, providerOf, TAGS, type PropTypes } from "./props/prop-types";
import { validateProps } from "./props/validate-props";

export interface AlarmTopicProps {
  /**
   * Name of the topic.
   * @default - Terraform makes one
   */
  readonly topicName?: string;
  /**
   * ARN of a key of yours that encrypts the messages; may be a token. Its policy has to let
   * `cloudwatch.amazonaws.com` do `kms:Decrypt` and `kms:GenerateDataKey*`, and for detections on EventBridge
   * the roles of their machines, or leave those to IAM; `topicKeyArns` names the key to the roles.
   * @default - a key is created, rotated every year
   */
  readonly kmsKeyArn?: string;
  /**
   * Tags of the topic and its key.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Provider of the account and region of the alarms.
   * @default - the stack's provider for AWS
   */
  readonly provider?: TerraformProvider;
}

const ALARM_TOPIC_TYPES: PropTypes<AlarmTopicProps> = {
  topicName: NAME,
  kmsKeyArn: NAME,
  tags: TAGS,
  provider: providerOf("aws"),
};

/**
 * An encrypted SNS topic that CloudWatch's alarms of this account may publish to, and beside them only
 * roles of this account whose own policies say so, such as those of detections on EventBridge. Pass its
 * `arn` as `alarmActions` or `okActions`, and subscribe to it whom you want to be told.
 */
export class AlarmTopic extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps = {}) {
    super(scope, id);
    if (validateProps(this, props, ALARM_TOPIC_TYPES)) checkTags(this, props.tags ?? {});
    if (!hasProvider(this, "aws")) {
      // Never asked for: the synthesis is refused.
      this.arn = Lazy.stringValue({ produce: () => "" });
      return;
    }
    const { topicName, kmsKeyArn, tags, provider } = props;
    const common = provider === undefined ? {} : { provider };
    const tagged = { ...common, ...(tags === undefined ? {} : { tags }) };
    const { DataAwsCallerIdentity } = aws.callerIdentity();
    const { DataAwsPartition } = aws.partition();
    const { KmsKey } = aws.kmsKey();
    const { SnsTopic } = aws.snsTopic();
    const { SnsTopicPolicy } = aws.snsTopicPolicy();
    const { accountId } = new DataAwsCallerIdentity(this, "Account", common);
    const { partition } = new DataAwsPartition(this, "Partition", common);

    // Not SNS's own key: its policy does not let CloudWatch in, and the alarm's action would fail.
    const key =
      kmsKeyArn ??
      new KmsKey(this, "Key", {
        ...tagged,
        description: "Encrypts what detections' alarms tell",
        enableKeyRotation: true,
        policy: keyPolicy(`arn:${partition}:iam::${accountId}:root`),
      }).arn;
    const topic = new SnsTopic(this, "Topic", {
      ...tagged,
      ...(topicName === undefined ? {} : { name: topicName }),
      kmsMasterKeyId: key,
    });
    new SnsTopicPolicy(this, "Policy", {
      ...common,
      arn: topic.arn,
      policy: topicPolicy(topic.arn, `arn:${partition}:cloudwatch:*:${accountId}:alarm:*`),
    });
    this.arn = topic.arn;
  }
}

/** What CloudWatch needs for an encrypted topic (SNS guide, key management). The topic says whose alarms. */
function keyPolicy(root: string): string {
  return policyOf([
    {
      Sid: "Administration",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    },
  ]);
}

function topicPolicy(topicArn: string, alarms: string): string {
  return policyOf([
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { ArnLike: { "aws:SourceArn": alarms } },
    },
  ]);
}
