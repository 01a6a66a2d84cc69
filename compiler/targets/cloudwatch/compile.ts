import { isBounded } from "../../ir/bounded";
import { countFacts } from "../../ir/count";
import type { ResolvedRule } from "../../ir/rule";
import { nameOf } from "../names";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import { lowerAlarm, type Alarm } from "./alarm";
import type { Pattern } from "./ast";
import type { Refused } from "./escape";
import { measure, PATTERN_LIMITS, type Measure } from "./limits";
import type { LogGroupUse } from "./log-group";
import { lowerPattern } from "./lower";
import { mergeRegexes } from "./merge-regexes";
import { printPattern } from "./print";
import { assumptions } from "./assumptions";
import { reasons } from "./reasons";
import { splitPattern } from "./split";
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
  const lowered = lowerPattern(expression, model, options);
  const { node: pattern, dropped } = lowered;
  const promised = { expression: lowered.promised, model };
  const assumed = [...new Set([...lowered.assumptions, ...(trigger.assumptions ?? [])])].sort();
  const name = nameOf(detection);
  const filterName = detection.document.resourceNames?.metricFilter ?? name;
  const metric = { name, namespace: DEFAULT_METRIC_NAMESPACE };
  const alarm = lowerAlarm(trigger, metric);
  const counts = countFacts(bounds);
  const filters = lowerFilters(pattern, !counts.zeroOnly);
  const why = [...lowered.reasons, ...trigger.wider];
  const refusals = [
    ...("code" in alarm ? [alarm] : []),
    // That nothing is left at all is told by the filters.
    ...(pattern !== true && dropped.size > 0 && !isBounded(lowered.promised, model.bounding)
      ? [reasons.unbounded()]
      : []),
    ...(why.length > 0 && !counts.upward ? [reasons.silences(bounds, trigger.path)] : []),
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
  return result(
    verdict,
    why,
    filters.merged ? [...assumed, assumptions.alternatives()].sort() : assumed,
    output,
    promised,
  );
}

interface Filters {
  readonly texts: readonly string[];
  readonly regexes: number;
  /** Whether regexes had to be joined. */
  readonly merged: boolean;
}

/** The texts of one or more filters. `once`: whether no event may match two of them. */
function lowerFilters(
  pattern: Pattern | boolean,
  once: boolean,
): Filters | { readonly refusals: readonly Reason[] } {
  if (typeof pattern === "boolean") {
    return { refusals: [pattern ? reasons.unbounded() : reasons.neverMatches()] };
  }
  const needs = measure(pattern);
  if (needs.kind === "refused") return { refusals: [reasons.notPrintable(needs.reason)] };
  const chosen = divide(pattern, needs.regexes, once);
  if (chosen === undefined) {
    const divisible = once && divide(pattern, needs.regexes, false) !== undefined;
    return { refusals: divisible ? [reasons.countedTwice()] : overBudget(needs) };
  }
  const { parts, merged } = chosen;
  const printed = parts.map(printPattern);
  const refused = printed.find((text): text is Refused => text.kind === "refused");
  if (refused !== undefined) return { refusals: [reasons.notPrintable(refused.reason)] };
  return {
    texts: printed.flatMap((text) => (text.kind === "written" ? [text.text] : [])),
    regexes: parts.map(regexesOf).reduce((sum, count) => sum + count, 0),
    merged,
  };
}

/** Lengths that joined regexes may get: some must fit beside much else, some must hold many texts. */
const MERGED_CHARS = [400, 900];

/** Regexes are joined only where they are too many for one pattern: they are scarcer than filters. */
function divide(pattern: Pattern, regexes: number, once: boolean) {
  const wholes =
    regexes > PATTERN_LIMITS.regexes.value
      ? [...MERGED_CHARS.map((chars) => mergeRegexes(pattern, chars)), pattern]
      : [pattern];
  for (const whole of wholes) {
    const parts = splitPattern(whole, once);
    if (parts !== undefined) {
      const merged = whole !== pattern && JSON.stringify(whole) !== JSON.stringify(pattern);
      return { parts, merged };
    }
  }
  return undefined;
}

function regexesOf(pattern: Pattern): number {
  const needs = measure(pattern);
  return needs.kind === "measure" ? needs.regexes : 0;
}

function overBudget(needs: Measure): readonly Reason[] {
  const { length, regexes, wildcardSelectors } = PATTERN_LIMITS;
  return [
    { needs: needs.chars, limit: length },
    { needs: needs.regexes, limit: regexes },
    { needs: needs.wildcardSelectors, limit: wildcardSelectors },
  ]
    .filter((budget) => budget.needs > budget.limit.value)
    .map((budget) => reasons.overBudget(budget.needs, budget.limit.unit, budget.limit.value));
}
