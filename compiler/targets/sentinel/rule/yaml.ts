import { stringify } from "yaml";

import { logSourcesOf, type ResolvedRule } from "../../../ir/rule";
import { connectorsOf } from "../../../log-sources/read-tables";
import { parseDuration, shortDuration } from "../../../rule/duration";
import type { RuleDocument } from "../../../rule/schema";
import type { SentinelOutput } from "../compile";
import { techniquesOfRule, versionText } from "./rule-object";

/**
 * A rule as Sentinel's own YAML. One that is such a file already is written as it was read, with all
 * its keys; of any other, what was compiled takes the place of `detection`, in the order of
 * Microsoft's rules, which end in `version` and `kind`.
 */
export function sentinelYaml(detection: ResolvedRule, output: SentinelOutput): string {
  const { matches, document } = detection;
  const written =
    matches.kind === "query"
      ? asRead(detection)
      : { ...generated(detection, output), ...endOf(document, output) };
  return stringify(written, { lineWidth: 0 });
}

/** Durations that Microsoft's checks of rule files take in their own form alone. */
const DURATIONS = ["queryFrequency", "queryPeriod", "suppressionDuration"] as const;

/** The rule as it was read: ISO 8601 in the form of rule files, and versions as they are written. */
function asRead(detection: ResolvedRule): RuleDocument {
  const { document } = detection;
  const durations = DURATIONS.flatMap((key) => {
    const value = document[key];
    return value?.startsWith("P") === true ? [[key, short(value)]] : [];
  });
  const versions = (["version", "templateVersion"] as const).flatMap((key) => {
    const text = versionText(detection, key);
    // `1.10` is a number to YAML, and would come out as `1.1`.
    return text === null || text === String(document[key]) ? [] : [[key, text]];
  });
  return { ...document, ...Object.fromEntries([...durations, ...versions]) };
}

function generated(detection: ResolvedRule, rule: SentinelOutput) {
  const { id, document } = detection;
  const { techniques, subTechniques } = techniquesOfRule(document);
  const withSub = [
    ...techniques.filter((technique) => !subTechniques.some(({ given }) => given === technique)),
    ...subTechniques.map(({ written }) => written),
  ].sort();
  const { customDetails, alertDetailsOverride, incidentConfiguration } = rule;
  return {
    ...(id === undefined ? {} : { id }),
    name: rule.displayName,
    description: rule.description,
    severity: rule.severity,
    requiredDataConnectors: document.requiredDataConnectors ?? connectors(detection, rule.query),
    ...(rule.kind === "NRT"
      ? {}
      : {
          queryFrequency: short(rule.queryFrequency),
          queryPeriod: short(rule.queryPeriod),
          triggerOperator: rule.triggerOperator,
          triggerThreshold: rule.triggerThreshold,
        }),
    tactics: rule.tactics,
    relevantTechniques: withSub,
    query: rule.query,
    entityMappings: rule.entityMappings,
    ...(rule.sentinelEntitiesMappings.length === 0
      ? {}
      : { sentinelEntitiesMappings: rule.sentinelEntitiesMappings }),
    ...(Object.keys(customDetails).length === 0 ? {} : { customDetails }),
    ...(alertDetailsOverride === null ? {} : { alertDetailsOverride }),
    eventGroupingSettings: rule.eventGroupingSettings,
    ...(incidentConfiguration === null
      ? {}
      : { incidentConfiguration: incident(incidentConfiguration) }),
    ...(rule.suppressionEnabled
      ? { suppressionEnabled: true, suppressionDuration: short(rule.suppressionDuration) }
      : {}),
    ...(rule.enabled ? {} : { enabled: false }),
    ...(rule.alertRuleTemplateName === null
      ? {}
      : { alertRuleTemplateName: rule.alertRuleTemplateName }),
    ...(rule.templateVersion === null ? {} : { templateVersion: rule.templateVersion }),
    ...(document.resourceNames === undefined ? {} : { resourceNames: document.resourceNames }),
  };
}

function endOf({ version }: RuleDocument, { kind }: SentinelOutput) {
  return { version: version ?? "1.0.0", kind };
}

function incident({
  createIncident,
  groupingConfiguration: grouping,
}: NonNullable<SentinelOutput["incidentConfiguration"]>) {
  if (grouping === undefined) return { createIncident };
  return {
    createIncident,
    groupingConfiguration: { ...grouping, lookbackDuration: short(grouping.lookbackDuration) },
  };
}

/** The connectors that fill the tables which a rule reads. */
function connectors(detection: ResolvedRule, query: string) {
  return connectorsOf(logSourcesOf(detection), query).map(({ id, dataTypes }) => ({
    connectorId: id,
    dataTypes,
  }));
}

/** ISO 8601 in the form that rule files have. */
function short(iso: string): string {
  return shortDuration(parseDuration(iso) ?? 0);
}
