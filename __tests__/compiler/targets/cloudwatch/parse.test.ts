import fc from "fast-check";

import { NESTING_LIMIT } from "../../../../compiler/targets/cloudwatch/ast";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { pattern } from "./arbitrary-patterns";
import { read, textOf } from "./read";

/** The pattern as it would be printed: shows how the text was understood. */
const understood = (text: string): string => textOf(printPattern(read(text)));

test.each([
  ["{$.a=b}", '{ $.a = "b" }'],
  ["{ $.a = 12 }", "{ $.a = 12 }"],
  ['{ $.a = "12" }', '{ $.a = "12" }'],
  ["{ $.a != -1.5e+3 }", "{ $.a != -1.5e+3 }"],
  ["{ $.a = 10.0.* }", '{ $.a = "10.0.*" }'],
  ["{ $.a = 10.0.0.1 }", '{ $.a = "10.0.0.1" }'],
  ["{ $.a = 1. }", '{ $.a = "1." }'],
  ["{ $.a = ec2.amazonaws.com }", '{ $.a = "ec2.amazonaws.com" }'],
  ["{ $.a = * }", '{ $.a = "*" }'],
  ["{ $.a = x**y }", '{ $.a = "x*y" }'],
  ["{ $.a = NULL }", '{ $.a = "NULL" }'],
  ['{ $.a = "" }', '{ $.a = "" }'],
  ['{ $.a = "}&& (|" }', '{ $.a = "}&& (|" }'],
  [String.raw`{ $.a = "\"\\" }`, String.raw`{ $.a = "\"\\" }`],
  ["{ $.a >= +5 }", "{ $.a >= +5 }"],
  ["{ $.a = %x\\x3Ay% }", "{ $.a = %x\\x3Ay% }"],
  ["{ $.['b'].['c.d'][0][1].* = 1 }", "{ $.b.['c.d'][0][1].* = 1 }"],
  ["{ $.*.a = 1 }", "{ $.*.a = 1 }"],
  ["{ $.a is true }", "{ $.a IS TRUE }"],
  ["{ $.a Not  Exists }", "{ $.a NOT EXISTS }"],
  ["{ $.a IS  NULL }", "{ $.a IS NULL }"],
  ["{\n $.a IS NULL\n\t&& $.b IS FALSE\r\n}", "{ $.a IS NULL && $.b IS FALSE }"],
  ["{((($.a IS NULL)))}", "{ $.a IS NULL }"],
])("%j is %j", (text, printed) => {
  expect(understood(text)).toBe(printed);
});

test("and binds before or, and parentheses before both", () => {
  const [a, b, c] = ["$.a IS NULL", "$.b IS NULL", "$.c IS NULL"];
  const same = (left: string, right: string) => expect(read(left)).toEqual(read(right));
  same(`{ ${a} || ${b} && ${c} }`, `{ ${a} || (${b} && ${c}) }`);
  same(`{ ${a} && ${b} || ${c} }`, `{ (${a} && ${b}) || ${c} }`);
  same(`{ ${a} || (${b} || ${c}) }`, `{ ${a} || ${b} || ${c} }`);
  same(`{ (${a} && (${b} && ${c})) }`, `{ ${a} && ${b} && ${c} }`);
  expect(read(`{ (${a} || ${b}) && ${c} }`)).not.toEqual(read(`{ ${a} || ${b} && ${c} }`));
});

test.each([
  ["", 0],
  [" { $.a = 1 }", 0],
  ["{ $.a = 1 } ", 11],
  ["{ $.a = 1 }}", 11],
  ["{ $.a = 1", 9],
  ["{}", 1],
  ["{ ( ) }", 4],
  ["{ ($.a = 1 }", 12],
  ["{ $.a = 1) }", 10],
  ["{ $.a = 1 && }", 13],
  ["{ $.a = 1 & $.b = 1 }", 10],
  ["{ $.a = 1, $.b = 1 }", 9],
  ["{ $.a = 1 $.b = 1 }", 10],
  ["{ !$.a = 1 }", 2],
  ["{ a = 1 }", 2],
  ["{ $ = 1 }", 2],
  ["{ $. = 1 }", 3],
  ["{ $[0] = 1 }", 2],
  ["{ $['a'] = 1 }", 2],
  ["{ $.a['b'] = 1 }", 5],
  ['{ $."a-b" = 1 }', 3],
  ["{ $.['it'] = 'x' }", 13],
  ["{ $.['a]b'] = 1 }", 3],
  ["{ $.a[-1] = 1 }", 5],
  ["{ $.a[99999999999999999999] = 1 }", 5],
  ["{ $.a[*].* = 1 }", 2],
  ["{ $.a == 1 }", 7],
  ["{ $.a = two words }", 12],
  ["{ $.a = 1+1 }", 8],
  ["{ $.a = a@b }", 9],
  ['{ $.a = "open }', 8],
  ['{ $.a = "\\n" }', 8],
  ['{ $.a = "a\nb" }', 9],
  ["{ $.a > x }", 8],
  ['{ $.a <= "5" }', 9],
  ["{ $.a < 5* }", 8],
  ["{ $.a IS NOT NULL }", 6],
  ["{ $.a IS NULLS }", 6],
  ["{ $.a EXISTS }", 6],
  ["{ $.aNOT EXISTS }", 9],
  ["{ $.a = %(x)% }", 9],
  ["{ $.a = %ab(x)% }", 11],
  ["{ $.a = %x }", 8],
  ["{ $.a = %a% && $.b = %b% && $.c = %c% }", 35],
  ["{ $.a[*] = 1 || $.b[*] = 1 || $.* = 1 || $.d[*] = 1 }", 41],
])("%j is rejected at %i", (text, offset) => {
  expect(parsePattern(text)).toEqual({
    kind: "error",
    error: { message: expect.any(String), offset },
  });
});

