import type { Tactic } from "../../../attack/sentinel-tactics";
import {
  attackOf,
  tacticNamed,
  techniquesOf,
  techniqueTags,
  type Techniques,
} from "../../../attack/sentinel-tactics";
import { countingOf, logSourceOf, type ResolvedRule } from "../../../ir/rule";
import { entryOf } from "../../../load/node";
import { hasTable, tableOf } from "../../../log-sources/log-source";
import { isoDuration, parseDuration, type Seconds } from "../../../rule/duration";
import { levelOf, SEVERITY_OF_LEVEL } from "../../../rule/level";
import type { RuleDocument, Severity, TriggerOperator } from "../../../rule/schema";
import type {
  AlertDetailsOverride,
  EntityMapping,
  GroupingConfiguration,
} from "../../../rule/sentinel-keys";
import { actedOn } from "../../acted-on";
import { LIMITS } from "../limits";
import { windowOf } from "./window";

/**
 * An analytic rule, with the names that Sentinel gives its parts in rule files and in the API. Durations
 * are ISO 8601 in canonical form.
 */
export interface RuleObject {
  /** `NRT` runs every minute over what was ingested: it has no frequency, period or trigger. */
  readonly kind: "Scheduled" | "NRT";
  readonly displayName: string;
  readonly enabled: boolean;
  readonly queryFrequency: string;
  /** With the rule's `ingestionDelay`, where it has one. */
  readonly queryPeriod: string;
  readonly triggerOperator: TriggerOperator;
  readonly triggerThreshold: number;
  readonly severity: Severity;
  readonly tactics: readonly Tactic[];
  /** Techniques only: most versions of the API refuse sub-techniques. */
  readonly techniques: readonly string[];
  /** The sub-techniques behind them, for versions of the API that know such. */
  readonly subTechniques: readonly string[];
  readonly entityMappings: readonly EntityMapping[];
  readonly sentinelEntitiesMappings: readonly { readonly columnName: string }[];
  readonly customDetails: Readonly<Record<string, string>>;
  readonly alertDetailsOverride: AlertOverride | null;
  readonly eventGroupingSettings: { readonly aggregationKind: "SingleAlert" | "AlertPerResult" };
  /** Null: incidents as the service makes them by itself, one for each alert. */
  readonly incidentConfiguration: IncidentConfiguration | null;
  readonly suppressionEnabled: boolean;
  readonly suppressionDuration: string;
  /** The template that the rule was made from, and that template's version; null where it says none. */
  readonly alertRuleTemplateName: string | null;
  readonly templateVersion: string | null;
}

/** What alerts show in place of the rule's own name, description, severity and tactics. */
interface AlertOverride {
  readonly alertDisplayNameFormat?: string;
  readonly alertDescriptionFormat?: string;
  readonly alertSeverityColumnName?: string;
  readonly alertTacticsColumnName?: string;
  readonly alertDynamicProperties?: readonly {
    readonly alertProperty: string;
    readonly value: string;
  }[];
}

export interface IncidentConfiguration {
  readonly createIncident: boolean;
  readonly groupingConfiguration?: Grouping;
}

/** How alerts become one incident. */
interface Grouping {
  readonly enabled: boolean;
  readonly reopenClosedIncident: boolean;
  readonly lookbackDuration: string;
  readonly matchingMethod: "AllEntities" | "AnyAlert" | "Selected";
  readonly groupByEntities: readonly string[];
  readonly groupByAlertDetails: readonly ("DisplayName" | "Severity")[];
  readonly groupByCustomDetails: readonly string[];
}

/**
 * The rule object of a detection. `columns`: what the query returns, which default entities are chosen
 * from; undefined for a hand-written query, whose author chooses them.
 */
export function ruleObjectOf(
  detection: ResolvedRule,
  columns: readonly string[] | undefined,
): RuleObject {
  const { document, schedule } = detection;
  const { frequency, lookBack } = windowOf(detection);
  const { techniques, subTechniques } = techniquesOfRule(document);
  const counts = countingOf(detection) !== undefined;
  return {
    kind: document.kind ?? "Scheduled",
    displayName: detection.title,
    enabled: document.enabled ?? true,
    queryFrequency: isoDuration(frequency),
    queryPeriod: isoDuration(lookBack),
    triggerOperator: counts ? "gt" : schedule.triggerOperator,
    triggerThreshold: counts ? 0 : schedule.triggerThreshold,
    severity: severityOf(document),
    tactics: [...new Set(tacticsOf(document).flatMap((name) => tacticNamed(name) ?? []))],
    techniques,
    subTechniques: [...new Set(subTechniques.map(({ written }) => written))],
    entityMappings: document.entityMappings ?? defaultMappings(detection, columns ?? []),
    sentinelEntitiesMappings: document.sentinelEntitiesMappings ?? [],
    customDetails: document.customDetails ?? defaultDetails(detection, columns ?? []),
    alertDetailsOverride: overrideOf(document.alertDetailsOverride ?? undefined),
    eventGroupingSettings: {
      aggregationKind: document.eventGroupingSettings?.aggregationKind ?? "SingleAlert",
    },
    incidentConfiguration: incidentOf(document),
    suppressionEnabled: document.suppressionEnabled ?? false,
    suppressionDuration: isoDuration(suppressionOf(document, frequency)),
    alertRuleTemplateName: document.alertRuleTemplateName ?? null,
    templateVersion: versionText(detection, "templateVersion"),
  };
}

