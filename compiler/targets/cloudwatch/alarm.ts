import type { Schedule } from "../../ir/detection";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { Reason } from "../../verdict";
import { ALARM_PERIODS } from "./capabilities";
import { reasons } from "./reasons";

/** An alarm on the count of matches, in the words of CloudWatch's API. */
export interface Alarm {
  readonly periodSeconds: Seconds;
  readonly comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly statistic: "Sum";
  readonly evaluationPeriods: number;
  /** `breaching` where silence is what triggers. */
  readonly treatMissingData: "notBreaching" | "breaching";
}

/**
 * The alarm for a schedule: it counts over `queryPeriod` and compares once a minute, where Sentinel
 * looks every `queryFrequency`. That difference is CloudWatch's, not part of a verdict.
 */
export function lowerAlarm(schedule: Schedule): Alarm | Reason {
  const { queryPeriod, triggerOperator, triggerThreshold } = schedule;
  const { step, window, shortWindow, shortPeriod } = ALARM_PERIODS;
  const longest = queryPeriod < shortPeriod ? shortWindow.max : window.max;
  if (queryPeriod < step.max || queryPeriod % step.max !== 0 || queryPeriod > longest) {
    const allowed = `whole minutes from 1 minute to ${durationInWords(window.max)}`;
    return reasons.period(queryPeriod, allowed);
  }
  const alarm = {
    periodSeconds: queryPeriod,
    threshold: triggerThreshold,
    statistic: "Sum",
    evaluationPeriods: 1,
  } as const;
  switch (triggerOperator) {
    case "gt":
      return {
        ...alarm,
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching",
      };
    case "lt":
      return { ...alarm, comparisonOperator: "LessThanThreshold", treatMissingData: "breaching" };
    case "eq":
    case "ne":
      return reasons.operator(triggerOperator);
  }
}
