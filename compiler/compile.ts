import type { Detection } from "./ir/detection";
import { compileCloudWatch, type CloudWatchOutput } from "./targets/cloudwatch/compile";
import { compileLogsInsights, type LogsInsightsOutput } from "./targets/logs-insights/compile";
import { compileSentinel, type SentinelOutput } from "./targets/sentinel/compile";
import type { Compiled, Target } from "./verdict";

/** What each target deploys. */
export interface Outputs {
  readonly cloudwatch: CloudWatchOutput;
  readonly sentinel: SentinelOutput;
  readonly "logs-insights": LogsInsightsOutput;
}

export interface CompileOptions {
  /**
   * Deploy also what matches more than the rule, for rules that do not say so themselves.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: "wider" | undefined;
  /**
   * CloudWatch only: whether the rule may have regexes, of which a log group has 5. Where not, the tests
   * that need one are dropped, which makes the rule wider.
   * @default true
   */
  readonly regex?: boolean | undefined;
}

const COMPILERS: {
  readonly [T in Target]: (
    detection: Detection,
    accepted: boolean,
    options: CompileOptions,
  ) => Compiled<Outputs[T]>;
} = {
  cloudwatch: compileCloudWatch,
  sentinel: compileSentinel,
  "logs-insights": compileLogsInsights,
};

/** lower → print, for one target: the text to deploy, and how faithful it is. Never throws for a rule. */
export function compile<T extends Target>(
  detection: Detection,
  target: T,
  options: CompileOptions = {},
): Compiled<Outputs[T]> {
  const accepted = (detection.document.accept ?? options.accept) === "wider";
  return COMPILERS[target](detection, accepted, options);
}
