import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

import { partOfArn, policyOf } from "./app/iam-policy";
import { aws, hasProvider } from "./app/providers";
import { checkActionsOf } from "./props/alarm-actions";
import { checkNaming, checkTags } from "./props/checks";
import type { EventDeliveryPlaces } from "./props/event-bridge";
import { NAMING_TYPES, type NamingProps } from "./props/placement";
import { NAME, NAMES, providerOf, TAGS, validatedLater, type PropTypes } from "./props/prop-types";
import { validateProps } from "./props/validate-props";

export interface EventDeliveryProps extends NamingProps {
  /**
   * ARN of a key of yours that encrypts the queue, the log group and the machines; may be a token. Its
   * policy has to let `events.amazonaws.com` and `logs.<region>.amazonaws.com` use it.
   * @default - keys of AWS's
   */
  readonly kmsKeyArn?: string;
  /**
   * Days that the log group keeps what it has: one of those that CloudWatch Logs takes.
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * ARNs to notify when an event could not be delivered, at most 5; may be tokens.
   * @default - nobody is notified
   */
  readonly alarmActions?: string[];
  /**
   * Tags of what is made.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Provider of the account and region of the event bus.
   * @default - the stack's provider for AWS
   */
  readonly provider?: TerraformProvider;
}

const EVENT_DELIVERY_TYPES: PropTypes<EventDeliveryProps> = {
  ...NAMING_TYPES,
  kmsKeyArn: NAME,
  ...validatedLater("logRetentionDays"),
  alarmActions: NAMES,
  tags: TAGS,
  provider: providerOf("aws"),
};

const DAYS_KEPT = 90;
/** The longest that SQS keeps a message (SQS API, `MessageRetentionPeriod`): time to send it again. */
const QUEUE_SECONDS = 1_209_600;
/** Log groups under it need no policy that grows with each (Step Functions guide, logging). */
const VENDED_LOGS = "/aws/vendedlogs/states/";

/**
 * What detections on EventBridge share: a queue for the events that could not be delivered, the alarm on
 * it, and the log group of executions that fail. An event in the queue is the whole record of CloudTrail.
 */
export class EventDelivery extends Construct implements EventDeliveryPlaces {
  public readonly queueArn: string = "";
  public readonly logGroupArn: string = "";
  public readonly kmsKeyArn?: string;

  constructor(scope: Construct, id: string, props: EventDeliveryProps = {}) {
    super(scope, id);
    if (!validateProps(this, props, EVENT_DELIVERY_TYPES)) return;
    checkNaming(this, props);
    checkTags(this, props.tags ?? {});
    checkActionsOf(this, "alarmActions", props.alarmActions);
    if (!hasProvider(this, "aws")) return;
    const { namePrefix = "", kmsKeyArn, logRetentionDays = DAYS_KEPT, alarmActions, tags } = props;
    const { provider } = props;
    if (kmsKeyArn !== undefined) this.kmsKeyArn = kmsKeyArn;
    const common = provider === undefined ? {} : { provider };
    const tagged = { ...common, ...(tags === undefined ? {} : { tags }) };
    const { SqsQueue } = aws.queue();
    const { SqsQueuePolicy } = aws.queuePolicy();
    const { CloudwatchMetricAlarm } = aws.metricAlarm();
    const { CloudwatchLogGroup } = aws.logGroup();

    const queue = new SqsQueue(this, "Queue", {
      ...tagged,
      // Terraform completes it: one name for two Regions or two packs would be taken.
      namePrefix: `${wordOf(namePrefix)}detections-undelivered-`,
      messageRetentionSeconds: QUEUE_SECONDS,
      ...(kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn }),
    });
    new SqsQueuePolicy(this, "QueuePolicy", {
      ...common,
      queueUrl: queue.url,
      policy: policyOf([
        {
          Sid: "Undelivered",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnLike: { "aws:SourceArn": rulesNear(queue.arn) } },
        },
      ]),
    });
    new CloudwatchMetricAlarm(this, "Alarm", {
      ...tagged,
      alarmName: `${namePrefix}Events not delivered ${this.node.addr.slice(-8)}`,
      alarmDescription:
        "EventBridge could not deliver events that may match detections. They wait in the queue for 14 days: read them, and see why, by the attributes ERROR_CODE and RULE_ARN of the message.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.name },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      ...(alarmActions === undefined ? {} : { alarmActions }),
    });
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      ...tagged,
      namePrefix: `${VENDED_LOGS}${wordOf(namePrefix)}detections-`,
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
    });
    this.queueArn = queue.arn;
    this.logGroupArn = logGroup.arn;
  }
}

/** The event rules of the queue's account and Region. */
function rulesNear(queueArn: string): string {
  const [partition, region, account] = ([1, 3, 4] as const).map((at) => partOfArn(queueArn, at));
  return `arn:${partition}:events:${region}:${account}:rule/*`;
}

/** What of a prefix the names of queues may hold. */
function wordOf(prefix: string): string {
  return prefix.replace(/[^A-Za-z0-9_-]/g, "-");
}
