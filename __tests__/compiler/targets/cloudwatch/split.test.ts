import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import { and, not, or, type Expression } from "../../../../compiler/ir/expression";
import { ANY, text as literal } from "../../../../compiler/ir/pattern";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { allOf, anyOf, conditionsOf } from "../../../../compiler/targets/cloudwatch/ast";
import { compileCloudWatch } from "../../../../compiler/targets/cloudwatch/compile";
import { areDisjoint } from "../../../../compiler/targets/cloudwatch/disjoint";
import { fitsPattern, splitPattern } from "../../../../compiler/targets/cloudwatch/split";
import { SEED } from "../../../support/fast-check-seed";
import { runs } from "../../../support/long";
import { ORIGIN } from "../../../support/predicates";
import { counter, detectionOf, MODEL } from "./detections";
import { read } from "./read";

/** Rules that one pattern cannot hold, in the ways in which they can exceed it. */
const SHAPES = ["names", "texts", "fields", "elements", "blocks", "lists", "excluded"] as const;
type Shape = (typeof SHAPES)[number];

interface Case {
  readonly shape: Shape;
  readonly expression: Expression;
  readonly events: readonly Json[];
  readonly counts: boolean;
}

function equals(field: string, value: string): Expression {
  return { kind: "string", field, pattern: literal(value), cased: false, origin: ORIGIN };
}

function contains(field: string, value: string, cased = false): Expression {
  const pattern = [ANY, ...literal(value), ANY];
  return { kind: "string", field, pattern, cased, origin: ORIGIN };
}

const VERBS = ["Create", "Delete", "Update", "Attach", "Detach", "Put", "Disable", "Revoke"];
const NOUNS = [
  "User",
  "Role",
  "Policy",
  "AccessKey",
  "LoginProfile",
  "Bucket",
  "Trail",
  "Detector",
];
const NAMES = VERBS.flatMap((verb) => NOUNS.map((noun) => `${verb}${noun}OfTheOrganization`));
const SOURCES = Array.from({ length: 40 }, (_, index) => `service-number-${index}.amazonaws.com`);
const WORDS = ["nmap", "pacu", "sqlmap", "hydra", "cloudfox", "scout", "prowler", "trufflehog"];
const ADDRESSES = Array.from({ length: 30 }, (_, index) => `203.0.113.${index}`);

/** One of the list more often than not, in whatever case, within other text. */
const touched = (words: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...words, "curl"), fc.boolean(), fc.constantFrom("", "x-", "/ "))
    .map(([word, upper, around]) => around + (upper ? word.toUpperCase() : word) + around);

const event = fc
  .record(
    {
      agent: touched(WORDS),
      message: touched(WORDS),
      arn: touched(WORDS),
      name: fc.constantFrom(...NAMES),
      source: fc.constantFrom(...SOURCES),
      address: fc.constantFrom(...ADDRESSES),
      layers: fc.array(touched(WORDS), { maxLength: 3 }),
    },
    { requiredKeys: ["name", "source", "address"] },
  )
  .map(({ agent, message, arn, name, source, address, layers }): Json => ({
    eventName: name,
    eventSource: source,
    sourceIPAddress: address,
    ...(agent === undefined ? {} : { userAgent: agent }),
    ...(message === undefined ? {} : { errorMessage: message }),
    userIdentity: arn === undefined ? {} : { arn },
    requestParameters: layers === undefined ? null : { layers },
  }));

const some = <T>(of: readonly T[], least: number) =>
  fc.shuffledSubarray([...of], { minLength: least });
const names = (least: number) =>
  some(NAMES, least).map((list) => or(list.map((each) => equals("eventName", each))));

