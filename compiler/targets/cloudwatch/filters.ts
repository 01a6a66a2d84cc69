import type { Limit } from "../../core/limit";
import type { Reason } from "../verdict";
import { joined, patternsOf, type Alternatives } from "./alternatives";
import { assumptions } from "./assumptions";
import { conditionsOf, isRegexTest, type Pattern } from "./ast";
import { areDisjoint } from "./disjoint";
import type { Refused } from "./escape";
import { LOG_GROUP_LIMITS, measure, PATTERN_LIMITS, type Measure } from "./limits";
import { mergeRegexes } from "./merge-regexes";
import { printPattern } from "./print";
import { reasons } from "./reasons";
import { splitPattern } from "./split";

/** The texts of one or more filters that together match what a rule does. */
export interface Filters {
  readonly texts: readonly string[];
  readonly regexes: number;
  /** What dividing it rests on. */
  readonly assumes: readonly string[];
}

/** Why there are none. */
export interface NoFilters {
  readonly refusals: readonly Reason[];
  /** What the limits do not allow. @default - something else is wrong */
  readonly tooMuch?: string;
}

/** The filters of a rule. `once`: whether no event may match two of them. */
export function filtersOf(node: Alternatives | boolean, once: boolean): Filters | NoFilters {
  if (typeof node === "boolean" || patternsOf(node).length === 0) {
    return {
      refusals: [node === true ? reasons.unbounded(["what it asks"]) : reasons.neverMatches()],
    };
  }
  const chosen = divide(node, once);
  if (chosen === undefined) {
    const needs = measure(joined(node));
    if (needs.kind === "refused") return { refusals: [reasons.notPrintable(needs.reason)] };
    const divisible = once && divide(node, false) !== undefined;
    if (divisible) return { refusals: [reasons.countedTwice()], tooMuch: COUNTED_TWICE };
    const over = overLimits(needs);
    return {
      refusals: over.map(reasons.overBudget),
      tooMuch: `the rule would need ${over.map(({ used, limit }) => `${used} ${limit.unit}, of which ${limit.value} are allowed`).join(", and ")}`,
    };
  }
  const { parts, assumes } = chosen;
  const printed = parts.map(printPattern);
  const refused = printed.find((text): text is Refused => text.kind === "refused");
  if (refused !== undefined) return { refusals: [reasons.notPrintable(refused.reason)] };
  return {
    texts: printed.flatMap((text) => (text.kind === "written" ? [text.text] : [])),
    regexes: parts.map(regexesOf).reduce((sum, count) => sum + count, 0),
    assumes,
  };
}

interface Parts {
  readonly parts: readonly Pattern[];
  readonly assumes: readonly string[];
}

/** Apart what should be, and only where that cannot be, together. */
function divide(node: Alternatives, once: boolean): Parts | undefined {
  const patterns = patternsOf(node);
  const beside = [assumptions.besideContainers()];
  const found = divideAll(patterns, once);
  if (found !== undefined) return node.joined ? rests(found, beside) : found;
  const whole = patterns.length > 1 ? divideAll([joined(node)], once) : undefined;
  return whole === undefined ? undefined : rests(whole, beside);
}

function rests({ parts, assumes }: Parts, also: readonly string[]): Parts {
  return { parts, assumes: [...assumes, ...also] };
}

function divideAll(patterns: readonly Pattern[], once: boolean): Parts | undefined {
  const divided = patterns.map((pattern) => divideOne(pattern, once));
  const found = divided.filter((each) => each !== undefined);
  const parts = found.flatMap((each) => each.parts);
  if (found.length < divided.length || parts.length > LOG_GROUP_LIMITS.metricFilters.value) {
    return undefined;
  }
  if (once && patterns.length > 1 && !areDisjoint(parts)) return undefined;
  return { parts, assumes: found.flatMap((each) => each.assumes) };
}

/** Lengths that joined regexes may get: some must fit beside much else, some must hold many texts. */
const MERGED_CHARS = [400, 900];

/** Regexes are joined only where they are too many for one pattern: they are scarcer than filters. */
function divideOne(pattern: Pattern, once: boolean): Parts | undefined {
  const wholes =
    regexesOf(pattern) > PATTERN_LIMITS.regexes.value
      ? [...MERGED_CHARS.map((chars) => mergeRegexes(pattern, chars)), pattern]
      : [pattern];
  for (const whole of wholes) {
    const parts = splitPattern(whole, once);
    if (parts !== undefined) {
      const merged = whole !== pattern && JSON.stringify(whole) !== JSON.stringify(pattern);
      return { parts, assumes: merged ? [assumptions.alternatives()] : [] };
    }
  }
  return undefined;
}

function regexesOf(pattern: Pattern): number {
  return conditionsOf(pattern).filter(isRegexTest).length;
}

const COUNTED_TWICE =
  "the rule would need several filters, an event could match two of them, and its count matters";

export interface OverLimit {
  readonly used: number;
  readonly limit: Limit;
}

function overLimits(needs: Measure): readonly OverLimit[] {
  const { length, regexes, wildcardSelectors } = PATTERN_LIMITS;
  return [
    { used: needs.chars, limit: length },
    { used: needs.regexes, limit: regexes },
    { used: needs.wildcardSelectors, limit: wildcardSelectors },
  ].filter(({ used, limit }) => used > limit.value);
}
