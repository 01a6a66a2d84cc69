import { Annotations } from "cdktf";
import type { Construct } from "constructs";

import type { Detection } from "../compiler/ir/detection";
import { headOf, titleOf, type SetDocument } from "../compiler/rule-set/rule-set";
import type { DetectionPackProps } from "./detection-pack";
import { formatMessage, messages } from "./messages";
import { registerOf } from "./register";

/**
 * Tells of rules that are chosen and do not alert by themselves: filters, and what correlations count.
 * To name one as if it alerted is a mistake; where the correlation is left out nobody alerts on it.
 */
export function tellSilentRules(
  scope: Construct,
  { includeIds = [], overrides = {} }: DetectionPackProps,
  chosen: readonly SetDocument[],
  alerting: readonly Detection[],
): void {
  const ids = new Set(alerting.map(({ id }) => id));
  const counted = new Set(
    alerting.flatMap(({ matches }) =>
      matches.kind === "correlation" ? matches.correlation.rules.map(({ id }) => id) : [],
    ),
  );
  for (const document of chosen) {
    const { id, kind } = headOf(document);
    if (ids.has(id) || document.own.hasErrors) continue;
    const named = Object.entries({ includeIds, overrides: Object.keys(overrides) });
    for (const [prop, names] of named) {
      if (names.every((each) => each.toLowerCase() !== id)) continue;
      registerOf(scope).report(
        scope,
        messages.alertsNot(prop, titleOf(document), kind === "filter"),
      );
    }
    if (kind === "filter" || counted.has(id)) continue;
    Annotations.of(scope).addWarning(formatMessage(messages.countedByNone(titleOf(document))));
  }
}
