import fc from "fast-check";
import { compileRegex } from "../../../../compiler/evaluate/regex";
import type { Field } from "../../../../compiler/fields/field";
import type { RegexPredicate } from "../../../../compiler/ir/expression";
import type { Pattern, Value } from "../../../../compiler/targets/cloudwatch/ast";
import { compilePattern } from "../../../../compiler/targets/cloudwatch/evaluate";
import { lowerRegex } from "../../../../compiler/targets/cloudwatch/lower-regex";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { ORIGIN } from "./detections";
import { read, textOf } from "./read";

const FIELD: Field = {
  path: "f",
  type: "string",
  presence: "optional",
  nullable: false,
  empty: true,
  spelling: { kind: "free" },
  ascii: false,
  source: "test",
};

function regexTest(source: string, flags = ""): RegexPredicate {
  return {
    kind: "regex",
    field: "f",
    source,
    flags: {
      ignoreCase: flags.includes("i"),
      multiLine: flags.includes("m"),
      dotAll: flags.includes("s"),
    },
    origin: ORIGIN,
  };
}

function lowered(source: string, flags = "") {
  return lowerRegex(regexTest(source, flags), FIELD, true);
}

/** The values as they are printed. */
function valuesOf(source: string, flags = ""): readonly string[] {
  const result = lowered(source, flags);
  if (result.kind === "dropped") throw new Error(result.reason.message);
  return result.values.map((value) => textOf(printPattern(conditionOf(value))).slice(8, -2));
}

function conditionOf(value: Value): Pattern {
  const selector = { steps: [{ kind: "key", name: "f" }] } as const;
  return { kind: "compare", selector, operator: "=", value };
}

describe("a regex costs no more than it must", () => {
  test.each([
    ["^CreateUser$", ['"CreateUser"']],
    ["^Create(User|Role)$", ['"CreateUser"', '"CreateRole"']],
    [".*/admin/.*", ['"*/admin/*"']],
    ["^arn:aws:iam::\\d{12}:root$", ["%^arn\\x3Aaws\\x3Aiam\\x3A\\x3A[0-9]{12}\\x3Aroot$%"]],
    [".+:assumed-role/aws:.+", ["%[^\\x0A]\\x3Aassumed-role/aws\\x3A[^\\x0A]%"]],
    ["(?i)^s3$", ['"S3"', '"s3"']],
    ["colou?r$", ["%colou?r$%"]],
    ["[a-f]{2,4}", ["%[a-f]{2}%"]],
    ["^(ab){2}$", ['"abab"']],
    [".*", ['"*"']],
    ["^$", ['""']],
  ])("%s", (source, values) => {
    expect(valuesOf(source)).toEqual(values);
  });

  test("flags are written out", () => {
    expect(valuesOf("a.b", "s")).toEqual(["%a[\\s\\S]b%"]);
    expect(valuesOf("^ab+$", "i")).toEqual(["%^[Aa][Bb]+$%"]);
  });
});

describe("a regex without an equal form is dropped", () => {
  test.each([
    ["a(bc)*d", ""],
    ["\\bkey\\b", ""],
    ["naïve.x+", ""],
    ["^a", "m"],
    ["[[:alpha:]]x+", ""],
    ["(a|b|c|d)(xy|z)(a|bc)(a|bc)(a|bc)(a|bc)(a|bc)", ""],
  ])("%s", (source, flags) => {
    expect(lowered(source, flags).kind).toBe("dropped");
  });
});

const atom = fc.constantFrom(
  ...["a", "b", "B", "k", "s", ".", "\\.", "\\d", "[ab]", "[^a]", "[a-c-]", "\\w", "\\W", "\\s"],
  ...["(a|b)", "(?:ab|c)", "(?i:ab)", "[^\\W]", ":", "/", "\\x41", "(?:a|^b)", "(b$|a)", "\\n"],
  ...["-", "]", "{", "[\\]x]", "(?P<n>ab?)", "(?s:.)", "\\A", "\\z"],
);
const quantifier = fc.constantFrom(
  ...["", "", "", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,}", "{0}"],
);
const sequence = fc
  .array(fc.tuple(atom, quantifier), { maxLength: 5 })
  .map((pieces) => pieces.map(([piece, repeated]) => piece + repeated).join(""));
const source = fc
  .tuple(
    fc.constantFrom("", "", "^", "(?i)", ".*"),
    fc.array(sequence, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", "", "$", ".*"),
  )
  .map(([start, alternatives, end]) => start + alternatives.join("|") + end);
const text = fc.string({
  unit: fc.constantFrom(..."abBAckKsS\n.1éſK:/- ]{x"),
  maxLength: 6,
});

test("what is lowered finds what the regex finds", () => {
  let found = 0;
  let exact = 0;
  fc.assert(
    fc.property(
      source,
      fc.constantFrom("", "i", "s", "is"),
      fc.array(text, { minLength: 3, maxLength: 6 }),
      (written, flags, texts) => {
        const predicate = regexTest(written, flags);
        const finds = tryRegex(predicate);
        const result = lowerRegex(predicate, FIELD, true);
        if (finds === undefined || result.kind === "dropped") return;
        const printed = result.values.map((value) => textOf(printPattern(conditionOf(value))));
        const tests = printed.map((pattern) => compilePattern(read(pattern)));
        exact += 1;
        for (const each of texts) {
          if (finds(each)) found += 1;
          expect([each, tests.some((matches) => matches({ f: each }))]).toEqual([
            each,
            finds(each),
          ]);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(exact).toBeGreaterThan(800);
  expect(found).toBeGreaterThan(800);
});

/** RE2 refuses some of what is generated. */
function tryRegex(predicate: RegexPredicate) {
  try {
    return compileRegex(predicate.source, predicate.flags);
  } catch {
    return undefined;
  }
}
