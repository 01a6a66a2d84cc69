import fc from "fast-check";

import { KEYWORDS } from "../../../../compiler/kql/keywords";
import {
  columnName,
  memberAccess,
  stringLiteral,
} from "../../../../compiler/targets/sentinel/escape";
import { diagnose, keywords, stringValues } from "../../../support/kusto";
import { anyText } from "./expressions";

// The language service takes about 15 ms a query, and a good second to load.
jest.setTimeout(60_000);

describe("a string literal", () => {
  test.each([
    ['say "hi"', '"say \\"hi\\""'],
    ["back\\slash", '"back\\\\slash"'],
    ["a\tb\r\nc", '"a\\tb\\r\\nc"'],
    ["\0\u2028\u202e", '"\\u0000\\u2028\\u202e"'],
    ["no\u00a0break", '"no\\u00a0break"'],
    ["\ud800", '"\\ud800"'],
    ["é😀 it's", '"é😀 it\'s"'],
  ])("of %p is %s", (value, literal) => {
    expect(stringLiteral(value)).toBe(literal);
  });

  test("is the text again to Kusto's language service, and nothing but one literal", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const query = `AWSCloudTrail | where EventName == ${stringLiteral(value)}`;
        expect(diagnose(query)).toEqual([]);
        expect(stringValues(query)).toEqual([value]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a name", () => {
  test.each([
    ["userName", ".userName"],
    ["na-me", '["na-me"]'],
    ['aws:x"y', '["aws:x\\"y"]'],
    ["0", '["0"]'],
    ["has", '["has"]'],
    ["true", '["true"]'],
    ["", '[""]'],
  ])("%p is taken as %s", (name, access) => {
    expect(memberAccess(name)).toBe(access);
  });

  test("that is a word of the language is quoted wherever the language service asks for it", () => {
    const needsQuotes = (word: string) =>
      diagnose(
        `AWSCloudTrail | extend ${word} = parse_json(RequestParameters).${word}.x | where tostring(${word}) == "" | project-away ${word}`,
      ).length > 0;
    const words = keywords().filter((word) => /^[A-Za-z_]\w*$/.test(word));
    expect(words.length).toBeGreaterThan(200);
    expect(words.filter((word) => !KEYWORDS.has(word) && needsQuotes(word))).toEqual([]);
  });

  test("of any text is taken by Kusto's language service", () => {
    fc.assert(
      fc.property(
        // The service keeps columns in a JavaScript object, so it loses this one name.
        anyText.filter((name) => name !== "" && name !== "__proto__"),
        (name) => {
          const quoted = columnName(name);
          const query = `AWSCloudTrail | extend D = parse_json(RequestParameters)${memberAccess(name)} | extend ${quoted} = "x" | where ${quoted} == "y"`;
          expect({ query, diagnostics: diagnose(query) }).toEqual({ query, diagnostics: [] });
        },
      ),
      { numRuns: 100 },
    );
  });
});
