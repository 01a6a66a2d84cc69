import type { Json } from "../../core/json";
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
  const leaves = new Map<string, readonly Matcher[]>();
  filters.forEach(({ metric }, index) => {
    const test = tests[index];
    if (metric !== undefined && test !== undefined) {
      leaves.set(metric, [...(leaves.get(metric) ?? []), test]);
    }
  });
  return {
    kind: "ready",
    matches: anyOf(tests),
    ...(leaves.size > 0 ? { leaves: [...leaves.values()].map(anyOf) } : {}),
    explain: (event) => explainPatterns(patterns, event),
    textsAt: (field) => textsAt({ kind: "or", operands: patterns }, field),
    reads: patterns
      .flatMap(conditionsOf)
      .map(({ selector: { steps } }) =>
        steps.map((step) => (step.kind === "key" ? step.name : "*")).join("."),
      ),
  };
}

type Matcher = (event: Json) => boolean;

function anyOf(tests: readonly Matcher[]): Matcher {
  return (event) => tests.some((test) => test(event));
}
