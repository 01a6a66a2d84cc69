import type { Diagnostics } from "../../core/diagnostic";
import { isObject, type Json } from "../../core/json";
import { nearest } from "../../core/suggest";
import { fieldsOf, predicatesOf } from "../../ir/expression";
import type { ResolvedRule } from "../../ir/rule";
import { eventsOf, type RuleTests } from "./load-tests";
import { testMessages } from "./messages";

/**
 * Warns of a member of an event that is one letter, or case alone, from a field that the rule reads and
 * the event lacks: such a test passes, or fails, without a word of what it is about. Each name once.
 */
export function reportMisspeltFields(
  { matches }: ResolvedRule,
  { source, tests }: RuleTests,
  diagnostics: Diagnostics,
): void {
  if (matches.kind !== "expression") return;
  const read = new Set([...predicatesOf(matches.expression)].flatMap(fieldsOf));
  const known = matches.logSource.fields;
  const told = new Set<string>();
  const seen = tests.flatMap((test) => eventsOf(test).map((event) => [event, test.span] as const));
  for (const [event, span] of seen) {
    const paths = new Set(pathsIn(event));
    const lacking = [...read].filter((field) => !paths.has(field));
    for (const path of paths) {
      if (told.has(path) || read.has(path) || known.lists(path)) continue;
      const meant = nearest(path, lacking, 1);
      if (meant === undefined) continue;
      told.add(path);
      diagnostics.report(source, span, testMessages.misspeltField(path, meant));
    }
  }
}

/** The paths of all values in an event; what is in a list has the list's path. */
function pathsIn(value: Json, path: readonly string[] = []): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each: Json) => pathsIn(each, path));
  if (!isObject(value)) return [path.join(".")];
  return Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]));
}
