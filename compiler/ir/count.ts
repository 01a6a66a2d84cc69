export type CountOperator = "gt" | "gte" | "lt" | "lte" | "eq" | "neq";

/** All bounds of a trigger have to hold for a count. */
export interface Bound {
  readonly operator: CountOperator;
  readonly count: number;
}

/** Which counts alert. */
export interface CountFacts {
  readonly zero: boolean;
  readonly some: boolean;
  /** Whether every count alerts. */
  readonly all: boolean;
  /** Whether a count above one that alerts alerts too. */
  readonly upward: boolean;
  /** Whether all counts but zero are alike, so that an event may count twice. */
  readonly zeroOnly: boolean;
}

export function countFacts(bounds: readonly Bound[]): CountFacts {
  const answers = tellingCounts(bounds).map((count) => meets(bounds, count));
  const above = answers.slice(1);
  const some = answers.includes(true);
  return {
    zero: answers[0] === true,
    some,
    all: !answers.includes(false),
    upward: !some || answers.lastIndexOf(false) < answers.indexOf(true),
    zeroOnly: above.every((alerts) => alerts === above[0]),
  };
}

/** The least count that alerts; undefined where none does. */
export function leastOf(bounds: readonly Bound[]): number | undefined {
  return tellingCounts(bounds).find((count) => meets(bounds, count));
}

/** Whole numbers around every bound, from 0: between two of them nothing changes. */
function tellingCounts(bounds: readonly Bound[]): readonly number[] {
  const counts = bounds.flatMap(({ count }) =>
    [-1, 0, 1, 2].map((step) => Math.max(0, Math.floor(count) + step)),
  );
  return [...new Set([0, 1, ...counts])].sort((a, b) => a - b);
}

/** Whether all bounds hold for a count. */
export function meets(bounds: readonly Bound[], count: number): boolean {
  return bounds.every((bound) => holds(bound, count));
}

/** Whether a bound holds for a count. */
export function holds({ operator, count }: Bound, found: number): boolean {
  switch (operator) {
    case "gt":
      return found > count;
    case "gte":
      return found >= count;
    case "lt":
      return found < count;
    case "lte":
      return found <= count;
    case "eq":
      return found === count;
    case "neq":
      return found !== count;
  }
}
