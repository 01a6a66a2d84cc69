import fc from "fast-check";

import { MAX_VARIANTS } from "../../../compiler/sigma/transform";
import { codesOf, matcherOf, resolve, selection } from "./free-model";

function matches(written: string, found: string, placeholders = {}): boolean | undefined {
  return matcherOf(selection(written), placeholders)?.({ f: found });
}

describe("encodings", () => {
  test.each([
    ["{f|base64: 'foobar'}", "Zm9vYmFy"],
    ["{f|base64: 'Hé'}", "SMOp"],
    ["{f|wide|base64: 'foo'}", "ZgBvAG8A"],
    ["{f|utf16le|base64: 'foo'}", "ZgBvAG8A"],
    ["{f|utf16be|base64: 'foo'}", "AGYAbwBv"],
    ["{f|utf16|base64: 'f'}", "//5mAA=="],
    [String.raw`{f|base64: 'a\*'}`, "YSo="],
    ["{f|wide: 'ab'}", "a\0b\0"],
    ["{f|utf16be|contains: 'ab'}", "x\0a\0by"],
    ["{f|wide: 'a*b'}", "a\0other textb\0"],
  ])("%s matches %j", (written, found) => {
    expect(matches(written, found)).toBe(true);
  });

  test.each([
    ["{f|base64: 'a*'}", "DET230"],
    ["{f|base64offset|contains: 'a?b'}", "DET230"],
    ["{f|base64offset|contains: 'a'}", "DET231"],
    ["{f|base64offset|contains: ''}", "DET231"],
    ["{f|utf16: 'a'}", "DET232"],
    ["{f|wide: 'é'}", "DET232"],
    [String.raw`{f|wide|base64: "\ud800"}`, "DET232"],
    ["{f|base64: 12}", "DET212"],
    ["{f|windash: true}", "DET212"],
    ["{f|base64offset: 'ab'}", "DET256"],
  ])("%s is %s", (written, code) => {
    expect(codesOf(selection(written))).toEqual([code]);
  });

  test("base64offset finds a text wherever it stands in what is encoded", () => {
    const text = fc.string({ minLength: 2, maxLength: 12, unit: "grapheme-ascii" });
    fc.assert(
      fc.property(
        text,
        fc.string({ maxLength: 8 }),
        fc.string({ maxLength: 8 }),
        (wanted, a, b) => {
          const literal = wanted.replace(/[\\*?]/g, (char) => `\\${char}`);
          const written = `{f|base64offset|contains|cased: '${literal.replaceAll("'", "''")}'}`;
          const encoded = Buffer.from(a + wanted + b, "utf8").toString("base64");
          expect(matches(written, encoded)).toBe(true);
        },
      ),
    );
  });

  test("its variants are alternatives, also where all values are wanted", () => {
    const both = "{f|base64offset|contains|all: [secret, hidden]}";
    const encode = (text: string) => Buffer.from(text).toString("base64");
    expect(matches(both, encode("a secret, hidden"))).toBe(true);
    expect(matches(both, encode("a secret"))).toBe(false);
  });
});

describe("windash", () => {
  test.each(["-", "/", "\u2013", "\u2014", "\u2015"])(
    "takes %s for each mark of a flag",
    (dash) => {
      const written = "{f|windash|contains: ' -enc /q'}";
      expect(matches(written, `p.exe ${dash}enc ${dash}q`)).toBe(true);
      expect(matches(written, `p.exe ${dash}enc q`)).toBe(false);
      expect(matches("{f|contains|windash: '\u2014x'}", `${dash}x`)).toBe(true);
    },
  );

  test("leaves a dash inside or behind a word alone", () => {
    expect(matches("{f|windash: 'well-known'}", "well/known")).toBe(false);
    expect(matches("{f|windash: 'a-'}", "a/")).toBe(false);
    expect(matches("{f|windash: 'é-x'}", "é/x")).toBe(false);
  });

  test("is OR inside `all`, and bounded", () => {
    expect(matches("{f|windash|contains|all: ['-a', '-b']}", "/a -b")).toBe(true);
    expect(matches("{f|windash|contains|all: ['-a', '-b']}", "/a")).toBe(false);
    const flags = " -x".repeat(4);
    const { expression } = resolve(selection(`{f|windash: '${flags}'}`));
    expect(expression?.kind === "or" && expression.operands.length).toBe(5 ** 4);
    expect(5 ** 4).toBeLessThanOrEqual(MAX_VARIANTS);
    expect(codesOf(selection(`{f|windash: '${" -x".repeat(10_000)}'}`))).toEqual(["DET229"]);
  });
});

