export type { RuleDocument } from "../compiler/rule/schema";
export { PACKAGE_RULES } from "./package-rules";
export { AlarmTopic, type AlarmTopicProps } from "./alarm-topic";
export { CloudWatchDetection, type CloudWatchDetectionProps } from "./cloudwatch-detection";
export type { RuleProps } from "./compiled-rule";
export { Detection, type DetectionPlacement, type DetectionProps } from "./detection";
export { DetectionPack, type DetectionOverrides, type DetectionPackProps } from "./detection-pack";
export { DetectionReview, type DetectionReviewProps } from "./detection-review";
export {
  LogGroupQuota,
  WorkspaceQuota,
  type LogGroupQuotaProps,
  type WorkspaceQuotaProps,
} from "./quotas";
export type { RuleSelection } from "./rule-selection";
export type {
  CloudWatchPlacement,
  CloudWatchSettings,
  DetectionSettings,
  NamingProps,
  PlaceholderProps,
  ResourceNames,
  RuleSettings,
  SentinelSettings,
  SingleRuleSettings,
} from "./rule-settings";
export { SentinelDetection, type SentinelDetectionProps } from "./sentinel-detection";
