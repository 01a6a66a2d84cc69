export type { RuleDocument } from "../compiler/rule/schema";
export { packagePlaceholders, packageRules } from "./package-rules";
export { AlarmTopic, type AlarmTopicProps } from "./alarm-topic";
export { CloudWatchDetection, type CloudWatchDetectionProps } from "./cloudwatch-detection";
export type { RuleProps } from "./props/rule";
export { Detection, type DetectionProps } from "./detection";
export type { DetectionPlacement } from "./props/detection-placement";
export { DetectionPack, type DetectionPackProps } from "./detection-pack";
export {
  DetectionPolicies,
  type DetectionPoliciesProps,
  type PolicyException,
} from "./detection-policies";
export type { DetectionOverrides } from "./props/overrides";
export type { CloudWatchPlacement, NamingProps, PlaceholderProps } from "./props/placement";
export { DetectionReview, type DetectionReviewProps } from "./detection-review";
export { EventBridgeDetection, type EventBridgeDetectionProps } from "./eventbridge-detection";
export { EventDelivery, type EventDeliveryProps } from "./event-delivery";
export type {
  EventBridgePlacement,
  EventBridgeRoles,
  EventBridgeSettings,
  EventDeliveryPlaces,
} from "./props/event-bridge";
export {
  LogGroupQuota,
  WorkspaceQuota,
  type LogGroupQuotaProps,
  type WorkspaceQuotaProps,
} from "./quotas";
export type { RuleSelection } from "./props/rule-selection";
export type {
  CloudWatchSettings,
  DetectionSettings,
  ResourceNames,
  RuleSettings,
  SentinelSettings,
  SingleRuleSettings,
} from "./props/settings";
export { SentinelDetection, type SentinelDetectionProps } from "./sentinel-detection";