test.each([
  ["$.a = 1", 'expected {, found "$.a = 1"'],
  ["{ $.a = 1", "expected &&, ||, ) or }, found the end"],
  ["{ $.a = 1 } and more text", 'expected the end of the pattern, found " and more te"'],
  ["{ a = 1 }", "expected a selector such as $.name, found"],
  ["{ $. = 1 }", "expected a field name, found"],
  ["{ $.a ~ 1 }", "expected a comparison, IS NULL, IS TRUE, IS FALSE or NOT EXISTS, found"],
  ["{ $.a = }", 'expected a value: "text", a number or %regex%, found "}"'],
  ["{ $.a = 1+1 }", "1+1 needs quotes"],
  ["{ $.a <= x }", "<= needs a number without quotes"],
  ["{ ($.a = 1 }", "a ( is not closed"],
  ["{ $.a = 1) }", "this ) closes nothing"],
  ["{ $.a[*].* = 1 }", "one wildcard at most"],
  ["{ $.a[99999999999999999999] = 1 }", "[99999999999999999999] is not an array index"],
  ["{ $.['a]b'] = 1 }", 'the field name "a]b" has no form'],
  ["{ $.a[*] = 1 || $.b[*] = 1 || $.* = 1 || $.d[*] = 1 }", "3 wildcard selectors at most"],
  ["{ $.a = %a% && $.b = %b% && $.c = %c% }", "2 regexes at most"],
  [`{ $.a = "${"x".repeat(1024)}" }`, "at most 1024 UTF-8 bytes"],
  [`{${"(".repeat(NESTING_LIMIT + 1)}`, `deeper than ${NESTING_LIMIT}`],
  ['{ $.a = "a\nb" }', "a control character"],
  ["{ $.a = %x|% }", "an alternative of the regex is empty"],
])("of %j it is said: %s", (text, message) => {
  const parsed = parsePattern(text);
  expect(parsed.kind === "error" && parsed.error.message).toContain(message);
});

test("the quotas of a pattern can be used up", () => {
  expect(parsePattern("{ $.a = %a% && $.b = %b% }").kind).toBe("parsed");
  expect(parsePattern("{ $.a[*] = 1 || $.b[*] = 1 || $.* = 1 }").kind).toBe("parsed");
});

test("a pattern has 1,024 bytes at most", () => {
  const around = '{ $.a = "" }'.length;
  const long = (value: string) => parsePattern(`{ $.a = "${value}" }`).kind;
  expect(long("x".repeat(1024 - around))).toBe("parsed");
  expect(long("x".repeat(1025 - around))).toBe("error");
  expect(long("é".repeat((1024 - around) / 2))).toBe("parsed");
  expect(long("é".repeat((1024 - around) / 2 + 1))).toBe("error");
});

test("nesting is bounded", () => {
  const nested = (depth: number) =>
    parsePattern(`{${"(".repeat(depth)}$.a = 1${")".repeat(depth)}}`).kind;
  expect(nested(NESTING_LIMIT)).toBe("parsed");
  expect(nested(NESTING_LIMIT + 1)).toBe("error");
  expect(parsePattern(`{${"(".repeat(1_000_000)}`).kind).toBe("error");
});

test("any text is a pattern or an error inside the text", () => {
  const token = fc.constantFrom(
    ...["{", "}", "(", ")", "$.a", "$.b[*]", " ", "=", "!=", "<", '"', "%", "*", "1", "\\", "'"],
    ...["&&", "||", " IS ", "NULL", "NOT ", "EXISTS", '"x"', "%y%", "\n", "é", "["],
  );
  const soup = fc.array(token, { maxLength: 30 }).map((tokens) => `{${tokens.join("")}`);
  const cut = fc.tuple(pattern, fc.nat(), token).map(([whole, at, junk]) => {
    const text = textOf(printPattern(whole));
    const place = at % text.length;
    return text.slice(0, place) + junk + text.slice(place + 1);
  });
  fc.assert(
    fc.property(fc.oneof(soup, cut, fc.string()), (text) => {
      const parsed = parsePattern(text);
      if (parsed.kind === "error") {
        expect(parsed.error.offset).toBeGreaterThanOrEqual(0);
        expect(parsed.error.offset).toBeLessThanOrEqual(text.length);
      } else {
        expect(read(textOf(printPattern(parsed.pattern)))).toEqual(parsed.pattern);
      }
    }),
    { numRuns: 2000 },
  );
});
