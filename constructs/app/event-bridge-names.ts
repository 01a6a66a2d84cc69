import type { TerraformProvider } from "cdktf";

import { DEFAULT_METRIC_NAMESPACE } from "../../compiler/targets/cloudwatch/compile";
import { NAME_RULES } from "../../compiler/targets/cloudwatch/limits";
import type { EventRule } from "../../compiler/targets/eventbridge/compile";
import { alarmNameOf, nameOf } from "../../compiler/targets/names";
import type { EventBridgePlacement, EventBridgeSettings } from "../props/event-bridge";
import type { CloudWatchPlacement } from "../props/placement";
import type { CloudWatchSettings } from "../props/settings";
import type { Deployable } from "./load-rule";

/** Where a rule's event rules go, and with which settings. */
export interface OnEventBus
  extends
    CloudWatchSettings,
    EventBridgeSettings,
    EventBridgePlacement,
    Pick<CloudWatchPlacement, "metricNamespace"> {
  readonly provider?: TerraformProvider;
}

/** What the parts of a detection on EventBridge are called. */
export interface Names {
  readonly rules: readonly EventRule[];
  readonly machine: string;
  readonly metric: { readonly name: string; readonly namespace: string };
  readonly alarm: string;
  /** Of the alarm on what fails. */
  readonly watch: string;
}

export function namesOf(
  { id, rule: { detection }, output }: Deployable<"eventbridge">,
  props: OnEventBus,
): Names {
  const { namePrefix = "", metricNamespace } = props;
  // Names of rules and machines have fewer characters than a prefix.
  const word = namePrefix.replace(/[^A-Za-z0-9_-]/g, "-");
  const alarm = alarmNameOf(detection, id, namePrefix);
  return {
    rules: output.rules.map((each) => ({ ...each, name: word + each.name })),
    machine: word + nameOf(detection),
    metric: {
      name: namePrefix + nameOf(detection),
      namespace: metricNamespace ?? DEFAULT_METRIC_NAMESPACE,
    },
    alarm,
    watch: [...alarm].slice(0, NAME_RULES.alarm.value - NOT_TOLD.length).join("") + NOT_TOLD,
  };
}

const NOT_TOLD = " (not told)";
