/** The compiler, without any framework: rules in, target texts with verdicts out. */
export {
  compile,
  compiledRule,
  type CompiledRule,
  type CompileOptions,
  type Outputs,
} from "./compile";
export { describeDetection } from "./targets/description";
export { Diagnostics, formatDiagnostic, type Diagnostic } from "./core/diagnostic";
export type { ResolvedRule } from "./ir/rule";
export { loadRule, type RuleInput } from "./rule-set/load-rule";
export { loadRules, type LoadedRule, type LoadOptions } from "./rule-set/load-rules";
export { reportRefusal } from "./targets/refusal";
export type { RuleDocument } from "./rule/schema";
export { LOG_GROUP_LIMITS } from "./targets/cloudwatch/limits";
export type { CloudWatchOutput } from "./targets/cloudwatch/compile";
export {
  logGroupRefusals,
  logGroupUsage,
  type LogGroupUsage,
} from "./targets/cloudwatch/log-group";
export type { EventBridgeOutput } from "./targets/eventbridge/compile";
export type { LogsInsightsOutput } from "./targets/logs-insights/compile";
export { armTemplate, deployButton, deployLink, type ArmRule } from "./targets/sentinel/rule/arm";
export type { SentinelOutput } from "./targets/sentinel/compile";
export { sentinelYaml } from "./targets/sentinel/rule/yaml";
export { TARGETS, type Compiled, type Reason, type Target, type Verdict } from "./targets/verdict";
