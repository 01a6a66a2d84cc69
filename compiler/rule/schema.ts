import { z } from "zod";
import { DURATION_FORM, DURATION_PATTERN } from "./duration";

/**
 * The one definition of a rule document: the types, the validation and the meaning of each key come
 * from here. Sigma's keys are those of specification 2.1.0; Sentinel's are those of Microsoft's
 * analytic-rule YAML, with the limits that the service documents.
 */

const text = (max: number) => z.string().min(1).max(max);
const form = (pattern: RegExp, meaning: string) => z.string().regex(pattern, meaning);
const duration = form(DURATION_PATTERN, DURATION_FORM);
const uuid = form(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "a UUID such as `9a6554e6-63d9-4f94-9b32-64d1d40628f2`",
);
const date = form(/^\d{4}[-/]\d{2}[-/]\d{2}$/, "a date as YYYY-MM-DD");
const version = z.union([form(/^\d+(\.\d+){0,3}$/, "a version such as `1.0.1`"), z.number()]);

export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
export const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;
export const SEVERITIES = ["Informational", "Low", "Medium", "High"] as const;
export const TRIGGER_OPERATORS = ["gt", "lt", "eq", "ne"] as const;
export const KINDS = ["Scheduled", "NRT"] as const;

export type Level = (typeof LEVELS)[number];
export type Severity = (typeof SEVERITIES)[number];
export type TriggerOperator = (typeof TRIGGER_OPERATORS)[number];

const entityMapping = z.looseObject({
  entityType: text(50),
  fieldMappings: z
    .array(z.looseObject({ identifier: text(50), columnName: text(500) }))
    .min(1)
    .max(3),
});
export type EntityMapping = z.infer<typeof entityMapping>;

/** Sentinel's keys: they schedule and enrich, beside `detection` or with `query` alone. */
const sentinelKeys = {
  /** KQL: runs on Sentinel as written, in place of what `detection` would give. */
  query: text(10_000).optional(),
  /** @default - from `level` */
  severity: z.enum(SEVERITIES).optional(),
  /** @default 15m */
  queryFrequency: duration.optional(),
  /** @default 15m */
  queryPeriod: duration.optional(),
  /** @default gt */
  triggerOperator: z.enum(TRIGGER_OPERATORS).optional(),
  /** @default 0 */
  triggerThreshold: z.number().int().min(0).max(10_000).optional(),
  /** @default - from `tags` */
  tactics: z.array(z.string()).optional(),
  /** @default - from `tags` */
  relevantTechniques: z
    .array(form(/^T\d{4}(\.\d{3})?$/, "a technique such as `T1098` or `T1098.001`"))
    .optional(),
  entityMappings: z.array(entityMapping).max(10).nullable().optional(),
  customDetails: z.record(z.string(), z.string()).nullable().optional(),
  alertDetailsOverride: z.looseObject({}).nullable().optional(),
  eventGroupingSettings: z.looseObject({}).nullable().optional(),
  incidentConfiguration: z.looseObject({}).nullable().optional(),
  suppressionEnabled: z.boolean().optional(),
  suppressionDuration: duration.optional(),
  requiredDataConnectors: z.array(z.looseObject({})).optional(),
  kind: z.enum(KINDS).optional(),
  version: version.optional(),
  metadata: z.looseObject({}).optional(),
};

/** Our own keys. */
const ownKeys = {
  /** Deploy the rule also where a target's version matches more than the rule says. */
  accept: z.literal("wider").optional(),
  /** How late events may arrive and still be counted. */
  ingestionDelay: duration.optional(),
  /** Where the person who is paged reads what to do. */
  runbook: text(2_000).optional(),
};

const related = z.looseObject({
  id: uuid,
  type: z.enum(["derived", "obsolete", "merged", "renamed", "similar"]),
});

/** A Sigma rule, which may carry Sentinel's keys. */
export const sigmaRule = z.looseObject({
  title: text(256),
  id: uuid.optional(),
  name: text(256).optional(),
  related: z.array(related).optional(),
  taxonomy: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  description: text(65_535).optional(),
  license: z.string().optional(),
  author: z.string().optional(),
  references: z.array(z.string()).optional(),
  date: date.optional(),
  modified: date.optional(),
  logsource: z.looseObject({
    product: z.string().optional(),
    service: z.string().optional(),
    category: z.string().optional(),
    definition: z.string().optional(),
  }),
  detection: z.looseObject({}),
  fields: z.array(z.string()).optional(),
  falsepositives: z.array(z.string()).optional(),
  level: z.enum(LEVELS).optional(),
  tags: z
    .array(form(/^[a-z0-9_-]+\.[a-z0-9._-]+$/, "a tag such as `attack.t1098`, in lower case"))
    .optional(),
  scope: z.array(z.string()).optional(),
  ...sentinelKeys,
  ...ownKeys,
});
export type SigmaRule = z.infer<typeof sigmaRule>;

/** Sentinel's own rule: KQL alone. */
export const sentinelRule = z.looseObject({
  ...sentinelKeys,
  ...ownKeys,
  id: uuid.optional(),
  name: text(256),
  description: text(5_000).optional(),
  status: z.string().optional(),
  tags: z.array(z.unknown()).optional(),
  severity: z.enum(SEVERITIES),
  query: text(10_000),
});
export type SentinelRule = z.infer<typeof sentinelRule>;

export type RuleDocument = SigmaRule | SentinelRule;