describe("placeholders", () => {
  const placeholders = { admins: ["ann", "bob*"], empty: [], regex: ["a.c"] };

  test("any value may stand in a placeholder's place, wildcards and all", () => {
    const written = "{f|expand: 'user/%admins%'}";
    expect(matches(written, "user/ann", placeholders)).toBe(true);
    expect(matches(written, "user/bobby", placeholders)).toBe(true);
    expect(matches(written, "user/anna", placeholders)).toBe(false);
    expect(matches("{f|expand: '%admins% %admins%'}", "bobo ann", placeholders)).toBe(true);
    expect(matches("{f|contains|expand: '%admins%'}", "xannx", placeholders)).toBe(true);
    expect(matches("{f|expand|base64: '%regex%'}", "YS5j", placeholders)).toBe(true);
  });

  test("percent signs mean themselves without expand, alone, or escaped", () => {
    expect(matches("{f: '%admins%'}", "%admins%", placeholders)).toBe(true);
    expect(matches("{f|expand: '100%'}", "100%", placeholders)).toBe(true);
    expect(matches(String.raw`{f|expand: '\%plain%admins%'}`, "%plainann", placeholders)).toBe(
      true,
    );
    expect(matches(String.raw`{f|expand: '\\%admins%'}`, String.raw`\ann`, placeholders)).toBe(
      true,
    );
  });

  test("a value is text of a regular expression, but for its wildcards", () => {
    expect(matches("{f|re|expand: '^%regex%$'}", "a.c", placeholders)).toBe(true);
    expect(matches("{f|re|expand: '^%regex%$'}", "abc", placeholders)).toBe(false);
    expect(matches("{f|re|expand: '^%admins%$'}", "bob\nby", placeholders)).toBe(true);
  });

  test("a value never becomes syntax of a regular expression", () => {
    const found = (re: string, value: string, text: string) =>
      matches(`{f|re|expand: '${re}'}`, text, { v: [value] });
    // What repeats is the value, not its last character.
    expect(found("^%v%+$", "ab", "abab")).toBe(true);
    expect(found("^%v%+$", "ab", "abbb")).toBe(false);
    expect(found("^%v%{2}$", "ab", "abab")).toBe(true);
    expect(found("^%v%?c$", "ab", "c")).toBe(true);
    // Neither a number of times, nor the rest of an escape, nor a flag.
    expect(found("^a{%v%}$", "2", "aa")).toBe(false);
    const inClass = (re: string) => codesOf(selection(`{f|re|expand: '${re}'}`), { v: ["a-z"] });
    expect(inClass("\\x%v%")).toEqual(["DET225"]);
    expect(inClass("(?%v%)")).toEqual(["DET225"]);
    for (const re of ["[%v%]", "[^%v%]", "[]%v%]", "x[a%v%-]"]) {
      expect([re, inClass(re)]).toEqual([re, ["DET225"]]);
    }
    expect(found("^\\[%v%\\]$", "a-z", "[a-z]")).toBe(true);
  });

  test("one without a value refuses the rule", () => {
    expect(codesOf(selection("{f|expand: '%admin%'}"), placeholders)).toEqual(["DET228"]);
    expect(codesOf(selection("{f|expand: '%empty%'}"), placeholders)).toEqual(["DET228"]);
    expect(codesOf(selection("{f|expand: '%constructor%'}"), placeholders)).toEqual(["DET228"]);
    const [found] = resolve(selection("{f|expand: '%admin%'}"), placeholders).diagnostics.all;
    expect(found?.fix).toBe("write `admins`");
  });

  test("combinations are bounded", () => {
    const many = { n: Array.from({ length: 50 }, (_, index) => `${index}`) };
    expect(codesOf(selection("{f|expand: '%n%%n%'}"), many)).toEqual(["DET229"]);
  });
});

