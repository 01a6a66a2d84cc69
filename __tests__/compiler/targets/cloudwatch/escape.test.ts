import fc from "fast-check";

import { literal, textValue } from "../../../../compiler/targets/cloudwatch/ast";
import type { Pattern } from "../../../../compiler/targets/cloudwatch/ast";
import {
  keyProblem,
  quoteText,
  regexIgnoringCase,
  regexLiteral,
  textProblem,
  writeStep,
} from "../../../../compiler/targets/cloudwatch/escape";
import { evaluatePattern } from "../../../../compiler/targets/cloudwatch/evaluate";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { regexMatcher, regexProblem } from "../../../../compiler/targets/cloudwatch/regex";
import { writableKey, writableText } from "./arbitrary-patterns";
import { read, textOf } from "./read";

const ascii = fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 12 });

function equalTo(name: string, value: string): Pattern {
  return {
    kind: "compare",
    selector: { steps: [{ kind: "key", name }] },
    operator: "=",
    value: textValue([literal(value)]),
  };
}

test("a text matches itself and nothing else, and stays one condition", () => {
  fc.assert(
    fc.property(writableText, writableText, (value, other) => {
      const whole = read(textOf(printPattern(equalTo("field", value))));
      expect(whole).toEqual(equalTo("field", value));
      expect(evaluatePattern(whole, { field: value })).toBe(true);
      expect(evaluatePattern(whole, { field: other })).toBe(other === value);
    }),
  );
});

test("a field name finds its own field and no other", () => {
  fc.assert(
    fc.property(writableKey, writableKey, (name, other) => {
      const whole = read(textOf(printPattern(equalTo(name, "x"))));
      expect(evaluatePattern(whole, Object.fromEntries([[name, "x"]]))).toBe(true);
      expect(evaluatePattern(whole, Object.fromEntries([[other, "x"]]))).toBe(other === name);
    }),
  );
});

test.each([
  ["*", "*"],
  ["a tab", "a\tb"],
  ["a line separator", "a\u2028b"],
  ["half a surrogate pair", "\ude00"],
])("text with %s cannot stand in quotes", (_, text) => {
  expect(textProblem(text)).toBeDefined();
  expect(quoteText([literal(text)]).kind).toBe("refused");
});

test("text outside ASCII can", () => {
  expect(textOf(quoteText([literal("Zoë 😀")]))).toBe('"Zoë 😀"');
});

test.each(["", "it's", "a]b", "a[b", "back\\slash", 'a"b', "a*", "tab\t", "é"])(
  "the field name %j has no form",
  (name) => {
    expect(keyProblem(name)).toBeDefined();
    expect(writeStep({ kind: "key", name }).kind).toBe("refused");
  },
);

test.each([
  ["detail-type", ".detail-type"],
  ["0", ".0"],
  ["aws:userAgent", ".['aws:userAgent']"],
])("the field name %j is written %s", (name, form) => {
  expect(textOf(writeStep({ kind: "key", name }))).toBe(form);
});

test("a literal regex finds exactly the texts that contain it", () => {
  fc.assert(
    fc.property(ascii, ascii, ascii, (wanted, before, after) => {
      const source = textOf(regexLiteral(wanted));
      expect(regexProblem(source)).toBeUndefined();
      const search = regexMatcher(source);
      expect(search(before + wanted + after)).toBe(true);
      expect(search(before + after)).toBe((before + after).includes(wanted));
      expect(search(before + wanted.slice(1))).toBe((before + wanted.slice(1)).includes(wanted));
    }),
  );
});

test("a regex that ignores case finds its text in any case", () => {
  fc.assert(
    fc.property(ascii, ascii, (wanted, other) => {
      const source = textOf(regexIgnoringCase(wanted));
      expect(regexProblem(source)).toBeUndefined();
      const search = regexMatcher(source);
      expect(search(wanted.toUpperCase())).toBe(true);
      expect(search(wanted.toLowerCase())).toBe(true);
      expect(search(other)).toBe(other.toLowerCase().includes(wanted.toLowerCase()));
    }),
  );
});

test("colons, spaces and all that is not an allowed symbol are hexadecimal", () => {
  expect(textOf(regexLiteral("arn:aws x(1)%"))).toBe(String.raw`arn\x3Aaws\x20x\x281\x29\x25`);
  expect(textOf(regexLiteral("a.b*{c}"))).toBe(String.raw`a\.b\*\{c\}`);
  expect(textOf(regexIgnoringCase("a_1"))).toBe("[Aa]_1");
});

test.each(["é", "😀", "\u0080"])("%j has no form in a regex", (text) => {
  expect(regexLiteral(text).kind).toBe("refused");
  expect(regexIgnoringCase(text).kind).toBe("refused");
});
