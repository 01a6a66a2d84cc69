import fc from "fast-check";
import { parseDocument, isScalar, stringify } from "yaml";

import { spanInScalar } from "../../../compiler/load/scalar-position";

/** What stands in the source where a word stands in the value of the key `a`. */
function placeOf(text: string, word: string): string {
  const scalar = parseDocument(text).get("a", true);
  if (!isScalar(scalar) || !scalar.range) throw new Error("no scalar");
  const value = String(scalar.value);
  const start = value.indexOf(word);
  const range = { start: scalar.range[0], end: scalar.range[1] };
  const span = spanInScalar({ path: "x", text }, range, value, {
    start,
    end: start + word.length,
  });
  return text.slice(span.start, span.end);
}

test.each([
  ["a: |\n  first\n    second ZZZ\n"],
  ["a: |2-\n    first\n  ZZZ\n"],
  ["a: >\n  folded\n  text ZZZ\n\n  more\n"],
  ["a: plain text ZZZ\n"],
  ["a: plain\n  going on ZZZ\n"],
  ["a: 'it''s ZZZ'\n"],
  ['a: "tab\\t \\"quoted\\" ZZZ"\n'],
])("%j", (text) => {
  expect(placeOf(text, "ZZZ")).toBe("ZZZ");
});

test("however a text is written", () => {
  const line = fc.stringMatching(/^[ -~]{0,12}$/);
  const style = fc.constantFrom("BLOCK_LITERAL", "BLOCK_FOLDED", "QUOTE_DOUBLE", "QUOTE_SINGLE");
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 4 }),
      line,
      style,
      (before, after, defaultStringType) => {
        fc.pre(!before.join().includes("ZZZ"));
        const text = stringify(
          { a: [...before, `ZZZ ${after}`].join("\n") },
          { defaultStringType, lineWidth: 0 },
        );
        expect(placeOf(text, "ZZZ")).toBe("ZZZ");
      },
    ),
  );
});
