import { Diagnostics, formatDiagnostic } from "../../compiler/core/diagnostic";
import type { Detection } from "../../compiler/ir/detection";
import { loadRule } from "../../compiler/rule-set/load-rule";
import { ruleText } from "../support/rules";

/** The small rule of `ruleText` with other keys, loaded; it must have no errors. */
export function detectionOf(keys: Readonly<Record<string, unknown>> = {}): Detection {
  const diagnostics = new Diagnostics();
  const detection = loadRule(ruleText(keys), diagnostics);
  if (detection === undefined) {
    throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  }
  return detection;
}
