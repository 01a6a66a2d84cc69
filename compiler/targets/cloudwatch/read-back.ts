import type { ReadBack } from "../read-back";
import { conditionsOf, type Pattern } from "./ast";
import type { CloudWatchOutput } from "./compile";
import { patternMatcher } from "./evaluate";
import { explainPatterns } from "./explain";
import { parsePattern } from "./parse";
import { textsAt } from "./texts-at";

/** The metric filters of a rule, read back: an event matches if some filter does. */
export function readBackPatterns({ filters }: CloudWatchOutput): ReadBack {
  const patterns: Pattern[] = [];
  for (const filter of filters) {
    const parsed = parsePattern(filter.pattern);
    if (parsed.kind === "error") return { kind: "unreadable", message: parsed.error.message };
    patterns.push(parsed.pattern);
  }
  const tests = patterns.map(patternMatcher);
  return {
    kind: "ready",
    matches: (event) => tests.some((test) => test(event)),
    explain: (event) => explainPatterns(patterns, event),
    textsAt: (field) => textsAt({ kind: "or", operands: patterns }, field),
    reads: patterns
      .flatMap(conditionsOf)
      .map(({ selector: { steps } }) =>
        steps.map((step) => (step.kind === "key" ? step.name : "*")).join("."),
      ),
  };
}
