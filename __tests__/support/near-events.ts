import type { Json, JsonObject } from "../../compiler/core/json";
import { predicatesOf, type Expression, type Predicate } from "../../compiler/ir/expression";
import type { LogSource } from "../../compiler/log-sources/log-source";
import { expressionMatcher } from "../../compiler/reference/evaluate";
import { fieldReader } from "../../compiler/reference/event";
import { examplesOf } from "../../compiler/run/example/examples";
import { place } from "../../compiler/run/example/place";
import { valuesFor } from "../../compiler/run/example/values";
import { contradicted } from "../compiler/log-sources/claims";
import { candidatesFor, pathsOf } from "./candidates";

/** A test of a rule, and events of real shape on which the rule hangs on it. */
export interface Decided {
  readonly test: Predicate;
  /** An event that the rule matches, and one that differs only there and is missed; undefined: none found. */
  readonly pair: { readonly match: Json; readonly miss: Json } | undefined;
}

export interface NearEvents {
  /** Events that the rule matches. */
  readonly matching: readonly JsonObject[];
  /** For every test; one written twice is one. */
  readonly decided: readonly Decided[];
  /** All events that were made on the way: what the rule's tests may differ at. */
  readonly events: readonly JsonObject[];
}

/**
 * Whole events of the log source that a rule matches, made as `example` makes them, and beside them those
 * that differ in what one test reads, by every value there that the field model knows of.
 */
export function nearEvents(rule: Expression, logSource: LogSource): NearEvents {
  const { fields: model } = logSource;
  const matches = expressionMatcher(rule, model);
  const tests = [...new Map(predicatesOf(rule).map((test) => [meaningOf(test), test])).values()];
  const matchers = tests.map((test) => expressionMatcher(test, model));
  const { examples } = examplesOf(rule, logSource);
  const matching = examples.flatMap(({ event, match }) => (match ? [event] : []));
  const events = new Map(examples.map(({ event }) => [JSON.stringify(event), event]));
  const around = (match: JsonObject, test: Predicate, at: number) => {
    const wanted = matchers[at]?.(match) === true;
    const placed = [
      ...valuesFor(test, !wanted, model, match, logSource),
      ...valuesAt(test, tests, match, logSource),
    ];
    return placed.map((each) => place(match, each, model));
  };
  const decided = tests.map((test, at): Decided => {
    for (const match of matching) {
      const answers = matchers.map((each) => each(match));
      const near = around(match, test, at);
      for (const event of near) events.set(JSON.stringify(event), event);
      const miss = near.find(
        (event) =>
          !matches(event) &&
          matchers.every((each, index) => (each(event) === answers[index]) === (index !== at)),
      );
      if (miss !== undefined) return { test, pair: { match, miss } };
    }
    return { test, pair: undefined };
  });
  return { matching, decided, events: [...events.values()] };
}

/** What may stand at the paths that a test reads, one of them at a time. */
function valuesAt(
  test: Predicate,
  tests: readonly Predicate[],
  event: JsonObject,
  { fields: model }: LogSource,
) {
  // A keyword is looked for everywhere: what makes an event of it knows a place.
  if (test.kind === "keyword") return [];
  return pathsOf(test).flatMap((path) => {
    const field = model.field(path);
    // What is there with something before or behind it, of which other tests say nothing.
    const beside = fieldReader(model, path)
      .texts(event)
      .flatMap((text) => [`x${text}`, `${text}x`, text.slice(0, -1), ...withoutParts(text, test)])
      .filter((text) => contradicted(field, text).length === 0);
    return [...candidatesFor(path, tests, model), ...beside].map((value) => [{ path, value }]);
  });
}

/** A text with something else in place of what a test looks for in it. */
function withoutParts(text: string, test: Predicate): readonly string[] {
  if (test.kind !== "string") return [];
  return test.pattern.flatMap((part) =>
    part.kind === "text" ? [text.split(part.text).join("zz")] : [],
  );
}

/** A test without the place where it is written. */
function meaningOf(test: Predicate): string {
  return JSON.stringify({ ...test, origin: undefined });
}
