export { CloudWatchDetection, type CloudWatchDetectionProps } from "./cloudwatch-detection";
export { SentinelDetection, type SentinelDetectionProps } from "./sentinel-detection";
