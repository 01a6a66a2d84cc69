/** The targets that a detection is compiled for. */
export const TARGETS = ["cloudwatch", "sentinel", "logs-insights"] as const;
export type Target = (typeof TARGETS)[number];

/**
 * How what a target's text matches (T) compares with what the rule matches (R), over every event
 * that the log source can produce.
 */
export type Verdict =
  /** T = R. */
  | "exact"
  /** T is R with named tests dropped: it matches all that R does, and more. */
  | "wider"
  /** A query somebody wrote, not proven equal to anything. */
  | "as-written"
  /** Could miss events, or would not be bounded; never deployed. */
  | "unsupported"
  /** The cloud does not have the rule's log source. */
  | "not-applicable";

/** Why a verdict is not `exact`. */
export interface Reason {
  /** Stable: `DET5xx` CloudWatch, `DET6xx` Sentinel, `DET7xx` Logs Insights, `DET8xx` the schedule. */
  readonly code: string;
  readonly message: string;
  /** The test it is about: keys from the document's root. */
  readonly path: string;
}

/** What one target makes of one rule. */
export interface Compiled<Output> {
  readonly target: Target;
  /** Null for Logs Insights: its semantics were never recorded, so nothing is claimed. */
  readonly verdict: Verdict | null;
  readonly reasons: readonly Reason[];
  /** What an `exact` or `wider` verdict rests on that no document of the vendor settles. */
  readonly assumptions: readonly string[];
  /** Null where nothing may be deployed. */
  readonly output: Output | null;
}
