import fc from "fast-check";
import { RE2JS } from "re2js";

import { inBothCases } from "../../../compiler/ir/characters";
import type { RegexFlags } from "../../../compiler/ir/expression";
import { parseRegexTree, type Alternatives, type RegexNode } from "../../../compiler/ir/regex";

const PLAIN: RegexFlags = { ignoreCase: false, multiLine: false, dotAll: false };

/** The tree as RE2 source, each leaf with the flags that it carries. */
function print(alternatives: Alternatives): string {
  return alternatives.map((row) => row.map(printNode).join("")).join("|");
}

function printNode(node: RegexNode): string {
  const flagged = (flag: string, on: boolean, text: string) =>
    `(?${on ? flag : `-${flag}`}:${text})`;
  switch (node.kind) {
    case "group":
      return `(?:${print(node.alternatives)})`;
    case "repetition": {
      const { min, max } = node;
      return `${printNode(node.of)}{${min},${max === Infinity ? "" : max}}`;
    }
    case "character":
      return flagged("i", node.ignoreCase, hex(node.code));
    case "class": {
      const named = node.members.flatMap((member) => member.ranges);
      // Not by a flag, which folds letters outside ASCII too.
      const ranges = node.ignoreCase ? inBothCases(named) : named;
      const inside = ranges.map(([first, last]) => `${hex(first)}-${hex(last)}`).join("");
      return flagged("i", false, `[${node.negated ? "^" : ""}${inside}]`);
    }
    case "dot":
      return flagged("s", node.dotAll, ".");
    case "anchor":
      return flagged("m", node.lines, node.at === "start" ? "^" : "$");
    case "boundary":
      return node.source;
    case "other":
      throw new Error("not generated");
  }
}

function hex(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

const signs = fc
  .array(
    fc.constantFrom(
      ...["a", "K", "s", "é", "😀", " ", ".", "^", "$", "-", ",", "{", "}", "]", "|", "|", "(?i)"],
      ...["(", "(", "(?:", "(?<n>", "(?P<m>", "(?i:", "(?-is:", "(?s)", "(?-m)", ")", ")", ")"],
      ...["*", "+?", "?", "{2}", "{0,1}", "{1,}", "{,2}", "\\d", "\\W", "\\s", "\\b", "\\B", "\\n"],
      ...["\\.", "\\\\", "\\[", "\\x41", "\\x{1F600}", "\\A", "\\z", "[a-f]", "[^]k]", "[\\d-z]"],
      ...["[[:alpha:]]", "[[:^digit:]-]", "[a[:b]", "[\\]x]", "[\\x41-\\x{4b}]", "[^\\W]", "[+--]"],
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));
const flags = fc.record({
  ignoreCase: fc.boolean(),
  multiLine: fc.boolean(),
  dotAll: fc.boolean(),
});
const texts = fc.array(
  fc.string({ unit: fc.constantFrom(..."aAkKsS.\n1é:-{}[],😀 x|"), maxLength: 5 }),
  { minLength: 5, maxLength: 8 },
);

test("a tree matches what RE2 matches by its source", () => {
  let read = 0;
  fc.assert(
    fc.property(signs, flags, texts, (source, given, found) => {
      const original = compiled(source, given);
      if (original === undefined) return;
      read += 1;
      const again = RE2JS.compile(print(parseRegexTree(source, given)));
      for (const text of found) {
        expect([source, text, again.matcher(text).find()]).toEqual([
          source,
          text,
          original.matcher(text).find(),
        ]);
      }
    }),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(300);
});

/** RE2 refuses some of what is generated. */
function compiled(source: string, { ignoreCase, multiLine, dotAll }: RegexFlags) {
  try {
    return RE2JS.compile(
      source,
      (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
        (multiLine ? RE2JS.MULTILINE : 0) |
        (dotAll ? RE2JS.DOTALL : 0),
    );
  } catch {
    return undefined;
  }
}

test.each(["\\pL", "\\p{Greek}", "[\\p{L}]", "\\C", "\\Qa", "\\101"])(
  "%s is not known further",
  (source) => {
    expect(parseRegexTree(source, PLAIN)[0]![0]).toEqual({ kind: "other" });
  },
);

test("what repeats is known as it is written and by its bounds", () => {
  const bounds = ["a*", "a+?", "a?", "a{2}", "a{2,}", "a{12,34}?"].map((source) => {
    const [node] = parseRegexTree(source, PLAIN)[0]!;
    return node?.kind === "repetition" ? [node.quantifier, node.min, node.max] : node;
  });
  expect(bounds).toEqual([
    ["*", 0, Infinity],
    ["+", 1, Infinity],
    ["?", 0, 1],
    ["{2}", 2, 2],
    ["{2,}", 2, Infinity],
    ["{12,34}", 12, 34],
  ]);
});

test("any text has some tree, however deep", () => {
  fc.assert(fc.property(fc.string(), (source) => void parseRegexTree(source, PLAIN)));
  expect(parseRegexTree("(".repeat(100_000), PLAIN)).toHaveLength(1);
});