const EXPRESSIONS: Readonly<Record<Shape, fc.Arbitrary<Expression>>> = {
  names: names(30),
  texts: fc
    .tuple(names(45), some(WORDS, 4))
    .map(([list, words]) => and([list, or(words.map((each) => contains("userAgent", each)))])),
  fields: some(WORDS, 3).map((words) =>
    or(words.map((each, index) => contains(FIELDS[index % FIELDS.length]!, each))),
  ),
  elements: some(WORDS, 5).map((words) =>
    or(words.map((each) => contains("requestParameters.layers", each, true))),
  ),
  blocks: fc
    .tuple(some(NAMES, 40), some(SOURCES, 5))
    .map(([list, sources]) =>
      or(
        list.map((name, index) =>
          and([
            equals("eventName", name),
            or([
              equals("eventSource", sources[index % sources.length]!),
              not(contains("userAgent", "s3")),
            ]),
          ]),
        ),
      ),
    ),
  lists: fc
    .tuple(names(40), some(SOURCES, 30))
    .map(([list, sources]) => and([list, or(sources.map((each) => equals("eventSource", each)))])),
  excluded: fc
    .tuple(names(35), some(WORDS, 4))
    .map(([list, words]) =>
      and([list, not(or(words.map((each) => contains("userIdentity.arn", each))))]),
    ),
};
const FIELDS = ["userAgent", "errorMessage", "userIdentity.arn"] as const;

/** Events that each rule meets: of rules and events there are 10,000 where there is time. */
const EVENTS = 4;
const RULES = runs(200, 2_500);

const cases: fc.Arbitrary<Case> = fc.constantFrom(...SHAPES).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    expression: EXPRESSIONS[shape],
    events: fc.array(event, { minLength: EVENTS, maxLength: EVENTS }),
    counts: fc.boolean(),
  }),
);

test("what is split loses no event and, where counts matter, counts none twice", () => {
  const seen = new Map<string, number>();
  const count = (what: string) => {
    seen.set(what, (seen.get(what) ?? 0) + 1);
  };
  fc.assert(
    fc.property(cases, ({ shape, expression, events, counts }) => {
      const detection = detectionOf(expression, { triggerThreshold: counts ? 5 : 0 });
      const { output, verdict, reasons } = compileCloudWatch(detection);
      // What is counted over a time is wider by the alarm's period, whatever its filters are.
      const codes = reasons.map(({ code }) => code).filter((code) => code !== "DET533");
      if (output === null || codes.length > 0) {
        // Nothing but events that two filters could count is a reason not to be exact.
        expect(codes).toEqual([output === null ? "DET522" : "DET532"]);
        expect(counts).toBe(true);
        return count("refused");
      }
      expect(verdict).toBe(counts ? "wider" : "exact");
      if (output.filters.length > 1) count(shape);
      const wanted = expressionMatcher(expression, MODEL);
      const counted = counter(output);
      for (const sample of events) {
        const times = counted(sample);
        expect([sample, times > 0]).toEqual([sample, wanted(sample)]);
        if (counts) expect([sample, times < 2]).toEqual([sample, true]);
        count(times > 0 ? "matching" : "other");
      }
    }),
    { numRuns: RULES, seed: SEED },
  );
  const times = (what: string) => seen.get(what) ?? 0;
  const matching = times("matching") / (times("matching") + times("other"));
  expect(matching).toBeGreaterThanOrEqual(0.3);
  expect(times("refused") / RULES).toBeLessThan(0.2);
  for (const shape of SHAPES) expect([shape, times(shape) >= RULES / 25]).toEqual([shape, true]);
}, 600_000);

