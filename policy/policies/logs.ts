import { quote } from "../../compiler/core/message";
import type { Declared } from "../declared";
import { METRIC_FILTER } from "../metrics";
import { attribute, FINE, found, unknown, whetherSet, type Policy } from "../policy";
import type { Resource } from "../resource";
import { flagOf, isUnset, numberOf, textOf, type Value } from "../value";

const TRAIL = "aws_cloudtrail";
const LOG_GROUP = "aws_cloudwatch_log_group";

/** A pattern over the fields of CloudTrail's records. */
const OF_CLOUDTRAIL =
  /\$\.(?:eventSource|eventName|eventType|errorCode|userIdentity|requestParameters)\b/;

export const logPolicies: readonly Policy[] = [
  {
    id: "filter-without-trail",
    meaning: "A metric filter on CloudTrail's events lies on a log group that no trail writes to.",
    level: "warning",
    why: "It waits for events that arrive elsewhere.",
    source: "CloudTrail guide, Sending CloudTrail events to CloudWatch Logs",
    noun: "metric filter",
    types: [METRIC_FILTER],
    only: "those whose pattern asks for a field of CloudTrail's, where a trail is declared",
    subjects: (declared) =>
      declared.of(TRAIL).length === 0 ? [] : declared.of(METRIC_FILTER).filter(isOfCloudTrail),
    judge: (filter, declared) => {
      const group = attribute(filter, "log_group_name");
      const answers = declared.of(TRAIL).map((trail) => feeds(trail, group, filter, declared));
      if (answers.includes("yes")) return FINE;
      if (answers.includes("unknown")) return unknown("log_group_name");
      const name = textOf(group);
      const which = name === undefined ? "its log group" : `the log group ${quote(name, 120)}`;
      return found(`no trail that is declared here writes to ${which}`, "log_group_name");
    },
    fix: "name the log group of the trail, by a reference to it",
  },
  {
    id: "trail-not-logging",
    meaning: "A trail is switched off.",
    level: "error",
    why: "No event is delivered, and no detection sees any.",
    source: "CloudTrail API, StopLogging",
    noun: "trail",
    types: [TRAIL],
    subjects: (declared) => declared.of(TRAIL),
    judge: (trail) => {
      const logs = attribute(trail, "enable_logging");
      if (logs.kind === "unknown") return unknown("enable_logging");
      return flagOf(logs) === false ? found("`enable_logging` is false", "enable_logging") : FINE;
    },
    fix: "take `enable_logging` out, or set it to true",
  },
  {
    id: "trail-of-one-region",
    meaning: "A trail hears of one Region only.",
    level: "warning",
    why: "What is done in another Region, one that nobody uses for example, is seen by no detection.",
    source:
      "CIS AWS Foundations, CloudTrail enabled in all Regions; CloudTrail API, CreateTrail: IsMultiRegionTrail",
    noun: "trail",
    types: [TRAIL],
    subjects: (declared) => declared.of(TRAIL),
    judge: (trail) => {
      const all = attribute(trail, "is_multi_region_trail");
      if (all.kind === "unknown") return unknown("is_multi_region_trail");
      return flagOf(all) === true
        ? FINE
        : found("`is_multi_region_trail` is not true", "is_multi_region_trail");
    },
    fix: "set `is_multi_region_trail` to true",
  },
  {
    id: "log-group-without-retention",
    meaning: "A log group keeps its events for ever.",
    level: "off",
    why: "What it costs grows for ever. No detection needs it otherwise: off unless it is asked for.",
    source: "CloudWatch Logs API, PutRetentionPolicy",
    noun: "log group",
    types: [LOG_GROUP],
    subjects: (declared) => declared.of(LOG_GROUP),
    judge: (group) => {
      const days = attribute(group, "retention_in_days");
      if (days.kind === "unknown") return unknown("retention_in_days");
      return (numberOf(days) ?? 0) === 0 ? found("`retention_in_days` is not set") : FINE;
    },
    fix: "set `retention_in_days`",
  },
  {
    id: "log-group-without-key",
    meaning: "A log group is not encrypted with a key of one's own.",
    level: "off",
    why: "CloudWatch Logs encrypts what it stores in any case; a key of one's own says who may read it. Off unless it is asked for.",
    source: "CloudWatch Logs guide, Encrypt log data in CloudWatch Logs using AWS KMS",
    noun: "log group",
    types: [LOG_GROUP],
    subjects: (declared) => declared.of(LOG_GROUP),
    judge: (group) => {
      const set = whetherSet(group, "kms_key_id");
      if (set === "unknown") return unknown("kms_key_id");
      return set === "unset" ? found("`kms_key_id` is not set", "kms_key_id") : FINE;
    },
    fix: "set `kms_key_id` to the ARN of a key that lets CloudWatch Logs in",
  },
];

function isOfCloudTrail(filter: Resource): boolean {
  const pattern = attribute(filter, "pattern");
  return OF_CLOUDTRAIL.test(textOf(pattern) ?? (pattern.kind === "unknown" ? pattern.text : ""));
}

/** Whether a trail writes to the log group of a filter. */
function feeds(
  trail: Resource,
  group: Value,
  filter: Resource,
  declared: Declared,
): "yes" | "no" | "unknown" {
  const arn = attribute(trail, "cloud_watch_logs_group_arn");
  if (isUnset(arn)) return "no";
  const groups = declared.of(LOG_GROUP);
  const ofTrail = declared.referred(arn, trail).filter((each) => groups.includes(each));
  const ofFilter = declared.referred(group, filter).filter((each) => groups.includes(each));
  if (ofTrail.some((each) => ofFilter.includes(each))) return "yes";
  const name = textOf(group) ?? nameOf(ofFilter);
  const written = textOf(arn);
  const trailName =
    written === undefined ? nameOf(ofTrail) : /:log-group:([^:]+)/.exec(written)?.[1];
  if (name !== undefined && trailName !== undefined) return name === trailName ? "yes" : "no";
  // Two groups that are both declared are two, whatever they are called.
  return ofTrail.length > 0 && ofFilter.length > 0 ? "no" : "unknown";
}

/** The name of the one log group that is meant, where it is known. */
function nameOf([group, ...others]: readonly Resource[]): string | undefined {
  return group === undefined || others.length > 0 ? undefined : textOf(attribute(group, "name"));
}
