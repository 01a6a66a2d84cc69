import type { Diagnostics } from "./diagnostic";
import type { Detection } from "./ir/detection";
import { entryOf } from "./load/node";
import type { CloudWatchOutput } from "./targets/cloudwatch/compile";
import { logGroupRefusals, logGroupUsage } from "./targets/cloudwatch/log-group";

/** A rule and what it puts on the log group; null where it puts nothing. */
export interface OnLogGroup {
  readonly detection: Detection;
  readonly output: CloudWatchOutput | null;
}

/**
 * Reports what rules that share a log group need together and a log group does not have: who competes,
 * and the ways out. At the first of them, since none is more to blame than another.
 */
export function reportLogGroup(rules: readonly OnLogGroup[], diagnostics: Diagnostics): void {
  const deployed = rules.filter(({ detection }) => detection.id !== undefined);
  const [first] = deployed;
  if (first === undefined) return;
  const { source, root } = first.detection;
  const span = entryOf(root, "detection")?.keySpan ?? root.span;
  for (const { code, message } of logGroupRefusals(
    logGroupUsage(deployed.flatMap(({ output }) => output ?? [])),
  )) {
    diagnostics.report(source, span, {
      code,
      severity: "error",
      message: `CloudWatch: ${message}`,
    });
  }
}
