import type { Json } from "../../core/json";
import { holds, type Bound } from "../../ir/count";
import type { Correlation } from "../../ir/rule";
import { DecimalSum } from "./decimal-sum";

/** A matching event in a group. */
export interface Counted {
  readonly event: Json;
  /** The legs that it is of, by their place; ascending. */
  readonly legs: readonly number[];
}

/** What is known of the events in a window, kept up as they come and go. */
export interface Tally<Datum> {
  /** Takes an event in; what it says of the event has to leave with it. */
  enter(of: Counted): readonly Datum[];
  leave(datum: Datum): void;
  holds(): boolean;
}

const ONE: readonly number[] = [1];

/** Events. */
export function eventTally({ condition }: Correlation): Tally<number> {
  let count = 0;
  return {
    enter: () => {
      count += 1;
      return ONE;
    },
    leave: () => (count -= 1),
    holds: () => meets(condition, count),
  };
}

/** A value, and how often it is in the window. */
interface DistinctValue {
  readonly text: string;
  uses: number;
}

/** Distinct values of a field. */
export function valueTally(
  { condition }: Correlation,
  texts: (event: Json) => readonly string[],
): Tally<DistinctValue> {
  const values = new Map<string, DistinctValue>();
  return {
    enter: ({ event }) =>
      texts(event).map((text) => {
        const value = values.get(text) ?? { text, uses: 0 };
        values.set(text, value);
        value.uses += 1;
        return value;
      }),
    leave: (value) => {
      value.uses -= 1;
      if (value.uses === 0) values.delete(value.text);
    },
    holds: () => meets(condition, values.size),
  };
}

/** The sum of a field's numbers, or their average. */
export function numberTally(
  { type, condition }: Correlation,
  texts: (event: Json) => readonly string[],
): Tally<number> {
  const sum = new DecimalSum();
  let count = 0;
  const change = (value: number, times: 1 | -1) => {
    sum.add(value, times);
    count += times;
  };
  return {
    enter: ({ event }) => {
      const numbers = texts(event).map(Number);
      for (const value of numbers) change(value, 1);
      return numbers;
    },
    leave: (value) => change(value, -1),
    holds: () => {
      const over = type === "value_avg" ? count : 1;
      return condition.every(({ operator, count: bound }) =>
        holds({ operator, count: 0 }, sum.compareTo(bound, over)),
      );
    },
  };
}

/** Rules that match an event of the window. */
export function ruleTally({ condition }: Correlation): Tally<number> {
  const uses: number[] = [];
  let rules = 0;
  return {
    enter: ({ legs }) => {
      for (const leg of legs) {
        uses[leg] = (uses[leg] ?? 0) + 1;
        if (uses[leg] === 1) rules += 1;
      }
      return legs;
    },
    leave: (leg) => {
      uses[leg] = (uses[leg] ?? 0) - 1;
      if (uses[leg] === 0) rules -= 1;
    },
    holds: () => meets(condition, rules),
  };
}

function meets(condition: readonly Bound[], count: number): boolean {
  return condition.every((bound) => holds(bound, count));
}
