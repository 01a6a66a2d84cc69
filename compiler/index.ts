/** The compiler, without any framework: rules in, target texts with verdicts out. */
export { compile, type CompileOptions, type Outputs } from "./compile";
export { describeDetection } from "./description";
export { Diagnostics, formatDiagnostic, type Diagnostic } from "./diagnostic";
export type { Detection } from "./ir/detection";
export { loadRule, type RuleInput } from "./load-rule";
export { loadRules, type LoadedRule, type LoadOptions } from "./load-rules";
export { reportRefusal } from "./refusal";
export type { RuleDocument } from "./rule/schema";
export { LOG_GROUP_LIMITS } from "./targets/cloudwatch/capabilities";
export type { CloudWatchOutput } from "./targets/cloudwatch/compile";
export {
  logGroupRefusals,
  logGroupUsage,
  type LogGroupUsage,
} from "./targets/cloudwatch/log-group";
export type { LogsInsightsOutput } from "./targets/logs-insights/compile";
export { armTemplate, deployButton, deployLink, type ArmRule } from "./targets/sentinel/arm";
export type { SentinelOutput } from "./targets/sentinel/compile";
export { sentinelYaml } from "./targets/sentinel/yaml";
export { TARGETS, type Compiled, type Reason, type Target, type Verdict } from "./verdict";
