import { countingOf, logSourcesOf, type ResolvedRule } from "../compiler/ir/rule";
import { reachOf } from "../compiler/ir/legs";
import { usualDelayOf } from "../compiler/log-sources/log-source";
import { durationInWords, type Seconds } from "../compiler/rule/duration";
import { windowOf } from "../compiler/targets/sentinel/rule/window";

/** What comes of events on Sentinel that take as long to arrive as is usual for their log source. */
export interface LateEvents {
  /** How long they take, at the latest. */
  readonly usualDelay: Seconds;
  /** How long the rule waits for them. */
  readonly ingestionDelay: Seconds;
  /** The part of them that no run would see in time if the rule did not wait, 0 to 1. */
  readonly lostWithout: number;
  /** The part that none sees, as the rule waits. */
  readonly lost: number;
}

/**
 * The part that is lost: the first run after an arrival comes at any time of the frequency, and has to
 * look back to the event; of a rule that counts, to all that its window holds. Undefined of rules whose
 * own query decides, of near-real-time ones, and where few matches are what alerts.
 */
export function lateEventsOf(detection: ResolvedRule): LateEvents | undefined {
  const { matches, document, schedule } = detection;
  if (matches.kind === "query" || document.query !== undefined || document.kind === "NRT") {
    return undefined;
  }
  if (schedule.triggerOperator !== "gt") return undefined;
  const { frequency, lookBack, delay } = windowOf(detection);
  const counting = countingOf(detection);
  const seen = lookBack - (counting === undefined ? 0 : reachOf(counting));
  const usualDelay =
    Math.max(...logSourcesOf(detection).map((each) => usualDelayOf(each).value)) * 60;
  const lostWhere = (slack: Seconds) =>
    Math.min(1, Math.max(0, (usualDelay + frequency - slack) / frequency));
  return {
    usualDelay,
    ingestionDelay: delay,
    lostWithout: lostWhere(seen - delay),
    lost: lostWhere(seen),
  };
}

/** The same as a sentence. */
export function lateWords({ usualDelay, ingestionDelay, lostWithout, lost }: LateEvents): string {
  const late = `events that take ${durationInWords(usualDelay)}, which is usual at the latest`;
  if (lost > 0) return `${shareOf(lost)} of ${late}, are lost to it`;
  if (lostWithout === 0) return `none of ${late}, is lost to it`;
  const waits = `\`ingestionDelay\` of ${durationInWords(ingestionDelay)}`;
  return `none of ${late}, is lost to it; without its ${waits} ${shareOf(lostWithout)} would be`;
}

function shareOf(part: number): string {
  return `${Math.max(1, Math.round(part * 100))} %`;
}
