import { positionAt, type Span } from "../core/source";
import { keyOf } from "../ir/expression";
import type { Matches, ResolvedRule } from "../ir/rule";
import { entryOf } from "../load/node";
import { referenceMessages } from "../sigma/reference-messages";
import type { SetDocument } from "./rule-set";

/** A document of a set, and the rule that alerts by it. */
export interface Alerting {
  readonly document: SetDocument;
  readonly detection: ResolvedRule;
}

/** Warns of a rule that alerts on the same events, at the same times, as one before it. */
export function reportSameQueries(rules: readonly Alerting[]): void {
  if (rules.length < 2) return;
  const first = new Map<string, ResolvedRule>();
  for (const { document, detection } of rules) {
    const { schedule, matches, id } = detection;
    const own = JSON.stringify([schedule, detection.document.query]);
    const key = `${own} ${keyOfMatches(matches)}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, detection);
    // One id twice is an error of its own.
    else if (id === undefined || id !== before.id) {
      const place = placeOf(before);
      const message = referenceMessages.sameQuery(before.title, place);
      document.own.report(detection.source, spanOf(detection), message);
    }
  }
}

/** The key under which a rule says what it looks for. */
function spanOf({ root, matches }: ResolvedRule): Span {
  const key = matches.kind === "expression" ? "detection" : matches.kind;
  return entryOf(root, key)?.keySpan ?? root.span;
}

function placeOf(rule: ResolvedRule): string {
  const { line, column } = positionAt(rule.source, spanOf(rule).start);
  return `${rule.source.path}:${line}:${column}`;
}

/** The same text for rules that look for the same, wherever and in whatever order it is written. */
function keyOfMatches(matches: Matches): string {
  switch (matches.kind) {
    case "expression": {
      const { product, service } = matches.logSource;
      return `${product} ${service} ${keyOf(matches.expression)}`;
    }
    case "correlation": {
      const { rules, ...counted } = matches.correlation;
      return JSON.stringify([counted, rules.map((rule) => keyOfMatches(rule.matches))]);
    }
    case "query":
      return JSON.stringify(matches.query.trim());
  }
}
