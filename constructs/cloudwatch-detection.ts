import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import { checkOnLogGroups, CloudWatchResources, goesToLogGroup } from "./app/cloudwatch-resources";
import { loadRuleOf } from "./app/load-rule";
import { CLOUDWATCH_PLACEMENT_TYPES, type CloudWatchPlacement } from "./props/placement";
import { NAME, providerOf, type PropTypes } from "./props/prop-types";
import { RULE_TYPES, type RuleProps } from "./props/rule";
import {
  SETTINGS_TYPES,
  SINGLE_RULE_TYPES,
  type CloudWatchSettings,
  type SingleRuleSettings,
} from "./props/settings";
import { validateProps } from "./props/validate-props";

export interface CloudWatchDetectionProps
  extends RuleProps, CloudWatchSettings, SingleRuleSettings, CloudWatchPlacement {
  /**
   * Name of the log group that the trail writes to; may be a token.
   * @default - a rule of CloudTrail is not deployed; one of a log source in `logGroupNames` is
   */
  readonly logGroupName?: string;
  /**
   * Provider of the account and region of the log group.
   * @default - the stack's provider for AWS
   */
  readonly provider?: TerraformProvider;
}

/** The settings of Sentinel are taken and not looked at, so that one object can be given to both. */
const CLOUDWATCH_DETECTION_TYPES: PropTypes<CloudWatchDetectionProps> = {
  ...RULE_TYPES,
  ...SETTINGS_TYPES,
  ...SINGLE_RULE_TYPES,
  ...CLOUDWATCH_PLACEMENT_TYPES,
  logGroupName: NAME,
  provider: providerOf("aws"),
};

/** Where no log group is given, what is missing is the one of trails. */
const WITHOUT_LOG_GROUP: PropTypes<CloudWatchDetectionProps> = {
  ...CLOUDWATCH_DETECTION_TYPES,
  logGroupName: { ...NAME, required: true },
};

/**
 * A detection on AWS: metric filters on the trail's log group, or on the one of the rule's log source, an
 * alarm on their metric, and the saved query that shows why it fired. A rule that cannot be deployed fails
 * the synthesis with its reasons.
 */
export class CloudWatchDetection extends CloudWatchResources {
  constructor(scope: Construct, id: string, props: CloudWatchDetectionProps) {
    super(scope, id, props, (self) => {
      const types = goesToLogGroup(props) ? CLOUDWATCH_DETECTION_TYPES : WITHOUT_LOG_GROUP;
      if (!validateProps(self, props, types)) return undefined;
      checkOnLogGroups(self, props);
      return loadRuleOf(self, props, props);
    });
  }
}
