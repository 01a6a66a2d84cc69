import { reachOf } from "../ir/legs";
import {
  DEFAULT_SCHEDULE,
  isCount,
  type Correlation,
  type Matches,
  type Schedule,
} from "../ir/rule";
import { usualDelayOf, type LogSource } from "../log-sources/log-source";
import { parseDuration, type Seconds } from "../rule/duration";
import type { RuleDocument } from "../rule/schema";
import { SCHEDULE_LIMITS } from "../rule/sentinel-limits";

/** The schedule that a rule writes, with the usual one for what it does not. */
export function scheduleOf(document: RuleDocument, matches: Matches | undefined): Schedule {
  const schedule = {
    ...DEFAULT_SCHEDULE,
    ...triggerOf(document),
    queryFrequency: secondsOf(document.queryFrequency) ?? DEFAULT_SCHEDULE.queryFrequency,
    queryPeriod: secondsOf(document.queryPeriod) ?? DEFAULT_SCHEDULE.queryPeriod,
  };
  const counts = matches?.kind === "expression" && isCount(schedule);
  const usual = counts ? secondsOfUsualDelay(matches.logSource) : DEFAULT_SCHEDULE.ingestionDelay;
  return { ...schedule, ingestionDelay: secondsOf(document.ingestionDelay) ?? usual };
}

/**
 * The same for a correlation. It runs as often as its `timespan`, between 5 minutes and an hour, and
 * looks back so far that some run sees every window whole: over the first event that may take part, the
 * time since the run before, and the time by which rows come late (decision 0011).
 */
export function correlationScheduleOf(
  document: RuleDocument,
  correlation: Correlation,
  sources: readonly LogSource[],
): Schedule {
  const { frequencyMin, longPeriodMin, longPeriodFrequencyMin } = SCHEDULE_LIMITS;
  const ingestionDelay =
    secondsOf(document.ingestionDelay) ?? Math.max(...sources.map(secondsOfUsualDelay));
  const needed = reachOf(correlation) + ingestionDelay;
  const longest = longPeriodFrequencyMin.value * 60;
  const period = secondsOf(document.queryPeriod);
  const usual =
    (period ?? needed + longest) >= longPeriodMin.value * 60
      ? longest
      : Math.min(Math.max(correlation.timespan, frequencyMin.value * 60), longest);
  // No run looks back less far than to the run before.
  const queryFrequency = secondsOf(document.queryFrequency) ?? Math.min(usual, period ?? usual);
  const queryPeriod = period ?? needed + queryFrequency;
  return {
    ...DEFAULT_SCHEDULE,
    ...triggerOf(document),
    queryFrequency,
    queryPeriod,
    ingestionDelay,
  };
}

function secondsOfUsualDelay(logSource: LogSource): Seconds {
  return usualDelayOf(logSource).value * 60;
}

function triggerOf({ triggerOperator, triggerThreshold }: RuleDocument): Partial<Schedule> {
  return {
    ...(triggerOperator === undefined ? {} : { triggerOperator }),
    ...(triggerThreshold === undefined ? {} : { triggerThreshold }),
  };
}

function secondsOf(written: string | undefined): Seconds | undefined {
  return written === undefined ? undefined : parseDuration(written);
}
