import { reachOf } from "../../../ir/legs";
import { countingOf, type ResolvedRule } from "../../../ir/rule";
import type { Seconds } from "../../../rule/duration";

/** When a rule runs and how far it looks back. */
export interface Window {
  readonly frequency: Seconds;
  readonly lookBack: Seconds;
  /** How late events may come. */
  readonly delay: Seconds;
  /**
   * What a run has to look back over to see every window whole that it has to tell of (decision 0011).
   * @default - the rule looks at matches one by one, or at what each run sees
   */
  readonly needed?: Seconds;
}

/** The window of a rule; of a trigger above 0 the period is what it counts over, and a run sees more. */
export function windowOf(detection: ResolvedRule): Window {
  const { document, schedule, matches } = detection;
  const { queryFrequency: frequency, queryPeriod: period, ingestionDelay } = schedule;
  // Near-real-time rules run over what was ingested since their last run: nothing is late there.
  const delay = document.kind === "NRT" ? 0 : ingestionDelay;
  const counting = document.query === undefined ? countingOf(detection) : undefined;
  if (counting === undefined) return { frequency, lookBack: period + delay, delay };
  const needed = reachOf(counting) + frequency + delay;
  return { frequency, lookBack: matches.kind === "correlation" ? period : needed, delay, needed };
}
