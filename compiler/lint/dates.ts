import { editOf } from "../core/diagnostic";
import { quote } from "../core/message";
import { oncePer } from "../core/once-per";
import type { Span } from "../core/source";
import { entryOf } from "../load/node";
import { lint, type LintedRule } from "./lint";

export const dateSlashes = lint({
  code: "DET404",
  severity: "warning",
  meaning: "A date as Sigma 1 wrote it.",
  example: "date: 2024/01/31",
  message: (right: string) => ({
    text: "Sigma writes dates with dashes",
    fix: `write ${quote(right)}`,
  }),
  run(linted, warn) {
    for (const { text, day, span } of datesOf(linted)) {
      if (day !== text) warn(span, [day], editOf(linted.source, span, text, day));
    }
  },
});

export const impossibleDate = lint({
  code: "DET405",
  severity: "warning",
  meaning: "A date that the calendar does not have.",
  example: "date: 2024-02-30",
  message: (date: string) => ({
    text: `there is no day ${quote(date)}`,
    fix: "write a date as YYYY-MM-DD",
  }),
  run(linted, warn) {
    for (const { text, isDay, span } of datesOf(linted)) if (!isDay) warn(span, [text]);
  },
});

export const dateOrder = lint({
  code: "DET406",
  severity: "warning",
  meaning: "A rule that was changed before it was written.",
  example: "date: 2024-02-01\nmodified: 2024-01-01",
  message: (modified: string, date: string) => ({
    text: `the rule was modified on ${quote(modified)}, before its date ${quote(date)}`,
    fix: "set `modified` to the day of the last change",
  }),
  run(linted, warn) {
    const dates = datesOf(linted).filter(({ isDay }) => isDay);
    const [date, modified] = DATES.map((wanted) => dates.find(({ key }) => key === wanted));
    if (date === undefined || modified === undefined || modified.day >= date.day) return;
    warn(modified.span, [modified.day, date.day]);
  },
});

const DATES = ["date", "modified"] as const;

interface WrittenDate {
  readonly key: (typeof DATES)[number];
  readonly text: string;
  /** With dashes. */
  readonly day: string;
  /** Whether the calendar has it. */
  readonly isDay: boolean;
  readonly span: Span;
}

const datesOf = oncePer(({ rule }: LintedRule): readonly WrittenDate[] => {
  if (rule.kind === "sentinel") return [];
  return DATES.flatMap((key) => {
    const node = entryOf(rule.root, key)?.value;
    if (node?.kind !== "scalar") return [];
    const { text, span } = node;
    const day = text.replaceAll("/", "-");
    return [{ key, text, day, isDay: isInCalendar(day), span }];
  });
});

function isInCalendar(written: string): boolean {
  const [year = 0, month = 0, day = 0] = written.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
