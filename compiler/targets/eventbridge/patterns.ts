import type { JsonObject } from "../../core/json";
import { foldCase } from "../../core/fold-case";
import type { LogSource } from "../../log-sources/log-source";
import type { Conjunct, EventPattern, Test } from "./ast";
import { PATTERN_LIMITS } from "./limits";
import { printPattern } from "./print";
import { joined, testsAt, type Branch, type Spread } from "./spread";
import { wildcardCost } from "./wildcard";

/** One event pattern, and what it asks of an event without its envelope. */
export interface LoweredPattern {
  readonly branches: readonly Branch[];
  readonly eventPattern: JsonObject;
  /** Whether it takes of the bus's rules with wildcards. */
  readonly hasWildcards: boolean;
}

/** Patterns of which no event matches two. */
export interface LoweredPatterns {
  readonly patterns: readonly LoweredPattern[];
  /** Whether they say all that was to be said. */
  readonly isExact: boolean;
}

/** More rules are not made of one detection: a condition decides instead. */
const MOST_RULES = 10;

/**
 * What was spread as patterns within the service's limits: one, or several that lists of texts are divided
 * between, or else without what makes it too long.
 */
export function lowerPatterns(
  { branches, isExact }: Spread,
  logSource: LogSource,
): LoweredPatterns {
  const cheap = branches.map(withoutCostly);
  const kept = joined(cheap);
  const all = isExact && cheap.every((branch, index) => branch === branches[index]);
  const names = [logSource.calls?.service, logSource.calls?.name].filter(
    (name) => name !== undefined,
  );
  const ways: readonly (readonly Branch[])[] = [
    kept,
    onlyAt(kept, names),
    onlyAt(kept, names.slice(0, 1)),
    [new Map()],
  ];
  for (const [index, each] of ways.entries()) {
    const patterns = withinLimits(each, names, logSource);
    if (patterns !== undefined) return { patterns, isExact: all && index === 0 };
  }
  throw new Error("a pattern that asks nothing is within every limit");
}

/** A branch without the tests whose wildcards are more than the service takes. */
function withoutCostly(branch: Branch): Branch {
  const cheap = [...branch].filter(
    ([, { tests }]) => costOf(tests) <= PATTERN_LIMITS.wildcardCost.value,
  );
  return cheap.length === branch.size ? branch : new Map(cheap);
}

function costOf(tests: readonly Test[]): number {
  const own = tests.flatMap((test) => (test.kind === "wildcard" ? [test.text] : []));
  return tests.reduce(
    (sum, test) =>
      test.kind === "anythingBut" && test.of === "wildcard"
        ? sum + wildcardCost(test.values, true)
        : sum,
    wildcardCost(own, false),
  );
}

function onlyAt(branches: readonly Branch[], paths: readonly string[]): readonly Branch[] {
  const rest = branches.map(
    (branch): Branch => new Map([...branch].filter(([path]) => paths.includes(path))),
  );
  return rest.some(({ size }) => size === 0) ? [new Map()] : joined(rest);
}

/** Undefined where no few patterns say it. */
function withinLimits(
  branches: readonly Branch[],
  names: readonly string[],
  logSource: LogSource,
): readonly LoweredPattern[] | undefined {
  const whole = patternOf(branches, logSource);
  if (whole !== undefined) return [whole];
  for (const path of [...names].reverse()) {
    const parts = divided(branches, path, logSource);
    if (parts !== undefined) return parts;
  }
  return undefined;
}

/** The pattern of some branches; undefined where it is over a limit. */
function patternOf(
  branches: readonly Branch[],
  { eventBus }: LogSource,
): LoweredPattern | undefined {
  if (eventBus === undefined) return undefined;
  const { marks, event } = eventBus;
  const envelope: Conjunct = new Map([
    ["detail-type", [{ kind: "suffix", text: marks.detailTypeEnd, anyCase: false }]],
    ["source", [{ kind: "prefix", text: marks.sourceStart, anyCase: false }]],
  ]);
  const pattern: EventPattern = branches.map(
    (branch) =>
      new Map([
        ...envelope,
        ...[...branch].map(([path, { tests }]) => [`${event}.${path}`, tests] as const),
      ]),
  );
  const eventPattern = printPattern(pattern);
  if (eventPattern === undefined) return undefined;
  const text = JSON.stringify(eventPattern);
  const fits =
    text.length <= PATTERN_LIMITS.length.value &&
    Buffer.byteLength(text) <= PATTERN_LIMITS.bytes.value &&
    combinations(eventPattern) <= PATTERN_LIMITS.combinations.value;
  const hasWildcards = branches.some((branch) =>
    [...branch.values()].some(({ tests }) => costOf(tests) > 0),
  );
  return fits ? { branches, eventPattern, hasWildcards } : undefined;
}

/** The product of the sizes of all `$or`. */
function combinations(pattern: unknown): number {
  if (typeof pattern !== "object" || pattern === null) return 1;
  const sizes = Object.entries(pattern).map(
    ([name, child]) =>
      (name === "$or" && Array.isArray(child) ? child.length : 1) * combinations(child),
  );
  return sizes.reduce((product, size) => product * size, 1);
}

/** Patterns for some of the texts each that a field must have; undefined where a branch names none. */
function divided(
  branches: readonly Branch[],
  path: string,
  logSource: LogSource,
): readonly LoweredPattern[] | undefined {
  const texts = branches.map((branch) => textsOf(testsAt(branch, path)));
  if (texts.some((each) => each === undefined)) return undefined;
  if (branches.some((branch) => (branch.get(path)?.arrays.length ?? 0) > 0)) return undefined;
  const all = [...new Set(texts.flatMap((each) => each ?? []))];
  for (let count = 2; count <= Math.min(MOST_RULES, all.length); count += 1) {
    const size = Math.ceil(all.length / count);
    const chunks = Array.from({ length: count }, (_, index) =>
      all.slice(index * size, (index + 1) * size),
    ).filter((chunk) => chunk.length > 0);
    const patterns = chunks.map((chunk) => patternOf(restricted(branches, path, chunk), logSource));
    const written = patterns.filter((each) => each !== undefined);
    if (written.length === patterns.length) return written;
  }
  return undefined;
}

/** The folded texts one of which every test asks for. */
function textsOf(tests: readonly Test[]): readonly string[] | undefined {
  if (tests.length === 0) return undefined;
  const texts = tests.map((test) =>
    test.kind === "text" || test.kind === "equalsIgnoreCase" ? foldCase(test.text) : undefined,
  );
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}

/** The branches for events whose field has one of some texts. */
function restricted(
  branches: readonly Branch[],
  path: string,
  texts: readonly string[],
): readonly Branch[] {
  return branches.flatMap((branch): readonly Branch[] => {
    const leaf = branch.get(path);
    const tests = leaf?.tests.filter((test) =>
      textsOf([test])?.some((text) => texts.includes(text)),
    );
    return leaf === undefined || tests === undefined || tests.length === 0
      ? []
      : [new Map([...branch, [path, { ...leaf, tests }]])];
  });
}
