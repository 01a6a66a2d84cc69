import * as v from "valibot";

import { SENTINEL_TACTICS } from "../attack/sentinel-tactics";
import { acceptance } from "./acceptance";
import { AWS_TARGETS } from "./aws-target";
import { controls } from "./controls";
import { DURATION_FORM, DURATION_PATTERN } from "./duration";
import { resourceNames } from "./resource-names";
import {
  alertDetailsOverride,
  entityMappings,
  eventGroupingSettings,
  incidentConfiguration,
  requiredDataConnectors,
  sentinelEntitiesMappings,
} from "./sentinel-keys";
import type { API_OPERATORS } from "./sentinel-limits";
import { KEY_LIMITS } from "./sentinel-limits";
import { asOperator, asTechnique } from "./spelling";
import {
  form,
  mapping,
  number,
  oneOf,
  optional,
  record,
  spelledBy,
  strict,
  text,
  word,
  wordOr,
} from "./value-forms";

/**
 * The one definition of the documents a rule file may hold: the types, the validation, the meaning of
 * each key and the JSON Schema for editors come from here. Sigma's keys are those of specification
 * 2.1.0; Sentinel's are those of Microsoft's analytic-rule YAML, with the limits that the service
 * documents. Patterns have no flags, since JSON Schema has none.
 */

const texts = v.array(v.string());
const duration = form(DURATION_PATTERN, DURATION_FORM);
const uuid = form(
  /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  "a UUID such as `9a6554e6-63d9-4f94-9b32-64d1d40628f2`",
);
const date = form(/^\d{4}[-/]\d{2}[-/]\d{2}$/, "a date as YYYY-MM-DD");
const version = v.union([form(/^\d+(\.\d+){0,3}$/, "a version such as `1.0.1`"), number]);

export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
export const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;
export const SEVERITIES = ["Informational", "Low", "Medium", "High"] as const;
const TRIGGER_OPERATORS = [
  "gt",
  "lt",
  "eq",
  "ne",
] as const satisfies (keyof typeof API_OPERATORS)[];
export const KINDS = ["Scheduled", "NRT"] as const;

export type Level = (typeof LEVELS)[number];
export type Severity = (typeof SEVERITIES)[number];
export type TriggerOperator = (typeof TRIGGER_OPERATORS)[number];

const query = text(KEY_LIMITS.queryMax.value);

/** What is wrong with a number that is not whole is not also that it is too small. */
const threshold = v.config(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(KEY_LIMITS.thresholdMin.value),
    v.maxValue(KEY_LIMITS.thresholdMax.value),
  ),
  {
    abortPipeEarly: true,
  },
);

/** Sentinel's keys: they schedule and enrich, beside `detection` or with `query` alone. */
const sentinelKeys = {
  query: optional(
    query,
    "KQL: runs on Sentinel as written, in place of what `detection` would give.",
  ),
  severity: optional(word(SEVERITIES), "Sentinel's severity. Default: from `level`."),
  queryFrequency: optional(duration, "How often Sentinel runs the rule. Default: 15m."),
  queryPeriod: optional(
    duration,
    "The time whose events are counted; the alarm's period. Default: 15m.",
  ),
  triggerOperator: optional(
    spelledBy(oneOf(TRIGGER_OPERATORS), asOperator),
    "How the count of matches compares with `triggerThreshold`. Default: gt.",
  ),
  triggerThreshold: optional(threshold, "What the count of matches compares with. Default: 0."),
  tactics: optional(
    v.array(wordOr(v.string(), SENTINEL_TACTICS)),
    "ATT&CK tactics. Default: from `tags`.",
  ),
  relevantTechniques: optional(
    v.array(
      spelledBy(
        form(/^[Tt]\d{4}(\.\d{3})?$/, "a technique such as `T1098` or `T1098.001`"),
        asTechnique,
      ),
    ),
    "ATT&CK techniques. Default: from `tags`.",
  ),
  entityMappings: optional(
    entityMappings,
    "The accounts, addresses and hosts that Sentinel names in its incidents.",
  ),
  customDetails: v.optional(record(v.string())),
  alertDetailsOverride: v.optional(alertDetailsOverride),
  eventGroupingSettings: v.optional(eventGroupingSettings),
  incidentConfiguration: v.optional(incidentConfiguration),
  sentinelEntitiesMappings: v.optional(sentinelEntitiesMappings),
  enabled: optional(v.boolean(), "Whether the rule runs on Sentinel. Default: true."),
  suppressionEnabled: v.optional(v.boolean()),
  suppressionDuration: v.optional(duration),
  requiredDataConnectors: v.optional(requiredDataConnectors),
  alertRuleTemplateName: optional(
    uuid,
    "The template that the rule was made from, by which the portal tells of its updates.",
  ),
  templateVersion: optional(version, "The version of that template."),
  kind: v.optional(word(KINDS)),
  version: v.optional(version),
  metadata: v.optional(mapping({})),
};

