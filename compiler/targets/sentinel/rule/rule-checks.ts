import { SENTINEL_TACTICS } from "../../../attack/sentinel-tactics";
import { tacticNamed } from "../../../attack/sentinel-tactics";
import type { Limit } from "../../../core/limit";
import { quotedList, quote } from "../../../core/message";
import type { ResolvedRule } from "../../../ir/rule";
import { durationInWords, type Seconds } from "../../../rule/duration";
import { ENTITY_TYPES, entityType } from "../../../rule/entities";
import type { RuleDocument } from "../../../rule/schema";
import { type EntityMapping } from "../../../rule/sentinel-keys";
import { twoTriggers } from "../../reason";
import type { Reason } from "../../verdict";
import { COLUMN_NAME, CUSTOM_DETAIL_KEY, FORBIDDEN_IN_QUERY, LIMITS, PLACEHOLDER } from "../limits";
import { reasons } from "../reasons";
import { windowOf } from "./window";
import { lookbackOf, suppressionOf, type RuleObject } from "./rule-object";

/** A column that a rule object names, and where. */
export interface ColumnUse {
  readonly column: string;
  readonly path: string;
}

/** The columns that a rule object reads from the query's result, in the order of its keys. */
export function columnUses(rule: RuleObject): readonly ColumnUse[] {
  const override = rule.alertDetailsOverride ?? {};
  const at = (path: string, column: string | undefined): readonly ColumnUse[] =>
    column === undefined ? [] : [{ column, path }];
  const path = "alertDetailsOverride";
  return [
    ...rule.entityMappings.flatMap(({ fieldMappings }, mapping) =>
      fieldMappings.map(({ columnName }, field) => ({
        column: columnName,
        path: `entityMappings[${mapping}].fieldMappings[${field}].columnName`,
      })),
    ),
    ...rule.sentinelEntitiesMappings.map(({ columnName }, index) => ({
      column: columnName,
      path: `sentinelEntitiesMappings[${index}].columnName`,
    })),
    ...Object.entries(rule.customDetails).map(([key, column]) => ({
      column,
      path: `customDetails.${key}`,
    })),
    ...placeholders(override.alertDisplayNameFormat).flatMap((column) =>
      at(`${path}.alertDisplayNameFormat`, column),
    ),
    ...placeholders(override.alertDescriptionFormat).flatMap((column) =>
      at(`${path}.alertDescriptionFormat`, column),
    ),
    ...at(`${path}.alertSeverityColumnName`, override.alertSeverityColumnName),
    ...at(`${path}.alertTacticsColumnName`, override.alertTacticsColumnName),
    ...(override.alertDynamicProperties ?? []).flatMap(({ value }, index) =>
      at(`${path}.alertDynamicProperties[${index}].value`, value),
    ),
  ];
}

function placeholders(format: string | undefined): readonly string[] {
  return [...(format ?? "").matchAll(PLACEHOLDER)].map(([, column = ""]) => column);
}

/** What the service would refuse of a rule, all of it. `columns`: see `ruleObjectOf`. */
export function checkRule(
  detection: ResolvedRule,
  rule: RuleObject,
  columns: readonly string[] | undefined,
): readonly Reason[] {
  const { document } = detection;
  return [
    ...(document.tactics ?? []).flatMap((name, index) =>
      tacticNamed(name) === undefined
        ? [reasons.tactic(`tactics[${index}]`, name, SENTINEL_TACTICS)]
        : [],
    ),
    ...within(
      "title",
      `a name of ${rule.displayName.length} characters`,
      rule.displayName.length,
      LIMITS.nameMax,
    ),
    ...scheduleProblems(detection, rule),
    ...rule.entityMappings.flatMap(mappingProblems),
    ...entityCounts(rule),
    ...detailProblems(rule),
    ...groupingProblems(document, rule),
    ...columnUses(rule).flatMap(({ column, path }) => columnProblems(column, path, columns)),
  ];
}

function scheduleProblems(detection: ResolvedRule, rule: RuleObject): readonly Reason[] {
  const { document, matches } = detection;
  const { frequency, lookBack, delay } = windowOf(detection);
  const { triggerOperator, triggerThreshold } = detection.schedule;
  const isCorrelation = matches.kind === "correlation";
  const isAny = triggerOperator === "gt" && triggerThreshold === 0;
  if (rule.kind === "NRT") {
    return [
      ...(isCorrelation ? [reasons.nrtCount()] : isAny ? [] : [reasons.nrtTrigger()]),
      ...suppressionProblems(document, 60),
    ];
  }
  const long = LIMITS.longPeriodMin.value * 60;
  const longFrequency = LIMITS.longPeriodFrequencyMin.value * 60;
  return [
    ...duration("queryFrequency", frequency, LIMITS.frequencyMin, LIMITS.frequencyMax),
    ...(isCorrelation && !isAny ? [twoTriggers(document)] : []),
    ...windowProblems(detection),
    ...(lookBack >= long && frequency < longFrequency
      ? [
          reasons.duration(
            "queryFrequency",
            frequency,
            `at least ${durationInWords(longFrequency)} where the period is ${durationInWords(long)} or more`,
          ),
        ]
      : []),
    ...(delay > 0 && document.query !== undefined
      ? [reasons.delayOfOwnQuery(`${(lookBack - delay) / 60}m`)]
      : []),
    ...suppressionProblems(document, frequency),
  ];
}

