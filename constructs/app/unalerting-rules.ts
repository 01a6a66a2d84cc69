import { Annotations } from "cdktf";
import type { Construct } from "constructs";

import type { ResolvedRule } from "../../compiler/ir/rule";
import { headOf, titleOf } from "../../compiler/rule-set/rule-set";
import type { DetectionOverrides } from "../props/overrides";
import type { RuleSelection } from "../props/rule-selection";
import { report } from "./app-diagnostics";
import { formatMessage, messages } from "./messages";
import type { ResolvedPack } from "./resolve-pack";

/** Props that name single rules. */
interface NamedRules extends Pick<RuleSelection, "includeIds"> {
  readonly overrides?: Readonly<Record<string, DetectionOverrides>>;
}

/**
 * Reports rules that are chosen and do not alert by themselves: filters, and what correlations count.
 * To name one as if it alerted is a mistake; where the correlation is left out nobody alerts on it.
 */
export function warnUnalerting(
  scope: Construct,
  { includeIds = [], overrides = {} }: NamedRules,
  { chosen, alerting }: ResolvedPack,
): void {
  const ids = new Set(alerting.map(({ detection: { id } }) => id));
  const counted = new Set(alerting.flatMap(({ detection }) => countedBy(detection)));
  for (const document of chosen) {
    const { id, kind } = headOf(document);
    if (ids.has(id) || document.own.hasErrors) continue;
    const named = Object.entries({ includeIds, overrides: Object.keys(overrides) });
    for (const [prop, names] of named) {
      if (names.every((each) => each.toLowerCase() !== id)) continue;
      report(scope, messages.doesNotAlert(prop, titleOf(document), kind === "filter"));
    }
    if (kind === "filter" || counted.has(id)) continue;
    Annotations.of(scope).addWarning(formatMessage(messages.notCounted(titleOf(document))));
  }
}

/** The ids of what a rule counts, through correlations that it counts. */
function countedBy({ matches }: ResolvedRule): readonly ResolvedRule["id"][] {
  if (matches.kind !== "correlation") return [];
  return matches.correlation.rules.flatMap((rule) => [rule.id, ...countedBy(rule)]);
}
