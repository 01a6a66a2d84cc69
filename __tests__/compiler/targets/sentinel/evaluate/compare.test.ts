import fc from "fast-check";

import { stringLiteral } from "../../../../../compiler/targets/sentinel/escape";
import { rowMatcher } from "../../../../../compiler/targets/sentinel/evaluate/evaluate";
import { cloudtrailRow } from "../../../../support/cloudtrail";
import { read, survives, valueOf } from "./evaluating";

describe("string operators", () => {
  const row = cloudtrailRow({ userAgent: "Foo.Bar-baz_qux", eventName: "" });

  test.each([
    // Recorded: t1-string-ops-0037 to -0062.
    ['UserAgent contains ""', true],
    ['EventName contains ""', true],
    ['UserAgent endswith ""', true],
    ['UserAgent startswith ""', true],
    ['UserAgent has ""', true],
    ['UserAgent contains "O.B"', true],
    ['UserAgent contains_cs "O.B"', false],
    ['UserAgent startswith "foo"', true],
    ['UserAgent startswith_cs "foo"', false],
    ['UserAgent startswith_cs "Foo"', true],
    ['UserAgent startswith_cs "qux"', false],
    ['UserAgent endswith_cs "qux"', true],
    ['UserAgent endswith_cs "Foo"', false],
    ['UserAgent contains_cs "o.B"', true],
    ['UserAgent endswith "QUX"', true],
    ['UserAgent endswith_cs "QUX"', false],
    // Recorded: string-ops-0003#1 and -0003#2 for the terms.
    ['UserAgent has "bar"', true],
    ['UserAgent has_cs "bar"', false],
    ['UserAgent has "ba"', false],
    ['UserAgent has "foo.bar"', true],
    ['UserAgent has "oo.bar"', false],
    ['UserAgent =~ "FOO.BAR-BAZ_QUX"', true],
    ['UserAgent !~ "FOO.BAR-BAZ_QUX"', false],
    ['UserAgent in ("foo.bar-baz_qux")', false],
    ['UserAgent in~ ("x", "foo.bar-baz_qux")', true],
    // Recorded: a-verbatim-regex; unanchored as in t1-string-ops-0074.
    ['UserAgent matches regex "o.B"', true],
    ['UserAgent matches regex "o.b"', false],
  ])("%s is %p", (predicate, value) => {
    expect(valueOf(predicate, row)).toBe(value);
  });

  test.each([
    // Recorded: string-ops-0008#1, -0006#1, -0033#2.
    ["Straße", "straße", true],
    ["STRASSE", "straße", false],
    ["CAFÉ", "café", true],
    ["ＦＵＬＬ", "full", false],
    ["\u0131", "I", false],
    ["\u0131", "i", false],
    ["\u017f", "S", false],
    ["\u212a", "k", false],
    ["\u{10428}", "\u{10400}", true],
  ])("%p =~ %p is %p", (one, other, value) => {
    expect(valueOf(`${stringLiteral(one)} =~ ${stringLiteral(other)}`)).toBe(value);
    expect(valueOf(`${stringLiteral(one)} contains ${stringLiteral(other)}`)).toBe(value);
  });

  test("fold ASCII letters alone among ASCII", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary-ascii" }),
        fc.string({ unit: "binary-ascii" }),
        (a, b) => {
          const [one, other] = [stringLiteral(a), stringLiteral(b)];
          expect(survives(`${one} contains ${other}`)).toBe(
            a.toLowerCase().includes(b.toLowerCase()),
          );
          expect(survives(`${one} =~ ${stringLiteral(a.toUpperCase())}`)).toBe(true);
        },
      ),
    );
  });
});

describe("a regular expression", () => {
  test.each([
    // Recorded: string-ops-0026#3.
    ["\\d", "ＡＢ１２", true],
    ["^\\D+$", "ＡＢ１２", false],
    ["^[\\d-]+$", "1-１", true],
    ["^\\w+$", "é_1", true],
    ["\\W", "é", false],
    ["^\\s$", "\u00a0", true],
    ["^[^\\d]$", "１", false],
    ["[]x]", "]", true],
    ["[[:alpha:]]", "a", true],
    ["(?i)ABC", "xabcx", true],
    ["a$", "a\n", false],
    ["\\\\d", "\\d", true],
  ])("%p on %p is %p", (pattern, text, value) => {
    expect(valueOf(`${stringLiteral(text)} matches regex ${stringLiteral(pattern)}`)).toBe(value);
  });

  test.each([
    ["(", "type"],
    ["a(?=b)", "type"],
    ["\\Qa\\E", "unsupported"],
    ["[a[b]]", "unsupported"],
    ["[a&&b]", "unsupported"],
    ["[\\W]", "unsupported"],
  ])("%p is refused (%s)", (pattern, code) => {
    const query = read(`AWSCloudTrail | where EventName matches regex ${stringLiteral(pattern)}`);
    expect(() => rowMatcher(query)).toThrow(expect.objectContaining({ name: "KqlError", code }));
  });
});
