import { logSourceOf, type ResolvedRule } from "../../ir/rule";
import type { ReadBack } from "../read-back";
import type { EventPattern } from "./ast";
import type { EventBridgeOutput } from "./compile";
import { readCondition } from "./condition/evaluate";
import { envelopeOf } from "./envelope";
import { patternMatcher } from "./evaluate";
import { explainPatterns } from "./explain";
import { parsePattern } from "./parse";

/** The patterns of a rule, read back: an event matches if one does, and the condition holds. */
export function readBackEventPatterns(
  { rules, condition }: EventBridgeOutput,
  detection: ResolvedRule,
): ReadBack {
  const logSource = logSourceOf(detection);
  const patterns: EventPattern[] = [];
  for (const { eventPattern } of rules) {
    const parsed = parsePattern(JSON.stringify(eventPattern));
    if (parsed.kind === "error") return { kind: "unreadable", message: parsed.message };
    patterns.push(parsed.pattern);
  }
  const matchers = patterns.map(patternMatcher);
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
    explain: (event) => {
      const explained = explainPatterns(patterns, envelopeOf(event, logSource));
      return read !== undefined && explained.holds ? undefined : explained;
    },
    textsAt: (field) => textsAt(patterns.flat(), `${logSource.eventBus?.event}.${field}`),
  };
}

/** The texts one of which a field must have, in this case; undefined where some rule asks otherwise. */
function textsAt(rules: EventPattern, path: string): ReadonlySet<string> | undefined {
  const texts = rules.flatMap(
    (rule) =>
      rule.get(path)?.map((test) => (test.kind === "text" ? test.text : undefined)) ?? [undefined],
  );
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? new Set(known) : undefined;
}
