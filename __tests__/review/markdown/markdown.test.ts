import fc from "fast-check";
import { code, codeBlock, escaped, table } from "../../../review/markdown/markdown";
import { indexMarkdown } from "../../../review/markdown/index-markdown";
import { reviewSet } from "../../../review/review-set";
import { detectionOf } from "../reviewed";

/** Text of the characters that Markdown or GitHub give a meaning. */
const hostile = fc
  .array(
    fc.constantFrom(
      "`",
      "|",
      "\n",
      "@a",
      "#1",
      "<!--",
      "-->",
      "[x](y)",
      "*",
      "_",
      "\\",
      "a ",
      "http://e.x",
      "![",
      "\u202e",
      "- ",
      "1. ",
      "~~",
    ),
  )
  .map((parts) => parts.join(""));

describe("text of a rule in Markdown", () => {
  test("pings nobody, links nothing, comments nothing and stays on its line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = escaped(text);
        expect(shown).not.toMatch(/[\n@<\u202e]|#(?!\d+;)|https?:/);
        expect(shown.replace(/\\[\\`*_[\]!|~$]/g, "")).not.toMatch(/[`*_[\]|~]/);
        expect(shown).not.toMatch(/^(?:[-+=#]|\d+[.)])/);
      }),
    );
  });

  test("a row of a table has as many cells as its head, whatever the text", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const line = table(["x", "y"], [[escaped(a), code(b)]]).split("\n")[2] ?? "";
        const bars = line.replace(/\\./g, "").match(/\|/g);
        expect(bars).toHaveLength(3);
      }),
    );
  });

  test("nothing inside a block closes it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [first = "", ...rest] = codeBlock(text, "yaml").split("\n");
        const fence = first.replace("yaml", "");
        const closing = rest.findIndex((line) => line.trim().startsWith(fence));
        expect(closing).toBe(rest.length - 1);
      }),
    );
  });
});

describe("the comment", () => {
  const inputs = Array.from({ length: 40 }, (_, index) => ({
    detection: detectionOf(
      `title: Rule ${index} with a **title** @everybody\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser }\n  condition: a`,
    ),
  }));
  const set = reviewSet(inputs);

  test("holds a row for each rule where there is room", () => {
    expect(indexMarkdown(set).match(/^\| \[Rule/gm)).toHaveLength(40);
  });

  test("is cut between rows within its budget, and says how many are missing", () => {
    const text = indexMarkdown(set, 3000);
    const shown = text.match(/^\| \[Rule.*\|$/gm)?.length ?? 0;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3000);
    expect(shown).toBeGreaterThan(5);
    expect(text).toContain(`${40 - shown} more rules in the report.`);
  });
});