describe("the parts of a split", () => {
  const conditions = Array.from({ length: 60 }, (_, index) =>
    read(`{ $.eventName = "SomethingHappened${index}" }`),
  );

  test("share the conditions around the alternatives", () => {
    const shared = read('{ $.a = "x" }');
    const parts = splitPattern(allOf([shared, anyOf(conditions)]), true) ?? [];
    expect(parts.length).toBe(3);
    for (const part of parts) {
      expect(part.kind === "and" && part.operands[0]).toEqual(shared);
      expect(fitsPattern(part)).toBe(true);
    }
  });

  test("hold every alternative once, in order", () => {
    const parts = splitPattern(anyOf(conditions), true) ?? [];
    expect(parts.length).toBe(3);
    expect(anyOf(parts)).toEqual(anyOf(conditions));
  });

  test("divide alternatives inside an alternative that is too long itself", () => {
    const inner = allOf([read('{ $.a = "x" }'), anyOf(conditions)]);
    const parts = splitPattern(anyOf([read('{ $.b = "y" }'), inner]), false) ?? [];
    expect(parts.flatMap(conditionsOf).filter(({ kind }) => kind === "compare").length).toBe(64);
  });

  test("cannot be made of conditions that all have to hold", () => {
    expect(splitPattern(allOf(conditions), false)).toBeUndefined();
  });

  test("fill a pattern to the last byte and the last selector", () => {
    const around = '{ $.a = "" }'.length;
    const text = (length: number) => read(`{ $.a = "${"x".repeat(length - around)}" }`);
    expect(fitsPattern(text(1024))).toBe(true);
    const one = read(`{ $.a = "${"x".repeat(1000 - around)}" }`);
    expect(fitsPattern(anyOf([one, read('{ $.b = "123456789012" }')]))).toBe(true);
    expect(fitsPattern(anyOf([one, read('{ $.b = "1234567890123" }')]))).toBe(false);
    const elements = ["a", "b", "c", "d"].map((name) => read(`{ $.${name}[*] = "x" }`));
    expect(fitsPattern(anyOf(elements.slice(0, 3)))).toBe(true);
    expect(fitsPattern(anyOf(elements))).toBe(false);
    const regexes = ["a", "b", "c"].map((name) => read(`{ $.${name} = %x% }`));
    expect(fitsPattern(anyOf(regexes.slice(0, 2)))).toBe(true);
    expect(fitsPattern(anyOf(regexes))).toBe(false);
  });

  test("are as many as a log group has filters, and no more", () => {
    const long = (index: number) =>
      read(`{ $.eventName = "${"x".repeat(600)}${String(index).padStart(3, "0")}" }`);
    const of = (count: number) => anyOf(Array.from({ length: count }, (_, index) => long(index)));
    expect(splitPattern(of(100), false)).toHaveLength(100);
    expect(splitPattern(of(101), false)).toBeUndefined();
  });

  test("divide what is scarce before what is long", () => {
    const scarce = anyOf(["u", "v", "w"].map((name) => read(`{ $.${name} = %x% }`)));
    const elements = anyOf(["u", "v", "w", "x"].map((name) => read(`{ $.${name}[*] = "x" }`)));
    const plain = anyOf(conditions.slice(0, 8));
    for (const [choice, wanted] of [
      [scarce, [2, 1]],
      [elements, [3, 1]],
    ] as const) {
      for (const whole of [allOf([plain, choice]), allOf([choice, plain])]) {
        const parts = splitPattern(whole, false) ?? [];
        expect(parts.map((part) => conditionsOf(part).length - 8)).toEqual(wanted);
      }
    }
  });

  test("are of the alternatives that exclude each other, where an event must count once", () => {
    const names = anyOf(conditions.slice(0, 20));
    const agents = anyOf(
      Array.from({ length: 20 }, (_, index) =>
        read(`{ $.userAgent = "*some-longer-tool-${index}*" }`),
      ),
    );
    for (const whole of [allOf([names, agents]), allOf([agents, names])]) {
      const parts = splitPattern(whole, true);
      expect(parts?.length).toBeGreaterThan(1);
      expect(parts && areDisjoint(parts)).toBe(true);
    }
  });

  test("are refused where an event could match two and counts", () => {
    const either = conditions.map((condition, index) =>
      allOf([condition, read(`{ $.b${index} = "y" }`)]),
    );
    const doubtful = conditions.map((_, index) => read(`{ $.field${index} = "some longer text" }`));
    expect(splitPattern(anyOf(either), true)).toBeDefined();
    expect(splitPattern(anyOf(doubtful), true)).toBeUndefined();
    expect(splitPattern(anyOf(doubtful), false)).toBeDefined();
  });
});

