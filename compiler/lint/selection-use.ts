import { selections } from "../core/example";
import { quote } from "../core/message";
import { oncePer } from "../core/once-per";
import { entryOf, type Entry } from "../load/node";
import { parseCondition, selectionsOf, type Condition } from "../sigma/condition";
import { lint, type LintedRule } from "./lint";

export const unusedSelection = lint({
  code: "DET430",
  severity: "warning",
  meaning: "A selection that no condition uses.",
  example: selections("s: {eventName: X}\nt: {eventName: Y}"),
  message: (name: string) => ({
    text: `the condition never uses the selection ${quote(name)}`,
    fix: "use it in the condition, or remove it",
  }),
  run(linted, warn) {
    for (const { entry, uses } of usesOfSelections(linted)) {
      if (uses.size === 0) warn(entry.keySpan, [entry.key]);
    }
  },
});

export const keptFilter = lint({
  code: "DET442",
  severity: "warning",
  meaning: "A selection named like an exclusion that the condition does not exclude.",
  example: selections(
    "s: {eventName: CreateUser}\nfilter: {userIdentity.userName: bot}",
    "s and filter",
  ),
  message: (name: string) => ({
    text: `by its name ${quote(name)} is an exclusion, but the condition keeps what it matches`,
    fix: `write ${quote(`not ${name}`)} in the condition, or give the selection another name`,
  }),
  run(linted, warn) {
    // The condition of a filter document has a warning of its own.
    if (linted.rule.kind === "filter") return;
    for (const { entry, uses } of usesOfSelections(linted)) {
      const isKept = uses.has("kept") && !uses.has("excluded");
      if (isKept && /^filter/i.test(entry.key)) warn(entry.keySpan, [entry.key]);
    }
  },
});

type Use = "kept" | "excluded";

interface UsedSelection {
  readonly entry: Entry;
  readonly uses: ReadonlySet<Use>;
}

/** Keys beside the selections of a `detection` or `filter`. */
const NO_SELECTION: readonly string[] = ["condition", "timeframe", "rules"];

/** How the conditions use each selection; nothing is known of conditions with a mistake. */
const usesOfSelections = oncePer(({ rule }: LintedRule): readonly UsedSelection[] => {
  const detection = entryOf(rule.root, rule.kind === "filter" ? "filter" : "detection")?.value;
  if (detection?.kind !== "mapping") return [];
  const condition = entryOf(detection, "condition")?.value;
  const written = condition?.kind === "sequence" ? condition.items : [condition];
  const entries = detection.entries.filter(({ key }) => !NO_SELECTION.includes(key));
  const uses = new Map(entries.map(({ key }) => [key, new Set<Use>()]));
  if (written.length === 0) return [];
  for (const each of written) {
    const text = each?.kind === "scalar" ? each.value : undefined;
    const parsed = typeof text === "string" ? parseCondition(text) : undefined;
    if (parsed === undefined || "message" in parsed) return [];
    if (!addUses(parsed, "kept", uses)) return [];
  }
  return entries.map((entry) => ({ entry, uses: uses.get(entry.key) ?? new Set() }));
});

/** Adds how a condition uses selections; whether there are all that it names. */
function addUses(condition: Condition, use: Use, uses: ReadonlyMap<string, Set<Use>>): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.operands.every((operand) => addUses(operand, use, uses));
    case "not":
      return addUses(condition.operand, use === "kept" ? "excluded" : "kept", uses);
    case "selection":
      uses.get(condition.name)?.add(use);
      return uses.has(condition.name);
    case "quantifier": {
      const meant = selectionsOf(condition.pattern, [...uses.keys()]);
      for (const name of meant) uses.get(name)?.add(use);
      return meant.length > 0;
    }
  }
}