describe("regular expressions", () => {
  test.each([
    ["'b.d'", "abcde", true],
    ["'^b'", "abc", false],
    ["'B'", "abc", false],
    ["'a.*?c'", "abbc", true],
    [String.raw`'a\x{62}?c'`, "ac", true],
    [String.raw`'^\\\\?x$'`, String.raw`\x`, true],
    ["'[?]?x{1,2}?$'", "xx", true],
    ["'(?:a|b)+?c'", "abc", true],
    ["'a$'", "a\nb", false],
  ])("%s on %j: %s", (written, found, expected) => {
    expect(matches(`{f|re: ${written}}`, found)).toBe(expected);
  });

  test("the flags i, m and s", () => {
    expect(matches("{f|re|i: 'B'}", "abc")).toBe(true);
    expect(matches("{f|re|m: '^b$'}", "a\nb")).toBe(true);
    expect(matches("{f|re|s: 'a.b'}", "a\nb")).toBe(true);
    expect(matches("{f|re: 'a.b'}", "a\nb")).toBe(false);
  });

  test("no lazy quantifier is left, and none changes what matches", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      ".",
      "[ab?]",
      "(a|b)",
      String.raw`\?`,
      String.raw`\x{61}`,
    );
    const times = fc.constantFrom(
      "",
      "*",
      "+",
      "?",
      "{2}",
      "{1,2}",
      "*?",
      "+?",
      "??",
      "{2}?",
      "{1,}?",
    );
    const source = fc
      .array(fc.tuple(piece, times), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.flat().join(""));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "?", "{", "}"), maxLength: 8 });
    fc.assert(
      fc.property(source, text, (written, found) => {
        const { expression } = resolve(selection(`{f|re: '^${written}$'}`));
        if (expression?.kind !== "regex") throw new Error(`refused: ${written}`);
        const bare = expression.source.replace(/\\x\{61\}|\\.|\[[^\]]*\]/g, "x");
        expect(bare).not.toMatch(/[*+?}]\?/);
        expect(matches(`{f|re: '^${written}$'}`, found)).toBe(
          new RegExp(`^${written.replaceAll(String.raw`\x{61}`, "a")}$`, "u").test(found),
        );
      }),
    );
  });

  test.each([
    ["'(?=a)'", "DET225"],
    ["'(?<!a)b'", "DET225"],
    [String.raw`'(a)\1'`, "DET225"],
    ["'a++'", "DET225"],
    ["'(a'", "DET225"],
    ["'a{9999}'", "DET225"],
    ["'a{,3}'", "DET226"],
    [`'${"a".repeat(10_001)}'`, "DET225"],
    [String.raw`'\pL'`, "DET226"],
    [String.raw`'\Qa.b\E'`, "DET226"],
    [String.raw`'[\v]'`, "DET226"],
    [String.raw`'a\z'`, "DET226"],
    ["'(?U)a'", "DET226"],
    ["12", "DET212"],
  ])("%s is refused", (written, code) => {
    expect(codesOf(selection(`{f|re: ${written}}`))).toEqual([code]);
  });
});

describe("networks", () => {
  test.each([
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.1.2.3", "10.1.2.3", true],
    ["0.0.0.0/0", "1.2.3.4", true],
    ["0.0.0.0/0", "::1", false],
    ["2001:DB8:0::/32", "2001:db8:ffff::1", true],
    ["::ffff:10.0.0.0/104", "::ffff:10.9.9.9", true],
    ["fe80::/10", "febf::1", true],
    ["fe80::/10", "fec0::1", false],
    ["10.0.0.0/8", "cloudformation.amazonaws.com", false],
  ])("%s holds %s: %s", (network, found, expected) => {
    expect(matches(`{f|cidr: '${network}'}`, found)).toBe(expected);
  });

  test.each([
    ["10.0.0.1/8", "write `10.0.0.0/8`"],
    ["192.168.1.0/23", "write `192.168.0.0/23`"],
    ["2001:db8::1/64", "write `2001:db8::/64`"],
    ["10.0.0.0/33", undefined],
    ["10.0.0.0/-1", undefined],
    ["10.0.0.0/8/8", "write one such as `10.0.0.0/8`"],
    ["10.0.0", "write one such as `10.0.0.0/8`"],
    ["fe80::1%eth0/64", "write one such as `10.0.0.0/8`"],
    ["10.*", "write one such as `10.0.0.0/8`"],
  ])("%s is refused: %s", (network, fix) => {
    const { all } = resolve(selection(`{f|cidr: '${network}'}`)).diagnostics;
    expect(all.map(({ code }) => code)).toEqual(["DET227"]);
    expect(all[0]?.fix).toBe(fix);
  });
});

describe("what a small text may cost is bounded", () => {
  test.each([
    ["many large regular expressions", `{f|re: [${Array(5_000).fill("'x{1000}'").join()}]}`],
    [
      "many values of many variants",
      `{f|windash: [${Array(2_000).fill("' -a -b -c -d'").join()}]}`,
    ],
    [
      "a long text by many aliases",
      `{a: &x ${"y".repeat(200_000)}, f: [${Array(5_000).fill("*x").join()}]}`,
    ],
  ])("%s", (_, written) => {
    expect(codesOf(selection(written))).toEqual(["DET239"]);
  });

  test("a long text of many variants", () => {
    const text = `{f|windash|base64: '${"x".repeat(200_000)} -a -b -c'}`;
    expect(codesOf(selection(text))).toEqual(["DET229"]);
  });
});
