import { durationInWords, parseDuration } from "../../compiler/rule/duration";
import { attribute, FINE, found, unknown, type Policy } from "../policy";
import type { Resource } from "../resource";
import { blocksOf, flagOf, isUnset, memberOf, textOf } from "../value";

export const SCHEDULED = "azurerm_sentinel_alert_rule_scheduled";
export const NEAR_REAL_TIME = "azurerm_sentinel_alert_rule_nrt";
const RULES = [SCHEDULED, NEAR_REAL_TIME];

/** What the provider takes where a rule says nothing (azurerm, sentinel_alert_rule_scheduled). */
const DEFAULT_TIME = "PT5H";

const common = { noun: "analytic rule", types: RULES };

export const sentinelPolicies: readonly Policy[] = [
  {
    ...common,
    id: "analytic-rule-disabled",
    meaning: "An analytic rule is switched off.",
    level: "warning",
    why: "It does not run.",
    source: "azurerm, sentinel_alert_rule_scheduled: enabled",
    subjects: (declared) => declared.of(...RULES),
    judge: (rule) => {
      const enabled = attribute(rule, "enabled");
      if (enabled.kind === "unknown") return unknown("enabled");
      return flagOf(enabled) === false ? found("`enabled` is false", "enabled") : FINE;
    },
    fix: "set `enabled` to true, or say why not in an exception",
  },
  {
    ...common,
    id: "analytic-rule-without-incident",
    meaning: "An analytic rule makes alerts and no incidents.",
    level: "warning",
    why: "Alerts stand in a table; people and playbooks work from incidents.",
    source: "Microsoft Sentinel documentation, Create incidents from alerts",
    subjects: (declared) => declared.of(...RULES),
    judge: (rule) => {
      const incident = attribute(rule, "incident");
      if (incident.kind === "unknown") return unknown("incident");
      const flags = blocksOf(incident).map((each) => memberOf(each, "create_incident_enabled"));
      if (flags.some((flag) => flag.kind === "unknown")) return unknown("incident");
      return flags.some((flag) => flagOf(flag) === false)
        ? found("`create_incident_enabled` is false", "incident")
        : FINE;
    },
    fix: "set `create_incident_enabled` to true, or say why not in an exception",
  },
  {
    ...common,
    id: "analytic-rule-without-entities",
    meaning: "An analytic rule maps no entities.",
    level: "warning",
    why: "Its alerts name no account and no address: they cannot be grouped, nor looked up.",
    source: "Microsoft Sentinel documentation, Map data fields to entities",
    subjects: (declared) => declared.of(...RULES),
    judge: (rule) => {
      const maps = ["entity_mapping", "sentinel_entity_mapping"].map((name) =>
        attribute(rule, name),
      );
      if (maps.some((each) => each.kind !== "unknown" && !isUnset(each))) return FINE;
      return maps.some((each) => each.kind === "unknown")
        ? unknown("entity_mapping")
        : found("there is no `entity_mapping`");
    },
    fix: "add an `entity_mapping`: an account, an IP address, a host",
  },
  {
    ...common,
    types: [SCHEDULED],
    id: "analytic-rule-gaps",
    meaning: "An analytic rule looks back less far than to its last run.",
    level: "error",
    why: "What happens between two of its looks is never looked at.",
    source: "Microsoft Sentinel documentation, Query scheduling and alert threshold",
    subjects: (declared) => declared.of(SCHEDULED),
    judge: (rule) => {
      const [every, back] = ["query_frequency", "query_period"].map((name) =>
        secondsOf(rule, name),
      );
      if (every === undefined) return unknown("query_frequency");
      if (back === undefined) return unknown("query_period");
      if (back >= every) return FINE;
      const words = `every ${durationInWords(every)} over the last ${durationInWords(back)}`;
      return found(`the rule looks ${words}`, "query_period");
    },
    fix: "make `query_period` at least as long as `query_frequency`",
  },
];

/** The seconds of a duration; undefined where it is not known. */
export function secondsOf(rule: Resource, name: string): number | undefined {
  const value = attribute(rule, name);
  if (value.kind === "unknown") return undefined;
  return parseDuration(isUnset(value) ? DEFAULT_TIME : (textOf(value) ?? ""));
}