function suppressionProblems(document: RuleDocument, frequency: Seconds): readonly Reason[] {
  const found = suppressionOf(document, frequency);
  const key = "suppressionDuration";
  const problems = duration(key, found, LIMITS.suppressionMin, LIMITS.suppressionMax);
  if (problems.length > 0 || document.suppressionEnabled !== true || found >= frequency) {
    return document[key] === undefined && document.suppressionEnabled !== true ? [] : problems;
  }
  const allowed = `at least the frequency, ${durationInWords(frequency)}`;
  return [reasons.duration(key, found, allowed)];
}

/**
 * A run looks back over its period, and over the delay for which it waits for late events; of a rule
 * that counts over a time also over the time since the run before.
 */
function windowProblems(detection: ResolvedRule): readonly Reason[] {
  const { document, matches } = detection;
  const { lookBack, delay, needed } = windowOf(detection);
  const isCorrelation = matches.kind === "correlation";
  const max = LIMITS.periodMax.value * 60;
  const check = (path: string, found: Seconds) =>
    duration(path, found, LIMITS.periodMin, LIMITS.periodMax);
  if (isCorrelation && document.queryPeriod !== undefined) return check("queryPeriod", lookBack);
  const [key, parts] = isCorrelation
    ? ["correlation.timespan", ["correlation.timespan", "queryFrequency"]]
    : ["queryPeriod", needed === undefined ? ["queryPeriod"] : ["queryPeriod", "queryFrequency"]];
  if (lookBack <= max || (parts.length === 1 && lookBack - delay > max)) {
    return check(key, lookBack <= max ? lookBack : lookBack - delay);
  }
  const allowed = `at most ${durationInWords(max)}`;
  return lookBack - delay > max
    ? [reasons.together(parts, lookBack - delay, allowed, key)]
    : [reasons.together([...parts, "ingestionDelay"], lookBack, allowed, "ingestionDelay")];
}

function duration(path: string, found: Seconds, min: Limit, max: Limit): readonly Reason[] {
  if (found >= min.value * 60 && found <= max.value * 60) return [];
  const allowed = `${durationInWords(min.value * 60)} to ${durationInWords(max.value * 60)}`;
  return [reasons.duration(path, found, allowed)];
}

function mappingProblems(mapping: EntityMapping, index: number): readonly Reason[] {
  const path = `entityMappings[${index}]`;
  const { entityType: named, fieldMappings } = mapping;
  const type = entityType(named);
  if (type === undefined) {
    const message = `unknown entity type ${quote(named)}; allowed: ${quotedList(ENTITY_TYPES)}`;
    return [reasons.entity(`${path}.entityType`, message)];
  }
  const names = fieldMappings.map(({ identifier }) => identifier);
  const at = (field: number) => `${path}.fieldMappings[${field}].identifier`;
  return [
    ...names.flatMap((name, field) => {
      if (!type.identifiers.includes(name)) {
        const allowed = quotedList(type.identifiers);
        const message = `${named} has no identifier ${quote(name)}; allowed: ${allowed}`;
        return [reasons.entity(at(field), message)];
      }
      if (names.indexOf(name) === field) return [];
      return [reasons.entity(at(field), `the identifier ${quote(name)} is mapped twice`)];
    }),
    ...(names.some((name) => !type.identifiers.includes(name)) ||
    type.oneOf.some((set) => set.every((name) => names.includes(name)))
      ? []
      : [
          reasons.entity(
            `${path}.fieldMappings`,
            `${named} needs one of ${type.oneOf.map((set) => set.join(" and ")).join(", ")}`,
          ),
        ]),
  ];
}

function entityCounts({ entityMappings, sentinelEntitiesMappings, kind }: RuleObject) {
  const count = entityMappings.length + sentinelEntitiesMappings.length;
  const max = kind === "NRT" ? LIMITS.nrtEntityMappingsMax : LIMITS.entityMappingsMax;
  return within("entityMappings", `${count} entity mappings`, count, max);
}

