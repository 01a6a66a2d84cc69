import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";

import {
  ACTION_ARN,
  ACTIONS_IN_WORDS,
  needsInstance,
} from "../../compiler/targets/cloudwatch/alarm-action";
import { ALARM_LIMITS } from "../../compiler/targets/cloudwatch/limits";
import { report } from "../app/app-diagnostics";
import { formatMessage, messages } from "../app/messages";
import { isKnownText } from "./checks";
import type { CloudWatchSettings } from "./settings";

const PROPS = ["alarmActions", "okActions", "auditorActions"] as const;

/** Reports more actions than an alarm has room for, and those that no alarm can do. */
export function checkActions(scope: Construct, settings: CloudWatchSettings): void {
  for (const prop of PROPS) checkActionsOf(scope, prop, settings[prop]);
}

/** The same of the actions of one state. */
export function checkActionsOf(
  scope: Construct,
  prop: (typeof PROPS)[number],
  actions: readonly string[] = [],
): void {
  if (Token.isUnresolved(actions)) return;
  const { value: max } = ALARM_LIMITS.actionsPerState;
  if (actions.length > max) {
    report(scope, messages.tooManyActions(prop, actions.length, max));
  }
  for (const arn of actions.filter(isKnownText)) {
    if (!ACTION_ARN.test(arn)) {
      const rule = `the ARN of ${ACTIONS_IN_WORDS}`;
      report(scope, messages.nameNotAllowed(prop, arn, rule));
    } else if (needsInstance(arn)) {
      Annotations.of(scope).addWarning(formatMessage(messages.instanceMissing(prop, arn)));
    }
  }
}
