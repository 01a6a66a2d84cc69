/** The compiler, without any framework: rules in, target texts with verdicts out. */
export { compile, type CompileOptions, type Outputs } from "./compile";
export { describeDetection } from "./description";
export { Diagnostics, formatDiagnostic, type Diagnostic } from "./diagnostic";
export type { Detection } from "./ir/detection";
export { loadRule, type RuleInput } from "./load-rule";
export { reportRefusal } from "./refusal";
export type { RuleDocument } from "./rule/schema";
export type { CloudWatchOutput } from "./targets/cloudwatch/compile";
export type { LogsInsightsOutput } from "./targets/logs-insights/compile";
export type { SentinelOutput } from "./targets/sentinel/compile";
export { TARGETS, type Compiled, type Reason, type Target, type Verdict } from "./verdict";
