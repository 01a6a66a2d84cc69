import { AUDITORS } from "../../compiler/targets/cloudwatch/auditors/auditor";
import { isAcceptance, LOSING_TARGETS } from "../../compiler/rule/acceptance";
import { AWS_TARGET, EVENT_BRIDGE_SETTINGS_TYPES, type EventBridgeSettings } from "./event-bridge";
import {
  FLAG,
  isMapOf,
  isText,
  NAMES,
  orUndefined,
  validatedLater,
  type PropTypes,
} from "./prop-types";

/** What a construct says about a rule beside the rule's own file, on either cloud. */
export interface RuleSettings {
  /**
   * Deploy the rule also where a cloud's version matches more than the rule says: `wider` on every cloud,
   * or by cloud `{ cloudwatch: "wider" }`, or by the codes of what may be left out
   * `{ cloudwatch: ["DET5…"] }`, so that a loss that comes later is asked about. Beside what the rule
   * itself accepts.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: "wider" | Record<string, unknown>;
  /**
   * Deploy everything without paging anyone: the alarm has no actions that are run, Sentinel's alerts become
   * no incidents.
   * @default false
   */
  readonly shadow?: boolean;
  /**
   * Severity of a match, which also sets Sentinel's severity.
   * @default - what the rule says
   */
  readonly level?: "informational" | "low" | "medium" | "high" | "critical";
  /**
   * How often Sentinel runs the rule, as `15m`, `1h`, `1d` or in ISO 8601.
   * @default - what the rule says, else 15 minutes
   */
  readonly queryFrequency?: string;
  /**
   * The time whose matches are counted together, as `15m`, `1h`, `1d` or in ISO 8601.
   * @default - what the rule says, else 15 minutes
   */
  readonly queryPeriod?: string;
  /**
   * What the count of matches compares with, 0 to 10,000.
   * @default - what the rule says, else 0
   */
  readonly triggerThreshold?: number;
  /**
   * Where the person who is paged reads what to do; part of the alarm's and the rule's description.
   * @default - what the rule says
   */
  readonly runbook?: string;
  /**
   * What exists already under the names that the rule's resources bear, and is adopted by `import` blocks
   * in place of being created: `analyticRule`, `metricFilter`, `alarm`. What of it does not exist fails
   * the plan. Needs Terraform 1.5, or 1.6 where the log group or the workspace is a token.
   * @default - nothing: everything is created
   */
  readonly importExisting?: string[];
}

/** Names of one's own for what a rule becomes; what `namePrefix` says stands before them too. */
export interface ResourceNames {
  /**
   * Resource name of the analytic rule in Sentinel, often a GUID: up to 260 characters, none of
   * `< > % & : \\ ? / # * +`.
   * @default - what the rule's own `resourceNames` says, else its id
   */
  readonly analyticRule?: string;
  /**
   * Name of the metric filter: up to 512 characters, no `:` or `*`. Where a rule needs several, the others
   * have `-2`, `-3` behind it.
   * @default - what the rule's own `resourceNames` says, else its id
   */
  readonly metricFilter?: string;
  /**
   * Name of the alarm: up to 255 characters on one line.
   * @default - what the rule's own `resourceNames` says, else the title and the first part of the id
   */
  readonly alarm?: string;
}

/** What is said of one rule alone. */
export interface SingleRuleSettings {
  /**
   * Names of your own for what the rule becomes, so that what exists can be adopted (`importExisting`), or
   * referred to from elsewhere. The metric and the saved query keep theirs.
   * @default - what the rule's own `resourceNames` says, else names made of its id and title
   */
  readonly resourceNames?: ResourceNames;
}

/** What is said about a rule on AWS. */
export interface CloudWatchSettings extends RuleSettings {
  /**
   * Whether the filter may have regexes, of which a log group has 5. Where not, the conditions that need
   * one are dropped, which makes the rule wider.
   * @default true
   */
  readonly regex?: boolean;
  /**
   * Whose check of the metric filters the rule's controls are to pass. A text of the auditor's that counts
   * what the rule counts is the pattern of the rule's own filter; any other stands beside it as an
   * auditor's copy, with a metric and an alarm of its own.
   * @default - nobody's: the pattern is the compiler's own
   */
  readonly auditor?: "security-hub" | "prowler" | "steampipe";
  /**
   * ARNs to notify when the alarm of an auditor's copy goes to ALARM, at most 5 (CloudWatch API); may be
   * tokens. An auditor asks for one at least.
   * @default - those of `alarmActions`
   */
  readonly auditorActions?: string[];
  /**
   * ARNs to notify when the alarm goes to ALARM, at most 5 (CloudWatch API); may be tokens.
   * @default - nobody is notified
   */
  readonly alarmActions?: string[];
  /**
   * ARNs to notify when the alarm goes back to OK, at most 5 (CloudWatch API); may be tokens.
   * @default - nobody is notified
   */
  readonly okActions?: string[];
  /**
   * Whether to save the Logs Insights query that shows the events behind an alarm; the alarm's text
   * names it.
   * @default true
   */
  readonly savedQuery?: boolean;
}

