import type { Detection } from "./ir/detection";
import { accepts, type Acceptance } from "./rule/acceptance";
import { compileCloudWatch, type CloudWatchOutput } from "./targets/cloudwatch/compile";
import { compileLogsInsights, type LogsInsightsOutput } from "./targets/logs-insights/compile";
import { compileSentinel, type SentinelOutput } from "./targets/sentinel/compile";
import type { Compiled, Target } from "./targets/verdict";

/** What each target deploys. */
export interface Outputs {
  readonly cloudwatch: CloudWatchOutput;
  readonly sentinel: SentinelOutput;
  readonly "logs-insights": LogsInsightsOutput;
}

export interface CompileOptions {
  /**
   * Deploy also what matches more than the rule, beside what the rule itself accepts.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: Acceptance | undefined;
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
  const made = COMPILERS[target](detection, true, options);
  if (made.verdict !== "wider") return made;
  const unaccepted = made.reasons.filter(
    ({ code }) =>
      !accepts(detection.document.accept, target, code) && !accepts(options.accept, target, code),
  );
  return unaccepted.length === 0 ? made : { ...made, unaccepted, output: null };
}
