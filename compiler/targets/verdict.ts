import type { Expression, Origin } from "../ir/expression";
import type { FieldModel } from "../log-sources/field";
import type { LogSource } from "../log-sources/log-source";

/**
 * What a rule is deployed to unless another way is asked for, one for each cloud, in the order of every
 * list: what a rule cannot be there is a finding.
 */
export const CLOUDS = ["cloudwatch", "sentinel"] as const;
export type Cloud = (typeof CLOUDS)[number];

/** The targets that alert, and so have a verdict: EventBridge is a second way on AWS, for who asks for it. */
export const ALERTING = [...CLOUDS, "eventbridge"] as const;
export type AlertingTarget = (typeof ALERTING)[number];

/** The targets that a detection is compiled for. */
export const TARGETS = [...ALERTING, "logs-insights"] as const;
export type Target = (typeof TARGETS)[number];

/** Targets as their users call them. */
export const TARGET_NAMES = {
  cloudwatch: "CloudWatch",
  sentinel: "Sentinel",
  eventbridge: "EventBridge",
  "logs-insights": "Logs Insights",
} as const satisfies Readonly<Record<Target, string>>;

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

/** The verdicts in the order of every list, the most faithful first. */
export const VERDICTS = [
  "exact",
  "wider",
  "as-written",
  "unsupported",
  "not-applicable",
] as const satisfies readonly Verdict[];

/** The verdicts that a gate can ask for, from the least. */
export const GATE_VERDICTS = ["as-written", "wider", "exact"] as const satisfies readonly Verdict[];
/** Why a verdict is not `exact`. */
export interface Reason<Code extends string = string> {
  /** Stable: `DET5xx` CloudWatch (from 550 EventBridge), `DET6xx` Sentinel, `DET7xx` Logs Insights, `DET8xx` the schedule. */
  readonly code: Code;
  readonly message: string;
  /** What it is about: keys from the document's root, and behind `query` the place in its text. */
  readonly path: string;
  /**
   * What of the path's end is wrong.
   * @default - its value
   */
  readonly on?: "key";
  /**
   * Where the predicate that is not applied was written, and how.
   * @default - it is about no single predicate
   */
  readonly origin?: Origin;
}

/** An expression over the events of a log source, of which `model` is known. */
export interface Promised {
  readonly expression: Expression;
  readonly model: FieldModel;
  /**
   * Of a correlation, what is promised of each of its leaves, in the order of `leavesOf`.
   * @default - `expression` is the only one
   */
  readonly leaves?: readonly Expression[];
  /**
   * Of rules of several log sources, that of each leaf.
   * @default - all are of the one that `model` knows
   */
  readonly sources?: readonly LogSource[];
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
  /**
   * Under `wider`, the reasons that nobody accepts, for which there is no output.
   * @default - all that are lost are accepted
   */
  readonly unaccepted?: readonly Reason[];
  /**
   * R′, what the target's text matches by its verdict: the rule under `exact`, the rule without the
   * predicates that are not applied under `wider`.
   * @default - nothing is promised
   */
  readonly promised?: Promised;
}

/** A reason as results list it: its place is text there. */
export function listedReason({ code, message, path }: Reason): Reason {
  return { code, message, path };
}

/** The same for all that is compiled: what is promised has no text. */
export function listed<Output>(compiled: Compiled<Output>): Compiled<Output> {
  const { target, verdict, reasons, assumptions, output } = compiled;
  return { target, verdict, reasons: reasons.map(listedReason), assumptions, output };
}
