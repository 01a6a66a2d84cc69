import type { Limit, NameRule } from "../../core/limit";

/*
 * What EventBridge allows. "Quotas" is the page of EventBridge's quotas, "API" the service model
 * events/2015-10-07, "provider" the argument validation of the AWS provider of Terraform, "guide" the
 * user guide's "Event pattern syntax" and "Comparison operators".
 */

export const PATTERN_LIMITS = {
  length: { value: 2048, unit: "characters an event pattern", source: "Quotas; can be raised" },
  bytes: {
    value: 4096,
    unit: "UTF-8 bytes an event pattern",
    source: "API; provider counts bytes",
  },
  combinations: { value: 1000, unit: "combinations of `$or` an event pattern", source: "guide" },
  wildcardCost: {
    value: 9,
    unit: "states that the wildcards of a field can be in at once",
    source: "recorded: 7 was accepted and 11 refused; the limit itself is nowhere published",
  },
} as const satisfies Record<string, Limit>;

/** What names may be. */
export const EVENT_NAME_RULES = {
  rule: { value: 64, unit: "characters", allowed: /^[.\-_A-Za-z0-9]+$/, source: "API: RuleName" },
  description: {
    value: 512,
    unit: "characters",
    allowed: /^[^]*$/,
    source: "API: RuleDescription",
  },
  machine: {
    value: 80,
    unit: "characters",
    allowed: /^[0-9A-Za-z_-]+$/,
    source: "provider; Step Functions API: Name, less what its log would refuse",
  },
} as const satisfies Record<string, NameRule>;

/** How long an event that a target does not take is sent again (EventBridge API, `RetryPolicy`). */
export const RETRY_LIMITS = {
  age: { value: 86_400, unit: "seconds", source: "API: MaximumEventAgeInSeconds" },
  attempts: { value: 185, unit: "attempts", source: "API: MaximumRetryAttempts" },
} as const satisfies Record<string, Limit>;

export const BUS_LIMITS = {
  rules: {
    value: 300,
    unit: "rules an event bus",
    source: "Quotas: 100 in some Regions; can be raised",
  },
  wildcardRules: {
    value: 30,
    unit: "rules with wildcards an event bus",
    source: "Quotas; cannot be raised",
  },
} as const satisfies Record<string, Limit>;

/** What AWS Step Functions takes. */
export const MACHINE_LIMITS = {
  definition: {
    value: 1_048_576,
    unit: "bytes of UTF-8 a definition",
    source: "API model states/2016-11-23: Definition",
  },
} as const satisfies Record<string, Limit>;
