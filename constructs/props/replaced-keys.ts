import type { Construct } from "constructs";

import type { Diagnostics } from "../../compiler/core/diagnostic";
import { checkReplacedKeys, type ReplacedKeys } from "../../compiler/rule/replaced-keys";
import { hasNoTokens } from "./checks";
import { omitUndefined } from "./omit-undefined";
import type { DetectionSettings, SingleRuleSettings } from "./settings";

/** What replaces keys of a rule's file, beside what does not. */
type Settings = DetectionSettings & SingleRuleSettings;

/** Whether the settings that replace keys may stand there; what is wrong with them is reported. */
export function checkSettings(
  scope: Construct,
  settings: Settings,
  where: string,
  diagnostics: Diagnostics,
): boolean {
  const { level, queryFrequency, queryPeriod, ingestionDelay, triggerThreshold } = settings;
  const { runbook, incidentLookback } = settings;
  const written = {
    level,
    queryFrequency,
    queryPeriod,
    ingestionDelay,
    triggerThreshold,
    runbook,
    incidentLookback,
  };
  const keys = replacedKeys(settings);
  return hasNoTokens(scope, written) && checkReplacedKeys(keys, `<${where}>`, diagnostics);
}

/** The settings that say something in place of the rule's file, as the file would say it. */
export function replacedKeys(settings: Settings): ReplacedKeys {
  const { level, queryFrequency, queryPeriod, ingestionDelay } = settings;
  const { triggerThreshold, runbook, enabled } = settings;
  const schedule = { queryFrequency, queryPeriod, ingestionDelay, triggerThreshold };
  const keys = { level, ...schedule, runbook, enabled };
  const names = omitUndefined({ ...settings.resourceNames });
  const incidents = incidentKeys(settings);
  return {
    ...omitUndefined(keys),
    ...(Object.keys(names).length === 0 ? {} : { resourceNames: names }),
    ...(Object.keys(incidents).length === 0 ? {} : { incidentConfiguration: incidents }),
  };
}

function incidentKeys(settings: DetectionSettings) {
  const { createIncidents, incidentGrouping, incidentLookback, reopenClosedIncidents } = settings;
  const grouping = omitUndefined({
    matchingMethod: incidentGrouping,
    lookbackDuration: incidentLookback,
    reopenClosedIncident: reopenClosedIncidents,
  });
  const groups = Object.keys(grouping).length > 0;
  return {
    ...omitUndefined({ createIncident: createIncidents }),
    ...(groups ? { groupingConfiguration: { enabled: true, ...grouping } } : {}),
  };
}
