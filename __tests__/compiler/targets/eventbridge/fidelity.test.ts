import fc from "fast-check";

import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { member, type Json } from "../../../../compiler/core/json";
import type { Expression } from "../../../../compiler/ir/expression";
import { AWS_CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { arbitraryDetection, type GeneratedDetection } from "../../../support/arbitrary-rules";
import { eventBy } from "../../../support/candidate-events";
import { runs } from "../../../support/long";
import { describeWithShared } from "../../../support/optional";
import { publishedRules, recordedEvents, shippedRules } from "../../../support/recorded";
import { ruleText } from "../../../support/rules";
import { SELDOM_DETECTIONS } from "../../../support/seldom-rules";
import { witnessesOf } from "../../../support/witness";
import { readPatterns, type Read } from "./lowered";

const MODEL = AWS_CLOUDTRAIL.fields;

/** How patterns break their word at an event; undefined where they keep it. */
function brokenBy(patterns: Read | undefined, expression: Expression) {
  const matches = expressionMatcher(expression, MODEL);
  return (event: Json): string | undefined => {
    const wanted = matches(event);
    const count = patterns?.count(event) ?? 0;
    if (count > 1) return "matches two patterns";
    if (wanted && count === 0) return "is missed";
    return patterns?.isExact === true && !wanted && count > 0 ? "is not the rule's" : undefined;
  };
}

describe("the patterns of generated rules", () => {
  const NUMBERS = fc.array(fc.array(fc.nat(999), { minLength: 12, maxLength: 12 }), {
    minLength: 4,
    maxLength: 4,
  });
  const seen = { rules: 0, exact: 0, decided: 0 };

  function examine(rule: GeneratedDetection, numbers: readonly (readonly number[])[]): void {
    const detection = loadRule(ruleText({ detection: rule }), new Diagnostics());
    if (detection?.matches.kind !== "expression") return;
    const { expression } = detection.matches;
    const patterns = readPatterns(expression, AWS_CLOUDTRAIL);
    const broken = brokenBy(patterns, expression);
    seen.rules += 1;
    if (patterns?.isExact === true) seen.exact += 1;
    const witnesses = witnessesOf(expression, MODEL).flatMap(({ matching, near }) =>
      matching === undefined ? [] : [matching, ...near],
    );
    seen.decided += witnesses.length;
    const events = [...witnesses, ...numbers.map((each) => eventBy(expression, MODEL, each))];
    for (const event of events) {
      const how = broken(event);
      if (how !== undefined)
        throw new Error(`${how}: ${JSON.stringify({ event, patterns: patterns?.texts })}`);
    }
  }

  test("are the rule where they say so, and else miss nothing of it", () => {
    fc.assert(fc.property(arbitraryDetection, NUMBERS, examine), {
      numRuns: runs(60, 1_500) + SELDOM_DETECTIONS.length,
      examples: SELDOM_DETECTIONS.map((rule): [GeneratedDetection, number[][]] => [
        rule,
        [Array.from({ length: 12 }, (_, index) => index)],
      ]),
    });
    expect(seen.exact).toBeGreaterThan(seen.rules / 10);
    expect(seen.exact).toBeLessThan(seen.rules);
    expect(seen.decided).toBeGreaterThan(seen.rules);
  }, 600_000);
});

describeWithShared("the patterns of the public rules", () => {
  const rules = [...publishedRules().sigma, ...shippedRules()].flatMap(({ title, matches }) =>
    matches.kind === "expression" && matches.logSource === AWS_CLOUDTRAIL
      ? [{ title, expression: matches.expression }]
      : [],
  );
  const made = rules.map(({ title, expression }) => {
    const patterns = readPatterns(expression, AWS_CLOUDTRAIL);
    if (patterns === undefined) throw new Error(`${title} never matches`);
    return { title, patterns, broken: brokenBy(patterns, expression) };
  });
  const events = recordedEvents();

  test("are one each, and say all of thirty of Sigma's", () => {
    expect(made.every(({ patterns }) => patterns.texts.length === 1)).toBe(true);
    const exact = made.slice(0, 38).filter(({ patterns }) => patterns.isExact);
    expect(exact).toHaveLength(30);
  });

  test("are the rules at every recorded event, or miss none, and ask for calls that read", () => {
    expect(events.length).toBeGreaterThan(1_168);
    const reads = (event: Json) => member(event, "readOnly") === true;
    expect(events.filter(({ event }) => reads(event)).length).toBeGreaterThan(100);
    const broken = events.flatMap(({ place, event }) =>
      made.flatMap(({ title, patterns, broken: by }) => {
        const how = by(event);
        if (how !== undefined) return [`${place} ${title} ${how}`];
        const unseen = reads(event) && !patterns.reads.includes(true) && patterns.count(event) > 0;
        return unseen ? [`${place} ${title} does not see calls that read`] : [];
      }),
    );
    // Made up for a test of others': no `StartLogging` of AWS's only reads.
    const madeUp = "panther-analysis.ndjson:49 ";
    expect(broken.filter((each) => !each.startsWith(madeUp))).toEqual([]);
  });
});
