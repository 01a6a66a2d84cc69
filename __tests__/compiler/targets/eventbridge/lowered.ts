import type { Json } from "../../../../compiler/core/json";
import type { Expression } from "../../../../compiler/ir/expression";
import type { LogSource } from "../../../../compiler/log-sources/log-source";
import { envelopeOf } from "../../../../compiler/targets/eventbridge/envelope";
import { patternMatcher } from "../../../../compiler/targets/eventbridge/evaluate";
import { lowerFormula } from "../../../../compiler/targets/eventbridge/lower";
import { mayRead } from "../../../../compiler/targets/eventbridge/needs";
import { parsePattern } from "../../../../compiler/targets/eventbridge/parse";
import { lowerPatterns } from "../../../../compiler/targets/eventbridge/patterns";
import { spread } from "../../../../compiler/targets/eventbridge/spread";

/** What an expression becomes in event patterns, read back. */
export interface Read {
  readonly isExact: boolean;
  readonly texts: readonly string[];
  /** Whether the rule sees calls that only read, of each pattern. */
  readonly reads: readonly boolean[];
  /** How many of the patterns an event matches. */
  readonly count: (event: Json) => number;
}

/** Undefined where no event can match. */
export function readPatterns(expression: Expression, logSource: LogSource): Read | undefined {
  const lowered = lowerFormula(expression, logSource.fields);
  const found = spread(lowered.node);
  if (found.branches.length === 0) return undefined;
  const { patterns, isExact } = lowerPatterns(found, logSource);
  const texts = patterns.map(({ eventPattern }) => JSON.stringify(eventPattern));
  const matchers = texts.map(read);
  return {
    isExact: isExact && lowered.dropped.size === 0,
    texts,
    reads: patterns.map(({ branches }) => mayRead(branches, logSource)),
    count: (event) => {
      const envelope = envelopeOf(event, logSource);
      return matchers.filter((matches) => matches(envelope)).length;
    },
  };
}

/** The pattern of a text, as a function of the event in its envelope. */
export function read(text: string): (event: Json) => boolean {
  const parsed = parsePattern(text);
  if (parsed.kind === "error") throw new Error(`${parsed.message}: ${text}`);
  return patternMatcher(parsed.pattern);
}
