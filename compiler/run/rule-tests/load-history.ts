import type { Diagnostics } from "../../core/diagnostic";
import { readerOf, type JsonObject } from "../../core/json";
import type { Source } from "../../core/source";
import { nearest } from "../../core/suggest";
import { describeValue, entryOf, type MappingNode, type Node } from "../../load/node";
import { isEventOf, type LogSource } from "../../log-sources/log-source";
import { isRow, LOG_SOURCES } from "../../log-sources/registry";
import { ROW_TIME } from "../../log-sources/row-tables/row-tables";
import { UNIT_SECONDS, type Seconds } from "../../rule/duration";
import { isoTime, secondsOf } from "../backtest/event-time";
import { withValue } from "./change-event";
import { eventOf, refuserOf } from "./load-event";
import { testMessages } from "./messages";

/** An event of a history. */
export interface TimedEvent {
  /** With its time, as the log source writes it. */
  readonly event: JsonObject;
  readonly at: Seconds;
  /** When it arrives; no earlier. */
  readonly arrived: Seconds;
}

/** What offsets are from: a midnight, at which most schedules have a run. */
const START: Seconds = Date.UTC(2026, 0, 1) / 1000;

const KEYS: readonly string[] = ["at", "arrives", "event", "set", "unset"];
const FORM = "a time such as `2026-01-01T12:00:00Z`, or an offset such as `90s` or `5m`";

/** The events of a test, in the order in which they stand; undefined where one is wrong. */
export function timedEvents(
  item: MappingNode,
  base: JsonObject | undefined,
  logSource: LogSource,
  source: Source,
  diagnostics: Diagnostics,
): readonly TimedEvent[] | undefined {
  const list = entryOf(item, "events")?.value;
  if (list?.kind !== "sequence" || list.items.length === 0) {
    refuserOf(item, source, diagnostics)("events", "a list of `{at, …}`, one for each event");
    return undefined;
  }
  const forms = new Set<Written["form"]>();
  const events = list.items.flatMap((node): readonly TimedEvent[] => {
    if (node.kind !== "mapping") {
      const found = describeValue(node);
      diagnostics.report(source, node.span, testMessages.historyEvent(found));
      return [];
    }
    const made = timedEvent(node, base, logSource, forms, source, diagnostics);
    return made === undefined ? [] : [made];
  });
  return events.length < list.items.length ? undefined : events;
}

function timedEvent(
  item: MappingNode,
  base: JsonObject | undefined,
  logSource: LogSource,
  forms: Set<Written["form"]>,
  source: Source,
  diagnostics: Diagnostics,
): TimedEvent | undefined {
  const { called } = logSource.events;
  const refuse = refuserOf(item, source, diagnostics);
  const unknown = item.entries.filter(({ key }) => !KEYS.includes(key));
  for (const { key, keySpan } of unknown) {
    const near = nearest(key, KEYS);
    // One that is nearly a missing key is told of there.
    if (near === "at" && entryOf(item, "at") === undefined) continue;
    diagnostics.report(source, keySpan, testMessages.historyKey(key, near));
  }
  const at = writtenTime(entryOf(item, "at")?.value);
  const late = entryOf(item, "arrives")?.value;
  const arrives = late === undefined ? at : writtenTime(late);
  const event = eventOf(item, base, called, source, diagnostics, refuse);
  if (at === undefined) refuse("at", FORM);
  if (arrives === undefined && late !== undefined) refuse("arrives", FORM);
  if (at === undefined || arrives === undefined || event === undefined) return undefined;
  for (const [key, { form }] of Object.entries({ at, arrives })) {
    forms.add(form);
    if (forms.size === 1) continue;
    refuse(key, "of one form in a test: all times, or all offsets");
    return undefined;
  }
  if (arrives.seconds < at.seconds) {
    refuse("arrives", "no earlier than `at`");
    return undefined;
  }
  const { time, sample } = logSourceFor(event, logSource).events;
  const path = isRow(event) ? ROW_TIME : time;
  const isNumber = path === time && typeof readerOf(time)(sample) === "number";
  const timed = withValue(event, path, isNumber ? at.seconds * 1000 : isoTime(at.seconds));
  if (timed === undefined) {
    refuse("event", `${called} that can have a \`${path}\``);
    return undefined;
  }
  return unknown.length > 0
    ? undefined
    : { event: timed, at: at.seconds, arrived: arrives.seconds };
}

/** The log source that has an event: a query may read those of several. */
function logSourceFor(event: JsonObject, own: LogSource): LogSource {
  if (isEventOf(event, own)) return own;
  return LOG_SOURCES.find((each) => isEventOf(event, each)) ?? own;
}

interface Written {
  readonly form: "time" | "offset";
  readonly seconds: Seconds;
}

const OFFSET = /^(\d{1,9})([smhd])$/;

function writtenTime(node: Node | undefined): Written | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const [, amount, unit] = OFFSET.exec(node.value) ?? [];
  if (unit !== undefined) {
    const seconds = START + Number(amount) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
    return { form: "offset", seconds };
  }
  const seconds = secondsOf({ at: node.value }, ({ at }) => at);
  return seconds === undefined ? undefined : { form: "time", seconds };
}
