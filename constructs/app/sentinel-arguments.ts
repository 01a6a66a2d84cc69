import { API_OPERATORS } from "../../compiler/rule/sentinel-limits";
import type { SentinelOutput } from "../../compiler/targets/sentinel/compile";
import { terraformText } from "./terraform-text";

/** The provider's names for the parts of a rule that its kinds share. */
export function commonArguments(rule: SentinelOutput) {
  const { techniques, customDetails, alertDetailsOverride, incidentConfiguration } = rule;
  return {
    displayName: terraformText(rule.displayName),
    description: terraformText(rule.description),
    severity: rule.severity,
    query: terraformText(rule.query),
    tactics: [...rule.tactics],
    // The provider refuses an empty list.
    ...(techniques.length === 0 ? {} : { techniques: [...techniques] }),
    entityMapping: rule.entityMappings.map(({ entityType, fieldMappings }) => ({
      entityType: terraformText(entityType),
      fieldMapping: fieldMappings.map(({ identifier, columnName }) => ({
        identifier: terraformText(identifier),
        columnName: terraformText(columnName),
      })),
    })),
    ...(rule.sentinelEntitiesMappings.length === 0
      ? {}
      : {
          sentinelEntityMapping: rule.sentinelEntitiesMappings.map(({ columnName }) => ({
            columnName: terraformText(columnName),
          })),
        }),
    ...(Object.keys(customDetails).length === 0 ? {} : { customDetails: texts(customDetails) }),
    ...(alertDetailsOverride === null
      ? {}
      : { alertDetailsOverride: [overrideArguments(alertDetailsOverride)] }),
    eventGrouping: { aggregationMethod: rule.eventGroupingSettings.aggregationKind },
    ...(incidentConfiguration === null
      ? {}
      : { incident: incidentArguments(incidentConfiguration) }),
    suppressionEnabled: rule.suppressionEnabled,
    suppressionDuration: rule.suppressionDuration,
    ...(rule.alertRuleTemplateName === null
      ? {}
      : { alertRuleTemplateGuid: rule.alertRuleTemplateName }),
    ...(rule.templateVersion === null
      ? {}
      : { alertRuleTemplateVersion: terraformText(rule.templateVersion) }),
  };
}

/** When a scheduled rule runs, and what triggers it. */
export function scheduledArguments(rule: SentinelOutput) {
  return {
    queryFrequency: rule.queryFrequency,
    queryPeriod: rule.queryPeriod,
    triggerOperator: API_OPERATORS[rule.triggerOperator],
    triggerThreshold: rule.triggerThreshold,
  };
}

function overrideArguments(override: NonNullable<SentinelOutput["alertDetailsOverride"]>) {
  const {
    alertDisplayNameFormat: name,
    alertDescriptionFormat: description,
    alertSeverityColumnName: severity,
    alertTacticsColumnName: tactics,
    alertDynamicProperties: properties,
  } = override;
  return {
    ...(name === undefined ? {} : { displayNameFormat: terraformText(name) }),
    ...(description === undefined ? {} : { descriptionFormat: terraformText(description) }),
    ...(severity === undefined ? {} : { severityColumnName: terraformText(severity) }),
    ...(tactics === undefined ? {} : { tacticsColumnName: terraformText(tactics) }),
    ...(properties === undefined
      ? {}
      : {
          dynamicProperty: properties.map(({ alertProperty, value }) => ({
            name: alertProperty,
            value: terraformText(value),
          })),
        }),
  };
}

/** The provider asks for a grouping; without one in the rule it is switched off. */
function incidentArguments(incident: NonNullable<SentinelOutput["incidentConfiguration"]>) {
  const { createIncident, groupingConfiguration: grouping } = incident;
  return {
    createIncidentEnabled: createIncident,
    grouping:
      grouping === undefined
        ? { enabled: false }
        : {
            enabled: grouping.enabled,
            reopenClosedIncidents: grouping.reopenClosedIncident,
            lookbackDuration: grouping.lookbackDuration,
            entityMatchingMethod: grouping.matchingMethod,
            ...filled("byEntities", grouping.groupByEntities),
            ...filled("byAlertDetails", grouping.groupByAlertDetails),
            ...filled("byCustomDetails", grouping.groupByCustomDetails),
          },
  };
}

function filled<Key extends string>(key: Key, names: readonly string[]) {
  return names.length === 0 ? {} : { [key]: names.map(terraformText) };
}

function texts(details: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([key, column]) => [terraformText(key), terraformText(column)]),
  );
}
