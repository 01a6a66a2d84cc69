import { countFacts, type Bound } from "../ir/count";
import { boundOf, DEFAULT_SCHEDULE } from "../ir/detection";
import { nodeAt } from "../load/node";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

/** Lints triggers that say nothing: every count satisfies them, or none does. */
export function lintTrigger({ rule, matches }: LintedRule, warn: Warn): void {
  if (matches === undefined) return;
  const correlated = matches.kind === "correlation";
  const bounds = correlated ? matches.correlation.condition : [scheduled(rule.document)];
  const { some, all } = countFacts(bounds);
  if (some && !all) return;
  const path = correlated ? ["correlation", "condition"] : ["triggerThreshold"];
  const { node, found } = nodeAt(rule.root, path);
  const place = found ? node : nodeAt(rule.root, ["triggerOperator"]).node;
  warn(place.span, lintMessages.triggerConstant(all));
}

function scheduled(document: LintedRule["rule"]["document"]): Bound {
  const {
    triggerOperator = DEFAULT_SCHEDULE.triggerOperator,
    triggerThreshold = DEFAULT_SCHEDULE.triggerThreshold,
  } = "filter" in document ? {} : document;
  return boundOf({ triggerOperator, triggerThreshold });
}
