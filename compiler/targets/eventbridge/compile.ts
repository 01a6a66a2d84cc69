import type { JsonObject } from "../../core/json";
import { countFacts } from "../../ir/count";
import { boundOf, logSourceOf, type ResolvedRule } from "../../ir/rule";
import { nameOf } from "../names";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import { conditionOf } from "./condition/condition";
import { reasons } from "./reasons";

/** Rules of an event bus, and what decides about the events that they let through. */
export interface EventBridgeOutput {
  /** No event matches two of them. */
  readonly rules: readonly EventRule[];
  /**
   * An expression of JSONata over `$states.input`, the event in its envelope; null where the patterns
   * alone decide.
   */
  readonly condition: string | null;
}

export interface EventRule {
  readonly name: string;
  readonly eventPattern: JsonObject;
  readonly state: RuleState;
}

/** Whether a rule sees calls that read only (EventBridge API, `PutRule`). */
export type RuleState = "ENABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

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
  const { matches, schedule } = detection;
  const logSource = logSourceOf(detection);
  const bus = logSource?.eventBus;
  if (logSource === undefined) return result("unsupported", [reasons.queryAlone()], [], null);
  if (bus === undefined) {
    const { product, service } = logSource;
    return result("not-applicable", [reasons.otherLogs(`${product}/${service}`)], [], null);
  }
  if (matches.kind === "query") return result("unsupported", [reasons.queryAlone()], [], null);
  if (matches.kind === "correlation") {
    return result("unsupported", [reasons.counts("correlation")], [], null);
  }
  const { zero, all, some, zeroOnly } = countFacts([boundOf(schedule)]);
  if (zero || !some || !zeroOnly || all) {
    const { triggerThreshold } = detection.document;
    const path = triggerThreshold === undefined ? "triggerOperator" : "triggerThreshold";
    return result("unsupported", [reasons.counts(path)], [], null);
  }
  const { expression } = matches;
  const model = logSource.fields;
  const condition = conditionOf(expression, model);
  if ("code" in condition) return result("unsupported", [condition], [], null);
  const output: EventBridgeOutput = {
    rules: [
      {
        name: nameOf(detection),
        eventPattern: {
          "detail-type": [{ suffix: bus.marks.detailTypeEnd }],
          source: [{ prefix: bus.marks.sourceStart }],
        },
        state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      },
    ],
    condition: condition.text,
  };
  return result("exact", [], condition.assumes, output, { expression, model });
}
