import type { Json } from "../../core/json";
import { leafLegsOf, readsSeveral } from "../../ir/legs";
import type { Correlation } from "../../ir/rule";
import type { FieldModel } from "../../log-sources/field";
import { isEventOf } from "../../log-sources/log-source";
import type { Seconds } from "../../rule/duration";
import { expressionMatcher, type Matcher } from "../evaluate";
import { lookOf, type Entry, type Group } from "./look";

/** That a correlation holds at an event of a group. */
export interface Holding {
  readonly event: Json;
  readonly time: Seconds;
  readonly group: Group;
  /** When the last of the events in its window arrived. */
  readonly latest: Seconds;
}

/**
 * Where a correlation holds in a history, by decision 0011. What it keeps is what the windows of its
 * groups hold: numbers, and the distinct values. Times are seconds since 1970, also parts of them.
 */
export interface CorrelationHistory {
  /**
   * Takes the next event, whether it matches or not; none is earlier than the one before. Hands back where
   * the correlation holds at the times before, of which no other event can come.
   * @param arrived - when it arrived; no earlier than it happened
   * @throws RangeError where it is earlier than the one before
   */
  add(event: Json, time: Seconds, arrived?: Seconds): readonly Holding[];
  /** The same for an event of which it is known which of `leavesOf` match it. */
  take(
    event: Json,
    matched: readonly boolean[],
    time: Seconds,
    arrived?: Seconds,
  ): readonly Holding[];
  /** Hands back where it holds at the last time. */
  end(): readonly Holding[];
}

export interface HistoryOptions {
  /**
   * What decides whether an event matches each of `leavesOf`, in their order.
   * @default - the reference
   */
  readonly leaves?: readonly Matcher[];
  /**
   * Whether an empty text is none, as where a missing one cannot be told from it.
   * @default false
   */
  readonly emptyIsMissing?: boolean;
}

const NOTHING: readonly never[] = [];

export function correlationHistory(
  correlation: Correlation,
  model: FieldModel,
  options: HistoryOptions = {},
): CorrelationHistory {
  const leaves = options.leaves ?? leafMatchers(correlation, model);
  let leaf = 0;
  const look = lookOf(correlation, model, options.emptyIsMissing ?? false, () => leaf++);
  let now = -Infinity;
  let batch: Entry[] = [];
  const settle = (): readonly Holding[] => {
    if (batch.length === 0) return NOTHING;
    const held = look(now, batch);
    batch = [];
    return held.map(({ entry, group, latest }) => ({
      event: entry.event,
      time: now,
      group,
      latest,
    }));
  };
  const take: CorrelationHistory["take"] = (event, matched, time, arrived = time) => {
    if (!(time >= now)) throw new RangeError("an event is earlier than the one before it");
    const held = time === now ? NOTHING : settle();
    now = time;
    if (matched.includes(true)) batch.push({ event, matched, arrived: Math.max(time, arrived) });
    return held;
  };
  return {
    take,
    add: (event, time, arrived) =>
      take(
        event,
        leaves.map((matches) => matches(event)),
        time,
        arrived,
      ),
    end: settle,
  };
}

/** The reference's own matchers of `leavesOf`. */
export function leafMatchers(correlation: Correlation, model: FieldModel): readonly Matcher[] {
  const isGated = readsSeveral(correlation);
  return leafLegsOf(correlation).map(({ expression, logSource }) => {
    if (!isGated) return expressionMatcher(expression, model);
    const matches = expressionMatcher(expression, logSource.fields);
    return (event) => isEventOf(event, logSource) && matches(event);
  });
}
