import fc from "fast-check";

import { Diagnostics } from "../compiler/core/diagnostic";
import type { Json } from "../compiler/core/json";
import { expressionMatcher } from "../compiler/reference/evaluate";
import { loadRule } from "../compiler/rule-set/load-rule";
import { contradictions } from "./compiler/log-sources/claims";
import { arbitraryDetection, type GeneratedDetection } from "./support/arbitrary-rules";
import { eventBy } from "./support/candidate-events";
import { subjectOf, type HeldTarget, type Subject } from "./support/law";
import { runs } from "./support/long";
import { ruleText } from "./support/rules";
import { SEAM_NAMES, seamsOf } from "./support/seams";
import { SELDOM_DETECTIONS } from "./support/seldom-rules";
import { witnessesOf, type LeafWitness } from "./support/witness";

const RULES = runs(80, 1_500);
/** How often every seam has to decide on every engine that it can decide on. */
const OFTEN = runs(1, 10);

/** Numbers that choose the values of events of which nothing else is asked. */
const NUMBERS = fc.array(fc.array(fc.nat(999), { minLength: 12, maxLength: 12 }), {
  minLength: 4,
  maxLength: 4,
});
const SOME_NUMBERS = [Array.from({ length: 12 }, (_, index) => index)];

/** Seams in tests that an engine leaves out whatever they are about, or at events it says nothing of. */
const LEFT_OUT: Readonly<Record<HeldTarget, readonly string[]>> = {
  cloudwatch: [
    "keyword",
    "fieldref",
    "fieldref contains",
    "fieldref startswith",
    "fieldref endswith",
    "fieldref cased",
    "fieldref contains cased",
    "fieldref startswith cased",
    "fieldref endswith cased",
  ],
  sentinel: ["keyword"],
  "logs-insights": ["keyword", "an array of objects", "an array of scalars", "an object"],
};

const HELD = ["cloudwatch", "sentinel", "logs-insights"] as const;

/** What the generated rules came to. */
const seen = {
  rules: 0,
  verdicts: new Map<string, number>(),
  tests: 0,
  decided: 0,
  random: { matching: 0, other: 0 },
  /** How often a test decided, by engine and seam. */
  seams: new Map(HELD.map((name) => [name, new Map<string, number>()])),
};

function add(counts: Map<string, number> | undefined, key: string): void {
  counts?.set(key, (counts.get(key) ?? 0) + 1);
}

/** Every engine on events that differ at one test of the rule, and on some that differ in everything. */
function examine(rule: GeneratedDetection, numbers: readonly (readonly number[])[]): void {
  // A rule whose parts cannot stand together is refused, which the parser's own tests are about.
  const detection = loadRule(ruleText({ detection: rule }), new Diagnostics());
  const subject = detection && subjectOf(detection);
  if (subject === undefined) return;
  const { expression, model, engines } = subject;
  seen.rules += 1;
  for (const { name, verdict } of engines) add(seen.verdicts, `${name} ${verdict}`);
  for (const witness of witnessesOf(expression, model)) {
    seen.tests += 1;
    if (witness.matching === undefined) continue;
    if (witness.alone.length > 0) seen.decided += 1;
    expect(contradictions(witness.matching, model)).toEqual([]);
    expect(brokenBy(subject, [witness.matching, ...witness.near])).toEqual([]);
    countSeams(subject, witness, rule.condition);
  }
  const events = numbers.map((each) => eventBy(expression, model, each));
  const matches = expressionMatcher(expression, model);
  for (const event of events) seen.random[matches(event) ? "matching" : "other"] += 1;
  expect(brokenBy(subject, events)).toEqual([]);
}

function brokenBy({ engines }: Subject, events: readonly Json[]) {
  return events.flatMap((event) =>
    engines.flatMap(({ broken }) => {
      const how = broken(event);
      return how === undefined ? [] : [{ how, event }];
    }),
  );
}

/** Counts, for the engines whose answer differs as the rule's does, the seams that it differs at. */
function countSeams(
  { expression, model, engines }: Subject,
  { test, matching, alone }: LeafWitness,
  condition: string,
): void {
  if (matching === undefined) return;
  const isTrue = expressionMatcher(test, model)(matching);
  for (const event of alone) {
    const seams = seamsOf({
      test,
      rule: expression,
      condition,
      model,
      whenTrue: isTrue ? matching : event,
      whenFalse: isTrue ? event : matching,
    });
    for (const { name, matches, covers } of engines) {
      if (!matches(matching) || matches(event) || !covers(matching) || !covers(event)) continue;
      for (const seam of seams) add(seen.seams.get(name), seam);
    }
  }
}

describe("generated rules", () => {
  test("match on every engine what the verdict promises, and never miss what the rule matches", () => {
    fc.assert(fc.property(arbitraryDetection, NUMBERS, examine), {
      numRuns: RULES + SELDOM_DETECTIONS.length,
      examples: SELDOM_DETECTIONS.map((rule): [GeneratedDetection, number[][]] => [
        rule,
        SOME_NUMBERS,
      ]),
    });
  }, 600_000);

  test("are often enough of every kind for that to mean something", () => {
    expect(seen.rules).toBeGreaterThan(RULES * 0.9);
    for (const verdict of ["exact", "wider"]) {
      for (const engine of ["cloudwatch", "sentinel"]) {
        const count = seen.verdicts.get(`${engine} ${verdict}`) ?? 0;
        expect([engine, verdict, count > RULES / 20]).toEqual([engine, verdict, true]);
      }
    }
    // Many generated rules contradict themselves, or say one thing twice.
    expect(seen.decided).toBeGreaterThan(seen.tests * 0.4);
    expect(seen.random.matching).toBeGreaterThan(RULES / 4);
    expect(seen.random.other).toBeGreaterThan(RULES);
  });

  test.each(HELD)("are decided at every seam on %s", (name) => {
    const counts = seen.seams.get(name) ?? new Map<string, number>();
    const seldom = SEAM_NAMES.filter((seam) => (counts.get(seam) ?? 0) < OFTEN);
    expect(seldom).toEqual(SEAM_NAMES.filter((seam) => LEFT_OUT[name].includes(seam)));
    // What is left out decides nothing.
    expect(LEFT_OUT[name].filter((seam) => counts.has(seam))).toEqual([]);
  });
});