/** What is said about a rule on Azure. */
export interface SentinelSettings extends RuleSettings {
  /**
   * How late events may come to the workspace and still be seen, as `15m`, `1h` or in ISO 8601: each run
   * looks back further by it. A rule with a query of its own, which says so itself, is not changed.
   * @default - what the rule says; else a rule that counts over a time waits for as long as events of its
   * log source usually take, and any other does not
   */
  readonly ingestionDelay?: string;
  /**
   * Whether the rule runs.
   * @default - what the rule's own `enabled` says, else true
   */
  readonly enabled?: boolean;
  /**
   * Whether alerts become incidents, which is what Sentinel's automation rules start from.
   * @default - what the rule's own `incidentConfiguration` says, else true
   */
  readonly createIncidents?: boolean;
  /**
   * Put alerts into one incident: `AllEntities` where all their entities are the same, `AnyAlert` always.
   * @default - what the rule's own `incidentConfiguration` says, else one incident an alert
   */
  readonly incidentGrouping?: "AllEntities" | "AnyAlert";
  /**
   * How far back an alert looks for its incident, 5 minutes to 7 days; groups alerts.
   * @default - what the rule says, else 5 hours
   */
  readonly incidentLookback?: string;
  /**
   * Whether an alert reopens the closed incident that it belongs to; groups alerts.
   * @default - what the rule says, else false
   */
  readonly reopenClosedIncidents?: boolean;
}

/** Every setting of a rule. */
export interface DetectionSettings
  extends CloudWatchSettings, SentinelSettings, EventBridgeSettings {
  /**
   * The way of the rule on AWS: `cloudwatch`, a metric filter and its alarm; `eventbridge`, a message of
   * each event that matches; or `exact-first`, the metric filter where it is exact, else EventBridge where
   * that is.
   * @default - what the rule's own `awsTarget` says, else `cloudwatch`
   */
  readonly awsTarget?: "cloudwatch" | "eventbridge" | "exact-first";
}

/** The kinds of resources that can be adopted: their ids follow from names that are known. */
export const IMPORTABLE = ["analyticRule", "metricFilter", "alarm"] as const;

const KINDS = IMPORTABLE.map((kind) => `\`${kind}\``).join(", ");
const isImportable = (value: unknown) => IMPORTABLE.some((kind) => kind === value);

export const SETTINGS_TYPES: PropTypes<DetectionSettings> = {
  ...EVENT_BRIDGE_SETTINGS_TYPES,
  awsTarget: AWS_TARGET,
  accept: {
    allowed: `\`wider\`, or by cloud (${LOSING_TARGETS.join(", ")}) \`wider\` or a list of codes of what may be left out there`,
    fits: isAcceptance,
  },
  shadow: FLAG,
  regex: FLAG,
  auditor: {
    allowed: AUDITORS.map((auditor) => `\`${auditor}\``).join(", "),
    fits: (value) => AUDITORS.some((auditor) => auditor === value),
  },
  auditorActions: NAMES,
  alarmActions: NAMES,
  okActions: NAMES,
  savedQuery: FLAG,
  importExisting: {
    allowed: `a list of ${KINDS}`,
    fits: (value) => Array.isArray(value) && value.every(isImportable),
  },
  ...validatedLater("level", "queryFrequency", "queryPeriod", "triggerThreshold", "runbook"),
  ...validatedLater("ingestionDelay", "enabled", "createIncidents", "incidentGrouping"),
  ...validatedLater("incidentLookback", "reopenClosedIncidents"),
};

export const SINGLE_RULE_TYPES: PropTypes<SingleRuleSettings> = {
  resourceNames: {
    allowed: `an object of strings under ${KINDS}`,
    fits: (value) =>
      isMapOf(orUndefined(isText))(value) && Object.keys(value as object).every(isImportable),
  },
};
