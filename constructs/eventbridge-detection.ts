import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import { checkOnEventBus, EventBridgeResources } from "./app/event-bridge-resources";
import { loadRuleOf } from "./app/load-rule";
import {
  EVENT_BRIDGE_PLACEMENT_TYPES,
  type EventBridgePlacement,
  type EventBridgeSettings,
} from "./props/event-bridge";
import { CLOUDWATCH_PLACEMENT_TYPES } from "./props/placement";
import { providerOf, type PropTypes } from "./props/prop-types";
import { RULE_TYPES, type RuleProps } from "./props/rule";
import {
  SETTINGS_TYPES,
  SINGLE_RULE_TYPES,
  type CloudWatchSettings,
  type SingleRuleSettings,
} from "./props/settings";
import { validateProps } from "./props/validate-props";

export interface EventBridgeDetectionProps
  extends
    RuleProps,
    CloudWatchSettings,
    EventBridgeSettings,
    SingleRuleSettings,
    EventBridgePlacement {
  /**
   * Namespace of the metric, where matches are counted.
   * @default "Detections"
   */
  readonly metricNamespace?: string;
  /**
   * Provider of the account and region of the event bus.
   * @default - the stack's provider for AWS
   */
  readonly provider?: TerraformProvider;
}

/** The settings of Sentinel are taken and not looked at, so that one object can be given to all. */
const EVENT_BRIDGE_DETECTION_TYPES: PropTypes<EventBridgeDetectionProps> = {
  ...RULE_TYPES,
  ...SETTINGS_TYPES,
  ...SINGLE_RULE_TYPES,
  ...EVENT_BRIDGE_PLACEMENT_TYPES,
  metricNamespace: CLOUDWATCH_PLACEMENT_TYPES.metricNamespace,
  provider: providerOf("aws"),
};

/**
 * A detection on AWS that says exactly what the rule says, and tells of each event that matches: event
 * rules on the bus that CloudTrail's events come to, and a state machine that decides what their patterns
 * cannot say and publishes the message. A rule that cannot be deployed fails the synthesis with its
 * reasons.
 */
export class EventBridgeDetection extends EventBridgeResources {
  constructor(scope: Construct, id: string, props: EventBridgeDetectionProps) {
    super(scope, id, props, (self) => {
      if (!validateProps(self, props, EVENT_BRIDGE_DETECTION_TYPES)) return undefined;
      checkOnEventBus(self, props);
      return loadRuleOf(self, props, props);
    });
  }
}
