const CREATION = "azure-docs sentinel-analytic-rules-creation";
const PROVIDER = "terraform-provider-azurerm sentinel_alert_rule_scheduled";
const TEMPLATE = "Azure-Sentinel detection template schema";

/** What the keys of a Sentinel rule may hold, as its document is read. */
export const KEY_LIMITS = {
  queryMax: { value: 10_000, unit: "characters", source: CREATION },
  nameMax: { value: 256, unit: "characters", source: TEMPLATE },
  descriptionMax: { value: 5_000, unit: "characters", source: TEMPLATE },
  thresholdMin: { value: 0, unit: "results", source: TEMPLATE },
  thresholdMax: { value: 10_000, unit: "results", source: TEMPLATE },
  entityMappingsMax: { value: 10, unit: "mappings", source: PROVIDER },
  fieldsPerMappingMax: { value: 3, unit: "fields", source: PROVIDER },
  columnNameMax: { value: 500, unit: "characters", source: TEMPLATE },
  alertNameFormatMax: { value: 256, unit: "characters", source: TEMPLATE },
  alertDescriptionFormatMax: { value: 5_000, unit: "characters", source: TEMPLATE },
} as const;

/** When rules may run, and how far a run may look back. */
export const SCHEDULE_LIMITS = {
  frequencyMin: { value: 5, unit: "minutes", source: PROVIDER },
  frequencyMax: { value: 14 * 24 * 60, unit: "minutes", source: PROVIDER },
  periodMin: { value: 5, unit: "minutes", source: PROVIDER },
  periodMax: { value: 14 * 24 * 60, unit: "minutes", source: PROVIDER },
  longPeriodMin: { value: 2 * 24 * 60, unit: "minutes", source: TEMPLATE },
  longPeriodFrequencyMin: { value: 60, unit: "minutes", source: TEMPLATE },
} as const;

/** A rule file's operator, and the name that the API knows it by (ARM schema 2025-09-01). */
export const API_OPERATORS = {
  gt: "GreaterThan",
  lt: "LessThan",
  eq: "Equal",
  ne: "NotEqual",
} as const;
