import type { CodeTable } from "../../core/code";
import type { Diagnostics } from "../../core/diagnostic";
import { warning } from "../../core/message";
import { logSourceOf, type ResolvedRule } from "../../ir/rule";
import { entryOf } from "../../load/node";
import type { Seconds } from "../../rule/duration";
import { ALARM_NOTIFIES } from "../../targets/alert-words";
import type { Engine } from "../engine";
import type { AlarmTime } from "./alarm-time";

/** Why an alarm that matches more than its rule is too busy to be of use. */
export type Busy =
  /** In ALARM for more than half of the time: it is likelier silent than not when a match comes. */
  | "in-alarm"
  /** Fewer than half of the matches are the rule's own. */
  | "few-own";

/** Fewer matches prove nothing: of 5, none is the rule's own by chance once in 32 where half are. */
const TELLING_MATCHES = 5;

/**
 * Whether events show an alarm to be busy. Half is the bound below which an alert is broken (Rob
 * Ewaschuk, "My Philosophy on Alerting", which became chapter 6 of Google's "Site Reliability
 * Engineering"). A history shorter than two periods says nothing of time: one match would fill it.
 */
export function busyOf(
  { historySeconds, alarmSeconds, ownMatches }: AlarmTime,
  matches: number,
  period: Seconds,
): Busy | undefined {
  const isLong = historySeconds >= 2 * period;
  if (isLong && alarmSeconds * 2 > historySeconds) return "in-alarm";
  const tells = ownMatches !== null && matches >= TELLING_MATCHES;
  return tells && ownMatches * 2 < matches ? "few-own" : undefined;
}

/** A rule on CloudWatch over a history. */
interface OverHistory {
  readonly detection: ResolvedRule;
  readonly engine: Engine;
  readonly matches: number | null;
  readonly alarm: (AlarmTime & { readonly busy: Busy | null }) | null;
}

/** Warns of a `wider` version that events show to be busy, where the rule accepts it or says what it is. */
export function reportBusy(result: OverHistory, diagnostics: Diagnostics): void {
  const { detection, alarm, matches } = result;
  if (alarm?.busy == null || matches === null) return;
  const { source, root, matches: rule } = detection;
  const found =
    alarm.busy === "in-alarm"
      ? `in ALARM for ${shareOf(alarm)} of the time`
      : `${alarm.ownMatches} of its ${matches} matches ${alarm.ownMatches === 1 ? "is" : "are"} the rule's own`;
  const key = ["accept", "detection", "correlation", "query"].find((each) => entryOf(root, each));
  const span = key === undefined ? root.span : (entryOf(root, key)?.keySpan ?? root.span);
  const period = rule.kind === "correlation" ? "timespan" : "queryPeriod";
  diagnostics.report(
    source,
    span,
    historyMessages.busyAlarm(found, keepsCallAlone(result), period),
  );
}

/** `12 %` of the history in ALARM. */
export function shareOf({ alarmSeconds, historySeconds }: AlarmTime): string {
  const percent = historySeconds === 0 ? 0 : (alarmSeconds / historySeconds) * 100;
  const rounded = Math.round(percent);
  if (rounded === 0 && alarmSeconds > 0) return "less than 1 %";
  return rounded === 100 && alarmSeconds < historySeconds ? "more than 99 %" : `${rounded} %`;
}

/** A finding about a history: 912; its code never changes meaning. */
export const historyMessages = {
  busyAlarm: (found: string, callAlone: boolean, period: string) =>
    warning(
      "DET912",
      `cloudwatch: the \`wider\` version is busy: ${found}.${callAlone ? " Of the rule it keeps nothing but the API call." : ""} ${ALARM_NOTIFIES} What the rule is for may come unnoticed`,
      `add a condition that a metric filter can check, do not accept \`wider\` on CloudWatch, or shorten \`${period}\``,
    ),
} as const;

/** What its code means. */
export const historyCodes: CodeTable<typeof historyMessages> = {
  DET912: {
    meaning: "A `wider` version that events show to be busy: what it is for may come unnoticed.",
    example: historyMessages.busyAlarm(
      "3 of its 200 matches are the rule's own",
      true,
      "queryPeriod",
    ),
  },
};

/** Whether the filters look at nothing but what bounds a rule: the event's name and source. */
function keepsCallAlone({ detection, engine }: OverHistory): boolean {
  const bounding = logSourceOf(detection)?.fields.bounding ?? [];
  return engine.kind === "ready" && engine.reads?.every((path) => bounding.includes(path)) === true;
}
