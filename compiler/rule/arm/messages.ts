import type { CodeTable } from "../../core/code";
import { error, quotedList, note, quote, warning } from "../../core/message";

/** What a user reads about an ARM template, one function each; codes never change meaning. */
export const armMessages = {
  noTemplate: () =>
    error(
      "DET116",
      "neither a rule nor an ARM template: there is no `resources`, and no `detection` or `query`",
      "export the rules from Sentinel's Analytics page, or give the rule's YAML",
    ),
  noAlertRule: () =>
    error("DET116", "no rule: none of the template's resources is an alert rule of Sentinel"),
  expressionUnresolved: (expression: string, why: string) =>
    error(
      "DET117",
      `the expression ${quote(expression)} has no value here: ${why}`,
      "write the value itself, or give the parameter a `defaultValue`",
    ),
  otherResources: (types: readonly string[]) =>
    note("DET118", `what is no alert rule is left out: ${quotedList(types)}`),
  kindNotRead: (title: string, kind: string, allowed: readonly string[]) =>
    warning(
      "DET119",
      `${quote(title)} is left out: a rule of kind ${quote(kind)} has no query of its own; read are ${quotedList(allowed)}`,
    ),
  nameNotKnown: (why: string) =>
    warning(
      "DET120",
      `the rule's name, and so its id, is not known here: ${why}`,
      "write the rule's GUID; a rule without an id is compiled, but not deployed",
    ),
} as const;

/** An ARM template of one analytic rule, which says what is given in place of what is right. */
function template(
  { name = "rule", kind = "Scheduled", query = "AWSCloudTrail" },
  other = "",
): string {
  const rule = { type: "Microsoft.SecurityInsights/alertRules", name, kind };
  const properties = { displayName: "A rule", severity: "Low", query };
  return `{"resources": [${JSON.stringify({ ...rule, properties })}${other}]}`;
}

/** What the codes of templates mean. */
export const armCodes: CodeTable<typeof armMessages> = {
  DET116: {
    meaning: "A JSON file that is neither a rule nor an ARM template with rules.",
    example: '{"name": "workbooks"}',
  },
  DET117: {
    meaning: "An ARM expression that only a deployment could give a value.",
    example: template({ query: "[parameters('query')]" }),
  },
  DET118: {
    meaning: "Resources of an ARM template that are no alert rules, and are left out.",
    example: template({}, ', {"type": "Microsoft.Insights/workbooks"}'),
    fix: "Nothing: it is for you to know.",
  },
  DET119: {
    meaning: "An alert rule of a kind that has no query of its own, and is left out.",
    example: template({ kind: "Fusion" }),
    fix: "Leave it to the workspace, which brings it.",
  },
  DET120: {
    meaning: "An ARM rule whose name, and so its id, only a deployment knows.",
    example: template({ name: "[guid('rule')]" }),
  },
};
