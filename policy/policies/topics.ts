import { quote } from "../../compiler/core/message";
import type { Declared } from "../declared";
import { METRIC_ALARM } from "../metrics";
import { attribute, FINE, found, unknown, whetherSet, type Policy } from "../policy";
import type { Resource } from "../resource";
import { isUnset, textOf } from "../value";
import { EVENT_TARGET } from "./events";

const TOPIC = "aws_sns_topic";

/** SNS's own key, by its alias or as an ARN. */
const OWN_KEY = /(?:^|:)alias\/aws\/sns$/;

export const topicPolicies: readonly Policy[] = [
  {
    id: "topic-not-encrypted",
    meaning: "A topic is not encrypted.",
    level: "warning",
    why: "What alarms and events say of an attack lies in it in the clear.",
    source: "SNS guide, Data encryption; AWS Security Hub, SNS.1",
    noun: "topic",
    types: [TOPIC],
    subjects: (declared) => declared.of(TOPIC),
    judge: (topic) => {
      const set = whetherSet(topic, "kms_master_key_id");
      if (set === "unknown") return unknown("kms_master_key_id");
      return set === "unset" ? found("`kms_master_key_id` is not set", "kms_master_key_id") : FINE;
    },
    fix: "set `kms_master_key_id` to a key whose policy lets the services in that publish; `AlarmTopic` makes both",
  },
  {
    id: "topic-key-locks-out",
    meaning: "A topic for alarms or events is encrypted with a key that lets neither in.",
    level: "error",
    why: "SNS's own key has a policy that cannot be changed and names neither CloudWatch nor EventBridge: the action fails, and nobody hears of it.",
    source:
      "SNS guide, Enabling compatibility between event sources from AWS services and encrypted topics",
    noun: "topic",
    types: [TOPIC],
    only: "encrypted ones that an alarm's action or a target of EventBridge names",
    subjects: (declared) => {
      const told = toldTopics(declared);
      return declared
        .of(TOPIC)
        .filter((each) => told.has(each) && !isUnset(attribute(each, "kms_master_key_id")));
    },
    judge: (topic) => {
      const key = attribute(topic, "kms_master_key_id");
      const text = textOf(key) ?? "";
      if (OWN_KEY.test(text)) return found(`the key is ${quote(text, 120)}`, "kms_master_key_id");
      // What refers to a key that is declared is not SNS's own.
      const isKnown = key.kind !== "unknown" || key.references.length > 0;
      return isKnown ? FINE : unknown("kms_master_key_id");
    },
    fix: "use a key of your own, whose policy lets `cloudwatch.amazonaws.com` or `events.amazonaws.com` use it",
  },
];

/** Topics that an alarm or a target speaks of. */
function toldTopics(declared: Declared): ReadonlySet<Resource> {
  const actions = ["alarm_actions", "ok_actions", "insufficient_data_actions"];
  return new Set([
    ...declared
      .of(METRIC_ALARM, "aws_cloudwatch_composite_alarm")
      .flatMap((alarm) =>
        actions.flatMap((name) => declared.referred(attribute(alarm, name), alarm)),
      ),
    ...declared
      .of(EVENT_TARGET)
      .flatMap((target) => declared.referred(attribute(target, "arn"), target)),
  ]);
}
