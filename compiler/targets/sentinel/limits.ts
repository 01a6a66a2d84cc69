import type { Limit } from "../../core/limit";
import { NESTING_MAX } from "../../kql/limits";
import { KEY_LIMITS, SCHEDULE_LIMITS } from "../../rule/sentinel-limits";

const CREATION = "azure-docs sentinel-analytic-rules-creation";
const SERVICE = "azure-docs sentinel-service-limits";
const PROVIDER = "terraform-provider-azurerm sentinel_alert_rule_scheduled";
const NRT_PROVIDER = "terraform-provider-azurerm sentinel_alert_rule_nrt";
const TEMPLATE = "Azure-Sentinel detection template schema";

/** What a scheduled analytic rule may hold. Durations are in minutes. */
export const LIMITS = {
  ...KEY_LIMITS,
  ...SCHEDULE_LIMITS,
  suppressionMin: { value: 5, unit: "minutes", source: PROVIDER },
  suppressionMax: { value: 24 * 60, unit: "minutes", source: PROVIDER },
  customDetailsMax: { value: 20, unit: "details", source: TEMPLATE },
  customDetailKeyMax: { value: 20, unit: "characters", source: TEMPLATE },
  /** The same is written of descriptions, but Microsoft publishes rules with more in theirs. */
  placeholdersPerNameMax: { value: 3, unit: "placeholders", source: TEMPLATE },
  nrtEntityMappingsMax: { value: 5, unit: "mappings", source: NRT_PROVIDER },
  groupingLookbackMin: { value: 5, unit: "minutes", source: CREATION },
  groupingLookbackMax: { value: 7 * 24 * 60, unit: "minutes", source: CREATION },
  suppressionUsual: { value: 5 * 60, unit: "minutes", source: PROVIDER },
  groupingLookbackUsual: { value: 5 * 60, unit: "minutes", source: CREATION },
  enabledRulesMax: { value: 512, unit: "enabled scheduled rules", source: SERVICE },
  enabledNrtRulesMax: { value: 50, unit: "enabled NRT rules", source: SERVICE },
  nestingMax: NESTING_MAX,
} as const satisfies Record<string, Limit>;

/** A rule's resource name; the characters are in `resourceNames` of a rule (azure-docs, resource-name-rules). */
export const RESOURCE_NAME = { value: 260, unit: "characters", source: "azure-docs" } as const;

/** One budget of a workspace. */
export interface WorkspaceBudget {
  readonly limit: Limit;
  readonly needs: number;
  /** What other rules of the workspace take of it already. */
  readonly existing: number;
}

/** What a scheduled rule's query may not hold (azure-docs sentinel-analytic-rules-creation). */
export const FORBIDDEN_IN_QUERY = ["search *", "union *"] as const;

/** A column in an alert's name or description (template schema). */
export const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** A column that an entity mapping or a custom detail may name (template schema). */
export const COLUMN_NAME = /^[a-zA-Z_]+\w*$/;
export const CUSTOM_DETAIL_KEY = /^[a-zA-Z]+\w*$/;

/** The resource id of a Log Analytics workspace; Azure's ids are the same in any case (azurerm). */
export const WORKSPACE_ID =
  /^\/subscriptions\/[^/\s]+\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/\s]+$/i;