/** What the key of a custom detail may be. */
const DETAIL_KEY_FORM = `a letter, then letters, digits and underscores, ${upTo(LIMITS.customDetailKeyMax)}`;

function isDetailKey(key: string): boolean {
  return CUSTOM_DETAIL_KEY.test(key) && key.length <= LIMITS.customDetailKeyMax.value;
}

function detailProblems({ customDetails, alertDetailsOverride }: RuleObject): readonly Reason[] {
  const keys = Object.keys(customDetails);
  const named = placeholders(alertDetailsOverride?.alertDisplayNameFormat).length;
  return [
    ...within(
      "customDetails",
      `${keys.length} custom details`,
      keys.length,
      LIMITS.customDetailsMax,
    ),
    ...keys.flatMap((key) =>
      isDetailKey(key)
        ? []
        : [
            {
              ...reasons.limit(`customDetails.${key}`, `the key ${quote(key)}`, DETAIL_KEY_FORM),
              on: "key" as const,
            },
          ],
    ),
    ...within(
      "alertDetailsOverride.alertDisplayNameFormat",
      `${named} placeholders`,
      named,
      LIMITS.placeholdersPerNameMax,
    ),
  ];
}

function groupingProblems(document: RuleDocument, rule: RuleObject): readonly Reason[] {
  const path = "incidentConfiguration.groupingConfiguration";
  const written = document.incidentConfiguration?.groupingConfiguration;
  const grouping = rule.incidentConfiguration?.groupingConfiguration;
  if (written == null || grouping === undefined) return [];
  const { groupByEntities: entities, groupByCustomDetails: details } = grouping;
  const mapped = rule.entityMappings.map(({ entityType }) => entityType);
  const known = Object.keys(rule.customDetails);
  const isNothingSelected =
    entities.length + details.length + grouping.groupByAlertDetails.length === 0;
  return [
    ...duration(
      `${path}.lookbackDuration`,
      lookbackOf(written),
      LIMITS.groupingLookbackMin,
      LIMITS.groupingLookbackMax,
    ),
    ...(grouping.enabled && grouping.matchingMethod === "Selected" && isNothingSelected
      ? [
          reasons.limit(
            `${path}.matchingMethod`,
            "nothing is selected",
            "`groupByEntities`, `groupByAlertDetails` or `groupByCustomDetails` with an entry",
          ),
        ]
      : []),
    // The lists count under `Selected` alone; the portal exports them under every method.
    ...(grouping.matchingMethod === "Selected"
      ? [
          ...unknownOf(`${path}.groupByEntities`, entities, mapped, "an entity that the rule maps"),
          ...unknownOf(`${path}.groupByCustomDetails`, details, known, "a key of `customDetails`"),
        ]
      : [
          ...unknownOf(`${path}.groupByEntities`, entities, ENTITY_TYPES, ENTITY_TYPES.join(", ")),
          ...unknownOf(
            `${path}.groupByCustomDetails`,
            details,
            details.filter(isDetailKey),
            DETAIL_KEY_FORM,
          ),
        ]),
  ];
}

function unknownOf(
  path: string,
  found: readonly string[],
  known: readonly string[],
  allowed: string,
): readonly Reason[] {
  return found.flatMap((name, index) =>
    known.includes(name) ? [] : [reasons.limit(`${path}[${index}]`, quote(name), allowed)],
  );
}

function columnProblems(
  column: string,
  path: string,
  columns: readonly string[] | undefined,
): readonly Reason[] {
  if (!COLUMN_NAME.test(column) || column.length > LIMITS.columnNameMax.value) {
    return [reasons.limit(path, quote(column), "the plain name of a column, without blanks")];
  }
  if (columns === undefined || columns.includes(column)) return [];
  return [reasons.columnUnknown(path, column, columns)];
}

/** What the service refuses of a query's text, whoever wrote it. */
export function checkQueryText(query: string, path: string): readonly Reason[] {
  const { queryMax } = LIMITS;
  return [
    ...(query.length > queryMax.value ? [reasons.tooLong(query.length, queryMax.value, path)] : []),
    ...FORBIDDEN.filter(({ at }) => at.test(query)).map(({ words }) =>
      reasons.limit(path, `\`${words}\``, "tables by their names"),
    ),
  ];
}

/** Where a stage begins with them. */
const FORBIDDEN = FORBIDDEN_IN_QUERY.map((words) => ({
  words,
  at: new RegExp(`^[\\s|]*${words.replace(" *", "\\s+\\*")}`, "m"),
}));

function within(path: string, found: string, count: number, max: Limit): readonly Reason[] {
  return count <= max.value ? [] : [reasons.limit(path, found, upTo(max))];
}

function upTo({ value, unit }: Limit): string {
  return `at most ${value} ${unit}`;
}
