import type { Json } from "../../core/json";
import { legsOf, readsSeveral } from "../../ir/legs";
import type { Correlation } from "../../ir/rule";
import type { FieldModel } from "../../log-sources/field";
import type { LogSource } from "../../log-sources/log-source";
import type { Seconds } from "../../rule/duration";
import { JSON_NUMBER } from "../evaluate";
import { fieldReader } from "../event";
import { orderedWindow, SlidingMaximum, talliedWindow, type GroupWindow } from "./group-window";
import { eventTally, numberTally, ruleTally, valueTally, type Counted } from "./tally";

/** The texts of the fields that group, in their order; null where there is none. */
export type Group = readonly (string | null)[];

/** An event of the time that is looked at. */
export interface Entry {
  readonly event: Json;
  /** Which of the leaves match it. */
  readonly matched: readonly boolean[];
  readonly arrived: Seconds;
}

interface Held {
  readonly entry: Entry;
  readonly group: Group;
  readonly latest: Seconds;
}

/** Slides all windows to a time with all its events, and says where the correlation holds. */
type Look = (time: Seconds, batch: readonly Entry[]) => readonly Held[];

/** The events that are of a leg, each once. */
type LegLook = (time: Seconds, batch: readonly Entry[]) => readonly Member[];

interface Member {
  readonly entry: Entry;
  /** When it arrived; of a correlation, when the last event of its window did. */
  readonly arrived: Seconds;
}

/** What is known of a group while events of it are in the window. */
interface GroupState {
  readonly group: Group;
  readonly window: GroupWindow;
  readonly arrivals: SlidingMaximum;
  last: Seconds;
}

/** An event in a group, at the time that is looked at. */
interface Present extends Counted {
  readonly entry: Entry;
  readonly legs: number[];
  arrived: Seconds;
}

export function lookOf(
  correlation: Correlation,
  model: FieldModel,
  emptyIsMissing: boolean,
  nextLeaf: () => number,
): Look {
  const { timespan } = correlation;
  const isOfSeveral = readsSeveral(correlation);
  const textsAt = (path: string, { fields }: LogSource) => {
    const reader = fieldReader(isOfSeveral ? fields : model, path);
    const isText = (text: string) => !emptyIsMissing || text !== "";
    return (event: Json) => {
      const texts = reader.texts(event).filter(isText);
      return texts.length > 1 ? [...new Set(texts)] : texts;
    };
  };
  const legs = legsOf(correlation).map(({ of, by, logSource }) => ({
    look: of.kind === "events" ? leafLook(nextLeaf()) : innerLook(of.correlation),
    groups: groupsBy(by.map((path) => textsAt(path, logSource))),
  }));
  const values = valuesOf(correlation, model, emptyIsMissing);
  const newWindow = windowsOf(correlation, values ?? (() => NO_TEXTS), legs.length);
  const states = new Map<string, GroupState>();
  let nextSweep = -Infinity;

  function innerLook(inner: Correlation): LegLook {
    const look = lookOf(inner, model, emptyIsMissing, nextLeaf);
    return (time, batch) => {
      const arrivals = new Map<Entry, Seconds>();
      for (const { entry, latest } of look(time, batch)) {
        arrivals.set(entry, Math.max(latest, arrivals.get(entry) ?? -Infinity));
      }
      return [...arrivals].map(([entry, arrived]) => ({ entry, arrived }));
    };
  }

  /** Forgets the groups that have no event in sight, once in a timespan. */
  function sweep(time: Seconds): void {
    if (time < nextSweep) return;
    nextSweep = time + timespan;
    for (const [key, { last }] of states) if (last < time - timespan) states.delete(key);
  }

  function stateOf(key: string, group: Group): GroupState {
    const known = states.get(key);
    if (known !== undefined) return known;
    const state = { group, window: newWindow(), arrivals: new SlidingMaximum(), last: -Infinity };
    states.set(key, state);
    return state;
  }

  return (time, batch) => {
    sweep(time);
    const present = new Map<GroupState, Present[]>();
    for (const [index, { look, groups }] of legs.entries()) {
      for (const { entry, arrived } of look(time, batch)) {
        if (values?.(entry.event).length === 0) continue;
        for (const group of groups(entry.event)) {
          const state = stateOf(JSON.stringify(group), group);
          const events = present.get(state) ?? [];
          present.set(state, events);
          // A leg has each event once in a group.
          const known = index === 0 ? undefined : events.find((each) => each.entry === entry);
          if (known === undefined) {
            events.push({ event: entry.event, entry, legs: [index], arrived });
          } else {
            if (!known.legs.includes(index)) known.legs.push(index);
            known.arrived = Math.max(known.arrived, arrived);
          }
        }
      }
    }
    const held: Held[] = [];
    for (const [{ group, window, arrivals }, events] of present) {
      window.slide(time, events);
      let latest = -Infinity;
      for (const { arrived } of events) latest = arrivals.slide(time - timespan, time, arrived);
      for (const each of events) {
        if (window.holdsAt(each)) held.push({ entry: each.entry, group, latest });
      }
    }
    for (const state of present.keys()) state.last = time;
    return held;
  };
}

function leafLook(leaf: number): LegLook {
  return (_time, batch) => {
    const members: Member[] = [];
    for (const entry of batch) {
      if (entry.matched[leaf] === true) members.push({ entry, arrived: entry.arrived });
    }
    return members;
  };
}

const NO_TEXTS: readonly string[] = [];

/**
 * The texts of what is counted or reckoned with, without which an event takes no part: of numbers those
 * in JSON's notation, each as often as it is there. Undefined where a correlation is of no values.
 */
function valuesOf(
  { type, field }: Correlation,
  model: FieldModel,
  emptyIsMissing: boolean,
): ((event: Json) => readonly string[]) | undefined {
  if (field === undefined) return undefined;
  const reader = fieldReader(model, field);
  const isCounted = type === "value_count";
  const isValue = (text: string) =>
    isCounted ? !emptyIsMissing || text !== "" : JSON_NUMBER.test(text);
  return (event) => reader.texts(event).filter(isValue);
}

/** What makes the window of a new group. */
function windowsOf(
  correlation: Correlation,
  values: (event: Json) => readonly string[],
  rules: number,
): () => GroupWindow {
  switch (correlation.type) {
    case "event_count":
      return () => talliedWindow(correlation, eventTally(correlation));
    case "value_count":
      return () => talliedWindow(correlation, valueTally(correlation, values));
    case "value_sum":
    case "value_avg":
      return () => talliedWindow(correlation, numberTally(correlation, values));
    case "temporal":
      return () => talliedWindow(correlation, ruleTally(correlation));
    case "temporal_ordered":
      return () => orderedWindow(correlation, rules);
  }
}

/** The groups that an event is in: one for each way to take a text of each field. */
function groupsBy(
  fields: readonly ((event: Json) => readonly string[])[],
): (event: Json) => readonly Group[] {
  return (event) =>
    fields.reduce<readonly Group[]>(
      (before, textsOf) => {
        const texts = textsOf(event);
        const each = texts.length === 0 ? [null] : texts;
        return before.flatMap((group) => each.map((text) => [...group, text]));
      },
      [[]],
    );
}
