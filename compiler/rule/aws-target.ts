/**
 * The ways of a rule on AWS: `cloudwatch`, a metric filter and its alarm; `eventbridge`, event patterns and
 * a message of each match; `exact-first`, the metric filter where it is exact, else EventBridge where that is.
 */
export const AWS_TARGETS = ["cloudwatch", "eventbridge", "exact-first"] as const;
export type AwsTarget = (typeof AWS_TARGETS)[number];