const allow = optional(
  v.array(
    strict({
      code: v.pipe(v.string(), v.description("Code of the warning, such as `DET428`.")),
      reason: v.pipe(
        form(/\S/, "why the warning does not apply, in words"),
        v.description("Why it does not apply; the review shows it."),
      ),
    }),
  ),
  "Warnings that are not to be reported, each with the reason. An error cannot be allowed.",
);

/** Our own keys. */
const ownKeys = {
  allow,
  accept: optional(
    acceptance,
    "Deploy the rule also where a target's version matches more than the rule says: `wider`, or by target `wider` or the codes of what may be left out. Each condition that is left out is named.",
  ),
  ingestionDelay: optional(
    duration,
    "How late events may arrive and still be counted. Default: not considered.",
  ),
  awsTarget: optional(
    oneOf(AWS_TARGETS),
    "The way of the rule on AWS: `cloudwatch`, a metric filter and its alarm; `eventbridge`, a message of each match; or `exact-first`, the metric filter where it is exact, else EventBridge. Default: `cloudwatch`, or what is said where it is deployed.",
  ),
  resourceNames: optional(
    resourceNames,
    "Names of one's own for what the rule becomes, so that what exists can be adopted.",
  ),
  sentinelTable: optional(
    v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
    "The table that the rule reads on Sentinel, or the tables that it reads together, where its log source lies in several. Default: what docs/log-sources.md says.",
  ),
  runbook: optional(
    text(2_000),
    "What the person who is paged does first, in a few sentences, or the address where it stands.",
  ),
  controls: optional(
    controls,
    "Controls of benchmarks that the rule serves, by framework and version. What the same control is called in other versions is known.",
  ),
};

/** The keys that every Sigma document may bear. */
const sigmaKeys = {
  title: v.pipe(text(256), v.description("What the rule detects, in a few words.")),
  id: optional(
    uuid,
    "A random UUID. A rule without one is checked and compiled, but not deployed.",
  ),
  taxonomy: optional(
    oneOf(["sigma"]),
    "Whose names the fields bear. Sigma's, which for CloudTrail are its own; no other is translated.",
  ),
  description: optional(text(65_535), "What the alert means to the person who reads it."),
  license: optional(v.string(), "SPDX identifier of the rule's licence."),
  author: optional(v.string(), "Named in every alert, as the Detection Rule License asks."),
  references: v.optional(texts),
  date: v.optional(date),
  modified: v.optional(date),
};

const logsource = v.pipe(
  mapping({
    product: v.optional(v.string()),
    service: v.optional(v.string()),
    category: v.optional(v.string()),
    definition: v.optional(v.string()),
  }),
  v.description("Which log the rule reads, for example `product: aws` and `service: cloudtrail`."),
);

const related = mapping({
  id: uuid,
  type: oneOf(["derived", "obsolete", "merged", "renamed", "similar"]),
});

/** The keys of what alerts: rules and correlations. */
const alertKeys = {
  name: optional(text(256), "A unique name, by which correlations refer to the rule."),
  related: v.optional(v.array(related)),
  status: optional(oneOf(STATUSES), "How far the rule can be trusted."),
  fields: v.optional(texts),
  falsepositives: optional(texts, "What else may set the rule off."),
  level: optional(oneOf(LEVELS), "Severity of a match."),
  tags: optional(
    v.array(
      form(
        // D3FEND's artifacts have capitals (specification 2.1.0, appendix "Tags").
        /^([a-z0-9_-]+\.[a-z0-9._-]+|d3fend\.d3f-[A-Za-z0-9]+)$/,
        "a tag such as `attack.t1098`, in lower case",
      ),
    ),
    "ATT&CK tactics and techniques among others: `attack.persistence`, `attack.t1098`.",
  ),
  scope: v.optional(texts),
};

