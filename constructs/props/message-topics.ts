import { Token } from "cdktf";
import type { Construct } from "constructs";

import { ALARM_LIMITS } from "../../compiler/targets/cloudwatch/limits";
import { report } from "../app/app-diagnostics";
import { messages } from "../app/messages";
import { isKnownText } from "./checks";
import type { EventBridgeSettings } from "./event-bridge";
import type { CloudWatchSettings } from "./settings";

type Settings = EventBridgeSettings & CloudWatchSettings;

/** ARN of a topic that Step Functions can publish to: no FIFO topic. */
export const TOPIC = /^arn:[^:]+:sns:[^:]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/;

/** The topics that messages go to; of actions whose ARNs only Terraform will know, each. */
export function messageTopicsOf({ messageTopics, alarmActions }: Settings): readonly string[] {
  const given = messageTopics ?? alarmActions ?? [];
  if (Token.isUnresolved(given)) return [];
  const topics = given.filter((arn) => messageTopics !== undefined || isTopic(arn));
  return [...new Set(topics)];
}

/** Who is told that an event was not decided, not told of, or not delivered. */
export function failureActionsOf({
  alarmActions,
  messageTopics,
  shadow,
}: Settings): string[] | undefined {
  if (shadow === true) return undefined;
  const hasActions = Token.isUnresolved(alarmActions) || (alarmActions ?? []).length > 0;
  if (hasActions || messageTopics === undefined) return alarmActions;
  return Token.isUnresolved(messageTopics)
    ? undefined
    : messageTopics.slice(0, ALARM_LIMITS.actionsPerState.value);
}

function isTopic(arn: string): boolean {
  return !isKnownText(arn) || TOPIC.test(arn);
}

/** Reports topics that no message can go to, and a detection whose messages go nowhere. */
export function checkMessageTopics(scope: Construct, settings: Settings): void {
  const { messageTopics, alarmActions, notify = "match", shadow = false } = settings;
  const prop = messageTopics === undefined ? "alarmActions" : "messageTopics";
  if (Token.isUnresolved(messageTopics ?? alarmActions)) {
    report(scope, messages.topicsKnownTooLate(prop));
    return;
  }
  for (const arn of (messageTopics ?? []).filter(isKnownText)) {
    if (TOPIC.test(arn)) continue;
    const rule = "the ARN of an SNS topic that is no FIFO topic";
    report(scope, messages.nameNotAllowed("messageTopics", arn, rule));
  }
  if (notify !== "alarm" && !shadow && messageTopicsOf(settings).length === 0) {
    report(scope, messages.nobodyTold());
  }
}
