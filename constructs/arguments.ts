import { Token } from "cdktf";
import type { Construct } from "constructs";
import { ALARM_LIMITS, NAME_RULES } from "../compiler/targets/cloudwatch/capabilities";
import { messages } from "./messages";
import { OWN_TAGS_MAX } from "./provenance";
import { registerOf } from "./register";
import type { CloudWatchPlacement, DetectionSettings, NamingProps } from "./rule-settings";

const PREFIX = /^[A-Za-z0-9._/#-]{1,64}$/;
const LOG_GROUP_KEY = /^[A-Za-z0-9_-]{1,64}$/;

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
  const { allowed, max } = NAME_RULES.metricNamespace;
  if (metricNamespace !== undefined && !Token.isUnresolved(metricNamespace)) {
    // CloudWatch keeps the namespaces that begin so for itself (CloudWatch API, PutMetricData).
    const own = metricNamespace.startsWith("AWS/");
    if (own || metricNamespace.length > max || !allowed.test(metricNamespace)) {
      const rule = `up to ${max} letters, digits or \`. - _ / #\`, not beginning with \`AWS/\``;
      report.report(scope, messages.nameNotAllowed("metricNamespace", metricNamespace, rule));
    }
  }
  const count = Object.keys(tags).length;
  if (count > OWN_TAGS_MAX) report.report(scope, messages.tooManyTags(count, OWN_TAGS_MAX));
  for (const key of Object.keys(furtherLogGroups)) {
    if (LOG_GROUP_KEY.test(key)) continue;
    const rule = "a key of 1 to 64 letters, digits, `_` or `-`";
    report.report(scope, messages.nameNotAllowed("furtherLogGroups", key, rule));
  }
}

/** Reports more actions than an alarm has room for. */
export function checkActions(scope: Construct, settings: DetectionSettings): void {
  const { max } = ALARM_LIMITS.actionsPerState;
  for (const prop of ["alarmActions", "okActions"] as const) {
    const actions = settings[prop] ?? [];
    if (!Token.isUnresolved(actions) && actions.length > max) {
      registerOf(scope).report(scope, messages.tooManyActions(prop, actions.length, max));
    }
  }
}
