import type { Bound } from "../../compiler/ir/count";
import { holds } from "../../compiler/ir/count";

/*
 * Decision 0011 by brute force over whole histories: no streaming, no running sums, nothing shared
 * with the reference or a target but the comparison of a number with a bound.
 */

/** An event of a history, in seconds, and what the rules match it. */
export interface Happening {
  readonly id: string;
  readonly at: number;
  readonly arrives: number;
  /** Names of the rules that match it. */
  readonly rules: readonly string[];
  /** The texts at each field; none where it is missing. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

export interface ForcedCorrelation {
  readonly type:
    "event_count" | "value_count" | "value_sum" | "value_avg" | "temporal" | "temporal_ordered";
  readonly rules: readonly (string | ForcedCorrelation)[];
  /** Of each rule, the fields that group. */
  readonly by: readonly (readonly string[])[];
  readonly timespan: number;
  readonly condition: readonly Bound[];
  readonly field?: string;
}

/** A match of the rule of that number, in one group. */
interface Match {
  readonly rule: number;
  readonly group: string;
  readonly event: Happening;
  /** When the last that it rests on arrived. */
  readonly arrives: number;
}

/** An event at which a correlation holds, in a group, and when the last of its window arrived. */
export interface ForcedHolding {
  readonly group: string;
  readonly event: Happening;
  readonly arrives: number;
}

export function holdingsByForce(
  correlation: ForcedCorrelation,
  events: readonly Happening[],
): readonly ForcedHolding[] {
  const { type, rules, by, timespan, condition, field } = correlation;
  const isNumber = (text: string) => /^-?(0|[1-9]\d*)([.]\d+)?([Ee][+-]?\d+)?$/.test(text);
  const valuesOf = ({ texts }: Happening): readonly string[] => {
    const found = field === undefined ? [] : (texts[field] ?? []);
    return type === "value_count" ? found.filter((text) => text !== "") : found.filter(isNumber);
  };
  const matches = rules.flatMap((rule, number): Match[] => {
    const found =
      typeof rule === "string"
        ? events.flatMap((event) =>
            event.rules.includes(rule) ? [{ event, arrives: event.arrives }] : [],
          )
        : latest(holdingsByForce(rule, events));
    return found.flatMap(({ event, arrives }) =>
      groupsOf(event, by[number] ?? []).map((group) => ({ rule: number, group, event, arrives })),
    );
  });
  const partaking =
    field === undefined ? matches : matches.filter(({ event }) => valuesOf(event).length > 0);
  return partaking.flatMap((match): ForcedHolding[] => {
    const { at } = match.event;
    const window = partaking.filter(
      ({ group, event }) => group === match.group && event.at >= at - timespan && event.at <= at,
    );
    const different = [...new Map(window.map((each) => [each.event.id, each])).values()];
    const meets = (count: number) => condition.every((bound) => holds(bound, count));
    const holding = ((): boolean => {
      switch (type) {
        case "event_count":
          return meets(different.length);
        case "value_count":
          return meets(new Set(window.flatMap(({ event }) => valuesOf(event))).size);
        case "value_sum":
        case "value_avg": {
          const numbers = different.flatMap(({ event }) => valuesOf(event).map(Number));
          const sum = numbers.reduce((total, each) => total + each, 0);
          return meets(type === "value_sum" ? sum : sum / numbers.length);
        }
        case "temporal":
          return meets(new Set(window.map(({ rule }) => rule)).size);
        case "temporal_ordered":
          return match.rule === rules.length - 1 && leadsTo(window, rules.length - 1, at);
      }
    })();
    const arrives = Math.max(...window.map((each) => each.arrives));
    return holding ? [{ group: match.group, event: match.event, arrives }] : [];
  });
}

/** Whether matches of the rules up to that of a number stand in order, none later than `until`. */
function leadsTo(window: readonly Match[], rule: number, until: number): boolean {
  if (rule < 0) return true;
  return window.some(
    (each) =>
      each.rule === rule && each.event.at <= until && leadsTo(window, rule - 1, each.event.at),
  );
}

/** Each event once, with the last arrival of all groups in which it holds. */
function latest(holdings: readonly ForcedHolding[]): readonly ForcedHolding[] {
  const byId = new Map<string, ForcedHolding>();
  for (const each of holdings) {
    const before = byId.get(each.event.id);
    if (before === undefined || before.arrives < each.arrives) byId.set(each.event.id, each);
  }
  return [...byId.values()];
}

/** One for each combination of texts; the empty text stands for what is missing. */
function groupsOf({ texts }: Happening, by: readonly string[]): readonly string[] {
  return by
    .reduce<readonly (readonly string[])[]>(
      (groups, field) => {
        const found = [...new Set((texts[field] ?? []).filter((text) => text !== ""))];
        return groups.flatMap((group) =>
          (found.length === 0 ? [""] : found).map((text) => [...group, text]),
        );
      },
      [[]],
    )
    .map((group) => JSON.stringify(group));
}
