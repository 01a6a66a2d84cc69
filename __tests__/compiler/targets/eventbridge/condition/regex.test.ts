import fc from "fast-check";

import type { RegexFlags } from "../../../../../compiler/ir/expression";
import { regexMatcher } from "../../../../../compiler/reference/regex";
import { writeRegex } from "../../../../../compiler/targets/eventbridge/condition/regex";
import { runs } from "../../../../support/long";
import { REGEXES, TEXTS } from "../hostile";

const PLAIN: RegexFlags = { ignoreCase: false, multiLine: false, dotAll: false };
const FLAGS = [false, true].flatMap((ignoreCase) =>
  [false, true].flatMap((multiLine) =>
    [false, true].map((dotAll): RegexFlags => ({ ignoreCase, multiLine, dotAll })),
  ),
);

const texts = [...TEXTS, "a\nb", "ba\n", "x\ny\nz", "😀😀", "a b", "aé b", "\u{10ffff}", "\0", "]"];

/** The texts that JavaScript finds a source in otherwise than RE2; undefined where it is refused. */
function differences(source: string, flags: RegexFlags, among: readonly string[] = texts) {
  const written = writeRegex(source, flags);
  if (written.kind === "refused") return undefined;
  const regex = new RegExp(written.source);
  const finds = regexMatcher(source, flags);
  return among.filter((text) => regex.test(text) !== finds(text));
}

test.each(REGEXES)("%j finds in JavaScript what it finds in RE2, under all flags", (source) => {
  for (const flags of FLAGS) expect(differences(source, flags) ?? []).toEqual([]);
});

const PIECES = [
  "a",
  "b",
  "k",
  "1",
  "-",
  " ",
  ".",
  "[ab]",
  "[^a]",
  "\\w",
  "\\W",
  "\\s",
  "\\D",
  "[^\\d]",
  "[b-y]",
  "(?:a|b)",
  "(a.|)",
  "(?:.b?)",
  "^",
  "$",
  "\\b",
  "\\n",
  "😀",
  "[😀x]",
  "[^😀]",
  "\\x{1F600}",
  "|",
];
const QUANTIFIERS = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "*?"];
const generated = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...QUANTIFIERS)), { maxLength: 6 })
  .map((parts) =>
    parts.map(([piece, q]) => (/^[\^$|]$|\\b/.test(piece) ? piece : piece + q)).join(""),
  );

test("any regular expression does, or is refused", () => {
  let said = 0;
  fc.assert(
    fc.property(
      generated,
      fc.constantFrom(...FLAGS),
      fc.array(fc.constantFrom(...texts), { maxLength: 3 }),
      (source, flags, parts) => {
        const found = differences(source, flags, [...texts, parts.join("")]);
        if (found !== undefined) said += 1;
        expect(found ?? []).toEqual([]);
      },
    ),
    { numRuns: runs(500, 20_000) },
  );
  expect(said).toBeGreaterThan(runs(300, 12_000));
});

describe("is refused by name", () => {
  test.each([
    ["(?i)é", PLAIN, "a letter outside ASCII"],
    ["É", { ...PLAIN, ignoreCase: true }, "a letter outside ASCII"],
    ["a\\n^b", { ...PLAIN, multiLine: true }, "the start of a line"],
    ["[\\x{1f600}-\\x{1f700}]", PLAIN, "a long range of characters beyond U\\+FFFF"],
  ])("%s", (source, flags, why) => {
    expect(writeRegex(source, flags)).toEqual({
      kind: "refused",
      why: expect.stringMatching(new RegExp(why)) as string,
    });
  });
});

test("only what the engine may read otherwise or slowly is said to be assumed", () => {
  expect(writeRegex("a.*b$", PLAIN)).toMatchObject({
    boundary: false,
    nested: false,
    counts: false,
  });
  expect(writeRegex("^.$", PLAIN)).toMatchObject({ counts: true });
  expect(writeRegex("\\ba", PLAIN)).toMatchObject({ boundary: true });
  expect(writeRegex("(a+b?)+", PLAIN)).toMatchObject({ nested: true });
});
