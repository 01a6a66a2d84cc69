import { entryOf } from "../load/node";
import { parseCondition, selectionsOf, type Condition } from "../sigma/condition";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

/** Lints selections that no condition speaks of. A condition with a mistake says nothing. */
export function lintUnused({ rule }: LintedRule, warn: Warn): void {
  const detection = entryOf(rule.root, rule.kind === "filter" ? "filter" : "detection")?.value;
  if (detection?.kind !== "mapping") return;
  const condition = entryOf(detection, "condition")?.value;
  const written = condition?.kind === "sequence" ? condition.items : [condition];
  const selections = detection.entries.filter(({ key }) => !NO_SELECTION.includes(key));
  const names = selections.map(({ key }) => key);
  const used = new Set<string>();
  for (const each of written) {
    const parsed = each?.kind === "scalar" ? parseCondition(each.text) : undefined;
    if (parsed === undefined || "message" in parsed) return;
    markUsed(parsed, names, used);
  }
  for (const { key, keySpan } of selections) {
    if (!used.has(key)) warn(keySpan, lintMessages.selectionUnused(key));
  }
}

/** Keys beside the selections of a `detection` or `filter`. */
const NO_SELECTION: readonly string[] = ["condition", "timeframe", "rules"];

function markUsed(condition: Condition, names: readonly string[], used: Set<string>): void {
  switch (condition.kind) {
    case "and":
    case "or":
      for (const operand of condition.operands) markUsed(operand, names, used);
      return;
    case "not":
      return markUsed(condition.operand, names, used);
    case "selection":
      used.add(condition.name);
      return;
    case "quantifier":
      for (const name of selectionsOf(condition.pattern, names)) used.add(name);
  }
}
