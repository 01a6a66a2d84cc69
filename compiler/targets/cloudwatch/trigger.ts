import { countingOf, logSourcesOf, type ResolvedRule } from "../../ir/rule";
import type { Reason } from "../verdict";
import { correlationTrigger, eventTrigger, type Trigger } from "./count-trigger";
import { queryTrigger } from "./query-trigger";
import { reasons } from "./reasons";

/** The trigger of a rule, or of a correlation over rules; a reason where an alarm cannot be on it. */
export function triggerOf(detection: ResolvedRule): Trigger | Reason {
  const { matches, schedule } = detection;
  if (matches.kind === "query") return queryTrigger(detection, matches.query);
  const sources = logSourcesOf(detection);
  if (sources.length > 1) return reasons.severalLogs(sources);
  const { fields: model } = matches.logSource;
  const isAny = schedule.triggerOperator === "gt" && schedule.triggerThreshold === 0;
  if (matches.kind === "correlation" && !isAny) return reasons.twoTriggers(detection.document);
  const counting = countingOf(detection);
  if (counting !== undefined) {
    const path = matches.kind === "correlation" ? "correlation" : "queryPeriod";
    const trigger = correlationTrigger(counting, model, path);
    return "code" in trigger ? trigger : { ...trigger, model };
  }
  if (matches.kind === "correlation") return reasons.correlatedRule();
  return { ...eventTrigger(matches.expression, schedule), model };
}
