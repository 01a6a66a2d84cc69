import { Token } from "cdktf";
import type { Construct } from "constructs";

import { ACTION_ARN, placeOfAction } from "../../compiler/targets/cloudwatch/alarm-action";
import type { EventBridgeSettings } from "../props/event-bridge";
import type { CloudWatchSettings } from "../props/settings";
import type { AwsPlace } from "./cloud-identity";
import type { Problem } from "./deployed-resources";
import { formatMessage, messages } from "./messages";

const PROPS = ["alarmActions", "okActions", "auditorActions", "messageTopics"] as const;

/**
 * Actions and topics in another Region than the alarm or the bus, or in another account where they work in
 * its own alone.
 */
export function actionsElsewhere(
  scope: Construct,
  settings: CloudWatchSettings & EventBridgeSettings,
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
