import type { JsonObject } from "../../core/json";
import { modelsAt, type Models } from "../../ir/calls";
import { fieldsOf, predicatesOf, type Expression, type Predicate } from "../../ir/expression";
import type { LogSource } from "../../log-sources/log-source";
import { expressionMatcher, predicateMatcher, type Matcher } from "../../reference/evaluate";
import { fieldReader } from "../../reference/event";
import { alternativesOf, type Alternative, type Literal } from "./alternatives";
import { place } from "./place";
import { valuesFor } from "./values";

/** A made event, and whether the rule matches it; the reference says so. */
export interface Example {
  readonly name: string;
  readonly event: JsonObject;
  readonly match: boolean;
}

export interface Examples {
  /** One that matches for each alternative first, then a near miss for each predicate. */
  readonly examples: readonly Example[];
  /** What no event was found for, as the rule has it. */
  readonly missing: readonly string[];
}

/** What is asked of events while they are made. */
interface Making {
  readonly logSource: LogSource;
  readonly models: Models;
  readonly matches: Matcher;
  readonly holds: (predicate: Predicate, event: JsonObject) => boolean;
}

/**
 * Events of the log source's shape with invented values: one that matches for each alternative of the
 * rule, and for each predicate one that differs from a match in what decides it alone.
 */
export function examplesOf(expression: Expression, logSource: LogSource): Examples {
  const models = modelsAt(expression, logSource.fields);
  const matchers = new Map<Predicate, Matcher>();
  const holds: Making["holds"] = (predicate, event) => {
    let matches = matchers.get(predicate);
    if (matches === undefined) {
      matches = predicateMatcher(predicate, models(predicate));
      matchers.set(predicate, matches);
    }
    return matches(event);
  };
  const making = {
    logSource,
    models,
    matches: expressionMatcher(expression, logSource.fields),
    holds,
  };
  const alternatives = alternativesOf(expression);
  const always = new Set(
    alternatives[0]?.filter((each) => alternatives.every((all) => includes(all, each))).map(keyOf),
  );
  const found = new Found();
  const missing: string[] = [];
  const made = alternatives.flatMap((alternative) => {
    const own = alternative.filter((literal) => !always.has(keyOf(literal)));
    const what = own.map(described).join(", ");
    const bare = satisfying(alternative, making, logSource.events.sample);
    const event = bare && withService(bare, expression, making);
    if (event === undefined) {
      missing.push(what === "" ? "a match" : what);
      return [];
    }
    found.add(what === "" ? "match" : `match: ${what}`, event, true);
    return [{ alternative, event }];
  });
  const failures = alternativesOf(expression, false);
  const decided = new Set<string>();
  for (const { alternative, event } of made) {
    for (const literal of alternative) {
      const miss = nearMiss(literal, alternative, event, making, failures);
      if (miss === undefined) continue;
      decided.add(keyOf(literal));
      found.add(`near miss: ${described({ ...literal, holds: !literal.holds })}`, miss, false);
    }
  }
  const undecided = made
    .flatMap(({ alternative }) => alternative)
    .filter((literal) => !decided.has(keyOf(literal)))
    .map((literal) => `a near miss for ${described(literal)}`);
  return { examples: found.all, missing: [...new Set([...missing, ...undecided])] };
}

/** Examples under names of their own; an event is one example. */
class Found {
  readonly all: Example[] = [];
  private readonly names = new Set<string>();
  private readonly events = new Set<string>();

  add(name: string, event: JsonObject, match: boolean): void {
    const text = JSON.stringify(event);
    if (this.events.has(text)) return;
    this.events.add(text);
    let free = shortened(name);
    for (let number = 2; this.names.has(free); number += 1) free = `${shortened(name)} (${number})`;
    this.names.add(free);
    this.all.push({ name: free, event, match });
  }
}

const NAME_LENGTH = 90;

function shortened(name: string): string {
  const line = name.replace(/\s+/g, " ");
  return line.length <= NAME_LENGTH ? line : `${line.slice(0, NAME_LENGTH - 1)}…`;
}

function described({ predicate, holds }: Literal): string {
  return `${holds ? "" : "not "}${predicate.origin.written}`;
}

function keyOf({ predicate, holds }: Literal): string {
  return `${holds} ${predicate.origin.path} ${predicate.origin.written}`;
}

function includes(alternative: Alternative, literal: Literal): boolean {
  return alternative.some((each) => keyOf(each) === keyOf(literal));
}

/** The base with all literals of an alternative as wanted, which decides the rule. */
function satisfying(
  alternative: Alternative,
  { holds, models, logSource }: Making,
  base: JsonObject,
): JsonObject | undefined {
  let event = base;
  const done: Literal[] = [];
  // What has to hold first: what must not is often so by itself.
  const inOrder = [...alternative].sort((a, b) => Number(b.holds) - Number(a.holds));
  for (const literal of inOrder) {
    const { predicate, holds: wanted } = literal;
    done.push(literal);
    if (holds(predicate, event) === wanted) continue;
    const changed = valuesFor(predicate, wanted, models(predicate), event, logSource)
      .map((placed) => place(event, placed, models(predicate)))
      .find((candidate) => done.every((each) => holds(each.predicate, candidate) === each.holds));
    if (changed === undefined) return undefined;
    event = changed;
  }
  return event;
}

/** The event as one of a service that records its call, where the rule leaves the service open. */
function withService(
  event: JsonObject,
  expression: Expression,
  { logSource, matches }: Making,
): JsonObject {
  const { calls, fields } = logSource;
  const isOpen = calls && !predicatesOf(expression).flatMap(fieldsOf).includes(calls.service);
  const [name] = calls === undefined ? [] : fieldReader(fields, calls.name).texts(event);
  const [service] = isOpen && name !== undefined ? (calls.catalog?.servicesWith(name) ?? []) : [];
  if (calls === undefined || service === undefined) return event;
  const placed = place(event, [{ path: calls.service, value: service }], fields);
  return matches(placed) ? placed : event;
}

/**
 * The event with one literal turned, and as few others as can be, which the rule does not match.
 * `failures`: the ways not to match.
 */
function nearMiss(
  { predicate, holds: wanted }: Literal,
  alternative: Alternative,
  event: JsonObject,
  making: Making,
  failures: readonly Alternative[],
): JsonObject | undefined {
  const { holds, matches, models, logSource } = making;
  const misses = valuesFor(predicate, !wanted, models(predicate), event, logSource)
    .map((placed) => place(event, placed, models(predicate)))
    .filter((candidate) => holds(predicate, candidate) !== wanted && !matches(candidate));
  const turned = (candidate: JsonObject) =>
    alternative.filter((each) => holds(each.predicate, candidate) !== each.holds).length;
  const [nearest] = misses.sort((a, b) => turned(a) - turned(b));
  if (nearest !== undefined) return nearest;
  // Where another alternative holds in its place, that is turned too.
  return failures
    .filter((failure) => includes(failure, { predicate, holds: !wanted }))
    .map((failure) => satisfying(failure, making, event))
    .find((candidate) => candidate !== undefined && !matches(candidate));
}