/** A version as the rule writes it: `1.10` is another than `1.1`. Null where it has none. */
export function versionText(
  { root }: ResolvedRule,
  key: "version" | "templateVersion",
): string | null {
  const found = entryOf(root, key)?.value;
  return found?.kind === "scalar" && found.value !== null ? found.text : null;
}

/** The tactics by the names that the rule has for them, its own key before its tags. */
function tacticsOf(document: RuleDocument): readonly string[] {
  return document.tactics ?? attackOf(tagsOf(document)).tactics;
}

export function techniquesOfRule(document: RuleDocument): Techniques {
  const { relevantTechniques } = document;
  return relevantTechniques ? techniquesOf(relevantTechniques) : attackOf(tagsOf(document));
}

/** The techniques as the rule itself names them, by its tags or else by Sentinel's key. */
export function techniquesWritten(document: RuleDocument): readonly string[] {
  const tagged = techniqueTags(tagsOf(document));
  const names = tagged.length > 0 ? tagged : (document.relevantTechniques ?? []);
  return [...new Set(names.map((name) => name.toUpperCase()))].sort();
}

/** How long a rule is quiet after an alert: at least as long as it takes to its next run. */
export function suppressionOf(document: RuleDocument, frequency: Seconds): Seconds {
  const usual = LIMITS.suppressionUsual.value * 60;
  return seconds(document.suppressionDuration, Math.max(usual, frequency));
}

/** How far back an alert finds the incident it belongs to. */
export function lookbackOf(grouping: GroupingConfiguration): Seconds {
  return seconds(grouping.lookbackDuration ?? undefined, LIMITS.groupingLookbackUsual.value * 60);
}

function seconds(written: string | undefined, usual: Seconds): Seconds {
  return written === undefined ? usual : (parseDuration(written) ?? usual);
}

/** Of the entities of the table, those whose columns are there. */
function defaultMappings(
  detection: ResolvedRule,
  columns: readonly string[],
): readonly EntityMapping[] {
  const logSource = logSourceOf(detection);
  const entities =
    logSource === undefined || !hasTable(logSource) ? [] : tableOf(logSource).entities;
  return entities.flatMap(({ entityType, fieldMappings }) => {
    const there = fieldMappings
      .filter(({ columnName }) => columns.includes(columnName))
      .filter(({ identifier }, index, all) => {
        return all.findIndex((each) => each.identifier === identifier) === index;
      });
    const isNamed = there[0]?.identifier === fieldMappings[0]?.identifier;
    return there.length > 0 && isNamed ? [{ entityType, fieldMappings: there }] : [];
  });
}

/** What the rule's calls act on, where its columns are there. */
function defaultDetails(
  { matches }: ResolvedRule,
  columns: readonly string[],
): RuleObject["customDetails"] {
  if (matches.kind !== "expression") return {};
  const names = actedOn(matches.expression, matches.logSource)
    .map(({ columnName }) => columnName)
    .filter((name) => columns.includes(name))
    .slice(0, LIMITS.customDetailsMax.value);
  return Object.fromEntries(names.map((name) => [name, name]));
}

function overrideOf(written: AlertDetailsOverride | undefined): AlertOverride | null {
  if (written === undefined) return null;
  const {
    alertDisplayNameFormat: name,
    alertDescriptionFormat: description,
    alertSeverityColumnName: severity,
    alertTacticsColumnName: tactics,
    alertDynamicProperties: properties,
  } = written;
  return {
    ...(name == null ? {} : { alertDisplayNameFormat: name }),
    ...(description == null ? {} : { alertDescriptionFormat: description }),
    ...(severity == null ? {} : { alertSeverityColumnName: severity }),
    ...(tactics == null ? {} : { alertTacticsColumnName: tactics }),
    ...(properties == null
      ? {}
      : {
          alertDynamicProperties: properties.map(({ alertProperty, value }) => ({
            alertProperty,
            value,
          })),
        }),
  };
}

function incidentOf({
  incidentConfiguration: written,
}: RuleDocument): IncidentConfiguration | null {
  if (written == null) return null;
  const grouping = written.groupingConfiguration;
  return {
    createIncident: written.createIncident,
    ...(grouping == null ? {} : { groupingConfiguration: groupingOf(grouping) }),
  };
}

function groupingOf(written: GroupingConfiguration): Grouping {
  return {
    enabled: written.enabled ?? false,
    reopenClosedIncident: written.reopenClosedIncident ?? false,
    lookbackDuration: isoDuration(lookbackOf(written)),
    matchingMethod: written.matchingMethod ?? "AllEntities",
    groupByEntities: written.groupByEntities ?? [],
    groupByAlertDetails: written.groupByAlertDetails ?? [],
    groupByCustomDetails: written.groupByCustomDetails ?? [],
  };
}

function severityOf(document: RuleDocument): Severity {
  return document.severity ?? SEVERITY_OF_LEVEL[levelOf(document) ?? "medium"];
}

function tagsOf(document: RuleDocument): readonly string[] {
  return (document.tags ?? []).filter((tag) => typeof tag === "string");
}
