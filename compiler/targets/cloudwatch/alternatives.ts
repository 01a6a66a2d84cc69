import type { OneOrMore } from "../lower";
import { anyOf, type Pattern, type Selector } from "./ast";
import { areDisjoint } from "./disjoint";
import { LOG_GROUP_LIMITS } from "./limits";
import { allOfOnce, anyOfOnce } from "./normal-form";

/**
 * What an expression becomes: a pattern, and patterns for filters of their own. Whether a condition on
 * an array or object stops the alternatives beside it no source says, so one that may find such stands
 * beside none: its pattern holds for no event in which it does.
 */
export interface Alternatives {
  /** @default - nothing */
  readonly together?: Pattern;
  /** By the selectors that may find an array or object. */
  readonly apart: ReadonlyMap<string, Pattern>;
  /** Whether alternatives stand together that should not, because they are too many. */
  readonly joined?: true;
}

/** One of the alternatives, as conjuncts, and its selectors that may find an array or object. */
interface Way {
  readonly selectors: readonly string[];
  readonly conjuncts: readonly Pattern[];
}

export function together(pattern: Pattern): Alternatives {
  return { together: pattern, apart: new Map() };
}

/** A pattern that holds only where `selector` finds neither an array nor an object. */
export function apart(pattern: Pattern, selector: Selector): Alternatives {
  return ofWay({ selectors: [JSON.stringify(selector.steps)], conjuncts: [pattern] });
}

/** The patterns, each for filters of its own. */
export function patternsOf(node: Alternatives): readonly Pattern[] {
  return [...(node.together === undefined ? [] : [node.together]), ...node.apart.values()];
}

/** All in one pattern, whatever stands beside each other. */
export function joined(node: Alternatives): Pattern {
  return anyOf(patternsOf(node));
}

/** What matches where some node does. */
export function someOf(nodes: readonly Alternatives[]): Alternatives {
  const shared = nodes.flatMap((node) => (node.together === undefined ? [] : [node.together]));
  const own = new Map<string, Pattern>();
  for (const [key, pattern] of nodes.flatMap((node) => [...node.apart])) {
    const before = own.get(key);
    own.set(key, before === undefined ? pattern : anyOfOnce([before, pattern]));
  }
  return {
    ...(shared.length === 0 ? {} : { together: anyOfOnce(shared) }),
    apart: own,
    ...(nodes.some((node) => node.joined) ? { joined: true } : {}),
  };
}

/** What matches where every node does: each alternative of one with each of the others. */
export function everyOf(nodes: OneOrMore<Alternatives>): Alternatives {
  const marked = nodes.some((node) => node.joined) ? ({ joined: true } as const) : {};
  const count = nodes.reduce((product, node) => product * patternsOf(node).length, 1);
  if (count > LOG_GROUP_LIMITS.metricFilters.value) {
    return { ...together(allOfOnce(nodes.map(joined))), joined: true };
  }
  let ways: readonly Way[] = [{ selectors: [], conjuncts: [] }];
  for (const node of nodes) {
    const options = waysOf(node);
    ways = ways.flatMap((way) => options.flatMap((option) => both(way, option) ?? []));
  }
  return { ...someOf(ways.map(ofWay)), ...marked };
}

function waysOf({ together: shared, apart: own }: Alternatives): readonly Way[] {
  return [
    ...(shared === undefined ? [] : [{ selectors: [], conjuncts: [shared] }]),
    ...[...own].map(([key, pattern]) => ({
      selectors: JSON.parse(key) as readonly string[],
      conjuncts: [pattern],
    })),
  ];
}

/** Undefined where no event is an array at a place and a scalar too. */
function both(one: Way, other: Way): Way | undefined {
  const selectors = [...new Set([...one.selectors, ...other.selectors])].sort();
  const clash =
    selectors.length > 0 &&
    one.conjuncts.some((each) => other.conjuncts.some((next) => areDisjoint([each, next])));
  return clash ? undefined : { selectors, conjuncts: [...one.conjuncts, ...other.conjuncts] };
}

function ofWay({ selectors, conjuncts }: Way): Alternatives {
  const pattern = allOfOnce(conjuncts);
  if (selectors.length === 0) return together(pattern);
  return { apart: new Map([[JSON.stringify(selectors), pattern]]) };
}
