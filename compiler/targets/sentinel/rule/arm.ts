import type { ResolvedRule } from "../../../ir/rule";
import { API_OPERATORS } from "../../../rule/sentinel-limits";
import { analyticRuleName } from "../../names";
import type { SentinelOutput } from "../compile";
import { versionText, type IncidentConfiguration } from "./rule-object";

/** The version that knows sub-techniques and NRT rules; the newest released one knows neither. */
const API_VERSION = "2025-07-01-preview";
const SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** What a template's parts are made of: JSON in which an object's order is kept. */
type ArmValue =
  null | boolean | number | string | readonly ArmValue[] | { readonly [key: string]: ArmValue };

/** A compiled rule that is deployed under its id. */
export interface ArmRule {
  readonly detection: ResolvedRule & { readonly id: string };
  readonly output: SentinelOutput;
}

/** An analytic rule as a resource of a template. */
interface ArmResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly properties: ArmValue;
}

interface ArmTemplate {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly parameters: { readonly workspace: { readonly type: "string" } };
  readonly resources: readonly ArmResource[];
}

/**
 * An ARM deployment template of analytic rules, for a workspace that the deployment names. Sources: the
 * portal's own export for the envelope; ARM schema 2025-07-01-preview for the properties.
 */
export function armTemplate(rules: readonly ArmRule[]): ArmTemplate {
  return {
    $schema: SCHEMA,
    contentVersion: "1.0.0.0",
    parameters: { workspace: { type: "string" } },
    resources: rules.map(armResource),
  };
}

function armResource({ detection, output }: ArmRule): ArmResource {
  // In the text of an expression a quote is doubled.
  const own = analyticRuleName(detection, detection.id).replaceAll("'", "''");
  const name = `/Microsoft.SecurityInsights/${own}`;
  const scope = "Microsoft.OperationalInsights/workspaces/providers";
  const workspace =
    "resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))";
  return {
    id: `[concat(${workspace}, '/providers/Microsoft.SecurityInsights/alertRules/${own}')]`,
    name: `[concat(parameters('workspace'), '${name}')]`,
    type: `${scope}/alertRules`,
    kind: output.kind,
    apiVersion: API_VERSION,
    properties: asData({ ...armProperties(output), ...templateOf({ detection, output }) }),
  } as const;
}

type ArmObject = { readonly [key: string]: ArmValue };

function armProperties(rule: SentinelOutput): ArmObject {
  return {
    displayName: rule.displayName,
    description: rule.description,
    severity: rule.severity,
    enabled: rule.enabled,
    query: rule.query,
    ...(rule.kind === "NRT"
      ? {}
      : {
          queryFrequency: rule.queryFrequency,
          queryPeriod: rule.queryPeriod,
          triggerOperator: API_OPERATORS[rule.triggerOperator],
          triggerThreshold: rule.triggerThreshold,
        }),
    suppressionDuration: rule.suppressionDuration,
    suppressionEnabled: rule.suppressionEnabled,
    tactics: rule.tactics,
    techniques: rule.techniques,
    subTechniques: rule.subTechniques,
    ...armEnrichment(rule),
  };
}

/**
 * The template that a rule was made from, so that the portal knows its updates. A file of Microsoft's own
 * that says none is the template itself.
 */
function templateOf({ detection, output }: ArmRule): ArmObject {
  const { alertRuleTemplateName: name, templateVersion } = output;
  const version = versionText(detection, "version");
  if (name === null && detection.matches.kind === "query" && version !== null) {
    return { alertRuleTemplateName: detection.id, templateVersion: templateVersion ?? version };
  }
  return {
    ...(name === null ? {} : { alertRuleTemplateName: name }),
    ...(templateVersion === null ? {} : { templateVersion }),
  };
}

function armEnrichment(rule: SentinelOutput): ArmObject {
  const { alertDetailsOverride, incidentConfiguration, customDetails } = rule;
  return {
    entityMappings: rule.entityMappings.map(({ entityType, fieldMappings }) => ({
      entityType,
      fieldMappings: fieldMappings.map(({ identifier, columnName }) => ({
        identifier,
        columnName,
      })),
    })),
    ...(rule.sentinelEntitiesMappings.length === 0
      ? {}
      : {
          sentinelEntitiesMappings: rule.sentinelEntitiesMappings.map(({ columnName }) => ({
            columnName,
          })),
        }),
    ...(Object.keys(customDetails).length === 0 ? {} : { customDetails }),
    ...(alertDetailsOverride === null ? {} : { alertDetailsOverride: { ...alertDetailsOverride } }),
    eventGroupingSettings: { aggregationKind: rule.eventGroupingSettings.aggregationKind },
    ...(incidentConfiguration === null
      ? {}
      : { incidentConfiguration: armIncident(incidentConfiguration) }),
  };
}

function armIncident({ createIncident, groupingConfiguration }: IncidentConfiguration): ArmObject {
  if (groupingConfiguration === undefined) return { createIncident };
  return { createIncident, groupingConfiguration: { ...groupingConfiguration } };
}

/**
 * Text as data: what stands in brackets as a whole would be an expression. Another text that begins
 * with a bracket must stay as it is (ARM documentation, template expressions, "Escape characters").
 */
function asData(value: ArmValue): ArmValue {
  if (typeof value === "string") return /^\[[^]*\]$/.test(value) ? `[${value}` : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asData);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asData(inner)]));
}

/** The clouds whose portals take a template by its address. */
const PORTALS = {
  public: { portal: "https://portal.azure.com", button: "https://aka.ms/deploytoazurebutton" },
  government: {
    portal: "https://portal.azure.us",
    button: "https://aka.ms/deploytoazuregovbutton",
  },
} as const;

/** The page of the portal that deploys the template at a public address. */
export function deployLink(templateUrl: string, cloud: keyof typeof PORTALS = "public"): string {
  return `${PORTALS[cloud].portal}/#create/Microsoft.Template/uri/${percent(templateUrl)}`;
}

/** The link as Markdown, with the button that Microsoft serves for it. */
export function deployButton(templateUrl: string, cloud: keyof typeof PORTALS = "public"): string {
  return `[![Deploy to Azure](${PORTALS[cloud].button})](${deployLink(templateUrl, cloud)})`;
}

/** Also what ends a Markdown link. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
