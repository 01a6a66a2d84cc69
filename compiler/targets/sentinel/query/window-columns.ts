import { freeName } from "./locate";

/** The time of a row, by which the service cuts what a run sees. */
export const TIME = "TimeGenerated";

/** Names of the columns that windows are reckoned with, none of which the rows have already. */
export interface WindowColumns {
  /** 1 for a row that was ingested since the run before, else 0. */
  readonly isNew: string;
  /** 1 where a row's window begins, 0 where it is looked at, -1 where it ends. */
  readonly step: string;
  /** The time of a step. */
  readonly at: string;
  /** The new rows in a window. */
  readonly newCount: string;
  /** The value that is counted or reckoned with. */
  readonly value: string;
  readonly valueCount: string;
  /** Which of a correlation's rules matched, from 1. */
  readonly rule: string;
  /** What names an event, where one row may come twice. */
  readonly id: string;
  /** What tells apart the records of one event's name. */
  readonly record: string;
  readonly opens: string;
  readonly closes: string;
  /** What a correlation bounds. */
  readonly result: string;
}

export function windowColumns(result: string, taken: readonly string[]): WindowColumns {
  const free = (name: string) => freeName(name, (candidate) => taken.includes(candidate));
  return {
    isNew: free("IsNew"),
    step: free("Step"),
    at: free("At"),
    newCount: free("NewCount"),
    value: free("Value"),
    valueCount: free("ValueCount"),
    rule: free("Rule"),
    id: free("EventId"),
    record: free("EventStep"),
    opens: free("Opens"),
    closes: free("Closes"),
    // Of an order there is one for each rule, with its number.
    result: freeName(result, (candidate) =>
      taken.some(
        (name) => name.startsWith(candidate) && /^\d*$/.test(name.slice(candidate.length)),
      ),
    ),
  };
}
