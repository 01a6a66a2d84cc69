import { Token } from "cdktf";
import type { Construct } from "constructs";

import type { Limit } from "../../compiler/core/limit";
import { NAMED_LOG_SOURCES } from "../../compiler/rule/log-source";
import { NAME_RULES } from "../../compiler/targets/cloudwatch/limits";
import { isSavedQueryName, LIMITS } from "../../compiler/targets/logs-insights/limits";
import { WORKSPACE_ID } from "../../compiler/targets/sentinel/limits";
import { report } from "../app/app-diagnostics";
import { messages } from "../app/messages";
import { OWN_TAGS_MAX } from "../app/provenance";
import { omitUndefined } from "./omit-undefined";
import type { CloudWatchPlacement, NamingProps } from "./placement";

const PREFIX = /^[A-Za-z0-9._/#-]{1,64}$/;
const KEY = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Whether values that rules are compiled with are there; what stands for a value that only Terraform will
 * know is reported: as text of a rule it would match nothing.
 */
export function hasNoTokens(scope: Construct, values: Readonly<Record<string, unknown>>): boolean {
  const late = Object.keys(values).filter((prop) => holdsToken(values[prop], new Set()));
  for (const prop of late) report(scope, messages.knownTooLate(prop));
  return late.length === 0;
}

function holdsToken(value: unknown, seen: Set<unknown>): boolean {
  if (Token.isUnresolved(value)) return true;
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some((each) => holdsToken(each, seen));
}

/** Reports a prefix that names cannot begin with. */
export function checkNaming(scope: Construct, { namePrefix }: NamingProps): void {
  if (namePrefix === undefined || PREFIX.test(namePrefix)) return;
  const allowed = "1 to 64 letters, digits or `. _ / # -`";
  report(scope, messages.nameNotAllowed("namePrefix", namePrefix, allowed));
}

/** Reports a name of a rule's own that is too long with its prefix. */
export function checkName(scope: Construct, kind: string, name: string, { value }: Limit): void {
  if (name.length <= value) return;
  const rule = `up to ${value} characters, the prefix among them`;
  report(scope, messages.nameNotAllowed(`resourceNames.${kind}`, name, rule));
}

/** Reports a name that a saved query cannot have, and more log groups than it can read. */
export function checkSavedQuery(
  scope: Construct,
  { namePrefix = "" }: NamingProps,
  logGroups: number,
): void {
  // What follows the prefix has none of the characters that are refused.
  if (PREFIX.test(namePrefix) && !isSavedQueryName(`${namePrefix}x`)) {
    const allowed =
      "a prefix that begins with no `/` and has no two in a row, for slashes make folders of the saved queries; or `savedQuery: false`";
    report(scope, messages.nameNotAllowed("namePrefix", namePrefix, allowed));
  }
  const { value: max } = LIMITS.logGroupsPerQuery;
  if (logGroups > max) report(scope, messages.tooManyLogGroups(logGroups, max));
}

/** Reports arguments that AWS would refuse. */
export function checkPlacement(scope: Construct, props: CloudWatchPlacement): void {
  checkNaming(scope, props);
  const { metricNamespace, tags = {}, furtherLogGroups = {}, logGroupNames = {} } = props;
  const { allowed, value: max } = NAME_RULES.metricNamespace;
  if (metricNamespace !== undefined && !Token.isUnresolved(metricNamespace)) {
    // CloudWatch keeps the namespaces that begin so for itself (CloudWatch API, PutMetricData).
    const own = metricNamespace.startsWith("AWS/");
    if (own || metricNamespace.length > max || !allowed.test(metricNamespace)) {
      const rule = `up to ${max} letters, digits or \`. - _ / #\`, not beginning with \`AWS/\``;
      report(scope, messages.nameNotAllowed("metricNamespace", metricNamespace, rule));
    }
  }
  checkTags(scope, tags);
  checkKeysOf(scope, "furtherLogGroups", furtherLogGroups);
  checkLogGroups(scope, "furtherLogGroups", Object.values(furtherLogGroups));
  for (const logSource of Object.keys(logGroupNames)) {
    if (NAMED_LOG_SOURCES.includes(logSource)) continue;
    report(scope, messages.logSourceUnknown("logGroupNames", logSource, NAMED_LOG_SOURCES));
  }
  checkLogGroups(scope, "logGroupNames", Object.values(logGroupNames));
}

/** Reports tags that AWS would refuse (AWS, "Tag naming limits and requirements"). */
export function checkTags(scope: Construct, tags: Readonly<Record<string, string>>): void {
  if (Token.isUnresolved(tags)) return;
  const entries = Object.entries(omitUndefined(tags));
  if (entries.length > OWN_TAGS_MAX) {
    report(scope, messages.tooManyTags(entries.length, OWN_TAGS_MAX));
  }
  const rule = "keys of 1 to 128 characters that do not begin with `aws:`, values of up to 256";
  const long = (text: string, max: number) => !Token.isUnresolved(text) && [...text].length > max;
  for (const [key, value = ""] of entries) {
    if (key !== "" && !/^aws:/i.test(key) && !long(key, 128) && !long(value, 256)) continue;
    report(scope, messages.nameNotAllowed("tags", `${key}: ${value}`, rule));
  }
}

/** Whether a prop's text is known when it is checked: neither a token nor an expression of Terraform. */
export function isKnownText(value: unknown): value is string {
  return typeof value === "string" && !Token.isUnresolved(value) && !value.includes("${");
}

/** Reports log groups whose names, where they are known, AWS would refuse; an ARN is none. */
export function checkLogGroups(scope: Construct, prop: string, names: readonly unknown[]): void {
  const { allowed, value: max } = NAME_RULES.logGroup;
  const rule = `the name of a log group, 1 to ${max} letters, digits or \`. _ / # -\`, not its ARN`;
  for (const name of names.filter(isKnownText)) {
    if (name.length <= max && allowed.test(name)) continue;
    report(scope, messages.nameNotAllowed(prop, name, rule));
  }
}

/** Reports a workspace that is, where it is known, no resource id of one: its name, or its own GUID. */
export function checkWorkspace(scope: Construct, workspaceId: unknown): void {
  if (!isKnownText(workspaceId) || WORKSPACE_ID.test(workspaceId)) return;
  const rule =
    "the resource id of a Log Analytics workspace, `/subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/…`";
  report(scope, messages.nameNotAllowed("workspaceId", workspaceId, rule));
}

/** Reports keys that construct ids cannot end with. */
export function checkKeysOf(scope: Construct, prop: string, places: Record<string, string>): void {
  for (const key of Object.keys(places).filter((each) => !KEY.test(each))) {
    const rule = "keys of 1 to 64 letters, digits, `_` or `-`";
    report(scope, messages.nameNotAllowed(prop, key, rule));
  }
}
