import type { Schedule } from "../../ir/rule";
import type { Alarm } from "../cloudwatch/alarm";
import { ALARM_PERIODS } from "../cloudwatch/limits";
import { wholeMinutes } from "../cloudwatch/period";

/**
 * The alarm on a metric that counts matches. Any match raises it, however long it looks back: the period
 * of the rule says how long it stays, up to a day, beyond which AWS looks but once an hour.
 */
export function eventAlarm({ queryPeriod }: Schedule): Alarm {
  return {
    periodSeconds: Math.min(wholeMinutes(queryPeriod), ALARM_PERIODS.day.value),
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    statistic: "Sum",
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  };
}
