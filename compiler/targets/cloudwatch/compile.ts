import type { Detection } from "../../ir/detection";
import { isBounded } from "../../ir/bounded";
import { widen } from "../../ir/expression";
import { nameOf } from "../../rule/name";
import type { Compiled, Reason, Verdict } from "../../verdict";
import { lowerAlarm, type Alarm } from "./alarm";
import type { Pattern } from "./ast";
import { measure, PATTERN_LIMITS } from "./capabilities";
import { lowerPattern } from "./lower";
import { printPattern } from "./print";
import { reasons } from "./reasons";

/** The namespace of every detection's metric, unless a construct is given another. */
export const DEFAULT_METRIC_NAMESPACE = "Detections";

/** A metric filter, its metric and the alarm on it, as CloudWatch's API names their parts. */
export interface CloudWatchOutput {
  /** Filters that feed one metric; an event counts once. */
  readonly filters: readonly { readonly name: string; readonly pattern: string }[];
  readonly metric: { readonly name: string; readonly namespace: string };
  readonly alarm: Alarm;
}

/** Compiles a detection for CloudWatch. `accepted`: whether a `wider` version may be deployed. */
export function compileCloudWatch(
  detection: Detection,
  accepted: boolean,
): Compiled<CloudWatchOutput> {
  const result = (
    verdict: Verdict,
    why: readonly Reason[],
    assumptions: readonly string[],
    output: CloudWatchOutput | null,
  ) => ({ target: "cloudwatch", verdict, reasons: why, assumptions, output }) as const;

  const { matches, schedule } = detection;
  if (matches.kind === "query") return result("unsupported", [reasons.queryAlone()], [], null);
  if (matches.kind === "correlation") {
    return result("unsupported", [reasons.correlation()], [], null);
  }
  const model = matches.logSource.fields;
  const { pattern, dropped, reasons: why, assumptions } = lowerPattern(matches.expression, model);
  const alarm = lowerAlarm(schedule);
  const widened = widen(matches.expression, dropped);
  const refusals = [
    ...("code" in alarm ? [alarm] : []),
    ...(dropped.size > 0 && !isBounded(widened, model.bounding) ? [reasons.unbounded()] : []),
    ...(dropped.size > 0 && schedule.triggerOperator !== "gt"
      ? [reasons.silences(schedule.triggerOperator)]
      : []),
    ...problemsOf(pattern),
  ];
  const text = typeof pattern === "boolean" ? undefined : printPattern(pattern);
  if (refusals.length > 0 || "code" in alarm || text?.kind !== "written") {
    return result("unsupported", [...why, ...refusals], assumptions, null);
  }
  const verdict = dropped.size > 0 ? "wider" : "exact";
  const name = nameOf(detection);
  const output = {
    filters: [{ name, pattern: text.text }],
    metric: { name, namespace: DEFAULT_METRIC_NAMESPACE },
    alarm,
  };
  return result(verdict, why, assumptions, verdict === "exact" || accepted ? output : null);
}

function problemsOf(pattern: Pattern | boolean): readonly Reason[] {
  if (typeof pattern === "boolean") {
    return [pattern ? reasons.unbounded() : reasons.neverMatches()];
  }
  const needs = measure(pattern);
  if (needs.kind === "refused") return [reasons.notPrintable(needs.reason)];
  const { length, regexes, wildcardSelectors } = PATTERN_LIMITS;
  return [
    { needs: needs.chars, limit: length },
    { needs: needs.regexes, limit: regexes },
    { needs: needs.wildcardSelectors, limit: wildcardSelectors },
  ]
    .filter((budget) => budget.needs > budget.limit.max)
    .map((budget) => reasons.overBudget(budget.needs, budget.limit.unit, budget.limit.max));
}
