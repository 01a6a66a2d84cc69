import { isBounded } from "../../ir/bounded";
import { countFacts } from "../../ir/count";
import type { ResolvedRule } from "../../ir/rule";
import { nameOf } from "../names";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import { lowerAlarm, type Alarm } from "./alarm";
import { inOrder } from "./assumptions";
import { fit } from "./fit";
import type { LogGroupUse } from "./log-group";
import { reasons } from "./reasons";
import { otherLogs, triggerOf } from "./trigger";

/** The namespace of every detection's metric, unless a construct is given another. */
const DEFAULT_METRIC_NAMESPACE = "Detections";

/** Metric filters, their metric and the alarm on it, as CloudWatch's API names their parts. */
export interface CloudWatchOutput {
  /** Filters that feed one metric; an event counts once wherever the count matters. */
  readonly filters: readonly { readonly name: string; readonly pattern: string }[];
  readonly metric: { readonly name: string; readonly namespace: string };
  readonly alarm: Alarm;
  /** What the filters take of their log group's budgets. */
  readonly uses: LogGroupUse;
}

export interface CloudWatchOptions {
  /**
   * CloudWatch only: whether the rule may have regexes, of which a log group has 5. Where not, the tests
   * that need one are dropped, which makes the rule wider.
   * @default true
   */
  readonly regex?: boolean | undefined;
}

/** Compiles a rule for CloudWatch, whether or not what it loses is accepted. */
export function compileCloudWatch(
  detection: ResolvedRule,
  options: CloudWatchOptions = {},
): Compiled<CloudWatchOutput> {
  const result = (
    verdict: Verdict,
    why: readonly Reason[],
    assumed: readonly string[],
    output: CloudWatchOutput | null,
    promised?: Promised,
  ): Compiled<CloudWatchOutput> => ({
    target: "cloudwatch",
    verdict,
    reasons: why,
    assumptions: assumed,
    output,
    ...(promised === undefined ? {} : { promised }),
  });

  const elsewhere = otherLogs(detection);
  if (elsewhere !== undefined) return result("not-applicable", [elsewhere], [], null);
  const trigger = triggerOf(detection);
  if ("code" in trigger) return result("unsupported", [trigger], [], null);
  const { expression, model, bounds } = trigger;
  const counts = countFacts(bounds);
  const mayWiden = counts.upward;
  const { lowered, filters } = fit(expression, model, {
    regex: options.regex,
    once: !counts.zeroOnly,
    mayWiden,
  });
  const { node, dropped } = lowered;
  const promised = { expression: lowered.promised, model };
  const assumed = inOrder([...lowered.assumptions, ...(trigger.assumptions ?? [])]);
  const name = nameOf(detection);
  const filterName = detection.document.resourceNames?.metricFilter ?? name;
  const metric = { name, namespace: DEFAULT_METRIC_NAMESPACE };
  const alarm = lowerAlarm(trigger, metric);
  const why = [...lowered.reasons, ...trigger.wider];
  const refusals = [
    ...("code" in alarm ? [alarm] : []),
    // That nothing is left at all is told by the filters.
    ...(node !== true && dropped.size > 0 && !isBounded(lowered.promised, model.bounding)
      ? [reasons.unbounded(model.bounding)]
      : []),
    ...(why.length > 0 && !mayWiden ? [reasons.silences(bounds, trigger.path)] : []),
    ...("refusals" in filters ? filters.refusals : []),
  ];
  if (refusals.length > 0 || "code" in alarm || "refusals" in filters) {
    return result("unsupported", [...why, ...refusals], assumed, null);
  }
  const verdict = why.length > 0 ? "wider" : "exact";
  const output = {
    filters: filters.texts.map((text, index) => ({
      name: index === 0 ? filterName : `${filterName}-${index + 1}`,
      pattern: text,
    })),
    metric,
    alarm,
    uses: { metricFilters: filters.texts.length, regexes: filters.regexes },
  };
  return result(verdict, why, inOrder([...assumed, ...filters.assumes]), output, promised);
}
