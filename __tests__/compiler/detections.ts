import { Diagnostics, formatDiagnostic } from "../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { loadRule } from "../../compiler/rule-set/load-rule";
import { ruleText } from "../support/rules";

/** The small rule of `ruleText` with other keys, loaded; it must have no errors. */
export function detectionOf(keys: Readonly<Record<string, unknown>> = {}): ResolvedRule {
  const diagnostics = new Diagnostics();
  const detection = loadRule(ruleText(keys), diagnostics);
  if (detection === undefined) {
    throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  }
  return detection;
}
