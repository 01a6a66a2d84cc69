import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";

import {
  ACTION_ARN,
  ACTIONS_IN_WORDS,
  needsInstance,
  placeOfAction,
} from "../compiler/targets/cloudwatch/alarm-action";
import { ALARM_LIMITS } from "../compiler/targets/cloudwatch/limits";
import { isKnownText } from "./arguments";
import type { AwsPlace } from "./cloud-identity";
import { formatMessage, messages } from "./messages";
import { registerOf } from "./register";
import type { CloudWatchSettings } from "./rule-settings";
import type { Problem } from "./shared";

const PROPS = ["alarmActions", "okActions"] as const;

/** Reports more actions than an alarm has room for, and those that no alarm can do. */
export function checkActions(scope: Construct, settings: CloudWatchSettings): void {
  const { value: max } = ALARM_LIMITS.actionsPerState;
  const report = registerOf(scope);
  for (const prop of PROPS) {
    const actions = settings[prop] ?? [];
    if (Token.isUnresolved(actions)) continue;
    if (actions.length > max) {
      report.report(scope, messages.tooManyActions(prop, actions.length, max));
    }
    for (const arn of actions.filter(isKnownText)) {
      if (!ACTION_ARN.test(arn)) {
        const rule = `the ARN of ${ACTIONS_IN_WORDS}`;
        report.report(scope, messages.nameNotAllowed(prop, arn, rule));
      } else if (needsInstance(arn)) {
        Annotations.of(scope).addWarning(formatMessage(messages.instanceMissing(prop, arn)));
      }
    }
  }
}

/** Actions in another Region than the alarm's, or in another account where they work in its own alone. */
export function actionsElsewhere(
  scope: Construct,
  settings: CloudWatchSettings,
  alarmPlace: () => AwsPlace,
): readonly Problem[] {
  const known = PROPS.flatMap((prop) => {
    const actions = settings[prop] ?? [];
    if (Token.isUnresolved(actions)) return [];
    return actions.filter((arn) => ACTION_ARN.test(arn)).map((arn) => ({ prop, arn }));
  });
  return known.flatMap(({ prop, arn }) => {
    const alarm = alarmPlace();
    const action = placeOfAction(arn);
    return (["region", "account"] as const).flatMap((part) => {
      const [found, right] = [action[part], alarm[part]];
      if (found === undefined || right === undefined || found === right) return [];
      const message = messages.actionElsewhere(prop, arn, part, right);
      return [{ scope: scope.node.path, text: formatMessage(message) }];
    });
  });
}
