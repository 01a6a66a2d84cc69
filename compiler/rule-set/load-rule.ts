import { Diagnostics } from "../core/diagnostic";
import type { ResolvedRule } from "../ir/rule";
import { loadMessages } from "../load/messages";
import type { ReplacedKeys } from "../rule/replaced-keys";
import { resolveSet, type LoadOptions } from "./load-rules";
import { sourceOf, type RuleInput } from "./rule-input";
import { headOf, parseSet, withKeys, type SetDocument } from "./rule-set";

export type { RuleInput } from "./rule-input";

export interface LoadRuleOptions extends LoadOptions {
  /**
   * Keys in place of those of the rule's file; checked with `checkReplacedKeys`.
   * @default - none
   */
  readonly keys?: ReplacedKeys | undefined;
}

/**
 * load → parse → resolve, of one rule: the detection, or undefined where `diagnostics` says why not.
 * The input may hold the rules that a correlation counts and filters of its own beside it.
 */
export function loadRule(
  input: RuleInput,
  diagnostics: Diagnostics,
  options: LoadRuleOptions = {},
): ResolvedRule | undefined {
  // A run may share its diagnostics; what counts here is whether this rule has errors.
  const own = new Diagnostics();
  const source = sourceOf(input, own);
  const documents = source === undefined ? [] : parseSet([source], own);
  const rules = resolveSet(replaceInAlerting(documents, options.keys), own, options);
  const [first, second] = rules;
  if (source !== undefined && !own.hasErrors) {
    const start = { start: 0, end: 0 };
    if (first === undefined) own.report(source, start, loadMessages.noRule());
    if (second !== undefined) {
      const titles = rules.map(({ detection }) => detection.title);
      own.report(source, second.detection.root.span, loadMessages.severalRules(titles));
    }
  }
  diagnostics.addAll(own);
  return own.hasErrors ? undefined : first?.detection;
}

/** Keys are those of what alerts: of no filter, and of no rule that a correlation counts. */
function replaceInAlerting<Input>(
  documents: readonly SetDocument<Input>[],
  keys: ReplacedKeys = {},
): readonly SetDocument<Input>[] {
  if (Object.keys(keys).length === 0) return documents;
  const counted = documents.some((each) => headOf(each).kind === "correlation");
  return documents.map((each) => {
    const { kind } = headOf(each);
    const alerts = counted ? kind === "correlation" : kind !== "filter";
    return alerts ? withKeys(each, keys) : each;
  });
}
