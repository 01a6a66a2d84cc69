import { Token } from "cdktf";
import type { Construct } from "constructs";
import { ALARM_LIMITS, NAME_RULES } from "../compiler/targets/cloudwatch/capabilities";
import { given } from "./given";
import { messages } from "./messages";
import { OWN_TAGS_MAX } from "./provenance";
import { registerOf } from "./register";
import type { CloudWatchPlacement, DetectionSettings, NamingProps } from "./rule-settings";

const PREFIX = /^[A-Za-z0-9._/#-]{1,64}$/;
/** CloudWatch Logs API, CreateLogGroup. What has `${` is somebody's own expression of Terraform. */
const LOG_GROUP = /^[A-Za-z0-9._/#-]{1,512}$|\$\{/;
const KEY = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Whether values that rules are compiled with are there; what stands for a value that only Terraform will
 * know is reported: as text of a rule it would match nothing.
 */
export function areKnown(scope: Construct, values: Readonly<Record<string, unknown>>): boolean {
  const late = Object.keys(values).filter((prop) => holdsToken(values[prop], new Set()));
  for (const prop of late) registerOf(scope).report(scope, messages.knownTooLate(prop));
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
  registerOf(scope).report(scope, messages.nameNotAllowed("namePrefix", namePrefix, allowed));
}

/** Reports arguments that AWS would refuse. */
export function checkPlacement(scope: Construct, props: CloudWatchPlacement): void {
  const report = registerOf(scope);
  checkNaming(scope, props);
  const { metricNamespace, tags = {}, furtherLogGroups = {} } = props;
  const { allowed, value: max } = NAME_RULES.metricNamespace;
  if (metricNamespace !== undefined && !Token.isUnresolved(metricNamespace)) {
    // CloudWatch keeps the namespaces that begin so for itself (CloudWatch API, PutMetricData).
    const own = metricNamespace.startsWith("AWS/");
    if (own || metricNamespace.length > max || !allowed.test(metricNamespace)) {
      const rule = `up to ${max} letters, digits or \`. - _ / #\`, not beginning with \`AWS/\``;
      report.report(scope, messages.nameNotAllowed("metricNamespace", metricNamespace, rule));
    }
  }
  checkTags(scope, tags);
  checkKeysOf(scope, "furtherLogGroups", furtherLogGroups);
  checkLogGroups(scope, "furtherLogGroups", Object.values(furtherLogGroups));
}

/** Reports tags that AWS would refuse (AWS, "Tag naming limits and requirements"). */
export function checkTags(scope: Construct, tags: Readonly<Record<string, string>>): void {
  if (Token.isUnresolved(tags)) return;
  const report = registerOf(scope);
  const entries = Object.entries(given(tags));
  if (entries.length > OWN_TAGS_MAX) {
    report.report(scope, messages.tooManyTags(entries.length, OWN_TAGS_MAX));
  }
  const rule = "keys of 1 to 128 characters that do not begin with `aws:`, values of up to 256";
  const long = (text: string, max: number) => !Token.isUnresolved(text) && [...text].length > max;
  for (const [key, value = ""] of entries) {
    if (key !== "" && !/^aws:/i.test(key) && !long(key, 128) && !long(value, 256)) continue;
    report.report(scope, messages.nameNotAllowed("tags", `${key}: ${value}`, rule));
  }
}

/** Reports log groups whose names, where they are known, AWS would refuse; an ARN is none. */
export function checkLogGroups(scope: Construct, prop: string, names: readonly unknown[]): void {
  const rule = "the name of a log group, 1 to 512 letters, digits or `. _ / # -`, not its ARN";
  for (const name of names) {
    if (typeof name !== "string" || LOG_GROUP.test(name)) continue;
    registerOf(scope).report(scope, messages.nameNotAllowed(prop, name, rule));
  }
}

/** Reports keys that construct ids cannot end with. */
export function checkKeysOf(scope: Construct, prop: string, places: Record<string, string>): void {
  for (const key of Object.keys(places).filter((each) => !KEY.test(each))) {
    const rule = "keys of 1 to 64 letters, digits, `_` or `-`";
    registerOf(scope).report(scope, messages.nameNotAllowed(prop, key, rule));
  }
}

/** Reports more actions than an alarm has room for. */
export function checkActions(scope: Construct, settings: DetectionSettings): void {
  const { value: max } = ALARM_LIMITS.actionsPerState;
  for (const prop of ["alarmActions", "okActions"] as const) {
    const actions = settings[prop] ?? [];
    if (!Token.isUnresolved(actions) && actions.length > max) {
      registerOf(scope).report(scope, messages.tooManyActions(prop, actions.length, max));
    }
  }
}
