import { quote } from "../core/message";
import type { Predicate } from "../ir/expression";
import type { RuleDocument } from "../rule/schema";
import type { Reason, Target } from "./verdict";

/** Why a predicate is not applied. */
export const about = <const Code extends string>(
  { origin }: Predicate,
  code: Code,
  message: string,
): Reason<Code> => ({
  code,
  message: `${quote(origin.written, Infinity)}: ${message}`,
  path: origin.path,
});

/** Why a whole rule is not exact; `path` as in `Reason`. */
export const because = <const Code extends string>(
  code: Code,
  message: string,
  path: string,
): Reason<Code> => ({ code, message, path });

/** Why a correlation is refused that has a trigger besides its condition. */
export function twoTriggers({ triggerOperator }: Pick<RuleDocument, "triggerOperator">) {
  return because(
    "DET801",
    "a correlation alerts on its own condition; leave triggerOperator and triggerThreshold out",
    triggerOperator === undefined ? "triggerThreshold" : "triggerOperator",
  );
}

/** What to do about what every target can say. */
export const FIXES = {
  bound: "Test what tells events apart, such as `eventName`, in each alternative.",
  contradiction: "Correct the condition: its parts contradict each other.",
  countUp: "Use `triggerOperator: gt`, or change what cannot be said.",
  chooseWay: "Choose one of the ways that the message names.",
  shorten: "Divide the rule into several, or shorten its lists of values.",
  detection: "Correlate rules that have a `detection`.",
} as const;

/** Makes examples of rules that a target refuses, or takes only in part. */
export const onTarget = (target: Target) => (rule: string) => ({ target, rule });
