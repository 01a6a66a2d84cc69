import type { Diagnostics } from "./diagnostic";
import type { Detection } from "./ir/detection";
import { loadRule, type RuleInput } from "./load-rule";
import { entryOf } from "./load/node";
import { messages } from "./messages";

/** One rule of a set, with what it was loaded from. */
export interface LoadedRule<Input extends RuleInput = RuleInput> {
  readonly source: Input;
  readonly detection: Detection;
}

/** Loads a set of rules; everything wrong with any of them is reported, and no two share an id. */
export function loadRules<Input extends RuleInput>(
  inputs: readonly Input[],
  diagnostics: Diagnostics,
): readonly LoadedRule<Input>[] {
  const byId = new Map<string, Detection>();
  const rules: LoadedRule<Input>[] = [];
  for (const source of inputs) {
    const detection = loadRule(source, diagnostics);
    if (detection === undefined) continue;
    rules.push({ source, detection });
    if (detection.id === undefined) continue;
    const first = byId.get(detection.id);
    if (first === undefined) byId.set(detection.id, detection);
    else {
      const span = (entryOf(detection.root, "id")?.value ?? detection.root).span;
      diagnostics.report(
        detection.source,
        span,
        messages.duplicateId(detection.id, first.source.path),
      );
    }
  }
  return rules;
}
