/** The id of the rule in `armResource`. */
export const ARM_ID = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

/** A Scheduled rule as the portal exports it; properties can be replaced, or left out with `undefined`. */
export function armResource(
  properties: Readonly<Record<string, unknown>> = {},
  resource: Readonly<Record<string, unknown>> = {},
) {
  return {
    id: `[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/${ARM_ID}')]`,
    name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${ARM_ID}')]`,
    type: "Microsoft.OperationalInsights/workspaces/providers/alertRules",
    kind: "Scheduled",
    apiVersion: "2023-12-01-preview",
    properties: {
      displayName: "Trail stopped",
      description: "Somebody stopped a trail.",
      severity: "High",
      enabled: true,
      query: 'AWSCloudTrail\n| where EventName == "StopLogging"',
      queryFrequency: "PT5M",
      queryPeriod: "PT1H",
      triggerOperator: "GreaterThan",
      triggerThreshold: 0,
      suppressionDuration: "PT5H",
      suppressionEnabled: false,
      tactics: ["DefenseEvasion"],
      techniques: ["T1562"],
      subTechniques: ["T1562.008"],
      alertRuleTemplateName: null,
      customDetails: null,
      ...properties,
    },
    ...resource,
  };
}

export function armTemplateText(resources: unknown, rest: Readonly<Record<string, unknown>> = {}) {
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    parameters: { workspace: { type: "String" } },
    ...rest,
    resources,
  };
  return JSON.stringify(template, undefined, 4);
}
