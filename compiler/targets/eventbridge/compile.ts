import type { JsonObject } from "../../core/json";
import { countFacts } from "../../ir/count";
import { boundOf, logSourceOf, logSourcesOf, type ResolvedRule } from "../../ir/rule";
import { nameOf } from "../names";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import { conditionOf } from "./condition/condition";
import { lowerFormula } from "./lower";
import { mayRead, needsOf } from "./needs";
import { lowerPatterns } from "./patterns";
import { reasons } from "./reasons";
import { spread } from "./spread";

/** Rules of an event bus, and what decides about the events that they let through. */
export interface EventBridgeOutput {
  /** No event matches two of them. */
  readonly rules: readonly EventRule[];
  /**
   * An expression of JSONata over `$states.input`, the event in its envelope; null where the patterns
   * alone decide.
   */
  readonly condition: string | null;
  /** What it asks of the trail and of the Regions, in sentences without a point. */
  readonly needs: readonly string[];
  /** What the rules take of the budgets of their bus. */
  readonly uses: EventBusUse;
}

export interface EventRule {
  readonly name: string;
  readonly eventPattern: JsonObject;
  readonly state: RuleState;
}

/** Whether a rule sees calls that read only (EventBridge API, `PutRule`). */
export type RuleState = "ENABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

export interface EventBusUse {
  readonly rules: number;
  readonly wildcardRules: number;
}

/** Compiles a rule for EventBridge: what one event says is said exactly, or not at all. */
export function compileEventBridge(detection: ResolvedRule): Compiled<EventBridgeOutput> {
  const result = (
    verdict: Verdict,
    why: readonly Reason[],
    assumptions: readonly string[],
    output: EventBridgeOutput | null,
    promised?: Promised,
  ): Compiled<EventBridgeOutput> => ({
    target: "eventbridge",
    verdict,
    reasons: why,
    assumptions,
    output,
    ...(promised === undefined ? {} : { promised }),
  });
  const { matches } = detection;
  const logSource = logSourceOf(detection);
  if (logSource === undefined) return result("unsupported", [reasons.queryAlone()], [], null);
  const other = logSourcesOf(detection).find(({ eventBus }) => eventBus === undefined);
  if (other !== undefined) {
    const { product, service } = other;
    return result("not-applicable", [reasons.otherLogs(`${product}/${service}`)], [], null);
  }
  if (matches.kind === "query") return result("unsupported", [reasons.queryAlone()], [], null);
  if (matches.kind === "correlation") {
    return result("unsupported", [reasons.counts("correlation")], [], null);
  }
  const counting = countOf(detection);
  if (counting !== undefined) return result("unsupported", [counting], [], null);

  const { expression } = matches;
  const model = logSource.fields;
  const lowered = lowerFormula(expression, model);
  const found = spread(lowered.node);
  if (found.branches.length === 0) return result("unsupported", [reasons.neverMatches()], [], null);
  const { patterns, isExact } = lowerPatterns(found, logSource);
  const condition = isExact && lowered.dropped.size === 0 ? null : conditionOf(expression, model);
  if (condition !== null && "code" in condition) {
    return result("unsupported", [condition], [], null);
  }
  const name = nameOf(detection);
  const rules = patterns.map(({ branches, eventPattern }, index): EventRule => ({
    name: `${name}${index === 0 ? "" : `-${index + 1}`}`,
    eventPattern,
    state: mayRead(branches, logSource)
      ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
      : "ENABLED",
  }));
  const output: EventBridgeOutput = {
    rules,
    condition: condition?.text ?? null,
    needs: needsOf(
      patterns.flatMap(({ branches }) => branches),
      logSource,
    ),
    uses: {
      rules: rules.length,
      wildcardRules: patterns.filter(({ hasWildcards }) => hasWildcards).length,
    },
  };
  const assumes = [...lowered.assumptions, ...(condition?.assumes ?? [])];
  return result("exact", [], [...new Set(assumes)], output, { expression, model });
}

/** Why a rule counts; undefined where any match alerts. */
function countOf({ schedule, document }: ResolvedRule): Reason | undefined {
  const { zero, all, some, zeroOnly } = countFacts([boundOf(schedule)]);
  if (!zero && some && zeroOnly && !all) return undefined;
  return reasons.counts(
    document.triggerThreshold === undefined ? "triggerOperator" : "triggerThreshold",
  );
}
