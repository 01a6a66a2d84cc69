import type { ScalarType, Value } from "../values/value";

/** Where a function is called: what it may know besides the values of its arguments. */
export interface Site {
  /** Of the result. */
  readonly type: ScalarType;
  /** The type of the first argument. */
  readonly of: ScalarType | undefined;
  /** Whether the arguments are made of literals alone: the engine then computes beforehand. */
  readonly folded: () => boolean;
  readonly now: () => bigint;
  readonly ingested: () => Value;
}

/** A function of values, called with as many arguments as the service let through. */
export type ScalarFunction = (args: readonly Value[], site: Site) => Value;
