import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import { loadRuleOf } from "./app/load-rule";
import { checkInWorkspace, SentinelResources } from "./app/sentinel-resources";
import { NAMING_TYPES, type NamingProps } from "./props/placement";
import { NAME, providerOf, type PropTypes } from "./props/prop-types";
import { RULE_TYPES, type RuleProps } from "./props/rule";
import {
  SETTINGS_TYPES,
  SINGLE_RULE_TYPES,
  type SentinelSettings,
  type SingleRuleSettings,
} from "./props/settings";
import { validateProps } from "./props/validate-props";

export interface SentinelDetectionProps
  extends RuleProps, SentinelSettings, SingleRuleSettings, NamingProps {
  /** Resource id of the Log Analytics workspace that Sentinel runs on; may be a token. */
  readonly workspaceId: string;
  /**
   * Provider of the workspace's subscription.
   * @default - the stack's provider for Azure
   */
  readonly provider?: TerraformProvider;
}

const SENTINEL_DETECTION_TYPES: PropTypes<SentinelDetectionProps> = {
  ...RULE_TYPES,
  ...SETTINGS_TYPES,
  ...SINGLE_RULE_TYPES,
  ...NAMING_TYPES,
  workspaceId: { ...NAME, required: true },
  provider: providerOf("azurerm"),
};

/**
 * A detection on Azure: a scheduled or near-real-time analytic rule of Microsoft Sentinel. A rule that
 * cannot be deployed fails the synthesis with its reasons.
 */
export class SentinelDetection extends SentinelResources {
  constructor(scope: Construct, id: string, props: SentinelDetectionProps) {
    super(scope, id, props, (self) => {
      if (!validateProps(self, props, SENTINEL_DETECTION_TYPES)) return undefined;
      checkInWorkspace(self, props);
      return loadRuleOf(self, props, props);
    });
  }
}
