/** Decision 0011 word by word, over small histories: nothing here is shared with what is tested. */

export interface Happened {
  readonly at: number;
  readonly arrived: number;
  /** Of which of the rules `a`, `b` and `c` it is a match. */
  readonly of: string;
  /** Texts of fields; several where an array stands there. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly numbers: readonly number[];
}

export interface Wanted {
  readonly type: string;
  readonly rules: readonly (string | Wanted)[];
  /** Of each field that groups, its name for each rule. */
  readonly by: readonly (readonly string[])[];
  readonly timespan: number;
  readonly bounds: Readonly<Record<string, number>>;
}

interface Found {
  readonly event: Happened;
  readonly group: string;
  /** When the last event of the window arrived. */
  readonly latest: number;
}

/** The groups for which a run at `run` alerts, `every` seconds after the one before. */
export function alertingGroups(
  wanted: Wanted,
  events: readonly Happened[],
  run: number,
  every: number,
  lookBack = Infinity,
): ReadonlySet<string> {
  const seen = events.filter(({ at, arrived }) => arrived < run && at >= run - lookBack);
  const fresh = holdings(wanted, seen).filter(({ latest }) => latest >= run - every);
  return new Set(fresh.map(({ group }) => group));
}

/** Where a correlation holds. */
export function holdings(wanted: Wanted, events: readonly Happened[]): readonly Found[] {
  const placed = wanted.rules.flatMap((rule, index) =>
    membersOf(rule, events).flatMap(({ event, latest }) =>
      waysOf(wanted.by.map((names) => event.texts[names[index] ?? ""] ?? [])).map((way) => ({
        event,
        latest,
        rule: index,
        group: JSON.stringify(way),
      })),
    ),
  );
  const found: Found[] = [];
  const takesPart = ({ texts, numbers }: Happened): boolean => {
    if (wanted.type === "value_count") return (texts["value"] ?? []).length > 0;
    return !wanted.type.startsWith("value_") || numbers.length > 0;
  };
  for (const group of new Set(placed.map((each) => each.group))) {
    const own = placed.filter((each) => each.group === group && takesPart(each.event));
    for (const event of new Set(own.map((each) => each.event))) {
      const inside = own.filter(
        (each) => each.event.at >= event.at - wanted.timespan && each.event.at <= event.at,
      );
      if (!isMet(wanted, inside, event)) continue;
      found.push({ event, group, latest: Math.max(...inside.map(({ latest }) => latest)) });
    }
  }
  return found;
}

function membersOf(
  rule: string | Wanted,
  events: readonly Happened[],
): readonly { event: Happened; latest: number }[] {
  if (typeof rule === "string") {
    return events
      .filter(({ of }) => of.includes(rule))
      .map((event) => ({ event, latest: event.arrived }));
  }
  const inner = holdings(rule, events);
  return [...new Set(inner.map(({ event }) => event))].map((event) => ({
    event,
    latest: Math.max(...inner.filter((each) => each.event === event).map(({ latest }) => latest)),
  }));
}

function isMet(
  { type, rules, bounds }: Wanted,
  inside: readonly { event: Happened; rule: number }[],
  last: Happened,
): boolean {
  const events = [...new Set(inside.map(({ event }) => event))];
  const numbers = events.flatMap((event) => event.numbers);
  // Hundredths are whole, so that nothing is rounded.
  const sum = numbers.reduce((all, value) => all + Math.round(value * 100), 0);
  switch (type) {
    case "event_count":
      return within(bounds, events.length);
    case "value_count":
      return within(bounds, new Set(events.flatMap((event) => event.texts["value"] ?? [])).size);
    case "value_sum":
      return within(bounds, sum, 100);
    case "value_avg":
      return within(bounds, sum, 100 * numbers.length);
    case "temporal":
      return within(bounds, new Set(inside.map(({ rule }) => rule)).size);
    default: {
      const leads = (rule: number, before: number): boolean =>
        rule < 0 ||
        inside.some(
          (each) => each.rule === rule && each.event.at <= before && leads(rule - 1, each.event.at),
        );
      const isLast = inside.some((each) => each.event === last && each.rule === rules.length - 1);
      return isLast && leads(rules.length - 2, last.at);
    }
  }
}

function within(bounds: Wanted["bounds"], found: number, unit = 1): boolean {
  const is: Readonly<Record<string, (bound: number) => boolean>> = {
    gt: (bound) => found > bound,
    gte: (bound) => found >= bound,
    lt: (bound) => found < bound,
    lte: (bound) => found <= bound,
    eq: (bound) => found === bound,
    neq: (bound) => found !== bound,
  };
  return Object.entries(bounds).every(([name, bound]) => is[name]?.(bound * unit));
}

function waysOf(lists: readonly (readonly string[])[]): readonly (readonly (string | null)[])[] {
  const [first, ...rest] = lists;
  if (first === undefined) return [[]];
  const heads = first.length === 0 ? [null] : [...new Set(first)];
  return heads.flatMap((head) => waysOf(rest).map((tail) => [head, ...tail]));
}
