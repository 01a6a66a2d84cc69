import type { Json } from "../../core/json";
import { logSourceOf, type ResolvedRule } from "../../ir/rule";
import type { ReadBack } from "../read-back";
import type { EventBridgeOutput } from "./compile";
import { readCondition } from "./condition/evaluate";
import { envelopeOf } from "./envelope";
import { patternMatcher } from "./evaluate";
import { parsePattern } from "./parse";

/** The patterns of a rule, read back: an event matches if one does, and the condition holds. */
export function readBackEventPatterns(
  { rules, condition }: EventBridgeOutput,
  detection: ResolvedRule,
): ReadBack {
  const logSource = logSourceOf(detection);
  const matchers: ((event: Json) => boolean)[] = [];
  for (const { eventPattern } of rules) {
    const parsed = parsePattern(JSON.stringify(eventPattern));
    if (parsed.kind === "error") return { kind: "unreadable", message: parsed.message };
    matchers.push(patternMatcher(parsed.pattern));
  }
  if (logSource === undefined) return { kind: "unreadable", message: "its events are not known" };
  const read = condition === null ? undefined : readCondition(condition);
  if (read?.kind === "unreadable") return read;
  return {
    kind: "ready",
    matches: (event) => {
      const envelope = envelopeOf(event, logSource);
      const passes = matchers.some((matches) => matches(envelope));
      return passes && read !== undefined ? read.matches(envelope) : passes;
    },
  };
}
