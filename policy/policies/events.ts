import { quote } from "../../compiler/core/message";
import type { Declared } from "../declared";
import { attribute, FINE, found, unknown, type Policy } from "../policy";
import type { Resource } from "../resource";
import { blocksOf, flagOf, isUnset, memberOf, textOf, unknownsIn } from "../value";

const EVENT_RULE = "aws_cloudwatch_event_rule";
export const EVENT_TARGET = "aws_cloudwatch_event_target";
const STATE_MACHINE = "aws_sfn_state_machine";

export const eventPolicies: readonly Policy[] = [
  {
    id: "event-rule-without-target",
    meaning: "A rule of EventBridge has no target.",
    level: "warning",
    why: "It matches, and nobody is told.",
    source: "EventBridge API, PutTargets",
    noun: "event rule",
    types: [EVENT_RULE],
    subjects: (declared) => declared.of(EVENT_RULE),
    judge: (rule, declared) => {
      const answers = declared.of(EVENT_TARGET).map((target) => isTargetOf(target, rule, declared));
      if (answers.includes("yes")) return FINE;
      if (answers.includes("unknown")) return unknown("rule");
      return found("no `aws_cloudwatch_event_target` names the rule");
    },
    fix: "add an `aws_cloudwatch_event_target` with this `rule`",
  },
  {
    id: "event-rule-disabled",
    meaning: "A rule of EventBridge is switched off.",
    level: "warning",
    why: "It matches nothing.",
    source: "EventBridge API, PutRule: State",
    noun: "event rule",
    types: [EVENT_RULE],
    subjects: (declared) => declared.of(EVENT_RULE),
    judge: (rule) => {
      const state = attribute(rule, "state");
      const enabled = attribute(rule, "is_enabled");
      if (textOf(state) === "DISABLED") return found("`state` is `DISABLED`", "state");
      if (flagOf(enabled) === false) return found("`is_enabled` is false", "is_enabled");
      if (state.kind === "unknown" && !rule.isPlanned) return unknown("state");
      return enabled.kind === "unknown" && !rule.isPlanned ? unknown("is_enabled") : FINE;
    },
    fix: "set `state` to `ENABLED`, or say why not in an exception",
  },
  {
    id: "event-target-without-dead-letters",
    meaning: "What a target of EventBridge does not take is lost.",
    level: "warning",
    why: "EventBridge tries again for a day where the target is slow, and not at all where it lacks a permission; then the event is gone, and only a count of failures tells of it.",
    source: "EventBridge guide, Using dead-letter queues to process undelivered events",
    noun: "event target",
    types: [EVENT_TARGET],
    subjects: (declared) => declared.of(EVENT_TARGET),
    judge: (target) => {
      const letters = attribute(target, "dead_letter_config");
      if (letters.kind === "unknown") return unknown("dead_letter_config");
      const queues = blocksOf(letters).map((each) => memberOf(each, "arn"));
      return queues.some((arn) => !isUnset(arn))
        ? FINE
        : found("`dead_letter_config` names no queue", "dead_letter_config");
    },
    fix: "give `dead_letter_config` the `arn` of an SQS queue that lets EventBridge in",
  },
  {
    id: "state-machine-without-logging",
    meaning: "A state machine logs nothing.",
    level: "warning",
    why: "An express machine keeps no history of its own: why an alert was not sent cannot be known afterwards.",
    source: "Step Functions guide, Logging using CloudWatch Logs",
    noun: "state machine",
    types: [STATE_MACHINE],
    subjects: (declared) => declared.of(STATE_MACHINE),
    judge: (machine) => {
      const logging = attribute(machine, "logging_configuration");
      if (logging.kind === "unknown") return unknown("logging_configuration");
      const levels = blocksOf(logging).map((each) => memberOf(each, "level"));
      if (levels.some((level) => level.kind === "unknown")) return unknown("logging_configuration");
      const [level] = levels.flatMap((each) => textOf(each) ?? []);
      if (level !== undefined && level !== "OFF") return FINE;
      const what = level === undefined ? "is not set" : `has the level ${quote(level)}`;
      return found(`\`logging_configuration\` ${what}`, "logging_configuration");
    },
    fix: "set `logging_configuration` with a `level` of at least `ERROR` and a `log_destination`",
  },
];

/** Whether a target is one of a rule: by reference, or by its name. */
function isTargetOf(
  target: Resource,
  rule: Resource,
  declared: Declared,
): "yes" | "no" | "unknown" {
  const named = attribute(target, "rule");
  if (declared.referred(named, target).includes(rule)) return "yes";
  const [text, name] = [textOf(named), textOf(attribute(rule, "name"))];
  if (text !== undefined && name !== undefined) return text === name ? "yes" : "no";
  const speaksOfNone = unknownsIn(named).every(({ references }) => references.length === 0);
  return named.kind === "literal" || speaksOfNone ? "unknown" : "no";
}
