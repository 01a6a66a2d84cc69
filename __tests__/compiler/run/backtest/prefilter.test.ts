import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import { byText } from "../../../../compiler/run/backtest/prefilter";
import type { Pattern } from "../../../../compiler/targets/cloudwatch/ast";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";
import { textsAt } from "../../../../compiler/targets/cloudwatch/texts-at";

const asked = (pattern: Pattern) => ({
  field: "eventName",
  texts: textsAt(pattern, "eventName"),
});

function patternOf(text: string) {
  const parsed = parsePattern(text);
  if (parsed.kind === "error") throw new Error(parsed.error.message);
  return parsed.pattern;
}

const CONDITIONS = [
  '$.eventName = "A"',
  '$.eventName = "B"',
  '$.eventName = "3"',
  '$.eventName != "A"',
  '$.eventName = "A*"',
  "$.eventName NOT EXISTS",
  '$.eventSource = "a"',
  '$.userIdentity.eventName = "A"',
];

const text: fc.Arbitrary<string> = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...CONDITIONS),
    fc
      .tuple(tie("text"), fc.constantFrom("&&", "||"), tie("text"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
  ),
})).text;

const events: readonly Json[] = [
  {},
  { eventName: "A" },
  { eventName: "B" },
  { eventName: "AB" },
  { eventName: "a" },
  { eventName: 3 },
  { eventName: null },
  { eventName: ["A"] },
  { eventName: "A", eventSource: "a" },
  { eventName: "C", eventSource: "a" },
  { userIdentity: { eventName: "A" } },
];

test("what is kept from a pattern's sight, the pattern does not match", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const patterns = texts.map((each) => patternOf(`{ ${each} }`));
      const index = byText(patterns, asked);
      for (const event of events) {
        const matching = patterns.filter((pattern) => patternMatcher(pattern)(event));
        expect(index.for(event)).toEqual(expect.arrayContaining(matching));
      }
    }),
  );
});

test("an event meets only the patterns that its name can match", () => {
  const named = patternOf('{ $.eventSource = "a" && ($.eventName = "A" || $.eventName = "B") }');
  const open = patternOf('{ $.eventSource = "a" }');
  const index = byText([named, open], asked);
  expect(index.for({ eventName: "B" })).toEqual([named, open]);
  expect(index.for({ eventName: "C" })).toEqual([open]);
});

test("items that ask for another field each are met by the events that have it", () => {
  const items = ["eventName", "eventType"];
  const index = byText(items, (field) => ({ field, texts: new Set(["A"]) }));
  expect(index.for({ eventName: "A", eventType: "B" })).toEqual(["eventName"]);
  expect(index.for({ eventName: "A", eventType: "A" })).toEqual(items);
});
