import { nearest } from "../compiler/core/suggest";
import { POLICIES, POLICY_IDS } from "../policy/policies/policies";
import type { Policy } from "../policy/policy";
import { looksAt } from "../policy/report";
import { CODES, type Explanation } from "./codes";
import { UsageError, type ExitCode } from "./exit";
import { printJson, printText } from "./output";

export interface ExplainOptions {
  readonly format: "text" | "json";
}

/**
 * Prints what a code means, an example that gives it, and the way out.
 * @throws UsageError where there is no such code
 */
export function explain(written: string, { format }: ExplainOptions): ExitCode {
  const policy = POLICIES.find(({ id }) => id === written.toLowerCase());
  if (policy !== undefined) {
    const { id, level, meaning, why, fix, source } = policy;
    if (format === "json")
      printJson({ id, level, meaning, why, looksAt: looksAt(policy), fix, source });
    else printText(policyText(policy));
    return 0;
  }
  const code = written.toUpperCase();
  const explanation = CODES[code];
  if (explanation === undefined) {
    const near = nearest(code, Object.keys(CODES)) ?? nearest(written, POLICY_IDS);
    const hint = near === undefined ? "a code is DET and three digits" : `Did you mean ${near}?`;
    throw new UsageError(`there is no code '${written}': ${hint}`);
  }
  if (format === "json") printJson({ code, ...explanation });
  else printText(explanationText(code, explanation));
  return 0;
}

function explanationText(code: string, of: Explanation): string {
  const { severity, meaning, example, message, fix } = of;
  return [
    `${code} (${severity}): ${meaning}`,
    ...(example === undefined ? [] : ["", "Example:", example.replace(/^(?=.)/gm, "    ")]),
    "",
    `Message: ${message}`,
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
  ].join("\n");
}

function policyText(policy: Policy): string {
  const { id, level, meaning, why, fix, source } = policy;
  return [
    `${id} (${level}): ${meaning} ${why}`,
    "",
    `Looks at: ${looksAt(policy)}`,
    `Fix: ${fix}`,
    `Source: ${source}`,
  ].join("\n");
}