/** A Sigma rule, which may carry Sentinel's keys. */
export const sigmaRule = v.looseObject({
  ...sigmaKeys,
  ...alertKeys,
  logsource,
  detection: v.pipe(
    mapping({}),
    v.description(
      "Selections of fields and values by name, and the `condition` that combines them.",
    ),
  ),
  ...sentinelKeys,
  ...ownKeys,
});
export type SigmaRule = v.InferOutput<typeof sigmaRule>;

/** Sentinel's own rule: KQL alone. */
const sentinelRule = v.looseObject({
  ...sentinelKeys,
  ...ownKeys,
  id: v.optional(uuid),
  name: text(KEY_LIMITS.nameMax.value),
  description: v.optional(text(KEY_LIMITS.descriptionMax.value)),
  status: v.optional(v.string()),
  tags: v.optional(v.array(v.unknown())),
  severity: word(SEVERITIES),
  query,
});
export type SentinelRule = v.InferOutput<typeof sentinelRule>;

const CORRELATION_TYPES = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
  // Of Sigma 2.2: known, so that it is refused by what it is.
  "value_median",
] as const;
const oneOrMore = v.union([text(256), v.pipe(v.array(text(256)), v.minLength(1))]);
const count = v.optional(number);

/** A Sigma correlation: a count over the matches of other rules. */
const correlationRule = v.looseObject({
  ...sigmaKeys,
  ...alertKeys,
  correlation: v.pipe(
    strict({
      type: oneOf(CORRELATION_TYPES),
      rules: v.pipe(
        oneOrMore,
        v.description("The ids or names of the rules whose matches are counted."),
      ),
      "group-by": optional(oneOrMore, "Fields whose values are counted apart."),
      timespan: form(/^\d{1,9}[smhd]$/, "a time span such as `30s`, `10m`, `1h` or `1d`"),
      condition: optional(
        v.union([
          strict({
            gt: count,
            gte: count,
            lt: count,
            lte: count,
            eq: count,
            neq: count,
            field: optional(oneOrMore, "The field whose values are counted or added up."),
          }),
          // Of Sigma 2.2: known, so that it is refused by what it is.
          text(10_000),
        ]),
        "Bounds of the count; where there are two, both must hold.",
      ),
      aliases: optional(record(record(v.string())), "Names for `group-by`: alias → rule → field."),
      generate: v.optional(v.boolean()),
    }),
    v.description("What is counted over which rules, and when the count matches."),
  ),
  generate: optional(
    v.boolean(),
    "Whether the correlated rules also alert by themselves. Default: false.",
  ),
  ...sentinelKeys,
  ...ownKeys,
});
export type CorrelationRule = v.InferOutput<typeof correlationRule>;

/** A Sigma filter: a condition that is added to other rules. */
const filterRule = v.looseObject({
  ...sigmaKeys,
  logsource,
  filter: v.pipe(
    mapping({
      rules: v.pipe(oneOrMore, v.description("The ids or names of the rules, or `any`.")),
      condition: v.pipe(
        text(10_000),
        v.description("Added to the rules with `and`: `not selection` excludes."),
      ),
    }),
    v.description("Selections as in `detection`, the rules they apply to, and a `condition`."),
  ),
  allow,
});
export type FilterRule = v.InferOutput<typeof filterRule>;

/** What alerts. */
export type RuleDocument = SigmaRule | SentinelRule | CorrelationRule;

/** Every kind of document, by the key that tells it from the others, in the order they are asked. */
export const DOCUMENT_KINDS = [
  { kind: "correlation", key: "correlation", schema: correlationRule },
  { kind: "filter", key: "filter", schema: filterRule },
  { kind: "sigma", key: "detection", schema: sigmaRule },
  { kind: "sentinel", key: "query", schema: sentinelRule },
] as const;
