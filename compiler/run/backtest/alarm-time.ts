import type { Seconds } from "../../rule/duration";
import { looksOf, rangeOf, triggersBySilence, type Counts, type Series } from "./alerts";
import type { Counting } from "./counting";
import type { History } from "./event-time";

/** How long an alarm would have been in ALARM, where it notifies of nothing that comes besides. */
export interface AlarmTime {
  /** What the alarm looked at; where silence is what triggers, from the first whole period on. */
  readonly historySeconds: Seconds;
  /** Of it, in ALARM. */
  readonly alarmSeconds: Seconds;
  /** Events that the rule itself matches; null where there is nothing but a query. */
  readonly ownMatches: number | null;
  /**
   * Of them, those that came while it was in ALARM already: nobody is notified of them. Null also
   * where silence is what the alarm notifies of.
   */
  readonly ownMatchesInAlarm: number | null;
}

/** What the rule itself matches, by the minute; undated matches are counted, and in no minute. */
export interface OwnMatches {
  count: number;
  readonly series: Series;
}

/**
 * An alarm's time in ALARM. It is looked at every minute, and its state is that of the last look: a
 * sliding window is CloudWatch's default, actions are taken when a state changes, and the filters
 * publish 0 where logs arrive, so that no datum is ever missing (CloudWatch User Guide, "Alarm evaluation
 * window" and "Alarm actions"; Logs User Guide, "Default value").
 */
export function alarmTimeOf(
  counting: Counting,
  counts: Counts,
  own: OwnMatches | undefined,
  history: History | undefined,
): AlarmTime | undefined {
  if (history === undefined) return undefined;
  const { step } = counting;
  const { lowest, highest } = rangeOf(counting, history);
  const minutes = own === undefined ? [] : [...own.series].sort(([a], [b]) => a - b);
  let alarmSeconds = 0;
  let unnotified = 0;
  let next = 0;
  for (const { first, looks, triggered } of looksOf(counting, counts, history)) {
    const until = first + looks * step;
    if (!triggered) continue;
    alarmSeconds += Math.max(0, Math.min(until, highest + step) - Math.max(first, lowest));
    // What comes in a minute meets the state of the look that the minute begins with.
    while ((minutes[next]?.[0] ?? Infinity) < until) {
      const [start, count] = minutes[next]!;
      if (start >= first) unnotified += count;
      next += 1;
    }
  }
  return {
    historySeconds: Math.max(0, highest + step - lowest),
    alarmSeconds,
    ownMatches: own === undefined ? null : own.count,
    ownMatchesInAlarm: own === undefined || triggersBySilence(counting) ? null : unnotified,
  };
}
