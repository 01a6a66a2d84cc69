import { Diagnostics } from "./diagnostic";
import type { Detection } from "./ir/detection";
import { lintRule } from "./lint/lint-rule";
import { loadRules, type LoadOptions } from "./load-rules";
import { messages } from "./messages";
import { sourceOf, type RuleInput } from "./rule-input";
import { parseRule } from "./rule/parse-rule";

export type { RuleInput } from "./rule-input";

/**
 * load → parse → resolve, of one rule: the detection, or undefined where `diagnostics` says why not.
 * The input may hold the rules that a correlation counts and filters of its own beside it. A detection,
 * which a set was loaded to with all its filters and references, is given back; what it is warned of
 * is reported again.
 */
export function loadRule(
  input: RuleInput | Detection,
  diagnostics: Diagnostics,
  options: LoadOptions = {},
): Detection | undefined {
  if (isDetection(input)) {
    const rule = parseRule(input.root, input.source, diagnostics);
    if (rule !== undefined) lintRule(rule, input.matches, input.source, diagnostics);
    return input;
  }
  // A run may share its diagnostics; what counts here is whether this rule has errors.
  const own = new Diagnostics();
  const source = sourceOf(input, own);
  const rules = source === undefined ? [] : loadRules([source], own, options);
  const [first, second] = rules;
  if (source !== undefined && !own.hasErrors) {
    const start = { start: 0, end: 0 };
    if (first === undefined) own.report(source, start, messages.noRule());
    if (second !== undefined) {
      const titles = rules.map(({ detection }) => detection.title);
      own.report(source, second.detection.root.span, messages.severalRules(titles));
    }
  }
  diagnostics.take(own);
  return own.hasErrors ? undefined : first?.detection;
}

function isDetection(input: RuleInput | Detection): input is Detection {
  return typeof input !== "string" && "matches" in input && "root" in input && "schedule" in input;
}
