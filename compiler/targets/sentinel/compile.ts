import { isBounded } from "../../ir/bounded";
import type { Detection } from "../../ir/detection";
import { widen } from "../../ir/expression";
import { isoDuration, type Seconds } from "../../rule/duration";
import {
  LEVELS,
  type EntityMapping,
  type Level,
  type RuleDocument,
  type Severity,
  type TriggerOperator,
} from "../../rule/schema";
import type { Compiled, Reason, Verdict } from "../../verdict";
import { attackOf } from "./attack";
import type { Query } from "./ast";
import { LIMITS, TACTICS, type Tactic } from "./capabilities";
import { columnStages, DEFAULT_ENTITY_MAPPINGS, RESULT_COLUMNS } from "./columns";
import { KqlError } from "./error";
import { lowerQuery } from "./lower";
import { printQuery } from "./print";
import { reasons } from "./reasons";
import { TABLE } from "./table";

/** A scheduled analytic rule, with Sentinel's names for its parts. Durations are ISO 8601. */
export interface SentinelOutput {
  readonly query: string;
  readonly queryFrequency: string;
  readonly queryPeriod: string;
  readonly triggerOperator: TriggerOperator;
  readonly triggerThreshold: number;
  readonly severity: Severity;
  readonly tactics: readonly Tactic[];
  /** Techniques only: the service refuses sub-techniques. */
  readonly techniques: readonly string[];
  readonly entityMappings: readonly EntityMapping[];
}

/** Compiles a detection for Sentinel. `accepted`: whether a `wider` version may be deployed. */
export function compileSentinel(detection: Detection, accepted: boolean): Compiled<SentinelOutput> {
  const facts = factsOf(detection);
  const result = (
    verdict: Verdict,
    why: readonly Reason[],
    assumptions: readonly string[],
    query: string,
    deployed: boolean,
  ) => {
    const output = deployed ? { query, ...facts.output } : null;
    return { target: "sentinel", verdict, reasons: why, assumptions, output } as const;
  };

  const { document, matches, schedule } = detection;
  if (document.query !== undefined) {
    const refused = facts.refusals.length > 0;
    return refused
      ? result("unsupported", facts.refusals, [], "", false)
      : result("as-written", [reasons.asWritten()], [], document.query.trimEnd(), true);
  }
  if (matches.kind === "query") throw new Error("a rule without a detection has a query");
  if (matches.kind === "correlation") {
    return result("unsupported", [reasons.correlation()], [], "", false);
  }

  const model = matches.logSource.fields;
  const { stages, dropped, reasons: why, assumptions } = lowerQuery(matches.expression, model);
  const mapped = facts.output.entityMappings.flatMap((mapping) =>
    mapping.fieldMappings.map(({ columnName }) => columnName),
  );
  const text =
    typeof stages === "boolean"
      ? stages
        ? reasons.unbounded()
        : reasons.neverMatches()
      : print({ table: TABLE, stages: [...stages, ...columnStages(mapped)] });
  const refusals = [
    ...facts.refusals,
    ...unknownColumns(facts.output.entityMappings),
    ...(dropped.size > 0 && !isBounded(widen(matches.expression, dropped), model.bounding)
      ? [reasons.unbounded()]
      : []),
    ...(dropped.size > 0 && schedule.triggerOperator !== "gt"
      ? [reasons.silences(schedule.triggerOperator)]
      : []),
    ...(typeof text === "string" ? [] : [text]),
  ];
  if (refusals.length > 0 || typeof text !== "string") {
    return result("unsupported", [...why, ...refusals], assumptions, "", false);
  }
  const verdict = dropped.size > 0 ? "wider" : "exact";
  return result(verdict, why, assumptions, text, verdict === "exact" || accepted);
}

function print(query: Query): string | Reason {
  try {
    const text = printQuery(query);
    const { value: max } = LIMITS.queryMax;
    return text.length > max ? reasons.tooLong(text.length, max) : text;
  } catch (error) {
    if (error instanceof KqlError) return reasons.notPrintable(error.message);
    throw error;
  }
}

function factsOf({ document, schedule }: Detection) {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold } = schedule;
  const attack = attackOf(tagsOf(document));
  const isTactic = (name: string): name is Tactic => TACTICS.some((tactic) => tactic === name);
  const tactics = document.tactics ?? attack.tactics;
  const techniques = (document.relevantTechniques ?? attack.techniques).map((each) =>
    each.slice(0, 5),
  );
  const refusals = [
    ...tactics
      .filter((tactic) => !isTactic(tactic))
      .map((tactic) => reasons.tactic(tactic, TACTICS)),
    ...durationProblem("queryFrequency", queryFrequency, LIMITS.frequencyMin, LIMITS.frequencyMax),
    ...durationProblem("queryPeriod", queryPeriod, LIMITS.periodMin, LIMITS.periodMax),
  ];
  return {
    refusals,
    output: {
      queryFrequency: isoDuration(queryFrequency),
      queryPeriod: isoDuration(queryPeriod),
      triggerOperator,
      triggerThreshold,
      severity: severityOf(document),
      tactics: tactics.filter(isTactic),
      techniques: [...new Set(techniques)],
      entityMappings:
        document.entityMappings ?? (document.query === undefined ? DEFAULT_ENTITY_MAPPINGS : []),
    },
  };
}

interface Minutes {
  readonly value: number;
}

function durationProblem(
  path: "queryFrequency" | "queryPeriod",
  found: Seconds,
  min: Minutes,
  max: Minutes,
): readonly Reason[] {
  if (found >= min.value * 60 && found <= max.value * 60) return [];
  const allowed = `${isoDuration(min.value * 60)} to ${isoDuration(max.value * 60)}`;
  return [reasons.duration(path, found, allowed)];
}

function unknownColumns(mappings: readonly EntityMapping[]): readonly Reason[] {
  return mappings.flatMap((mapping, index) =>
    mapping.fieldMappings
      .filter(({ columnName }) => !RESULT_COLUMNS.includes(columnName))
      .map(({ columnName }) =>
        reasons.entity(
          `entityMappings[${index}]`,
          `the query's result has no column \`${columnName}\`; it has ${RESULT_COLUMNS.join(", ")}`,
        ),
      ),
  );
}

/** Sentinel has no critical. */
const SEVERITY_OF_LEVEL: Readonly<Record<Level, Severity>> = {
  informational: "Informational",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "High",
};

function severityOf(document: RuleDocument): Severity {
  if (document.severity !== undefined) return document.severity;
  return SEVERITY_OF_LEVEL[LEVELS.find((level) => level === document["level"]) ?? "medium"];
}

function tagsOf(document: RuleDocument): readonly string[] {
  return (document.tags ?? []).filter((tag) => typeof tag === "string");
}
