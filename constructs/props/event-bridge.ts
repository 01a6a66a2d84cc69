import { AWS_TARGETS } from "../../compiler/rule/aws-target";
import { MESSAGE_FORMATS } from "../../compiler/targets/eventbridge/message/message";
import { isMapOf, isText, NAME, NAMES, orToken, TAGS, type PropTypes } from "./prop-types";
import { NAMING_TYPES, type NamingProps } from "./placement";

const NOTIFY = ["match", "alarm", "both"] as const;

/** What is said about a rule on EventBridge, beside the actions of its alarm. */
export interface EventBridgeSettings {
  /**
   * What tells of a match: `match`, a message of each event that matches; `alarm`, an alarm on how many
   * there were; or `both`. A rule that matches often floods whoever reads its messages.
   * @default "match"
   */
  readonly notify?: "match" | "alarm" | "both";
  /**
   * What a message is: `text` for people, or `ocsf`, a Detection Finding of OCSF as JSON for machines.
   * @default "text"
   */
  readonly messageFormat?: "text" | "ocsf";
  /**
   * ARNs of the SNS topics that messages go to; may be tokens, but the list itself is known at synthesis.
   * Without `alarmActions`, the alarms on what was not decided, told or delivered notify them, too.
   * @default - the topics among `alarmActions`
   */
  readonly messageTopics?: string[];
}

/** Where what is not delivered goes, and what machines log; an `EventDelivery` is one. */
export interface EventDeliveryPlaces {
  /** ARN of the SQS queue for events that cannot be delivered; its policy has to let EventBridge send. */
  readonly queueArn: string;
  /** ARN of the log group for executions that fail, without `:*` behind it. */
  readonly logGroupArn: string;
  /**
   * ARN of a key of yours that encrypts the machines.
   * @default - a key of AWS's
   */
  readonly kmsKeyArn?: string;
}

/** Roles that exist already. */
export interface EventBridgeRoles {
  /** ARN of the role by which event rules start machines: `states:StartExecution`. */
  readonly startRoleArn: string;
  /** ARN of the role of the machines: `sns:Publish`, `cloudwatch:PutMetricData`, delivery of logs. */
  readonly machineRoleArn: string;
}

/** Where a detection goes on EventBridge. */
export interface EventBridgePlacement extends NamingProps {
  /**
   * Name or ARN of the event bus that CloudTrail's events come to; may be a token. Those of an
   * organisation's accounts come to another bus only where rules of theirs send them there.
   * @default - the account's default bus
   */
  readonly eventBus?: string;
  /**
   * Where events that cannot be delivered go, and what machines log.
   * @default - an `EventDelivery` is made: one for a pack, or for a detection that stands alone
   */
  readonly eventDelivery?: EventDeliveryPlaces;
  /**
   * Roles that exist already, for an account that has few left: a detection makes two.
   * @default - two roles a detection, each with what it needs and no more
   */
  readonly eventBridgeRoles?: EventBridgeRoles;
  /**
   * ARNs of the keys that encrypt the topics, which the machine's role may use.
   * @default - any key, through SNS alone
   */
  readonly topicKeyArns?: string[];
  /**
   * Tags of what is made, beside those that say which rule it is; at most 40.
   * @default - only the detection's own
   */
  readonly tags?: Record<string, string>;
}

const oneOf = (words: readonly string[]) => ({
  allowed: words.map((word) => `"${word}"`).join(" or "),
  fits: (value: unknown) => words.some((word) => word === value),
});

export const AWS_TARGET = oneOf(AWS_TARGETS);

export const EVENT_BRIDGE_SETTINGS_TYPES: PropTypes<EventBridgeSettings> = {
  notify: oneOf(NOTIFY),
  messageFormat: oneOf(MESSAGE_FORMATS),
  messageTopics: NAMES,
};

export const EVENT_BRIDGE_PLACEMENT_TYPES: PropTypes<EventBridgePlacement> = {
  ...NAMING_TYPES,
  eventBus: NAME,
  eventDelivery: {
    allowed: "an `EventDelivery`, or an object with `queueArn` and `logGroupArn`",
    fits: (value) => hasTexts(value, ["queueArn", "logGroupArn"]),
    acceptsTokens: true,
  },
  eventBridgeRoles: {
    allowed: "an object with `startRoleArn` and `machineRoleArn`",
    fits: (value) =>
      isMapOf(orToken(isText))(value) && hasTexts(value, ["startRoleArn", "machineRoleArn"]),
    acceptsTokens: true,
  },
  topicKeyArns: NAMES,
  tags: TAGS,
};

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => {
    const text: unknown =
      typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
    return orToken(isText)(text);
  });
}
