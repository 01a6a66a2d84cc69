import type { Diagnostics } from "../../core/diagnostic";
import { error, quote } from "../../core/message";
import type { Span } from "../../core/source";
import { logSourceOf, type ResolvedRule } from "../../ir/rule";
import { entryOf } from "../../load/node";
import { placeOf } from "../refusal";
import type { Compiled, Reason } from "../verdict";
import { compileCloudWatch, type CloudWatchOutput } from "./compile";
import { logGroupRefusals, logGroupUsage } from "./log-group";

/** A rule and what it puts on the log group. */
export interface OnLogGroup {
  readonly detection: ResolvedRule;
  readonly compiled: Compiled<CloudWatchOutput>;
}

/**
 * Reports what rules that share a log group need together and a log group does not have: who competes, and the
 * ways out. Rules share the log group that is named for their log source, and the others one. Regexes are told at
 * each rule that needs them, where it does; filters, which every rule needs, at the first.
 */
export function reportLogGroups(rules: readonly OnLogGroup[], diagnostics: Diagnostics): void {
  const nameOf = ({ detection }: OnLogGroup) => logSourceOf(detection)?.logGroupName;
  for (const name of new Set(rules.map(nameOf))) {
    reportLogGroup(
      rules.filter((rule) => nameOf(rule) === name),
      name,
      diagnostics,
    );
  }
}

function reportLogGroup(
  rules: readonly OnLogGroup[],
  name: string | undefined,
  diagnostics: Diagnostics,
): void {
  const deployed = rules.flatMap(({ detection, compiled: { output, reasons } }) =>
    detection.id === undefined || output === null ? [] : [{ detection, output, reasons }],
  );
  const where = name === undefined ? "" : `log group ${quote(name)}: `;
  const usage = logGroupUsage(
    deployed.map(({ detection: { title }, output }) => ({ ...output, title })),
  );
  for (const { what, code, message } of logGroupRefusals(usage)) {
    const competing = deployed.filter(({ output }) => output.uses[what] > 0);
    for (const { detection, reasons } of what === "regexes" ? competing : competing.slice(0, 1)) {
      const place = what === "regexes" ? regexPlace(detection, reasons) : detectionPlace(detection);
      diagnostics.report(detection.source, place, error(code, `CloudWatch: ${where}${message}`));
    }
  }
}

/** The first test that needs a regex: what would be dropped if the rule had none. */
function regexPlace(detection: ResolvedRule, usual: readonly Reason[]): Span {
  const { reasons } = compileCloudWatch(detection, { regex: false });
  const reason = reasons.find(({ path }) => usual.every((each) => each.path !== path));
  return reason === undefined ? detectionPlace(detection) : placeOf(detection, reason);
}

function detectionPlace({ root }: ResolvedRule): Span {
  const entry =
    entryOf(root, "detection") ?? entryOf(root, "correlation") ?? entryOf(root, "query");
  return entry?.keySpan ?? root.span;
}
