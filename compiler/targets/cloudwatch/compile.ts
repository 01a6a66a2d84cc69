import { isBounded } from "../../ir/bounded";
import { countFacts } from "../../ir/count";
import { or } from "../../ir/expression";
import type { ResolvedRule } from "../../ir/rule";
import { assumedInLogs } from "../../log-sources/log-group";
import { nameOf } from "../names";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import { lowerAlarm } from "./alarm";
import { inOrder } from "./assumptions";
import type { Auditor } from "./auditors/auditor";
import { withAudits } from "./auditors/with-audits";
import { fit } from "./fit";
import type { CloudWatchOutput, MetricFilter } from "./output";
import { reasons } from "./reasons";
import { otherLogs } from "./other-logs";
import { triggerOf } from "./trigger";

/** The namespace of every detection's metric, unless a construct is given another. */
export const DEFAULT_METRIC_NAMESPACE = "Detections";

export type { CloudWatchOutput } from "./output";

export interface CloudWatchOptions {
  /**
   * CloudWatch only: whether the rule may have regexes, of which a log group has 5. Where not, the tests
   * that need one are dropped, which makes the rule wider.
   * @default true
   */
  readonly regex?: boolean | undefined;
  /**
   * CloudWatch only: whose check of the patterns the rule's controls are to pass.
   * @default - nobody's: the text is the compiler's own
   */
  readonly auditor?: Auditor | undefined;
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

  const { matches } = detection;
  const elsewhere = otherLogs(detection);
  if (elsewhere !== undefined) return result("not-applicable", [elsewhere], [], null);
  const trigger = triggerOf(detection);
  if ("code" in trigger) return result("unsupported", [trigger], [], null);
  const { expressions, model, bound, counts } = trigger;
  const facts = countFacts([bound]);
  const mayWiden = facts.upward;
  const fitted = expressions.map((expression) =>
    fit(expression, model, {
      regex: options.regex,
      once: counts === "events" && !facts.zeroOnly,
      mayWiden,
    }),
  );
  const promised = { expression: or(fitted.map(({ lowered }) => lowered.promised)), model };
  const assumed = inOrder([
    ...(matches.kind === "query" ? [] : assumedInLogs(matches.logSource)),
    ...fitted.flatMap(({ lowered }) => lowered.assumptions),
    ...trigger.assumptions,
  ]);
  const name = nameOf(detection);
  const partOf = (of: string, index: number) =>
    counts === "rules" ? `${of}-part-${index + 1}` : of;
  const metric = { name, namespace: DEFAULT_METRIC_NAMESPACE };
  const alarm = lowerAlarm(
    trigger,
    expressions.map((_, index) => ({ ...metric, name: partOf(name, index) })),
  );
  const why = distinct([...fitted.flatMap(({ lowered }) => lowered.reasons), ...trigger.wider]);
  const refusals = distinct([
    ...("code" in alarm ? [alarm] : []),
    ...fitted.flatMap(({ lowered, filters }) => [
      // That nothing is left at all is told by the filters.
      ...(lowered.node !== true &&
      lowered.dropped.size > 0 &&
      !isBounded(lowered.promised, model.bounding)
        ? [reasons.unbounded(model.bounding)]
        : []),
      ...("refusals" in filters ? filters.refusals : []),
    ]),
    ...(why.length > 0 && !mayWiden ? [reasons.silences(bound, trigger.path)] : []),
  ]);
  const parts = fitted.flatMap(({ filters }) => ("refusals" in filters ? [] : [filters]));
  if (refusals.length > 0 || "code" in alarm || parts.length < fitted.length) {
    return result("unsupported", [...why, ...refusals], assumed, null);
  }
  const verdict = why.length > 0 ? "wider" : "exact";
  const filterName = detection.document.resourceNames?.metricFilter ?? name;
  const filters = parts.flatMap(({ texts }, part) =>
    texts.map((pattern, index): MetricFilter => ({
      name: `${partOf(filterName, part)}${index === 0 ? "" : `-${index + 1}`}`,
      pattern,
      ...(counts === "rules" ? { metric: partOf(name, part) } : {}),
    })),
  );
  const output = {
    filters,
    metric,
    alarm,
    uses: {
      metricFilters: filters.length,
      regexes: parts.reduce((sum, { regexes }) => sum + regexes, 0),
    },
  };
  const assumes = parts.flatMap((each) => each.assumes);
  const audited = withAudits(output, filterName, detection, options.auditor, model);
  const rests = [...assumed, ...assumes, ...audited.assumes];
  return result(verdict, why, inOrder(rests), audited.output, promised);
}

/** Each reason once: several rules may have the same. */
function distinct(all: readonly Reason[]): readonly Reason[] {
  return [...new Map(all.map((reason) => [`${reason.path} ${reason.message}`, reason])).values()];
}
