import fc from "fast-check";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { predicatesOf, type Predicate } from "../../../compiler/ir/expression";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { parseCondition } from "../../../compiler/sigma/condition";
import { MODIFIERS, parseModifiers } from "../../../compiler/sigma/modifiers";
import { SEED } from "../../support/fast-check-seed";
import { runs } from "../../support/long";
import { resolve } from "./free-model";

const RUNS = { seed: SEED, numRuns: runs(300, 10_000) };
console.info(`fuzzing the Sigma language: seed ${SEED}, ${RUNS.numRuns} runs each`);
jest.setTimeout(600_000);

/** The findings that are incomplete, or at a place that their text does not have. */
function misplaced({ all }: Diagnostics, text: string) {
  const lines = text.split("\n");
  return all.filter((found) => {
    const line = lines[found.line - 1];
    const inside = line !== undefined && found.column >= 1 && found.column <= line.length + 1;
    const whole = [found.message, found.fix ?? ""].every(
      (each) => !/\n|undefined|\[object/.test(each),
    );
    return !inside || !whole || !/^DET\d{3}$/.test(found.code);
  });
}

const originOf = ({ origin }: Predicate) => origin;

const word = fc.oneof(
  fc.constantFrom("selection", "filter_main_a", "_hidden", "and", "or", "not", "1", "all", "any"),
  fc.constantFrom("of", "them", "selection*", "*", "_*", "(", ")", "|", "count()", "AND", "nota"),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const conditionText = fc
  .array(fc.tuple(word, fc.constantFrom(" ", "", "\n", "\t")), { maxLength: 20 })
  .map((words) => words.flat().join(""));

const modifierName = fc.oneof(
  { arbitrary: fc.constantFrom(...MODIFIERS), weight: 5 },
  { arbitrary: fc.string({ maxLength: 5 }), weight: 1 },
);
const key = fc
  .tuple(
    fc.constantFrom("a", "userIdentity.arn", "", "x[0]", "a b"),
    fc.array(modifierName, { maxLength: 4 }),
  )
  .map(([field, modifiers]) => [field, ...modifiers].join("|"));

const fragment = fc.constantFrom(
  ..."* ? \\ \\\\ % %name% %none% - / . .* .*? [a ( ) (?i) (?=x) 10.0.0.0/8 ::1/128 \u00e9 \ud800 \u2013 \0".split(
    " ",
  ),
);
const scalar = fc.oneof(
  fc
    .array(fc.oneof(fragment, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 6 })
    .map((parts) => parts.join("")),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { selection } = fc.letrec<{ selection: unknown; map: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), { arbitrary: tie("map"), weight: 1 }),
  map: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  selection: fc.oneof(tie("map"), fc.array(fc.oneof(tie("map"), scalar), { maxLength: 3 }), scalar),
}));

const detection = fc
  .tuple(
    fc.dictionary(fc.constantFrom("selection", "filter_main_a", "_hidden", "timeframe"), selection),
    conditionText,
  )
  .map(([selections, condition]) => ({ ...selections, condition }));

test("the condition parser reads or refuses any text, at a place inside it", () => {
  fc.assert(
    fc.property(conditionText, (text) => {
      const parsed = parseCondition(text);
      if (!("message" in parsed)) return;
      expect(parsed.offset).toBeGreaterThanOrEqual(0);
      expect(parsed.offset).toBeLessThanOrEqual(text.length);
    }),
    RUNS,
  );
});

test("modifiers are read or refused, at one that was written", () => {
  fc.assert(
    fc.property(fc.array(modifierName, { maxLength: 6 }), (names) => {
      const parsed = parseModifiers(names);
      if ("message" in parsed) expect(names[parsed.index]).toBeDefined();
    }),
    RUNS,
  );
});

test("a detection gives an expression or a diagnostic, never neither, both or a throw", () => {
  fc.assert(
    fc.property(detection, (value) => {
      // JSON is YAML, with every escape that a rule may be written with.
      const text = `detection: ${JSON.stringify(value)}\n`;
      const { expression, diagnostics } = resolve(text, { name: ["ann", "b*b"] });
      expect(misplaced(diagnostics, text)).toEqual([]);
      expect(diagnostics.hasErrors).toBe(expression === undefined);
      const origins = expression === undefined ? [] : predicatesOf(expression).map(originOf);
      expect(
        origins.filter(
          ({ path, span }) =>
            !path.startsWith("detection.") || text.slice(span.start, span.end) === "",
        ),
      ).toEqual([]);
    }),
    RUNS,
  );
});

const reference = fc.constantFrom(
  "one",
  "two",
  "many",
  "9a6554e6-63d9-4f94-9b32-64d1d40628f2",
  "any",
);
const bound = fc.dictionary(
  fc.constantFrom("gt", "gte", "lt", "eq", "neq", "field", "banana"),
  fc.oneof(
    fc.integer(),
    fc.double(),
    fc.constantFrom("a", "userIdentity.arn"),
    fc.constant(["a", "b"]),
  ),
);
const correlation = fc.record(
  {
    type: fc.constantFrom("event_count", "value_count", "temporal", "value_sum", "counts"),
    rules: fc.oneof(reference, fc.array(reference, { maxLength: 3 })),
    "group-by": fc.array(fc.constantFrom("a", "who"), { maxLength: 2 }),
    timespan: fc.constantFrom("10m", "1h", "0s", "x", "999999999d"),
    condition: bound,
    aliases: fc.dictionary(
      fc.constantFrom("who", "__proto__"),
      fc.dictionary(reference, fc.constantFrom("a", "b")),
    ),
    generate: fc.oneof(fc.boolean(), fc.string({ maxLength: 2 })),
  },
  { requiredKeys: [] },
);
const head = {
  title: fc.constant("T"),
  logsource: fc.constantFrom({ product: "aws", service: "cloudtrail" }, { product: "aws" }, {}),
};
const document = fc.oneof(
  fc.record({ ...head, name: reference, detection }),
  fc.record(
    { title: fc.constant("C"), name: reference, correlation },
    { requiredKeys: ["title", "correlation"] },
  ),
  fc.record({
    ...head,
    filter: fc
      .tuple(detection, fc.oneof(reference, fc.array(reference, { maxLength: 2 })))
      .map(([selections, rules]) => ({ ...selections, rules })),
  }),
);

test("a set of documents loads or is refused, at places in its text", () => {
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 4 }), (documents) => {
      const text = documents.map((each) => JSON.stringify(each)).join("\n---\n") + "\n";
      const diagnostics = new Diagnostics();
      const rules = loadRules([text], diagnostics);
      expect(misplaced(diagnostics, text)).toEqual([]);
      if (rules.length === 0) expect(diagnostics.hasErrors).toBe(true);
    }),
    RUNS,
  );
});
