import type { ResolvedRule } from "../ir/rule";
import {
  compileCloudWatch,
  type CloudWatchOptions,
  type CloudWatchOutput,
} from "./cloudwatch/compile";
import { cloudWatchText } from "./cloudwatch/output-text";
import { readBackPatterns } from "./cloudwatch/read-back";
import { compileEventBridge, type EventBridgeOutput } from "./eventbridge/compile";
import { eventBridgeText } from "./eventbridge/output-text";
import { readBackEventPatterns } from "./eventbridge/read-back";
import { compileLogsInsights, type LogsInsightsOutput } from "./logs-insights/compile";
import type { ReadBack } from "./read-back";
import { compileSentinel, type SentinelOutput } from "./sentinel/compile";
import { readBackQuery } from "./sentinel/read-back";
import type { AlertingTarget, Compiled, Target } from "./verdict";

/** What each target deploys. */
export interface Outputs {
  readonly cloudwatch: CloudWatchOutput;
  readonly sentinel: SentinelOutput;
  readonly eventbridge: EventBridgeOutput;
  readonly "logs-insights": LogsInsightsOutput;
}

/** All that the rest of the compiler and the command line ask of a target. */
export interface TargetModule<T extends Target> {
  /** Lowers and prints a rule, whether or not what it loses is accepted: `compile` asks that. */
  readonly compile: (detection: ResolvedRule, options: CloudWatchOptions) => Compiled<Outputs[T]>;
  /** What a compiled rule is as a file of text. */
  readonly file: { readonly extension: string; readonly text: (output: Outputs[T]) => string };
}

/** A target that alerts: what it deploys is read back, so that events can be run through it. */
export interface AlertingModule<T extends AlertingTarget> extends TargetModule<T> {
  readonly readBack: (output: Outputs[T], detection: ResolvedRule) => ReadBack;
}

export const ALERTING_MODULES: { readonly [T in AlertingTarget]: AlertingModule<T> } = {
  cloudwatch: {
    compile: compileCloudWatch,
    file: { extension: "cloudwatch.txt", text: cloudWatchText },
    readBack: readBackPatterns,
  },
  sentinel: {
    compile: compileSentinel,
    file: { extension: "kql", text: ({ query }) => query },
    readBack: readBackQuery,
  },
  eventbridge: {
    compile: compileEventBridge,
    file: { extension: "eventbridge.txt", text: eventBridgeText },
    readBack: readBackEventPatterns,
  },
};

/** A target to come is a folder, a name in `verdict.ts` and a row here. */
export const TARGET_MODULES: { readonly [T in Target]: TargetModule<T> } = {
  ...ALERTING_MODULES,
  "logs-insights": {
    compile: compileLogsInsights,
    file: { extension: "logs-insights.txt", text: ({ query }) => query },
  },
};