describe("patterns exclude each other", () => {
  test.each([
    ['{ $.a = "x" }', '{ $.a = "y" }', true],
    ['{ $.a = "x" && $.b = "1" }', '{ $.c = "1" && $.a = "y" }', true],
    ['{ $.a = "x" || $.a = "y" }', '{ $.a = "z" || $.a NOT EXISTS }', true],
    ['{ $.a = "x" }', '{ $.a != "x" }', true],
    ["{ $.a NOT EXISTS }", "{ $.a = %x% }", true],
    ["{ $.a IS NULL }", "{ $.a IS TRUE }", true],
    ['{ $.a = "x" }', '{ $.b = "y" }', false],
    ['{ $.a = "x" || $.b = "x" }', '{ $.a = "y" }', false],
    ['{ $.a = "x*" }', '{ $.a = "y" }', false],
    ['{ $.a[*] = "x" }', '{ $.a[*] = "y" }', false],
    ['{ $.a != "x" }', '{ $.a != "y" }', false],
    ['{ $.a = "NULL" }', "{ $.a IS NULL }", true],
    ['{ $.a = "" }', '{ $.a = "x" }', true],
    ['{ $.a = "" }', '{ $.a = "*" }', false],
    ["{ $.a NOT EXISTS }", "{ $.a IS NULL }", true],
    ["{ $.a NOT EXISTS }", "{ $.a NOT EXISTS }", false],
    ["{ $.a IS NULL }", "{ $.a IS NULL }", false],
    ["{ $.a NOT EXISTS }", '{ $.a = "absent" }', true],
    ["{ $.a > 5 }", '{ $.a = "6" }', false],
    ["{ $.a > 5 }", "{ $.a IS NULL }", true],
    // What either alternative leaves open is open.
    ['{ $.a = "x" || $.a = "y" }', '{ $.a = "y" || $.a = "z" }', false],
    ['{ $.a = "x" || $.a IS NULL }', '{ $.a = "y" || $.a IS NULL }', false],
    ['{ $.a = "x" || $.a IS NULL }', '{ $.a = "y" || $.a NOT EXISTS }', true],
    ['{ $.a != "x" || $.a = "x" }', '{ $.a = "x" }', false],
    ['{ $.a != "x" || $.a != "y" }', '{ $.a = "x" }', false],
    ['{ $.a != "x" || $.a IS NULL }', '{ $.a = "x" }', true],
    ['{ $.a IS NULL || $.a != "x" }', '{ $.a = "x" }', true],
    ['{ $.a IS NULL || $.a != "x" }', '{ $.a = "y" }', false],
    ['{ $.a = "x" || $.b = "x" && $.a = "y" }', '{ $.a = "z" }', true],
    // One of two conditions on a field is enough to exclude.
    ['{ $.a != "y" && $.a = "x*" }', '{ $.a = "y" }', true],
    ['{ $.a = "x*" && $.a != "y" }', '{ $.a = "y" }', true],
  ])("%s and %s: %s", (one, other, disjoint) => {
    expect(areDisjoint([read(one), read(other)])).toBe(disjoint);
  });

  test("of thousands of names, and of those that only another field tells apart", () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `Name${index}`);
    const called = (name: string) => `$.eventName = "${name}"`;
    const patterns = names.map((name) => read(`{ ${called(name)} }`));
    const twins = ["x", "y"].map((who) => read(`{ ${called("Twin")} && $.who = "${who}" }`));
    const open = read('{ $.who = "z" }');
    expect(areDisjoint([...patterns, ...twins])).toBe(true);
    expect(areDisjoint([...twins, open])).toBe(true);
    expect(areDisjoint([...patterns, open])).toBe(false);
    expect(areDisjoint([open, ...patterns])).toBe(false);
    expect(areDisjoint([...patterns, ...patterns.slice(-1)])).toBe(false);
  });
});
