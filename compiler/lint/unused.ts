import { selections } from "../core/example";
import { quote } from "../core/message";
import { entryOf } from "../load/node";
import { parseCondition, selectionsOf, type Condition } from "../sigma/condition";
import { lint } from "./lint";

export const unusedSelection = lint({
  code: "DET430",
  severity: "warning",
  meaning: "A selection that no condition uses.",
  example: selections("s: {eventName: X}\nt: {eventName: Y}"),
  message: (name: string) => ({
    text: `the condition never uses the selection ${quote(name)}`,
    fix: "use it in the condition, or remove it",
  }),
  run({ rule }, warn) {
    const detection = entryOf(rule.root, rule.kind === "filter" ? "filter" : "detection")?.value;
    if (detection?.kind !== "mapping") return;
    const condition = entryOf(detection, "condition")?.value;
    const written = condition?.kind === "sequence" ? condition.items : [condition];
    const entries = detection.entries.filter(({ key }) => !NO_SELECTION.includes(key));
    const names = new Set(entries.map(({ key }) => key));
    const used = new Set<string>();
    // A condition with a mistake says nothing.
    if (written.length === 0) return;
    for (const each of written) {
      const text = each?.kind === "scalar" ? each.value : undefined;
      const parsed = typeof text === "string" ? parseCondition(text) : undefined;
      if (parsed === undefined || "message" in parsed) return;
      if (!markUsed(parsed, names, used)) return;
    }
    for (const { key, keySpan } of entries) {
      if (!used.has(key)) warn(keySpan, [key]);
    }
  },
});

/** Keys beside the selections of a `detection` or `filter`. */
const NO_SELECTION: readonly string[] = ["condition", "timeframe", "rules"];

/** Adds the selections that a condition speaks of; whether there are all that it names. */
function markUsed(condition: Condition, names: ReadonlySet<string>, used: Set<string>): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.operands.every((operand) => markUsed(operand, names, used));
    case "not":
      return markUsed(condition.operand, names, used);
    case "selection":
      used.add(condition.name);
      return names.has(condition.name);
    case "quantifier": {
      const meant = selectionsOf(condition.pattern, [...names]);
      for (const name of meant) used.add(name);
      return meant.length > 0;
    }
  }
}
