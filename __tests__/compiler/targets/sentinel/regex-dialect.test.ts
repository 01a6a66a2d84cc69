import fc from "fast-check";

import type { RegexFlags } from "../../../../compiler/ir/expression";
import { regexOf as compileKusto } from "../../../../compiler/kql/values/regex";
import { regexMatcher as compileReference } from "../../../../compiler/reference/regex";
import { portableRegex } from "../../../../compiler/targets/sentinel/regex-dialect";
import { runs } from "../../../support/long";

const RUNS = runs(300, 10_000);
const PLAIN: RegexFlags = { ignoreCase: false, multiLine: false, dotAll: false };

describe("a regular expression written for both engines", () => {
  test.each([
    ["a digit is an ASCII digit", String.raw`key-\d+`, "key-[0-9]+"],
    ["a word character too", String.raw`\w`, "[0-9A-Z_a-z]"],
    ["the opposite stays short", String.raw`\D`, "[^0-9]"],
    ["laziness changes no search", "a.*?b", "a.*b"],
    ["a literal bracket in a class is quoted", "[[a]", String.raw`[\[a]`],
    ["names of groups go", "(?P<user>root)", "(?:root)"],
    ["a brace that repeats nothing is text", "a{b}", String.raw`a\{b\}`],
  ])("%s", (_, source, expected) => {
    expect(portableRegex(source, PLAIN, false)).toBe(expected);
  });

  test.each([
    // Characters.
    [String.raw`\x{1F600}\x41\x{42}`, "", "\u{1F600}AB"],
    [String.raw`\x4B`, "", "K"],
    [String.raw`\.\-\é`, "", String.raw`\.-é`],
    ["😀", "", "😀"],
    // Classes.
    ["[]a]", "", String.raw`[\]a]`],
    ["[^]a]", "", String.raw`[^\]a]`],
    ["[a-cb-e]", "", "[a-e]"],
    ["[a-eb]", "", "[a-e]"],
    ["[a-bc-d]", "", "[a-d]"],
    ["[a-bd-e]", "", "[a-bd-e]"],
    ["[cab]", "", "[a-c]"],
    ["[a-]", "", String.raw`[\-a]`],
    ["[[:^digit:]]", "", "[\u0000-/:-\u{10FFFF}]"],
    [String.raw`[\D5]`, "", "[\u0000-/5:-\u{10FFFF}]"],
    ["[[:nothing:]]", "", undefined],
    ["[A-C]x", "i", "[A-Ca-c][Xx]"],
    ["[^k]", "i", "[^Kk]"],
    ["[Z-a]", "i", "[AZ-az]"],
    [String.raw`[^\d]`, "", "[^0-9]"],
    [String.raw`[^\x00-\x{10FFFF}]`, "", "[^\u0000-\u{10FFFF}]"],
    [String.raw`[^\D\d]`, "", "[^\u0000-\u{10FFFF}]"],
    ["@`", "i", "@`"],
    // Flags.
    ["^a.$", "", "^a.$"],
    ["^a.$", "s", "^a(?s:.)$"],
    ["^a$", "m", "(?m:^)a(?m:$)"],
    [String.raw`\Aa\z`, "m", "^a$"],
    ["(?m)^(?-m:^)", "", "(?m:^)(?:^)"],
    ["(?s-s).", "", "."],
    ["(?i-s:a.)b.", "s", "(?:[Aa].)b(?s:.)"],
    ["(?-im:^a)", "im", "(?:^a)"],
    ["((?i)a)a", "", "(?:[Aa])a"],
    ["(?<n>a)(?P<m_1>b)", "", "(?:a)(?:b)"],
    // Repetitions.
    ["a{12}b{3,}c{4,56}?", "", "a{12}b{3,}c{4,56}"],
    ["a??b+?|c", "", "a?b+|c"],
    // What either may read otherwise.
    [String.raw`\C`, "", undefined],
    [String.raw`[\p{L}]`, "", undefined],
    ["[é]", "i", undefined],
    ["[a-é]", "i", undefined],
    [String.raw`\Qa.b\E`, "", undefined],
    [String.raw`\101`, "", undefined],
    ["a(?i)é", "", undefined],
    ["é", "", "é"],
    ["\u007f", "i", "\u007f"],
  ])("%s with flags %j is %s", (source, flags, expected) => {
    const written = {
      ignoreCase: flags.includes("i"),
      multiLine: flags.includes("m"),
      dotAll: flags.includes("s"),
    };
    expect(portableRegex(source, written, false)).toBe(expected);
  });

  test("letters are written in both cases, so that no other letter folds into them", () => {
    const source = portableRegex("Ask", { ...PLAIN, ignoreCase: true }, false)!;
    expect(source).toBe("[Aa][Ss][Kk]");
    expect(compileKusto(source).matches("as\u212a")).toBe(false);
  });

  test("an inline flag folds likewise, as far as it reaches", () => {
    const source = portableRegex("(?i)k(?-i)k", PLAIN, false)!;
    const { matches } = compileKusto(source);
    expect(["kk", "Kk", "\u212ak", "kK"].map(matches)).toEqual([true, true, false, false]);
  });

  test.each([String.raw`\bkey\b`, String.raw`\p{Greek}`, "(?i)é"])(
    "%s is refused where the text may be any",
    (source) => {
      expect(portableRegex(source, PLAIN, false)).toBeUndefined();
    },
  );

  test("a word boundary means the same in ASCII text", () => {
    expect(portableRegex(String.raw`\bkey\b`, PLAIN, true)).toBe(String.raw`\bkey\b`);
  });

  test("matches what the rule's own expression matches", () => {
    const atom = fc.constantFrom(
      ...["a", "K", "s", ".", String.raw`\d`, String.raw`\W`, String.raw`\s`, "é", "٣", "-", "&"],
      ...["[a-f]", "[^a-k]", "[[:alpha:]]", "[[&&a]", String.raw`[^\d]`, "[k-]", String.raw`\x4b`],
      ...["^", "$", String.raw`\.`, String.raw`\\`, "(?s:.)", "(?i:k)", String.raw`\n`],
    );
    const repeated = fc.tuple(atom, fc.constantFrom("", "", "*", "+?", "{0,2}"));
    const branch = fc
      .array(repeated, { minLength: 1, maxLength: 4 })
      .map((parts) => parts.map(([one, many]) => (/^[\^$]/.test(one) ? one : one + many)).join(""));
    const pattern = fc
      .tuple(branch, branch, fc.constantFrom("%a%b", "%a|%b", "(%a|%b)x?", "(?:%a)%b"))
      .map(([one, other, form]) => form.replace("%a", () => one).replace("%b", () => other));
    const flags = fc.record({
      ignoreCase: fc.boolean(),
      multiLine: fc.boolean(),
      dotAll: fc.boolean(),
    });
    const text = fc
      .array(fc.constantFrom(..."aAkKs.\\-&[1٣é\u212a\u017f\n xé_"), { maxLength: 6 })
      .map((chars) => chars.join(""));
    let said = 0;
    fc.assert(
      fc.property(pattern, flags, text, (source, written, found) => {
        const portable = portableRegex(source, written, false);
        if (portable === undefined) return;
        said += 1;
        expect(compileKusto(portable).matches(found)).toBe(
          compileReference(source, written)(found),
        );
      }),
      { numRuns: RUNS },
    );
    expect(said).toBeGreaterThan(RUNS / 3);
  });
});
