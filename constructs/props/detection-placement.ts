import type { TerraformProvider } from "cdktf";

import { CLOUDWATCH_PLACEMENT_TYPES, type CloudWatchPlacement } from "./placement";
import { EVENT_BRIDGE_PLACEMENT_TYPES, type EventBridgePlacement } from "./event-bridge";
import { NAME, NAME_BY_KEY, providerOf, type PropTypes } from "./prop-types";

/** Where detections go: a log group or an event bus, a workspace, or both clouds. */
export interface DetectionPlacement extends CloudWatchPlacement, EventBridgePlacement {
  /**
   * Name of the log group that the trail writes to; may be a token.
   * @default - no rule of CloudTrail is deployed to AWS
   */
  readonly logGroupName?: string;
  /**
   * Resource id of the Log Analytics workspace that Sentinel runs on; may be a token.
   * @default - nothing is deployed to Azure
   */
  readonly workspaceId?: string;
  /**
   * Additional workspaces that get each rule too, keyed by a short, stable name used in resource ids; may
   * be tokens.
   * @default - none
   */
  readonly furtherWorkspaces?: Record<string, string>;
  /**
   * Provider of the account and region of the log group.
   * @default - the stack's provider for AWS
   */
  readonly awsProvider?: TerraformProvider;
  /**
   * Provider of the workspaces' subscription.
   * @default - the stack's provider for Azure
   */
  readonly azurermProvider?: TerraformProvider;
}

export const DETECTION_PLACEMENT_TYPES: PropTypes<DetectionPlacement> = {
  ...CLOUDWATCH_PLACEMENT_TYPES,
  ...EVENT_BRIDGE_PLACEMENT_TYPES,
  logGroupName: NAME,
  workspaceId: NAME,
  furtherWorkspaces: NAME_BY_KEY,
  awsProvider: providerOf("aws"),
  azurermProvider: providerOf("azurerm"),
};
