import type { Construct } from "constructs";

import { checkPlaces, DetectionResources } from "./app/detection-resources";
import { loadRuleOf } from "./app/load-rule";
import { DETECTION_PLACEMENT_TYPES, type DetectionPlacement } from "./props/detection-placement";
import type { PropTypes } from "./props/prop-types";
import { RULE_TYPES, type RuleProps } from "./props/rule";
import {
  SETTINGS_TYPES,
  SINGLE_RULE_TYPES,
  type DetectionSettings,
  type SingleRuleSettings,
} from "./props/settings";
import { validateProps } from "./props/validate-props";

export interface DetectionProps
  extends RuleProps, DetectionSettings, SingleRuleSettings, DetectionPlacement {}

const DETECTION_TYPES: PropTypes<DetectionProps> = {
  ...RULE_TYPES,
  ...SETTINGS_TYPES,
  ...SINGLE_RULE_TYPES,
  ...DETECTION_PLACEMENT_TYPES,
};

/** One rule as a detection on AWS, on Azure, or on both. */
export class Detection extends DetectionResources {
  constructor(scope: Construct, id: string, props: DetectionProps) {
    super(scope, id, props, (self) => {
      if (!validateProps(self, props, DETECTION_TYPES)) return undefined;
      checkPlaces(self, props);
      return loadRuleOf(self, props, props);
    });
  }
}
