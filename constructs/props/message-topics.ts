import { Token } from "cdktf";
import type { Construct } from "constructs";

import { report } from "../app/app-diagnostics";
import { messages } from "../app/messages";
import { isKnownText } from "./checks";
import type { EventBridgeSettings } from "./event-bridge";
import type { CloudWatchSettings } from "./settings";

type Settings = EventBridgeSettings & CloudWatchSettings;

const TOPIC = /^arn:[^:]+:sns:[^:]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/;

/** The topics that messages go to; of actions whose ARNs only Terraform will know, each. */
export function messageTopicsOf({ messageTopics, alarmActions }: Settings): readonly string[] {
  const given = messageTopics ?? alarmActions ?? [];
  if (Token.isUnresolved(given)) return [];
  const topics = given.filter((arn) => messageTopics !== undefined || isTopic(arn));
  return [...new Set(topics)];
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
