import fc from "fast-check";
import { RE2JS } from "re2js";

import { regexText } from "../../../../compiler/targets/logs-insights/escape";
import { regex, regexLiteral, textRegex } from "../../../../compiler/targets/logs-insights/regex";
import { searcher } from "../../../support/logs-insights/evaluate";
import { hostileText, regexSources } from "./arbitrary";
import { re } from "./writing";

describe("the literal", () => {
  test("flags come first, in one group", () => {
    expect(regexLiteral(re("^a$", { ignoreCase: true }))).toBe("/(?i)^a$/");
    expect(regexLiteral(re("^a.*$", { ignoreCase: true, dotAll: true }))).toBe("/(?is)^a.*$/");
    expect(regexLiteral(re("a$", { multiLine: true }))).toBe("/(?m)a$/");
  });

  test("flags at the start of the source count", () => {
    expect(re("(?i)abc")).toEqual(re("abc", { ignoreCase: true }));
    expect(re("(?s)(?m)abc", { ignoreCase: true })).toEqual(re("(?ims)abc"));
  });

  test.each([
    ["a/b", "/a\\/b/"],
    ["a\\/b", "/a\\/b/"],
    ["a\\\\b", "/a\\x5Cb/"],
    ["#'\"`", "/\\x23\\x27\\x22\\x60/"],
    ["\\#\\{\\|", "/\\x23\\x7B\\x7C/"],
    ["a|b{2,3}", "/a|b{2,3}/"],
    ["{{name}}", "/\\x7B\\x7Bname\\x7D\\x7D/"],
    ["[|{2}#/[]", "/[\\x7C\\x7B2\\x7D\\x23\\/\\[]/"],
    ["[]a]", "/[\\]a]/"],
    ["[^]a]", "/[^\\]a]/"],
    ["a\nb", "/a\\x0Ab/"],
  ])("%j: nothing in it can end it, begin a comment or a parameter", (source, literal) => {
    expect(regexLiteral(re(source))).toBe(literal);
  });
});

describe("what engines read differently is refused", () => {
  test.each([
    ["look-ahead", "a(?=b)"],
    ["look-behind", "(?<!a)b"],
    ["back-reference", "(a)\\1"],
    ["possessive quantifier", "a++"],
    ["atomic group", "(?>a)b"],
    ["named group", "(?P<x>a)"],
    ["inner flags", "a(?i)b"],
    ["keep out", "a\\Kb"],
    ["Unicode property", "\\pL"],
    ["named class", "[[:alpha:]]"],
    ["vertical space", "\\v"],
    ["end of subject", "a\\Z"],
    ["non-ASCII text", "é"],
    ["non-ASCII code", "\\xE9"],
    ["unclosed group", "(a"],
    ["unclosed class", "[a"],
    ["trailing backslash", "a\\"],
    ["repeat count", "a{1001}"],
    ["empty regex", ""],
    ["flags alone", "(?i)"],
    ["deep nesting", `${"(".repeat(4000)}a${")".repeat(4000)}`],
    ["length", "a".repeat(10_001)],
  ])("%s", (_what, source) => {
    expect(regex(source)).toMatchObject({ kind: "refused", reason: expect.stringMatching(/./) });
  });
});

describe("searching", () => {
  test("unanchored and cased", () => {
    expect(searcher(re("b+"))("abbc")).toBe(true);
    expect(searcher(re("B"))("abbc")).toBe(false);
  });

  test("(?i) folds ASCII letters only: neither the Kelvin sign nor the long s", () => {
    const finds = searcher(re("^[a-z]s$", { ignoreCase: true }));
    expect([finds("KS"), finds("ks"), finds("\u212as"), finds("k\u017f")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(searcher(re("^[^k]$", { ignoreCase: true }))("\u212a")).toBe(true);
  });

  test("$ is the very end; (?m) makes it each line's; (?s) lets the dot match a line break", () => {
    expect(searcher(re("a$"))("a\n")).toBe(false);
    expect(searcher(re("a$", { multiLine: true }))("a\nb")).toBe(true);
    expect(searcher(re("a.b"))("a\nb")).toBe(false);
    expect(searcher(re("a.b", { dotAll: true }))("a\nb")).toBe(true);
  });
});

/** Sources in which the signs that the rewriting is about meet each other in every order. */
const signs = fc
  .array(
    fc.constantFrom(
      ...["a", "b", "/", "\\/", "#", "\\#", "|", "\\|", "{", "}", "{2}", "\\{", "[", "]", "[^"],
      ...["\\]", "^", "$", "(", ")", "(?:", "'", '"', "\\\\", "\\d", "-", ".", "*", "?", "\\x41"],
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(""));
const signTexts = fc.string({
  unit: fc.constantFrom(..."ab/#|{}2[]^$()'\"\\-.A1?:"),
  maxLength: 5,
});

test("rewriting changes no meaning", () => {
  fc.assert(
    fc.property(signs, fc.array(signTexts, { minLength: 5 }), (source, texts) => {
      const made = regex(source);
      fc.pre(made.kind === "regex");
      const original = RE2JS.compile(source);
      const finds = searcher(made);
      for (const text of texts) expect(finds(text)).toBe(original.matcher(text).find());
    }),
    { numRuns: 1000 },
  );
});

test("a regex is read from its own literal, and the literal has no way out", () => {
  fc.assert(
    fc.property(fc.oneof(signs, regexSources, hostileText), (source) => {
      const made = regex(source);
      fc.pre(made.kind === "regex");
      const literal = regexLiteral(made);
      expect(regex(literal.slice(1, -1))).toEqual(made);
      expect(literal).toMatch(/^\/(?:[^/\\]|\\.)*\/$/);
      expect(literal).not.toMatch(/[#"'`\p{Cc}]|\{\{|\\[\\|]/u);
    }),
    { numRuns: 1000 },
  );
});

describe("a regex of quoted text", () => {
  const pieces = fc.oneof(
    fc.string().map((text) => regexText(text) ?? ""),
    fc.constantFrom(".", ".*", "^", "$"),
  );

  test("is what checking it in full would give", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), fc.boolean(), (parts, ignoreCase) => {
        const source = parts.join("");
        const quick = textRegex(source, { ignoreCase });
        const full = regex(source, { ignoreCase });
        // Two stars in a row are no regex; `lower` never writes them.
        if (full.kind === "refused") return;
        expect(quick).toEqual(full);
      }),
    );
  });
});
