import { countFacts, type Bound } from "../ir/count";
import { boundOf, DEFAULT_SCHEDULE } from "../ir/rule";
import { nodeAt } from "../load/node";
import { lint, type LintedRule } from "./lint";

export const constantTrigger = lint({
  code: "DET436",
  severity: "warning",
  meaning: "A trigger that every count satisfies, or none.",
  example: "triggerOperator: lt\ntriggerThreshold: 0",
  message: (always: boolean) => ({
    text: always
      ? "every count satisfies the trigger: the rule alerts whatever happens"
      : "no count satisfies the trigger: the rule never alerts",
    fix: "correct the number, or what it is compared by",
  }),
  run({ rule, matches }, warn) {
    if (matches === undefined) return;
    const correlated = matches.kind === "correlation";
    const bounds = correlated ? matches.correlation.condition : [scheduled(rule.document)];
    const { some, all } = countFacts(bounds);
    if (some && !all) return;
    const path = correlated ? ["correlation", "condition"] : ["triggerThreshold"];
    const { node, found } = nodeAt(rule.root, path);
    const place = found ? node : nodeAt(rule.root, ["triggerOperator"]).node;
    warn(place.span, [all]);
  },
});

function scheduled(document: LintedRule["rule"]["document"]): Bound {
  const {
    triggerOperator = DEFAULT_SCHEDULE.triggerOperator,
    triggerThreshold = DEFAULT_SCHEDULE.triggerThreshold,
  } = "filter" in document ? {} : document;
  return boundOf({ triggerOperator, triggerThreshold });
}
