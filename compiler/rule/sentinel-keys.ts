import * as v from "valibot";

import { DURATION_FORM, DURATION_PATTERN } from "./duration";
import { ENTITY_TYPES, spelledEntity } from "./entities";
import { KEY_LIMITS } from "./sentinel-limits";
import { form, microsoft, spelledBy, text, word, wordOr } from "./value-forms";

/**
 * The keys of Microsoft's analytic-rule YAML that say what an alert shows and how incidents are made of
 * alerts. Names, values and limits: Azure-Sentinel detection template schema; ARM schema 2025-09-01.
 */
const AGGREGATION_KINDS = ["SingleAlert", "AlertPerResult"] as const;
const MATCHING_METHODS = ["AllEntities", "AnyAlert", "Selected"] as const;
const ALERT_DETAILS = ["DisplayName", "Severity"] as const;
const ALERT_PROPERTIES = [
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

const name = text(KEY_LIMITS.columnNameMax.value);

/** Which part of an entity a column of the query's result holds. */
const entityMapping = spelledBy(
  microsoft({
    entityType: wordOr(text(50), ENTITY_TYPES),
    fieldMappings: v.pipe(
      v.array(microsoft({ identifier: text(50), columnName: name })),
      v.minLength(1),
      v.maxLength(KEY_LIMITS.fieldsPerMappingMax.value),
    ),
  }),
  spelledEntity,
);
export type EntityMapping = v.InferOutput<typeof entityMapping>;

export const entityMappings = v.pipe(
  v.array(entityMapping),
  v.maxLength(KEY_LIMITS.entityMappingsMax.value),
);

export const requiredDataConnectors = v.array(
  microsoft({ connectorId: v.optional(v.unknown()), dataTypes: v.optional(v.unknown()) }),
);

export const alertDetailsOverride = microsoft({
  alertDisplayNameFormat: v.optional(
    v.pipe(v.string(), v.maxLength(KEY_LIMITS.alertNameFormatMax.value)),
  ),
  alertDescriptionFormat: v.optional(
    v.pipe(v.string(), v.maxLength(KEY_LIMITS.alertDescriptionFormatMax.value)),
  ),
  alertSeverityColumnName: v.optional(name),
  alertTacticsColumnName: v.optional(name),
  alertDynamicProperties: v.optional(
    v.array(microsoft({ alertProperty: word(ALERT_PROPERTIES), value: name })),
  ),
});
export type AlertDetailsOverride = v.InferOutput<typeof alertDetailsOverride>;

export const eventGroupingSettings = microsoft({ aggregationKind: word(AGGREGATION_KINDS) });

export const groupingConfiguration = microsoft({
  enabled: v.optional(v.boolean()),
  reopenClosedIncident: v.optional(v.boolean()),
  lookbackDuration: v.optional(form(DURATION_PATTERN, DURATION_FORM)),
  matchingMethod: v.optional(word(MATCHING_METHODS)),
  groupByEntities: v.optional(v.array(wordOr(v.string(), ENTITY_TYPES))),
  groupByAlertDetails: v.optional(v.array(word(ALERT_DETAILS))),
  groupByCustomDetails: v.optional(v.array(v.string())),
});
export type GroupingConfiguration = v.InferOutput<typeof groupingConfiguration>;

export const incidentConfiguration = microsoft({
  createIncident: v.boolean(),
  groupingConfiguration: v.optional(groupingConfiguration),
});

export const sentinelEntitiesMappings = v.array(microsoft({ columnName: name }));
