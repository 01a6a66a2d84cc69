import type { Correlation } from "../../ir/rule";
import type { Seconds } from "../../rule/duration";
import type { Counted, Tally } from "./tally";

/** The window of one group, which ends at the last time that it was told of. */
export interface GroupWindow {
  /** Slides to a later time, at which these events are. */
  slide(time: Seconds, events: readonly Counted[]): void;
  /** Whether the condition holds at an event of that time. */
  holdsAt(event: Counted): boolean;
}

/** A window whose events enter a tally and leave it. */
export function talliedWindow<Datum>({ timespan }: Correlation, tally: Tally<Datum>): GroupWindow {
  const held = new Queue<Datum>();
  return {
    slide: (time, events) => {
      held.leaveBefore(time - timespan, tally.leave);
      for (const event of events) {
        for (const datum of tally.enter(event)) held.push(time, datum);
      }
    },
    holdsAt: tally.holds,
  };
}

/**
 * A window of an order of `rules`. Of the chains that lead to a rule the one that began last is known:
 * whatever any of them can go on to, it can. At one time, events are in the order that is asked for.
 */
export function orderedWindow({ timespan }: Correlation, rules: number): GroupWindow {
  const begins: Seconds[] = Array.from({ length: rules }, () => -Infinity);
  let from = -Infinity;
  return {
    slide: (time, events) => {
      from = time - timespan;
      for (const [leg, begin] of begins.entries()) {
        if (!events.some(({ legs }) => legs.includes(leg))) continue;
        begins[leg] = leg === 0 ? time : Math.max(begin, begins[leg - 1] ?? -Infinity);
      }
    },
    holdsAt: ({ legs }) => legs.includes(rules - 1) && (begins[rules - 1] ?? -Infinity) >= from,
  };
}

/** The greatest number of a window that slides. */
export class SlidingMaximum {
  private readonly candidates = new Queue<number>();

  /** Slides to a time, at which there is this number too; hands back the greatest since `from`. */
  slide(from: Seconds, time: Seconds, value: number): number {
    this.candidates.leaveBefore(from, () => undefined);
    // What is no greater and leaves earlier is never the greatest again.
    this.candidates.popWhile((other) => other <= value);
    this.candidates.push(time, value);
    return this.candidates.first() ?? value;
  }
}

/** Fewer entries than these are not worth making room for. */
const FEW = 1_024;

/** Data in the order of time, in flat arrays: a window holds one for each event. */
class Queue<Datum> {
  private times: Seconds[] = [];
  private data: Datum[] = [];
  private head = 0;

  push(time: Seconds, datum: Datum): void {
    this.times.push(time);
    this.data.push(datum);
  }

  first(): Datum | undefined {
    return this.data[this.head];
  }

  leaveBefore(from: Seconds, leave: (datum: Datum) => void): void {
    while (this.head < this.times.length && this.times[this.head]! < from) {
      leave(this.data[this.head]!);
      this.head += 1;
    }
    if (this.head < FEW || this.head * 2 < this.times.length) return;
    this.times = this.times.slice(this.head);
    this.data = this.data.slice(this.head);
    this.head = 0;
  }

  popWhile(leaves: (datum: Datum) => boolean): void {
    while (this.data.length > this.head && leaves(this.data[this.data.length - 1]!)) {
      this.data.pop();
      this.times.pop();
    }
  }
}
