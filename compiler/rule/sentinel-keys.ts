import * as v from "valibot";
import { DURATION_FORM, DURATION_PATTERN } from "./duration";
import { form, mapping, oneOf, text } from "./value-forms";

/**
 * The keys of Microsoft's analytic-rule YAML that say what an alert shows and how incidents are made of
 * alerts. Names, values and limits: Azure-Sentinel detection template schema; ARM schema 2025-09-01.
 */
export const AGGREGATION_KINDS = ["SingleAlert", "AlertPerResult"] as const;
export const MATCHING_METHODS = ["AllEntities", "AnyAlert", "Selected"] as const;
export const ALERT_DETAILS = ["DisplayName", "Severity"] as const;
export const ALERT_PROPERTIES = [
  "AlertLink",
  "ConfidenceLevel",
  "ConfidenceScore",
  "ExtendedLinks",
  "ProductName",
  "ProviderName",
  "ProductComponentName",
  "RemediationSteps",
  "Techniques",
  "SubTechniques",
] as const;

const name = text(500);

export const alertDetailsOverride = mapping({
  alertDisplayNameFormat: v.nullish(v.pipe(v.string(), v.maxLength(256))),
  alertDescriptionFormat: v.nullish(v.pipe(v.string(), v.maxLength(5_000))),
  alertSeverityColumnName: v.nullish(name),
  alertTacticsColumnName: v.nullish(name),
  alertDynamicProperties: v.nullish(
    v.array(mapping({ alertProperty: oneOf(ALERT_PROPERTIES), value: name })),
  ),
});
export type AlertDetailsOverride = v.InferOutput<typeof alertDetailsOverride>;

export const eventGroupingSettings = mapping({ aggregationKind: oneOf(AGGREGATION_KINDS) });

export const groupingConfiguration = mapping({
  enabled: v.nullish(v.boolean()),
  reopenClosedIncident: v.nullish(v.boolean()),
  lookbackDuration: v.nullish(form(DURATION_PATTERN, DURATION_FORM)),
  matchingMethod: v.nullish(oneOf(MATCHING_METHODS)),
  groupByEntities: v.nullish(v.array(v.string())),
  groupByAlertDetails: v.nullish(v.array(oneOf(ALERT_DETAILS))),
  groupByCustomDetails: v.nullish(v.array(v.string())),
});
export type GroupingConfiguration = v.InferOutput<typeof groupingConfiguration>;

export const incidentConfiguration = mapping({
  createIncident: v.boolean(),
  groupingConfiguration: v.nullish(groupingConfiguration),
});

export const sentinelEntitiesMappings = v.array(mapping({ columnName: name }));
